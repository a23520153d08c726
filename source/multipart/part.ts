import {hash} from 'node:crypto';
import type {Principal} from './upload.js';

/** The algorithms by which S3 has parts and objects checked, as it names them (S3 API reference, CompletedPart). */
export const checksumAlgorithms = [
	'CRC32',
	'CRC32C',
	'CRC64NVME',
	'MD5',
	'SHA1',
	'SHA256',
	'SHA512',
	'XXHASH3',
	'XXHASH64',
	'XXHASH128',
] as const;

export type ChecksumField = `Checksum${(typeof checksumAlgorithms)[number]}`;

/** The checksums of a part: base64, by the field's own names. */
export type Checksums = {readonly [field in ChecksumField]?: string};

export const checksumFields = checksumAlgorithms.map(
	algorithm => `Checksum${algorithm}` as ChecksumField,
);

/** One uploaded part, as ListParts tells it. */
export type Part = {
	/** Any whole number: Ceph takes 0, -1 and those above 10,000. */
	readonly partNumber: number;
	/** Bytes; absent where the service tells none, or one that can be none. */
	readonly size?: number;
	/** Set where it gave one that can be none: a fraction, a negative one, no number. */
	readonly badSize?: true;
	/** As the service sent it, quotes included where it sends them. */
	readonly etag: string;
	/** Milliseconds since the epoch. */
	readonly lastModified?: number;
	readonly checksums: Checksums;
};

/** Every part of one upload, ascending and each once, with what ListParts says of the upload itself. */
export type PartsListing = {
	readonly parts: readonly Part[];
	readonly checksumAlgorithm?: string;
	readonly checksumType?: string;
	readonly storageClass?: string;
	readonly owner?: Principal;
	readonly initiator?: Principal;
	/** When a lifecycle rule will abort the upload (milliseconds since the epoch), and which rule. */
	readonly abortDate?: number;
	readonly abortRuleId?: string;
	/** What the answer tells of the service: the Server header, and the request id. */
	readonly server?: string;
	readonly requestId?: string;
};

export function numbersOf(parts: readonly Part[]): number[] {
	return parts.map(({partNumber}) => partNumber);
}

/** What the listing of an upload's parts adds up to. */
export type PartsSummary = {
	readonly count: number;
	/** Bytes listed, of the parts that have a size. */
	readonly bytes: number;
	/** Set where a part has no size: it holds more than `bytes` by what nobody knows. */
	readonly lacksSizes?: true;
	/** The newest part that has a date, milliseconds since the epoch; absent without parts or without dates. */
	readonly lastPart?: number;
	/** Set where a part has no date: it may be newer than `lastPart`. */
	readonly lacksDates?: true;
	/** Differs when any part came, went or was uploaded again: 48 bits, so that a number holds it. */
	readonly fingerprint: number;
};

/** The newest part, milliseconds since the epoch; undefined without parts or without dates. */
export function lastPartOf(parts: readonly Part[]): number | undefined {
	let last: number | undefined;
	for (const {lastModified} of parts)
		if (lastModified !== undefined && !(last !== undefined && last >= lastModified))
			last = lastModified;
	return last;
}

/** Counts, adds, finds the newest part and takes the fingerprint. */
export function summarizeParts(parts: readonly Part[]): PartsSummary {
	let sum = 0;
	let lacksSizes = false;
	let lacksDates = false;
	for (const {size, lastModified} of parts) {
		sum += size ?? 0;
		lacksSizes ||= size === undefined;
		lacksDates ||= lastModified === undefined;
	}
	// Beyond that a number is none that JSON brings back: thousands of parts of 5 TiB, which nobody has.
	lacksSizes ||= sum > Number.MAX_SAFE_INTEGER;
	return {
		count: parts.length,
		bytes: Math.min(sum, Number.MAX_SAFE_INTEGER),
		...(lacksSizes ? {lacksSizes} : {}),
		lastPart: lastPartOf(parts),
		...(lacksDates ? {lacksDates} : {}),
		fingerprint: fingerprintOf(parts),
	};
}

/** What the parts hold, in bytes; undefined where they are not read, or one has no size. */
export function heldBytes(summary: PartsSummary | undefined): number | undefined {
	return summary?.lacksSizes ? undefined : summary?.bytes;
}

/** What several uploads hold in all, bytes: no more than can be written and read again. */
export function sumOfHeld(
	uploads: ReadonlyArray<{readonly summary?: Pick<PartsSummary, 'bytes'>}>,
): number {
	let bytes = 0;
	for (const {summary} of uploads) bytes += summary?.bytes ?? 0;
	return Math.min(bytes, Number.MAX_SAFE_INTEGER);
}

function fingerprintOf(parts: readonly Part[]): number {
	let text = '';
	for (const {partNumber, size, etag, lastModified} of parts)
		text += JSON.stringify([partNumber, size, etag, lastModified]);
	// In one go: an object for each would cost more than the digest.
	return Number.parseInt(hash('sha256', text).slice(0, 12), 16);
}
