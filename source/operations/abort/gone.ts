import type {UploadTarget} from '../../multipart/upload.js';
import {isDenied, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {mayNotLook} from '../journal/acting.js';
import {probeUpload, type UploadProbe} from '../probe/probe-upload.js';
import type {AbortReason} from '../reason/abort-reason.js';
import {factsOfGap, gapOf, type ListingGap, listedAmong} from '../scan/listed.js';

/**
 * Whether an upload is gone.
 * - `gone`: NoSuchUpload by its code, and absent from a listing made afterwards; `byListing`: by that listing alone.
 * - `there`: its parts are listed (none, too, where an unknown upload is told apart), or the listing shows it.
 * - `stray`: NoSuchUpload by its code, and listed all the same: the service does not know this key
 *   (measured on Ceph RGW 16.2 with a key that was off by its encoding).
 * - `unproven`: one of the two looks is denied, not offered, or proves nothing. `partsGone` tells whether the
 *   service answers as it does for an upload that it does not know: by the code NoSuchUpload, or with
 *   no parts, as it would for any id, while the listing does not show the upload either.
 * - `no-answer`: a look failed.
 */
export type GoneProof =
	| {readonly kind: 'gone'; readonly byListing?: true}
	| {readonly kind: 'there'}
	| {readonly kind: 'stray'}
	/** `failure`: what stood in the way; absent when both looks were answered. */
	| (ListingGap & {readonly kind: 'unproven'; readonly partsGone: boolean})
	| {readonly kind: 'no-answer'; readonly failure: S3Failure};

/** That it counts as accepted, and why it is not proven. */
export function unproven(by: 'yes' | 'no-such-upload', gap: ListingGap): AbortReason {
	return {code: 'unproven', by, ...factsOfGap(gap)};
}

/** What ListParts shows of an upload that should be gone. */
export type PartsProof =
	/** NoSuchUpload by its code. */
	| {readonly kind: 'gone'}
	| {readonly kind: 'there'}
	/** No parts, as the service answers for any id: it says nothing. */
	| {readonly kind: 'inconclusive'}
	/** Not asked, after a 204 to the first Abort: the listing at the end proves it, or it is asked then. */
	| {readonly kind: 'unasked'}
	| {readonly kind: 'unseen'; readonly failure: S3Failure};

/** How an upload is looked for in the listing. */
export type Proving = {
	/**
	 * The service has listed parts under this very key and id, or listed the upload under it. Without that,
	 * the listing is asked for keys that read otherwise too, which may take many pages.
	 */
	readonly keyProven: boolean;
	/** What ListParts has just shown, where it was asked. */
	readonly parts?: PartsProof;
	readonly signal?: AbortSignal;
};

/**
 * Asks ListParts, then the listing of the key, or of everything where the key is not proven and nothing is
 * found under it; throws only the signal's reason.
 */
export async function proveGone(
	gateway: Gateway,
	target: UploadTarget,
	{keyProven, parts: seen, signal}: Proving,
): Promise<GoneProof> {
	const parts = seen ?? (await provePartsGone(gateway, target, {signal}));
	// What a listing says beside these would change nothing.
	if (parts.kind === 'there') return parts;
	if (parts.kind === 'unseen' && !mayNotLook(parts.failure))
		return {kind: 'no-answer', failure: parts.failure};
	// Where the key is not the one that the service knows, no prefix may find what it lists.
	const everywhere = parts.kind === 'gone' && !keyProven;
	return weighProof(parts, await isListed(gateway, target, {keyProven, everywhere, signal}));
}

/**
 * Asks ListParts. Throws only the signal's reason.
 *
 * @param options.isEmptyInconclusive answers `answersEmptyForUnknownUpload` once for many uploads of one service.
 */
export async function provePartsGone(
	gateway: Gateway,
	target: UploadTarget,
	{
		signal,
		isEmptyInconclusive = () => answersEmptyForUnknownUpload(gateway, target, signal),
	}: {readonly signal?: AbortSignal; readonly isEmptyInconclusive?: () => Promise<boolean>} = {},
): Promise<PartsProof> {
	const look = await probeUpload(gateway, target, signal);
	if (look.kind !== 'listed') return look;
	return {kind: isEmpty(look) && (await isEmptyInconclusive()) ? 'inconclusive' : 'there'};
}

/** What both looks amount to. A listing that failed is no answer; one that has a gap proves nothing. */
export function weighProof(parts: PartsProof, listed: boolean | ListingGap | S3Failure): GoneProof {
	if (parts.kind === 'there') return parts;
	if (parts.kind === 'unseen' && !mayNotLook(parts.failure))
		return {kind: 'no-answer', failure: parts.failure};
	const partsGone = parts.kind === 'gone';
	const shown = listed instanceof S3Failure ? gapOf(listed) : listed;
	if (shown instanceof S3Failure) return {kind: 'no-answer', failure: shown};
	if (typeof shown === 'object') return {kind: 'unproven', partsGone, ...shown};
	if (partsGone) return {kind: shown ? 'stray' : 'gone'};
	if (shown) return {kind: 'there'};
	if (parts.kind === 'unasked') return {kind: 'gone', byListing: true};
	if (parts.kind === 'inconclusive')
		return {
			kind: 'unproven',
			partsGone: true,
			why: 'parts-empty',
		};
	return {
		kind: 'unproven',
		partsGone,
		why: isDenied(parts.failure) ? 'parts-denied' : 'parts-not-offered',
		failure: parts.failure,
	};
}

/**
 * Whether ListParts of an upload that cannot exist is answered without a part, so that such an
 * answer says nothing of the upload at hand. SeaweedFS does that for every id that begins with the
 * hash of the key (weed/s3api/s3api_object_handlers_multipart.go): hence one with something behind it.
 */
export async function answersEmptyForUnknownUpload(
	gateway: Gateway,
	target: UploadTarget,
	signal?: AbortSignal,
): Promise<boolean> {
	const madeUp = {...target, uploadId: `${target.uploadId}0`};
	return isEmpty(await probeUpload(gateway, madeUp, signal));
}

function isEmpty(probe: UploadProbe): boolean {
	return probe.kind === 'listed' && probe.listing.parts.length === 0;
}

/** By the upload id alone: it may be listed under a key that reads otherwise. `keyProven` as in `proveGone`. */
export async function isListed(
	gateway: Gateway,
	{bucket, key, uploadId}: UploadTarget,
	{keyProven, everywhere, signal}: Proving & {readonly everywhere?: boolean},
): Promise<boolean | ListingGap | S3Failure> {
	// The whole key comes first: MinIO lists uploads for no other prefix (minio/minio#20989).
	const prefixes = new Set([
		key,
		...(keyProven ? [] : [plainStart(key)]),
		...(everywhere ? [''] : []),
	]);
	for (const prefix of prefixes) {
		const listed = await listedAmong(gateway, {bucket, prefix}, new Set([uploadId]), signal);
		if (!(listed instanceof Set)) return listed;
		if (listed.size > 0) return true;
	}
	return false;
}

/** The beginning that reads the same in every encoding: `a` of `a%20b`, which may be `a b` on the server. */
export function plainStart(key: string): string {
	return /^[\w./~-]*/.exec(key.normalize('NFC'))?.[0] ?? '';
}
