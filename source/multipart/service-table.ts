import type {KnownService, ServiceId} from './known-services.js';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

const measuredOnCeph = 'measured on radosgw 16.2.15';
const s3UserGuide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const s3Api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const rclone = 'https://github.com/rclone/rclone/blob/master/backend/s3/provider';
const minioCode = 'https://github.com/minio/minio/blob/master/cmd/erasure-multipart.go';

const aws: KnownService = {
	name: 'AWS S3',
	endpoint: {
		is: 'https://s3.{region}.amazonaws.com',
		source: 'https://docs.aws.amazon.com/general/latest/gr/s3.html',
	},
	hosts: {
		is: [
			/(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-](?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
			/(^|\.)s3[a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
		],
		source: 'https://docs.aws.amazon.com/general/latest/gr/s3.html',
	},
	// Composite MD5s, except under SSE-KMS and SSE-C.
	etagPredictable: {is: 'yes', source: `${s3UserGuide}/checking-object-integrity.html`},
	// 412, or 409 on a race.
	conditionalComplete: {is: 'enforced', source: `${s3Api}/API_CompleteMultipartUpload.html`},
	leftOutParts: {is: 'dropped', source: `${s3Api}/API_CompleteMultipartUpload.html`},
	understandsObjectSize: {is: true, source: `${s3Api}/API_CompleteMultipartUpload.html`},
	limits: {is: {certain: true}, source: `${s3UserGuide}/qfacts.html`},
	expectedBucketOwner: {is: true, source: `${s3UserGuide}/bucket-owner-condition.html`},
};

// Its documentation says that it is Scality's RING; uploads with the ids of Ceph were seen there too, and such
// an id is what counts (see `serviceFacts`). So nothing of how it completes is assumed from its name.
const outscale: KnownService = {
	name: 'OUTSCALE OOS',
	endpoint: {is: 'https://oos.{region}.outscale.com', source: `${rclone}/Outscale.yaml`},
	hosts: {
		is: [/^(?:.+\.)?oos\.(?<region>[a-z0-9-]+)\.outscale\.com$/],
		source: `${rclone}/Outscale.yaml`,
	},
	regions: {
		is: ['eu-west-2', 'us-east-2', 'us-west-1', 'cloudgouv-eu-west-1', 'ap-northeast-1'],
		source: `${rclone}/Outscale.yaml, and the regions of https://docs.outscale.com/api.html`,
	},
	pathStyle: {is: true, source: `${rclone}/Outscale.yaml`},
};

// Nothing in an answer tells the version, so a newer one that obeys is not assumed. Its limits are settings
// (rgw_multipart_min_part_size, rgw_multipart_part_upload_limit).
const ceph: KnownService = {
	name: 'Ceph RGW',
	pathStyle: {is: true, source: 'https://docs.ceph.com/en/latest/radosgw/s3/commons/'},
	etagPredictable: {is: 'yes', source: measuredOnCeph},
	conditionalComplete: {is: 'ignored', source: measuredOnCeph},
	leftOutParts: {is: 'refused', source: measuredOnCeph},
	understandsObjectSize: {is: false, source: measuredOnCeph},
	initiators: {is: 'caller', source: measuredOnCeph},
};

const minio: KnownService = {
	name: 'MinIO',
	pathStyle: {
		is: true,
		source:
			'https://min.io/docs/minio/linux/reference/minio-server/settings/core.html (MINIO_DOMAIN)',
	},
	// Conditions count since minio/minio#19713 (May 2024), and nothing tells the version.
	etagPredictable: {is: 'yes', source: minioCode},
	leftOutParts: {is: 'dropped', source: minioCode},
	ownExpiry: {
		is: {days: 1, changeable: true},
		source: 'https://github.com/minio/docs/issues/1216 (stale_uploads_expiry)',
	},
	mayListTooFew: {is: true, source: `${minioCode} (mpCache)`},
	listing: [
		{
			is: 'MinIO lists uploads from memory: this list may be incomplete.',
			source:
				'https://github.com/minio/minio/blob/master/cmd/erasure-server-pool.go (mpCache, of one process)',
		},
	],
	prefixListing: {
		is: 'MinIO lists uploads under a prefix only when it is the whole key: list the bucket and filter.',
		source: 'https://github.com/minio/minio/issues/20989',
	},
};

const r2: KnownService = {
	name: 'Cloudflare R2',
	endpoint: {
		is: 'https://{account}.r2.cloudflarestorage.com',
		source: 'https://developers.cloudflare.com/r2/api/s3/api/',
	},
	hosts: {
		is: [/\.r2\.cloudflarestorage\.com$/],
		source: 'https://developers.cloudflare.com/r2/api/s3/api/',
	},
	region: {is: 'auto', source: 'https://developers.cloudflare.com/r2/api/s3/api/'},
	pathStyle: {is: true, source: `${rclone}/Cloudflare.yaml`},
	// Those of uploads from before June 2023 follow no rule.
	etagPredictable: {
		is: 'no',
		source: `https://developers.cloudflare.com/r2/objects/multipart-objects/, ${rclone}/Cloudflare.yaml`,
	},
	conditionalComplete: {
		is: 'enforced',
		source: 'https://developers.cloudflare.com/r2/api/s3/conditional-operations/',
	},
	equalParts: {
		is: true,
		source: 'https://developers.cloudflare.com/r2/objects/multipart-objects/',
	},
	limits: {
		// 5 GiB short of 5 TiB.
		is: {maxObjectSize: 5115 * GiB, certain: true},
		source: 'https://developers.cloudflare.com/r2/platform/limits/',
	},
	ownExpiry: {
		is: {days: 7, changeable: true},
		source: 'https://developers.cloudflare.com/r2/buckets/object-lifecycles/',
	},
	expectedBucketOwner: {is: false, source: 'https://developers.cloudflare.com/r2/api/s3/api/'},
};

const scaleway: KnownService = {
	name: 'Scaleway Object Storage',
	endpoint: {is: 'https://s3.{region}.scw.cloud', source: `${rclone}/Scaleway.yaml`},
	hosts: {
		is: [/^(?:.+\.)?s3\.(?<region>[a-z]+-[a-z]+)\.scw\.cloud$/],
		source: `${rclone}/Scaleway.yaml`,
	},
	regions: {is: ['fr-par', 'nl-ams', 'pl-waw', 'it-mil'], source: `${rclone}/Scaleway.yaml`},
	conditionalComplete: {
		is: 'enforced',
		source: 'https://www.scaleway.com/en/docs/object-storage/api-cli/using-conditional-writes/',
	},
	limits: {
		is: {maxPartCount: 1000},
		source: 'https://www.scaleway.com/en/docs/object-storage/api-cli/multipart-uploads/',
	},
};

const wasabi: KnownService = {
	name: 'Wasabi',
	endpoint: {
		is: 'https://s3.{region}.wasabisys.com',
		source: 'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
	},
	hosts: {
		is: [
			/^(?:.+\.)?s3\.(?<region>[a-z]{2}-[a-z]+-\d)\.wasabisys\.com$/,
			/^(?:.+\.)?s3(?:\.[a-z0-9-]+)?\.wasabisys\.com$/,
		],
		source: 'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
	},
	regions: {
		is: [
			...['us-east-1', 'us-east-2', 'us-central-1', 'us-west-1', 'us-west-2', 'ca-central-1'],
			...['eu-central-1', 'eu-central-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-south-1'],
			...['ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2'],
		],
		source: 'https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions',
	},
	ownExpiry: {
		is: {days: 31, changeable: true},
		source: 'https://docs.wasabi.com/docs/how-do-i-clean-up-my-failed-multipart-uploads',
	},
};

const b2: KnownService = {
	name: 'Backblaze B2',
	endpoint: {
		is: 'https://s3.{region}.backblazeb2.com',
		source: 'https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api',
	},
	hosts: {
		is: [/^(?:.+\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/],
		source: 'https://www.backblaze.com/docs/cloud-storage-call-the-s3-compatible-api',
	},
	limits: {
		// 10 TB, and parts from 5 MB, not MiB.
		is: {minPartSize: 5_000_000, maxObjectSize: 10_000_000_000_000},
		source: 'https://www.backblaze.com/docs/cloud-storage-large-files',
	},
	objectAcls: {is: false, source: 'https://www.backblaze.com/b2/docs/s3_compatible_api.html'},
};

// Conditions count since seaweedfs/seaweedfs#7154 (August 2025), and nothing tells the version.
const seaweedfs: KnownService = {
	name: 'SeaweedFS',
	pathStyle: {is: true, source: `${rclone}/SeaweedFS.yaml`},
	listing: [
		{
			is: 'SeaweedFS shows an upload that was completed or aborted meanwhile as one without parts.',
			source: 'https://github.com/seaweedfs/seaweedfs/pull/11081',
		},
	],
};

const gcs: KnownService = {
	name: 'Google Cloud Storage',
	endpoint: {
		is: 'https://storage.googleapis.com',
		source: 'https://cloud.google.com/storage/docs/request-endpoints',
	},
	hosts: {
		is: [/^(.+\.)?storage\.googleapis\.com$/],
		source: 'https://cloud.google.com/storage/docs/request-endpoints',
	},
	etagPredictable: {
		is: 'no',
		source: 'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
	},
	leftOutParts: {
		is: 'dropped',
		source: 'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
	},
	// It knows no such header.
	conditionalComplete: {
		is: 'ignored',
		source: 'https://cloud.google.com/storage/docs/xml-api/post-object-complete',
	},
};

/**
 * What is known of each service, each fact with its source. What could not be found is left out: then the
 * plan of a Complete says that it does not know.
 */
export const services: Readonly<Record<ServiceId, KnownService>> = {
	aws,
	outscale,
	ceph,
	minio,
	r2,
	scaleway,
	wasabi,
	b2,
	seaweedfs,
	gcs,
	other: {name: 'this service'},
};
