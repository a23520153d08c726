import {bareEtag, sameEtag} from '../etag.js';
import {type ChecksumField, type Checksums, checksumAlgorithms, type Part} from '../part.js';
import {type FileRange, lengthOf, type PartLayout, rangeOfPart} from './part-layout.js';

/** By what a part is compared with its range of the file. */
export type DigestKind = (typeof checksumAlgorithms)[number];

/** Base64, as S3 sends checksums. */
export type Digests = {readonly [kind in DigestKind]?: string};

/** A part that was sent for a rescue: what it held, and by which ETag it was answered. */
export type SentPart = {
	readonly partNumber: number;
	/** Bytes of the file. */
	readonly range: FileRange;
	readonly digests: Digests;
	/** Absent where no answer came, or it gave none. */
	readonly etag?: string;
};

/**
 * How a part that is there compares with the file.
 * - `proven`: what it holds is what the file has there.
 * - `different`: it is not.
 * - `unproven`: its size is that of the range, and nothing else can be compared.
 * - `beyond`: it lies outside of the file.
 */
export type Judgement = 'proven' | 'different' | 'unproven' | 'beyond';

export type JudgedPart = {
	readonly part: Part;
	/** Absent for one that lies outside of the file. */
	readonly range?: FileRange;
	readonly judgement: Judgement;
	/** What tells it: a digest, its size, or that it was sent from here and answered by this ETag. */
	readonly by: DigestKind | 'size' | 'answer';
	/** Whether a digest of it was compared with an ETag that looks like an MD5, which it need not be. */
	readonly byEtag?: true;
};

/** The longest first: nobody doubts a proof by it. CRC32 last. */
const strongestFirst: readonly DigestKind[] = [
	...(['SHA256', 'SHA512', 'SHA1', 'XXHASH128', 'MD5'] as const),
	...(['CRC64NVME', 'XXHASH3', 'XXHASH64', 'CRC32C', 'CRC32'] as const),
];

/** The field of a part that holds the checksum of this kind. */
export function fieldOf(kind: DigestKind): ChecksumField {
	return `Checksum${kind}`;
}

/** The kind that an upload's checksums are of, by the name that the service gives it; undefined for one that is not known. */
export function kindOfAlgorithm(algorithm: string | undefined): DigestKind | undefined {
	return checksumAlgorithms.find(kind => kind === algorithm?.toUpperCase());
}

/** The digest that the ETag of a part is, where it has the form of an MD5, in base64. */
function md5OfEtag(etag: string): string | undefined {
	const bare = bareEtag(etag);
	return /^[0-9a-f]{32}$/.test(bare) ? Buffer.from(bare, 'hex').toString('base64') : undefined;
}

/** What proves a part: the kind, and the digest that it shows. Undefined where it shows none. */
function shownBy({
	checksums,
	etag,
}: Part): {readonly kind: DigestKind; readonly digest: string; readonly byEtag?: true} | undefined {
	for (const kind of strongestFirst) {
		const digest = checksums[fieldOf(kind)];
		if (digest !== undefined) return {kind, digest};
	}
	const digest = md5OfEtag(etag);
	return digest === undefined ? undefined : {kind: 'MD5', digest, byEtag: true};
}

/** What has to be read of the file to compare a part with it. */
export type ProofJob = FileRange & {
	readonly partNumber: number;
	readonly kinds: readonly DigestKind[];
};

/** Of every part whose size is that of its range, ascending. One that shows no digest is read where it was sent from here. */
export function proofJobs(
	parts: readonly Part[],
	layout: PartLayout,
	sent: ReadonlyMap<number, SentPart>,
): ProofJob[] {
	return parts.flatMap(part => {
		const {partNumber, size} = part;
		const range = rangeOfPart(layout, partNumber);
		if (range === undefined || (size !== undefined && size !== lengthOf(range))) return [];
		const shown = shownBy(part)?.kind;
		const kinds = new Set<DigestKind>(shown === undefined ? [] : [shown]);
		if (isAnsweredSo(part, sent.get(partNumber))) kinds.add('MD5');
		return kinds.size === 0 ? [] : [{partNumber, ...range, kinds: [...kinds]}];
	});
}

/** Whether the part that is there is the very one that was sent from here, by the ETag that it was answered by. */
function isAnsweredSo(part: Part, sent: SentPart | undefined): boolean {
	return sameEtag(sent?.etag, part.etag);
}

/** Whether a part that is there was sent from here, whatever the file holds now. */
export function isOurs(part: Part, sent: SentPart | undefined): boolean {
	if (sent === undefined) return false;
	if (isAnsweredSo(part, sent)) return true;
	const shown = shownBy(part);
	return (
		shown !== undefined &&
		sent.digests[shown.kind] === shown.digest &&
		(part.size === undefined || part.size === lengthOf(sent.range))
	);
}

/**
 * Compares a part with its range of the file.
 *
 * @param digests of the range, as far as they were asked for by `proofJobs`.
 * @param trustsEtags whether an ETag that looks like an MD5 is one, as far as is known of the service.
 */
export function judgePart(
	part: Part,
	range: FileRange | undefined,
	digests: Digests | undefined,
	sent: SentPart | undefined,
	trustsEtags: boolean,
): JudgedPart {
	if (range === undefined) return {part, judgement: 'beyond', by: 'size'};
	const found = {part, range};
	if (part.size !== undefined && part.size !== lengthOf(range))
		return {...found, judgement: 'different', by: 'size'};
	const md5 = digests?.MD5;
	const isSentSo = isAnsweredSo(part, sent) && md5 !== undefined && sent?.digests.MD5 === md5;
	const shown = shownBy(part);
	const byEtag = shown?.byEtag === undefined ? {} : {byEtag: shown.byEtag};
	if (shown !== undefined && digests?.[shown.kind] === shown.digest)
		return {...found, judgement: 'proven', by: shown.kind, ...byEtag};
	if (isSentSo) return {...found, judgement: 'proven', by: 'answer'};
	if (shown === undefined || digests?.[shown.kind] === undefined)
		return {...found, judgement: 'unproven', by: 'size'};
	if (shown.byEtag && !trustsEtags) return {...found, judgement: 'unproven', by: 'size'};
	return {...found, judgement: 'different', by: shown.kind, ...byEtag};
}

/** The checksums to send with a part. */
export function checksumsOf(digests: Digests, kind: DigestKind | undefined): Checksums {
	const digest = kind && digests[kind];
	return kind === undefined || digest === undefined ? {} : {[fieldOf(kind)]: digest};
}
