import {
	knownService,
	type OwnExpiry,
	recognise,
	type ServiceId,
	type ServiceLimits,
} from './known-services.js';
import {plural} from './units.js';

export type {ServiceLimits};

/** What is known of the service behind an endpoint, as far as an act or a list depends on it. */
export type ServiceFacts = {
	readonly kind: ServiceId;
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
	/** When it aborts uploads by itself; absent where it does not, or that is not known. */
	readonly ownExpiry?: OwnExpiry;
	/** Whether a list of its uploads may lack some, so that an empty one proves nothing. */
	readonly mayListTooFew: boolean;
	/** Sentences on what a list of its uploads does not show right. */
	readonly listing: readonly string[];
	/** The same of a list under a prefix. */
	readonly prefixListing?: string;
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

/**
 * Recognises the service: some by the host of their endpoint, Ceph RGW by its upload ids (`2~…`) or
 * request ids (`tx…`), which it sends behind any host name (measured on 16.2), MinIO by its upload
 * ids (two UUIDs in base64: its cmd/erasure-multipart.go) and by its Server header (cmd/api-headers.go), as
 * long as no proxy puts its own there. What a profile says counts where none of these tells. Anything
 * else is `other`.
 */
export function serviceFacts(seen: {
	readonly endpoint?: string;
	readonly uploadId?: string;
	readonly requestId?: string;
	/** The header of that name. */
	readonly server?: string;
	/** What the profile says. */
	readonly service?: ServiceId;
}): ServiceFacts {
	const byHost = recognise(seen.endpoint)?.id;
	if (byHost === 'aws') return factsOf('aws');
	if (seen.uploadId?.startsWith('2~')) return factsOf('ceph');
	if (seen.requestId !== undefined && isOfCeph(seen.requestId)) return factsOf('ceph');
	if (byHost !== undefined) return factsOf(byHost);
	if (seen.uploadId !== undefined && isOfMinio(seen.uploadId)) return factsOf('minio');
	if (seen.server === 'MinIO') return factsOf('minio');
	return factsOf(seen.service ?? 'other');
}

/** The facts of the table; what it does not hold is unknown, and limits are those of S3, as a warning. */
export function factsOf(kind: ServiceId): ServiceFacts {
	const known = knownService(kind);
	return {
		kind,
		name: known.name,
		etagPredictable: known.etagPredictable?.is ?? 'unknown',
		conditionalComplete: known.conditionalComplete?.is ?? 'unknown',
		leftOutParts: known.leftOutParts?.is ?? 'unknown',
		equalParts: known.equalParts?.is ?? false,
		understandsObjectSize: known.understandsObjectSize?.is ?? false,
		limits: {...s3Limits, certain: false, ...known.limits?.is},
		...(known.ownExpiry === undefined ? {} : {ownExpiry: known.ownExpiry.is}),
		mayListTooFew: known.mayListTooFew?.is ?? false,
		listing: (known.listing ?? []).map(({is}) => is),
		...(known.prefixListing === undefined ? {} : {prefixListing: known.prefixListing.is}),
	};
}

/** Its `unique_trans_id`: a count, a time, an instance and a zone. Swift, and so Scaleway, ends after the time. */
function isOfCeph(requestId: string): boolean {
	return /^tx[0-9a-f]{10,}-[0-9a-f]+-[0-9a-f]+-/.test(requestId);
}

function isOfMinio(uploadId: string): boolean {
	const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
	const text = Buffer.from(uploadId, 'base64url').toString('latin1');
	return new RegExp(`^${uuid}\\.${uuid}(x\\d+)?$`).test(text);
}

/** What there is to know of a list of a service's uploads, in a sentence; undefined where it shows all of them. */
export function listingRemark(
	{listing, prefixListing}: Pick<ServiceFacts, 'listing' | 'prefixListing'>,
	prefix: string,
): string | undefined {
	return (prefix === '' ? undefined : prefixListing) ?? listing[0];
}

/** When the service aborts uploads by itself, in a sentence; undefined where it does not, or that is not known. */
export function expiryInWords({
	name,
	ownExpiry,
}: Pick<ServiceFacts, 'name' | 'ownExpiry'>): string | undefined {
	if (ownExpiry === undefined) return undefined;
	const {days, changeable} = ownExpiry;
	const unless = changeable ? ', unless that was changed' : '';
	return `${name} itself aborts uploads ${plural(days, 'day')} after they began${unless}`;
}
