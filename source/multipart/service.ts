export type ServiceKind = 'aws' | 'rgw' | 'other';

/** What is known of the service behind an endpoint, as far as an act depends on it. */
export type ServiceFacts = {
	readonly kind: ServiceKind;
	/** For sentences: `AWS S3`. */
	readonly name: string;
	/** Whether a multipart ETag follows from the part ETags; where unknown, only a match says anything. */
	readonly etagPredictable: 'yes' | 'no' | 'unknown';
	/** What the service does with If-None-Match on CompleteMultipartUpload. */
	readonly conditionalComplete: 'enforced' | 'ignored' | 'unknown';
};

const table: Readonly<Record<ServiceKind, ServiceFacts>> = {
	// Amazon S3 API reference, CompleteMultipartUpload: If-None-Match answers 412, or 409 on a race.
	// S3 User Guide, "Checking object integrity": composite MD5s, except under SSE-KMS and SSE-C.
	aws: {kind: 'aws', name: 'AWS S3', etagPredictable: 'yes', conditionalComplete: 'enforced'},
	// Measured on radosgw 16.2.15: ETags follow the rule; If-None-Match and If-Match are ignored.
	// Nothing in an answer tells the version, so a newer one that obeys is not assumed.
	rgw: {kind: 'rgw', name: 'Ceph RGW', etagPredictable: 'yes', conditionalComplete: 'ignored'},
	// MinIO follows the ETag rule, Google Cloud Storage does not, and neither says who it is.
	other: {
		kind: 'other',
		name: 'this service',
		etagPredictable: 'unknown',
		conditionalComplete: 'unknown',
	},
};

// R2 documents its own multipart ETags, Google Cloud Storage has no MD5 ETags for them and no preconditions.
const unpredictable: ReadonlyArray<{host: RegExp; facts: ServiceFacts}> = [
	{
		host: /\.r2\.cloudflarestorage\.com$/,
		facts: {
			kind: 'other',
			name: 'Cloudflare R2',
			etagPredictable: 'no',
			conditionalComplete: 'unknown',
		},
	},
	{
		host: /^(.+\.)?storage\.googleapis\.com$/,
		facts: {
			kind: 'other',
			name: 'Google Cloud Storage',
			etagPredictable: 'no',
			conditionalComplete: 'ignored',
		},
	},
];

// AWS endpoints by the partition's domain (AWS General Reference, "Amazon S3 endpoints and quotas").
const awsHost = /(^|\.)s3[a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/;

/**
 * Recognises the service: AWS by the host of its endpoint, Ceph RGW by its upload ids (`2~…`) or
 * request ids (`tx…`), which it sends behind any host name (measured on 16.2). Anything else is `other`.
 */
export function serviceFacts(seen: {
	readonly endpoint?: string;
	readonly uploadId?: string;
	readonly requestId?: string;
}): ServiceFacts {
	const host = hostOf(seen.endpoint);
	if (host !== undefined && awsHost.test(host)) return table.aws;
	if (seen.uploadId?.startsWith('2~')) return table.rgw;
	if (seen.requestId !== undefined && /^tx[0-9a-f]{10,}/.test(seen.requestId)) return table.rgw;
	const known = host !== undefined && unpredictable.find(entry => entry.host.test(host));
	return known ? known.facts : table.other;
}

function hostOf(endpoint: string | undefined): string | undefined {
	if (endpoint === undefined) return undefined;
	try {
		return new URL(endpoint).hostname.toLowerCase();
	} catch {
		return undefined;
	}
}
