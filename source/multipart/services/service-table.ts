import type {Fact, KnownService} from './types.js';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

const measuredOnCeph = 'measured on radosgw 16.2.15 and 18.2.7';
const s3UserGuide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const s3Api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const rclone = 'https://github.com/rclone/rclone/blob/master/backend/s3/provider';
const minioCode = 'https://github.com/minio/minio/blob/master/cmd/erasure-multipart.go';

/** Something known, where that is said or how it was measured, and the day it was looked at. */
function said<T>(is: T, source: string, on: string): Fact<T> {
	return {is, source, on};
}

const aws: KnownService = {
	name: 'AWS S3',
	endpoint: said(
		'https://s3.{region}.amazonaws.com',
		'https://docs.aws.amazon.com/general/latest/gr/s3.html',
		'2026-11-22',
	),
	hosts: said(
		[
			/(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
			/(^|\.)s3[a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
		],
		'https://docs.aws.amazon.com/general/latest/gr/s3.html',
		'2026-11-22',
	),
	// Composite MD5s, except under SSE-KMS and SSE-C.
	etagPredictable: said('yes', `${s3UserGuide}/checking-object-integrity.html`, '2026-11-22'),
	// 412, or 409 on a race.
	ifNoneMatch: said('enforced', `${s3Api}/API_CompleteMultipartUpload.html`, '2026-11-22'),
	ifMatch: said('enforced', `${s3Api}/API_CompleteMultipartUpload.html`, '2026-11-22'),
	leftOutParts: said('dropped', `${s3Api}/API_CompleteMultipartUpload.html`, '2026-11-22'),
	understandsObjectSize: said(true, `${s3Api}/API_CompleteMultipartUpload.html`, '2026-11-22'),
	limits: said({certain: true}, `${s3UserGuide}/qfacts.html`, '2026-11-22'),
	expectedBucketOwner: said(true, `${s3UserGuide}/bucket-owner-condition.html`, '2026-11-22'),
	rightsFirst: said(
		true,
		`${s3UserGuide}/how-s3-evaluates-access-control.html (How Amazon S3 authorizes a request)`,
		'2026-11-22',
	),
};

// Its documentation says that it is Scality's RING; uploads with the ids of Ceph were seen there too, and such
// an id is what counts (see `serviceFacts`). So nothing of how it completes is assumed from its name.
const outscale: KnownService = {
	name: 'OUTSCALE OOS',
	endpoint: said('https://oos.{region}.outscale.com', `${rclone}/Outscale.yaml`, '2026-11-22'),
	hosts: said(
		[/^(?:.+\.)?oos\.(?<region>[a-z0-9-]+)\.outscale\.com$/],
		`${rclone}/Outscale.yaml`,
		'2026-11-22',
	),
	regions: said(
		['eu-west-2', 'us-east-2', 'us-west-1', 'cloudgouv-eu-west-1', 'ap-northeast-1'],
		`${rclone}/Outscale.yaml, and the regions of https://docs.outscale.com/api.html`,
		'2026-11-22',
	),
	pathStyle: said(true, `${rclone}/Outscale.yaml`, '2026-11-22'),
};

// Its limits are settings (rgw_multipart_min_part_size, rgw_multipart_part_upload_limit).
const ceph: KnownService = {
	name: 'Ceph RGW',
	pathStyle: said(true, 'https://docs.ceph.com/en/latest/radosgw/s3/commons/', '2026-11-22'),
	etagPredictable: said('yes', measuredOnCeph, '2026-11-29'),
	leftOutParts: said('refused', measuredOnCeph, '2026-11-29'),
	understandsObjectSize: said(false, measuredOnCeph, '2026-11-29'),
	versions: {
		'16 and 18': {
			told: 'no Server header',
			initiators: said('caller', measuredOnCeph, '2026-11-29'),
			ifNoneMatch: said('ignored', measuredOnCeph, '2026-11-29'),
			ifMatch: said('ignored', measuredOnCeph, '2026-11-29'),
		},
		'20': {
			told: 'Server: Ceph Object Gateway (tentacle)',
			ifNoneMatch: said('enforced', 'measured on radosgw 20.2', '2026-11-29'),
			ifMatch: said('enforced', 'measured on radosgw 20.2', '2026-11-29'),
		},
	},
};

/** Since September 2024; before that only the uploads of one key were looked for. */
const mpCache =
	'https://github.com/minio/minio/blob/master/cmd/erasure-server-pool.go (mpCache, of one process)';

const minio: KnownService = {
	name: 'MinIO',
	pathStyle: said(
		true,
		'https://min.io/docs/minio/linux/reference/minio-server/settings/core.html (MINIO_DOMAIN)',
		'2026-11-22',
	),
	// Conditions count since minio/minio#19713 (May 2024), and nothing tells such a version from one before.
	etagPredictable: said('yes', minioCode, '2026-11-22'),
	leftOutParts: said('dropped', minioCode, '2026-11-22'),
	ownExpiry: said(
		{days: 1, changeable: true},
		'https://github.com/minio/docs/issues/1216 (stale_uploads_expiry)',
		'2026-11-22',
	),
	mayListTooFew: said(true, `${minioCode} (mpCache)`, '2026-11-22'),
	listing: [
		said(
			'MinIO lists uploads from memory, and before September 2024 only those of a key that is asked for whole: this list may be incomplete.',
			mpCache,
			'2026-11-22',
		),
	],
	prefixListing: said(
		'MinIO lists uploads under a prefix only when it is the whole key: list the bucket and filter.',
		'https://github.com/minio/minio/issues/20989',
		'2026-11-22',
	),
	wholeKeyPrefixes: said(true, 'https://github.com/minio/minio/issues/20989', '2026-11-22'),
	rightsFirst: said(
		true,
		'https://github.com/minio/minio/blob/master/cmd/object-multipart-handlers.go (checkRequestAuthType)',
		'2026-11-22',
	),
	versions: {
		// Base64 of two UUIDs since autumn 2022; a bare Server header since 2020-11-19.
		'before autumn 2022': {
			told: 'upload ids that are a UUID, or Server: MinIO/RELEASE…, Minio/RELEASE…',
			ifNoneMatch: said('ignored', 'https://github.com/minio/minio/pull/19713', '2026-11-29'),
			ifMatch: said('ignored', 'https://github.com/minio/minio/pull/19713', '2026-11-29'),
			listing: [
				said(
					'This MinIO lists uploads only of a key that is asked for whole: this list may be incomplete.',
					mpCache,
					'2026-11-29',
				),
			],
			prefixListing: said(
				'This MinIO lists uploads only of a key that is asked for whole, and none of a bucket.',
				mpCache,
				'2026-11-29',
			),
		},
		'since September 2024': {
			told: 'a list of more than one key that was asked for whole',
			listing: [
				said(
					'MinIO lists uploads from memory: this list may be incomplete.',
					mpCache,
					'2026-11-29',
				),
			],
		},
	},
};

// The s3api of Swift. Its request ids and upload ids are those of what grew out of it too: Scaleway, OVHcloud.
const swift: KnownService = {
	name: 'OpenStack Swift',
	pathStyle: said(
		true,
		'https://docs.openstack.org/swift/latest/middleware.html (s3api, storage_domain)',
		'2026-11-29',
	),
	// 412 with the code InvalidRequest.
	ifNoneMatch: said('enforced', 'measured on Swift 2.30 and 2.35', '2026-11-29'),
	// 412 with the right ETag too.
	ifMatch: said('never-met', 'measured on Swift 2.30 and 2.35', '2026-11-29'),
	limits: said(
		{maxPartCount: 1000},
		'https://docs.openstack.org/swift/latest/middleware.html (s3api, max_upload_part_num)',
		'2026-11-29',
	),
};

const r2: KnownService = {
	name: 'Cloudflare R2',
	endpoint: said(
		'https://{account}.r2.cloudflarestorage.com',
		'https://developers.cloudflare.com/r2/api/s3/api/',
		'2026-11-22',
	),
	hosts: said(
		[/\.r2\.cloudflarestorage\.com$/],
		'https://developers.cloudflare.com/r2/api/s3/api/',
		'2026-11-22',
	),
	region: said('auto', 'https://developers.cloudflare.com/r2/api/s3/api/', '2026-11-22'),
	pathStyle: said(true, `${rclone}/Cloudflare.yaml`, '2026-11-22'),
	// Those of uploads from before June 2023 follow no rule.
	etagPredictable: said(
		'no',
		`https://developers.cloudflare.com/r2/objects/multipart-objects/, ${rclone}/Cloudflare.yaml`,
		'2026-11-22',
	),
	ifNoneMatch: said(
		'enforced',
		'https://developers.cloudflare.com/r2/api/s3/conditional-operations/',
		'2026-11-22',
	),
	ifMatch: said(
		'enforced',
		'https://developers.cloudflare.com/r2/api/s3/conditional-operations/',
		'2026-11-22',
	),
	equalParts: said(
		true,
		'https://developers.cloudflare.com/r2/objects/multipart-objects/',
		'2026-11-22',
	),
	limits: said(
		// 5 GiB short of 5 TiB.
		{maxObjectSize: 5115 * GiB, certain: true},
		'https://developers.cloudflare.com/r2/platform/limits/',
		'2026-11-22',
	),
	ownExpiry: said(
		{days: 7, changeable: true},
		'https://developers.cloudflare.com/r2/buckets/object-lifecycles/',
		'2026-11-22',
	),
	expectedBucketOwner: said(
		false,
		'https://developers.cloudflare.com/r2/api/s3/api/',
		'2026-11-22',
	),
};

const scaleway: KnownService = {
	name: 'Scaleway Object Storage',
	endpoint: said('https://s3.{region}.scw.cloud', `${rclone}/Scaleway.yaml`, '2026-11-22'),
	hosts: said(
		[/^(?:.+\.)?s3\.(?<region>[a-z]+-[a-z]+)\.scw\.cloud$/],
		`${rclone}/Scaleway.yaml`,
		'2026-11-22',
	),
	regions: said(['fr-par', 'nl-ams', 'pl-waw', 'it-mil'], `${rclone}/Scaleway.yaml`, '2026-11-22'),
	ifNoneMatch: said(
		'enforced',
		'https://www.scaleway.com/en/docs/object-storage/api-cli/using-conditional-writes/',
		'2026-11-22',
	),
	ifMatch: said(
		'enforced',
		'https://www.scaleway.com/en/docs/object-storage/api-cli/using-conditional-writes/',
		'2026-11-22',
	),
	limits: said(
		{maxPartCount: 1000},
		'https://www.scaleway.com/en/docs/object-storage/api-cli/multipart-uploads/',
		'2026-11-22',
	),
};

const ovh: KnownService = {
	name: 'OVHcloud Object Storage',
	endpoint: said('https://s3.{region}.io.cloud.ovh.net', `${rclone}/OVHcloud.yaml`, '2026-11-29'),
	hosts: said(
		[/^(?:.+\.)?s3\.(?<region>[a-z0-9-]+)\.(?:io|perf)\.cloud\.ovh\.(?:net|us)$/],
		`${rclone}/OVHcloud.yaml`,
		'2026-11-29',
	),
	regions: said(
		[
			...['gra', 'rbx', 'sbg', 'eu-west-par', 'de', 'uk', 'waw', 'bhs', 'ca-east-tor'],
			...['sgp', 'ap-southeast-syd', 'ap-south-mum', 'rbx-archive'],
		],
		`${rclone}/OVHcloud.yaml`,
		'2026-11-29',
	),
};

const wasabi: KnownService = {
	name: 'Wasabi',
	endpoint: said(
		'https://s3.{region}.wasabisys.com',
		'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
		'2026-11-22',
	),
	hosts: said(
		[
			/^(?:.+\.)?s3\.(?<region>[a-z]{2}-[a-z]+-\d)\.wasabisys\.com$/,
			/^(?:.+\.)?s3(?:\.[a-z0-9-]+)?\.wasabisys\.com$/,
		],
		'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
		'2026-11-22',
	),
	regions: said(
		[
			...['us-east-1', 'us-east-2', 'us-central-1', 'us-west-1', 'us-west-2', 'ca-central-1'],
			...['eu-central-1', 'eu-central-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1'],
			...['ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2'],
		],
		'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
		'2026-11-22',
	),
	ownExpiry: said(
		{days: 31, changeable: true},
		'https://docs.wasabi.com/docs/how-do-i-clean-up-my-failed-multipart-uploads',
		'2026-11-22',
	),
};

const b2: KnownService = {
	name: 'Backblaze B2',
	endpoint: said(
		'https://s3.{region}.backblazeb2.com',
		'https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api',
		'2026-11-22',
	),
	hosts: said(
		[/^(?:.+\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/],
		'https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api',
		'2026-11-22',
	),
	limits: said(
		// 10 TB, and parts from 5 MB, not MiB.
		{minPartSize: 5_000_000, maxObjectSize: 10_000_000_000_000},
		'https://www.backblaze.com/docs/cloud-storage-large-files',
		'2026-11-22',
	),
	objectAcls: said(false, 'https://www.backblaze.com/b2/docs/s3_compatible_api.html', '2026-11-22'),
};

// Conditions count since seaweedfs/seaweedfs#7154 (August 2025), and nothing tells the version.
const seaweedfs: KnownService = {
	name: 'SeaweedFS',
	pathStyle: said(true, `${rclone}/SeaweedFS.yaml`, '2026-11-22'),
	listing: [
		said(
			'SeaweedFS shows an upload that was completed or aborted meanwhile as one without parts.',
			'https://github.com/seaweedfs/seaweedfs/pull/11081',
			'2026-11-22',
		),
	],
};

const gcs: KnownService = {
	name: 'Google Cloud Storage',
	endpoint: said(
		'https://storage.googleapis.com',
		'https://cloud.google.com/storage/docs/request-endpoints',
		'2026-11-22',
	),
	hosts: said(
		[/^(.+\.)?storage\.googleapis\.com$/],
		'https://cloud.google.com/storage/docs/request-endpoints',
		'2026-11-22',
	),
	etagPredictable: said(
		'no',
		'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
		'2026-11-22',
	),
	leftOutParts: said(
		'dropped',
		'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
		'2026-11-22',
	),
	// It knows no such header.
	ifNoneMatch: said(
		'ignored',
		'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
		'2026-11-22',
	),
	ifMatch: said(
		'ignored',
		'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
		'2026-11-22',
	),
};

/** In the order in which they are offered, and in which hosts are compared. `other` is last: nothing is known of it. */
const table = {
	aws,
	outscale,
	ceph,
	minio,
	swift,
	r2,
	scaleway,
	ovh,
	wasabi,
	b2,
	seaweedfs,
	gcs,
	other: {name: 'this service'},
} satisfies Readonly<Record<string, KnownService>>;

/** The name that a profile gives a service. */
export type ServiceId = keyof typeof table;

/**
 * What is known of each service, each fact with its source. What could not be found is left out: then the
 * plan of a Complete says that it does not know.
 */
export const services: Readonly<Record<ServiceId, KnownService>> = table;

export const serviceIds = Object.keys(table) as readonly ServiceId[];
