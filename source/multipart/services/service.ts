import type {ListingFacts} from '../listing/listing-order.js';
import {knownService, recognise} from './known-services.js';
import type {ServiceId} from './service-table.js';
import type {ServiceLimits, ServiceValues} from './types.js';

type Unsure = 'etagPredictable' | 'ifNoneMatch' | 'ifMatch' | 'leftOutParts';

/** What is false unless it is known. */
type Peculiarity =
	| 'equalParts'
	| 'understandsObjectSize'
	| 'mayListTooFew'
	| 'listProvesGone'
	| 'wholeKeyPrefixes'
	| 'rightsFirst';

/** What is known of the service behind an endpoint, as far as an act or a list depends on it. */
export type ServiceFacts = {
	readonly [Field in Unsure]: ServiceValues[Field] | 'unknown';
} & Pick<ServiceValues, Peculiarity> &
	Partial<Pick<ServiceValues, 'ownExpiry' | 'listing' | 'prefixListing'>> & {
		readonly kind: ServiceId;
		/** For sentences: `AWS S3`. */
		readonly name: string;
		/** The name of its version in the table; absent where the versions do not differ, or nothing tells which it is. */
		readonly version?: string;
		readonly limits: ServiceLimits;
		/** How it lists uploads, where a listing may start anywhere: then ranges can be listed side by side. */
		readonly sideBySide?: ListingFacts;
		/** Whether a list names whoever asks as the initiator. */
		readonly showsCaller: boolean;
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

/** What tells which service it is, as far as it was seen. */
export type ServiceSeen = {
	readonly endpoint?: string;
	readonly uploadId?: string;
	readonly requestId?: string;
	/** The header of that name. */
	readonly server?: string;
	/** What the profile says. */
	readonly service?: ServiceId;
	/** Whether it listed an upload whose key is not the whole prefix that was asked for. */
	readonly listsBeyondKey?: boolean;
};

/** Which service lists came from, as their pages tell. */
export type SeenService = {readonly service?: ServiceId; readonly version?: string};

/** What another page adds to that: one that tells nothing takes nothing back. */
export function seenService(before: SeenService, {service, version}: SeenService): SeenService {
	if (service === undefined || (service === 'other' && before.service !== undefined)) return before;
	return {service, version: version ?? (service === before.service ? before.version : undefined)};
}

/**
 * Recognises the service and, where its versions differ, which it is: some by the host of their endpoint, Ceph
 * RGW by its upload ids (`2~…`), its request ids (`tx…`) and its Server header, which it sends behind any host
 * name, MinIO by its upload ids (two UUIDs in base64: its cmd/erasure-multipart.go) and by its Server header
 * (cmd/api-headers.go), Swift by its upload ids (a UUID in base64) and its request ids. A proxy may put a
 * Server header of its own there. What a profile says counts where none of these tells. Anything else is `other`.
 */
export function serviceFacts(seen: ServiceSeen): ServiceFacts {
	const kind = serviceKind(seen);
	return factsOfService(kind, versionSeen(kind, seen));
}

/** The same by its name alone. */
export function serviceKind({
	endpoint,
	uploadId = '',
	requestId = '',
	server = '',
	service,
}: ServiceSeen): ServiceId {
	const byHost = recognise(endpoint)?.id;
	if (byHost === 'aws') return 'aws';
	if (uploadId.startsWith('2~') || isOfCeph(requestId)) return 'ceph';
	if (byHost !== undefined) return byHost;
	if (cephRelease(server) !== undefined) return 'ceph';
	if (isOfMinio(uploadId) || /^minio(\/|$)/i.test(server)) return 'minio';
	if (isOfSwift(uploadId, requestId)) return 'swift';
	return service ?? 'other';
}

/** Its version by the names of the table; undefined where its versions do not differ, or nothing tells. */
function versionSeen(
	kind: ServiceId,
	{uploadId = '', server, listsBeyondKey}: ServiceSeen,
): string | undefined {
	switch (kind) {
		case 'ceph': {
			// One that says nothing is as old as those that say nothing; behind the name of a proxy may be any.
			if (server === undefined) return '16 and 18';
			const release = cephRelease(server);
			// Releases go by the alphabet: tentacle is 20.
			return release !== undefined && release >= 't' ? '20' : undefined;
		}
		case 'minio':
			if (listsBeyondKey) return 'since September 2024';
			return isUuid(uploadId) || /^minio\/RELEASE/i.test(server ?? '')
				? 'before autumn 2022'
				: undefined;
		default:
			return undefined;
	}
}

/** The facts of the table; what it does not hold is unknown, and limits are those of S3, as a warning. */
export function factsOfService(kind: ServiceId, version?: string): ServiceFacts {
	const {versions = {}, ...ofAll} = knownService(kind);
	const known = {...ofAll, ...versions[version ?? '']};
	const [order, keyMarker] = [known.uploadsOrder?.is, known.keyMarker?.is];
	const isKnown = order !== undefined && keyMarker !== undefined && known.startsAnywhere?.is;
	return {
		kind,
		name: known.name,
		version,
		etagPredictable: known.etagPredictable?.is ?? 'unknown',
		ifNoneMatch: known.ifNoneMatch?.is ?? 'unknown',
		ifMatch: known.ifMatch?.is ?? 'unknown',
		leftOutParts: known.leftOutParts?.is ?? 'unknown',
		equalParts: known.equalParts?.is ?? false,
		understandsObjectSize: known.understandsObjectSize?.is ?? false,
		limits: {...s3Limits, certain: false, ...known.limits?.is},
		ownExpiry: known.ownExpiry?.is,
		mayListTooFew: known.mayListTooFew?.is ?? false,
		listProvesGone: known.listProvesGone?.is ?? false,
		wholeKeyPrefixes: known.wholeKeyPrefixes?.is ?? false,
		sideBySide: isKnown ? {order, keyMarker} : undefined,
		rightsFirst: known.rightsFirst?.is ?? false,
		showsCaller: known.initiators?.is === 'caller',
		listing: known.listing?.is,
		prefixListing: known.prefixListing?.is,
	};
}

/** Of its Server header, `Ceph Object Gateway (tentacle)`: the name of the release. */
function cephRelease(server: string): string | undefined {
	return /^Ceph Object Gateway \(([a-z]+)/.exec(server)?.[1];
}

/** Its `unique_trans_id`: a count, a time, an instance and a zone. Swift ends after the time. */
function isOfCeph(requestId: string): boolean {
	return /^tx[0-9a-f]{10,}-[0-9a-f]+-[0-9a-f]+-/.test(requestId);
}

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

function isUuid(text: string): boolean {
	return new RegExp(`^${uuid}$`).test(text);
}

function isOfMinio(uploadId: string): boolean {
	return new RegExp(`^${uuid}\\.${uuid}(x\\d+)?$`).test(decoded(uploadId));
}

/**
 * By both: its `unique_id`, and its transaction id of a count and a time, which services that grew out of it send
 * too (Scaleway, which its host tells).
 */
function isOfSwift(uploadId: string, requestId: string): boolean {
	return isUuid(decoded(uploadId)) && /^tx[0-9a-f]{21}-[0-9a-f]{10}(?!-)/.test(requestId);
}

function decoded(base64: string): string {
	return Buffer.from(base64, 'base64url').toString('latin1');
}

/** What there is to know of a list of a service's uploads, in a sentence; undefined where it shows all of them. */
export function listingRemark(
	{listing, prefixListing}: Pick<ServiceFacts, 'listing' | 'prefixListing'>,
	prefix: string,
): string | undefined {
	return (prefix === '' ? undefined : prefixListing) ?? listing;
}
