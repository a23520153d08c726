export type ServiceKind = 'aws' | 'rgw' | 'minio' | 'r2' | 'gcs' | 'other';

/** Sizes in bytes. The smallest part size does not hold for the last part. */
export type ServiceLimits = {
	readonly minPartSize: number;
	readonly maxPartSize: number;
	readonly maxPartCount: number;
	readonly maxObjectSize: number;
	/** Whether they are documented as fixed; elsewhere an operator may have set others, so that they only warn. */
	readonly certain: boolean;
};

/** What is known of the service behind an endpoint, as far as an act depends on it. */
export type ServiceFacts = {
	readonly kind: ServiceKind;
	/** For sentences: `AWS S3`. */
	readonly name: string;
	/** Whether a multipart ETag follows from the part ETags; where unknown, only a match says anything. */
	readonly etagPredictable: 'yes' | 'no' | 'unknown';
	/** What the service does with If-None-Match and If-Match on CompleteMultipartUpload. */
	readonly conditionalComplete: 'enforced' | 'ignored' | 'unknown';
	/** What happens when a part that was uploaded is not named: it is dropped, or the Complete is refused. */
	readonly leftOutParts: 'dropped' | 'refused' | 'unknown';
	/** Whether all parts but the last must be of one size, and the last no larger. */
	readonly equalParts: boolean;
	/** Whether it compares MpuObjectSize with what the parts add up to. */
	readonly understandsObjectSize: boolean;
	readonly limits: ServiceLimits;
};

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** S3 User Guide, "Amazon S3 multipart upload limits": 48.8 TiB are 10,000 parts of 5 GiB. */
export const s3Limits: ServiceLimits = {
	minPartSize: 5 * MiB,
	maxPartSize: 5 * GiB,
	maxPartCount: 10_000,
	maxObjectSize: 50_000 * GiB,
	certain: true,
};

/** What nothing is known of: the limits of S3, as a warning. */
const other: ServiceFacts = {
	kind: 'other',
	name: 'this service',
	etagPredictable: 'unknown',
	conditionalComplete: 'unknown',
	leftOutParts: 'unknown',
	equalParts: false,
	understandsObjectSize: false,
	limits: {...s3Limits, certain: false},
};

const aws: ServiceFacts = {
	...other,
	kind: 'aws',
	name: 'AWS S3',
	// S3 User Guide, "Checking object integrity": composite MD5s, except under SSE-KMS and SSE-C.
	etagPredictable: 'yes',
	// Amazon S3 API reference, CompleteMultipartUpload, for these three: 412, or 409 on a race; a part
	// that is not named is not in the object; a size that does not match is refused.
	conditionalComplete: 'enforced',
	leftOutParts: 'dropped',
	understandsObjectSize: true,
	limits: s3Limits,
};

// Measured on radosgw 16.2.15: ETags follow the rule; If-None-Match, If-Match and the size are ignored;
// InvalidPart while an uploaded part is not named. Nothing in an answer tells the version, so a newer
// one that obeys is not assumed. Its limits are settings (rgw_multipart_min_part_size, rgw_multipart_part_upload_limit).
const rgw: ServiceFacts = {
	...other,
	kind: 'rgw',
	name: 'Ceph RGW',
	etagPredictable: 'yes',
	conditionalComplete: 'ignored',
	leftOutParts: 'refused',
};

// Its source, cmd/erasure-multipart.go: composite MD5s, and only named parts are kept. Conditions count
// since minio/minio#19713 (May 2024), and nothing tells the version.
const minio: ServiceFacts = {
	...other,
	kind: 'minio',
	name: 'MinIO',
	etagPredictable: 'yes',
	leftOutParts: 'dropped',
};

// Cloudflare's documentation, "Multipart upload" and "Limits": equal parts, and an object 5 GiB short of 5 TiB.
// ETags of uploads from before June 2023 follow no rule.
const r2: ServiceFacts = {
	...other,
	kind: 'r2',
	name: 'Cloudflare R2',
	etagPredictable: 'no',
	equalParts: true,
	limits: {...s3Limits, maxObjectSize: 5115 * GiB},
};

// Google Cloud Storage has no MD5 ETags for multipart objects and no preconditions in its XML API for them.
const gcs: ServiceFacts = {
	...other,
	kind: 'gcs',
	name: 'Google Cloud Storage',
	etagPredictable: 'no',
	conditionalComplete: 'ignored',
};

const hosts: ReadonlyArray<readonly [host: RegExp, facts: ServiceFacts]> = [
	// AWS endpoints by the partition's domain (AWS General Reference, "Amazon S3 endpoints and quotas").
	[/(^|\.)s3[a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/, aws],
	[/\.r2\.cloudflarestorage\.com$/, r2],
	[/^(.+\.)?storage\.googleapis\.com$/, gcs],
];

/**
 * Recognises the service: some by the host of their endpoint, Ceph RGW by its upload ids (`2~…`) or
 * request ids (`tx…`), which it sends behind any host name (measured on 16.2), MinIO by its upload
 * ids (two UUIDs in base64: its cmd/erasure-multipart.go). Anything else is `other`.
 */
export function serviceFacts(seen: {
	readonly endpoint?: string;
	readonly uploadId?: string;
	readonly requestId?: string;
}): ServiceFacts {
	const host = hostOf(seen.endpoint);
	const byHost = host === undefined ? undefined : hosts.find(([pattern]) => pattern.test(host));
	if (byHost?.[1] === aws) return aws;
	if (seen.uploadId?.startsWith('2~')) return rgw;
	if (seen.requestId !== undefined && /^tx[0-9a-f]{10,}/.test(seen.requestId)) return rgw;
	if (byHost !== undefined) return byHost[1];
	return seen.uploadId !== undefined && isOfMinio(seen.uploadId) ? minio : other;
}

function isOfMinio(uploadId: string): boolean {
	const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
	const text = Buffer.from(uploadId, 'base64url').toString('latin1');
	return new RegExp(`^${uuid}\\.${uuid}(x\\d+)?$`).test(text);
}

function hostOf(endpoint: string | undefined): string | undefined {
	if (endpoint === undefined) return undefined;
	try {
		return new URL(endpoint).hostname.toLowerCase();
	} catch {
		return undefined;
	}
}
