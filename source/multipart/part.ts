import {createHash} from 'node:crypto';
import type {Principal} from './upload.js';

/** The checksums S3 knows for a part or an object: base64, by the field's own names. */
export type Checksums = {
	readonly ChecksumCRC32?: string;
	readonly ChecksumCRC32C?: string;
	readonly ChecksumCRC64NVME?: string;
	readonly ChecksumSHA1?: string;
	readonly ChecksumSHA256?: string;
};

export const checksumFields = [
	'ChecksumCRC32',
	'ChecksumCRC32C',
	'ChecksumCRC64NVME',
	'ChecksumSHA1',
	'ChecksumSHA256',
] as const satisfies ReadonlyArray<keyof Checksums>;

/** One uploaded part, as ListParts tells it. */
export type Part = {
	readonly partNumber: number;
	/** Bytes. */
	readonly size: number;
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
};

/** What the listing of an upload's parts adds up to. */
export type PartsSummary = {
	readonly count: number;
	/** Bytes listed. */
	readonly bytes: number;
	/** The newest part, milliseconds since the epoch; absent without parts or without dates. */
	readonly lastPart?: number;
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
	let bytes = 0;
	for (const part of parts) bytes += part.size;
	return {
		count: parts.length,
		bytes,
		lastPart: lastPartOf(parts),
		fingerprint: fingerprintOf(parts),
	};
}

function fingerprintOf(parts: readonly Part[]): number {
	const hash = createHash('sha256');
	for (const {partNumber, size, etag, lastModified} of parts)
		hash.update(JSON.stringify([partNumber, size, etag, lastModified]));
	return hash.digest().readUIntBE(0, 6);
}
