import type {Facts, KnownService, ServiceValues} from './types.js';

const GiB = 1024 ** 3;

const measuredOnCeph = 'measured on radosgw 16.2.15 and 18.2.7';
const s3UserGuide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const s3Api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const rclone = 'https://github.com/rclone/rclone/blob/master/backend/s3/provider';
const minioCode = 'https://github.com/minio/minio/blob/master/cmd/erasure-multipart.go';

/** What is known, by where it is said or how it was measured, and the day it was looked at. */
function said(source: string, on: string, values: Partial<ServiceValues>): Facts {
	return Object.fromEntries(Object.entries(values).map(([field, is]) => [field, {is, source, on}]));
}

const aws: KnownService = {
	name: 'AWS S3',
	...said('https://docs.aws.amazon.com/general/latest/gr/s3.html', '2026-11-22', {
		endpoint: 'https://s3.{region}.amazonaws.com',
		hosts: [
			/(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
			/(^|\.)s3[a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
		],
	}),
	// Its GB is 1,073,741,824 bytes, as the examples of the FAQs count it.
	...said('https://aws.amazon.com/s3/pricing/, https://aws.amazon.com/s3/faqs/', '2026-11-30', {
		listPrice: {
			...{of: 'S3 Standard in us-east-1, the first 50 TB', amount: 0.023},
			...{currency: 'USD', per: 'GiB'},
		},
	}),
	// Directory buckets differ. Their name shows them.
	...said(`${s3Api}/API_ListMultipartUploads.html`, '2026-11-30', {
		uploadsOrder: 'key',
		keyMarker: 'exclusive',
		startsAnywhere: true,
	}),
	...said(`${s3UserGuide}/checking-object-integrity.html`, '2026-11-22', {
		// Composite MD5s, except under SSE-KMS and SSE-C.
		etagPredictable: 'yes',
	}),
	...said(`${s3Api}/API_CompleteMultipartUpload.html`, '2026-11-22', {
		// 412, or 409 on a race.
		ifNoneMatch: 'enforced',
		ifMatch: 'enforced',
		leftOutParts: 'dropped',
		understandsObjectSize: true,
	}),
	...said(`${s3UserGuide}/qfacts.html`, '2026-11-22', {limits: {certain: true}}),
	...said(`${s3UserGuide}/bucket-owner-condition.html`, '2026-11-22', {expectedBucketOwner: true}),
	...said(
		`${s3UserGuide}/how-s3-evaluates-access-control.html (How Amazon S3 authorizes a request)`,
		'2026-11-22',
		{rightsFirst: true},
	),
};

// Its documentation says that it is Scality's RING; uploads with the ids of Ceph were seen there too, and such
// an id is what counts (see `serviceFacts`). So nothing of how it completes is assumed from its name.
const outscale: KnownService = {
	name: 'OUTSCALE OOS',
	...said(`${rclone}/Outscale.yaml`, '2026-11-22', {
		endpoint: 'https://oos.{region}.outscale.com',
		hosts: [/^(?:.+\.)?oos\.(?<region>[a-z0-9-]+)\.outscale\.com$/],
		pathStyle: true,
	}),
	...said(
		`${rclone}/Outscale.yaml, and the regions of https://docs.outscale.com/api.html`,
		'2026-11-22',
		{regions: ['eu-west-2', 'us-east-2', 'us-west-1', 'cloudgouv-eu-west-1', 'ap-northeast-1']},
	),
};

// Its limits are settings (rgw_multipart_min_part_size, rgw_multipart_part_upload_limit).
const ceph: KnownService = {
	name: 'Ceph RGW',
	...said('https://docs.ceph.com/en/latest/radosgw/s3/commons/', '2026-11-22', {pathStyle: true}),
	...said(measuredOnCeph, '2026-11-29', {
		etagPredictable: 'yes',
		leftOutParts: 'refused',
		understandsObjectSize: false,
		uploadsOrder: 'key.uploadId',
		keyMarker: 'inclusive',
		startsAnywhere: true,
	}),
	versions: {
		'16 and 18': {
			recognisedBy: 'no Server header',
			...said(measuredOnCeph, '2026-11-30', {listProvesGone: true}),
			...said(measuredOnCeph, '2026-11-29', {
				initiators: 'caller',
				ifNoneMatch: 'ignored',
				ifMatch: 'ignored',
			}),
		},
		'20': {
			recognisedBy: 'Server: Ceph Object Gateway (tentacle)',
			...said('measured on radosgw 20.2', '2026-11-29', {
				ifNoneMatch: 'enforced',
				ifMatch: 'enforced',
			}),
		},
	},
};

/** Since September 2024; before that only the uploads of one key were looked for. */
const mpCache =
	'https://github.com/minio/minio/blob/master/cmd/erasure-server-pool.go (mpCache, of one process)';

const minio: KnownService = {
	name: 'MinIO',
	...said(
		'https://min.io/docs/minio/linux/reference/minio-server/settings/core.html (MINIO_DOMAIN)',
		'2026-11-22',
		{pathStyle: true},
	),
	// Conditions count since minio/minio#19713 (May 2024), and nothing tells such a version from one before.
	...said(minioCode, '2026-11-22', {etagPredictable: 'yes', leftOutParts: 'dropped'}),
	...said('https://github.com/minio/docs/issues/1216 (stale_uploads_expiry)', '2026-11-22', {
		ownExpiry: {days: 1, changeable: true},
	}),
	...said(`${minioCode} (mpCache)`, '2026-11-22', {mayListTooFew: true}),
	...said(mpCache, '2026-11-22', {
		listing:
			'MinIO lists uploads from memory, and before September 2024 only under a prefix that is a whole key: this list may be incomplete.',
	}),
	...said('https://github.com/minio/minio/issues/20989', '2026-11-22', {
		prefixListing:
			'MinIO lists uploads under a prefix only if it is a whole key: list the bucket and filter.',
		wholeKeyPrefixes: true,
	}),
	...said(
		'https://github.com/minio/minio/blob/master/cmd/object-multipart-handlers.go (checkRequestAuthType)',
		'2026-11-22',
		{rightsFirst: true},
	),
	versions: {
		// Base64 of two UUIDs since autumn 2022; a bare Server header since 2020-11-19.
		'before autumn 2022': {
			recognisedBy: 'upload ids that are a UUID, or Server: MinIO/RELEASE…, Minio/RELEASE…',
			...said('https://github.com/minio/minio/pull/19713', '2026-11-29', {
				ifNoneMatch: 'ignored',
				ifMatch: 'ignored',
			}),
			...said(mpCache, '2026-11-29', {
				listing:
					'This MinIO lists uploads only under a prefix that is a whole key: this list may be incomplete.',
				prefixListing:
					'This MinIO lists uploads only under a prefix that is a whole key, and none of a bucket.',
			}),
		},
		'since September 2024': {
			recognisedBy: 'a list of more than one key that was asked for whole',
			...said(mpCache, '2026-11-29', {
				listing: 'MinIO lists uploads from memory: this list may be incomplete.',
			}),
		},
	},
};

const swiftMiddleware = 'https://docs.openstack.org/swift/latest/middleware.html';

// The s3api of Swift. Its request ids and upload ids are those of what grew out of it too: Scaleway, OVHcloud.
const swift: KnownService = {
	name: 'OpenStack Swift',
	...said(`${swiftMiddleware} (s3api, storage_domain)`, '2026-11-29', {pathStyle: true}),
	...said('measured on Swift 2.30 and 2.35', '2026-11-29', {
		// 412 with the code InvalidRequest.
		ifNoneMatch: 'enforced',
		// 412 with the right ETag too.
		ifMatch: 'never-met',
	}),
	...said(`${swiftMiddleware} (s3api, max_upload_part_num)`, '2026-11-29', {
		limits: {maxPartCount: 1000},
	}),
};

const r2Docs = 'https://developers.cloudflare.com/r2';

const r2: KnownService = {
	name: 'Cloudflare R2',
	...said(`${r2Docs}/api/s3/api/`, '2026-11-22', {
		endpoint: 'https://{account}.r2.cloudflarestorage.com',
		hosts: [/\.r2\.cloudflarestorage\.com$/],
		region: 'auto',
		expectedBucketOwner: false,
	}),
	...said(`${rclone}/Cloudflare.yaml`, '2026-11-22', {pathStyle: true}),
	...said(`${r2Docs}/objects/multipart-objects/, ${rclone}/Cloudflare.yaml`, '2026-11-22', {
		// Those of uploads from before June 2023 follow no rule.
		etagPredictable: 'no',
	}),
	...said(`${r2Docs}/api/s3/conditional-operations/`, '2026-11-22', {
		ifNoneMatch: 'enforced',
		ifMatch: 'enforced',
	}),
	...said(`${r2Docs}/objects/multipart-objects/`, '2026-11-22', {equalParts: true}),
	...said(`${r2Docs}/platform/limits/`, '2026-11-22', {
		// 5 GiB short of 5 TiB.
		limits: {maxObjectSize: 5115 * GiB, certain: true},
	}),
	...said(`${r2Docs}/buckets/object-lifecycles/`, '2026-11-22', {
		ownExpiry: {days: 7, changeable: true},
	}),
	...said(`${r2Docs}/pricing/`, '2026-11-30', {
		listPrice: {of: 'Standard storage', amount: 0.015, currency: 'USD', per: 'GB'},
	}),
};

const scalewayDocs = 'https://www.scaleway.com/en/docs/object-storage/api-cli';

const scaleway: KnownService = {
	name: 'Scaleway Object Storage',
	...said(`${rclone}/Scaleway.yaml`, '2026-11-22', {
		endpoint: 'https://s3.{region}.scw.cloud',
		hosts: [/^(?:.+\.)?s3\.(?<region>[a-z]+-[a-z]+)\.scw\.cloud$/],
		regions: ['fr-par', 'nl-ams', 'pl-waw', 'it-mil'],
	}),
	...said(`${scalewayDocs}/using-conditional-writes/`, '2026-11-22', {
		ifNoneMatch: 'enforced',
		ifMatch: 'enforced',
	}),
	...said(`${scalewayDocs}/multipart-uploads/`, '2026-11-22', {limits: {maxPartCount: 1000}}),
};

const ovh: KnownService = {
	name: 'OVHcloud Object Storage',
	...said(`${rclone}/OVHcloud.yaml`, '2026-11-29', {
		endpoint: 'https://s3.{region}.io.cloud.ovh.net',
		hosts: [/^(?:.+\.)?s3\.(?<region>[a-z0-9-]+)\.(?:io|perf)\.cloud\.ovh\.(?:net|us)$/],
		regions: [
			...['gra', 'rbx', 'sbg', 'eu-west-par', 'de', 'uk', 'waw', 'bhs', 'ca-east-tor'],
			...['sgp', 'ap-southeast-syd', 'ap-south-mum', 'rbx-archive'],
		],
	}),
};

const wasabi: KnownService = {
	name: 'Wasabi',
	...said('https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions', '2026-11-22', {
		endpoint: 'https://s3.{region}.wasabisys.com',
		hosts: [
			/^(?:.+\.)?s3\.(?<region>[a-z]{2}-[a-z]+-\d)\.wasabisys\.com$/,
			/^(?:.+\.)?s3(?:\.[a-z0-9-]+)?\.wasabisys\.com$/,
		],
		regions: [
			...['us-east-1', 'us-east-2', 'us-central-1', 'us-west-1', 'us-west-2', 'ca-central-1'],
			...['eu-central-1', 'eu-central-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1'],
			...['ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2'],
		],
	}),
	...said(
		'https://docs.wasabi.com/docs/how-do-i-clean-up-my-failed-multipart-uploads',
		'2026-11-22',
		{ownExpiry: {days: 31, changeable: true}},
	),
};

const b2: KnownService = {
	name: 'Backblaze B2',
	...said('https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api', '2026-11-22', {
		endpoint: 'https://s3.{region}.backblazeb2.com',
		hosts: [/^(?:.+\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/],
	}),
	...said('https://www.backblaze.com/docs/cloud-storage-large-files', '2026-11-22', {
		// 10 TB, and parts from 5 MB, not MiB.
		limits: {minPartSize: 5_000_000, maxObjectSize: 10_000_000_000_000},
	}),
	...said('https://www.backblaze.com/b2/docs/s3_compatible_api.html', '2026-11-22', {
		objectAcls: false,
	}),
};

// Conditions count since seaweedfs/seaweedfs#7154 (August 2025), and nothing tells the version.
const seaweedfs: KnownService = {
	name: 'SeaweedFS',
	...said(`${rclone}/SeaweedFS.yaml`, '2026-11-22', {pathStyle: true}),
	...said('https://github.com/seaweedfs/seaweedfs/pull/11081', '2026-11-22', {
		listing:
			'SeaweedFS shows an upload that was completed or aborted meanwhile as one without parts.',
	}),
};

const gcs: KnownService = {
	name: 'Google Cloud Storage',
	...said('https://cloud.google.com/storage/docs/request-endpoints', '2026-11-22', {
		endpoint: 'https://storage.googleapis.com',
		hosts: [/^(.+\.)?storage\.googleapis\.com$/],
	}),
	...said('https://cloud.google.com/storage/docs/xml-api/post-object-complete', '2026-11-22', {
		etagPredictable: 'no',
		leftOutParts: 'dropped',
		// It knows no such header.
		ifNoneMatch: 'ignored',
		ifMatch: 'ignored',
	}),
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
