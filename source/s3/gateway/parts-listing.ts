import {ListPartsCommand, type ListPartsCommandOutput, type S3Client} from '@aws-sdk/client-s3';
import {dateOrNone} from '../../multipart/dates.js';
import {type Part, type PartsListing, summarizeParts} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {cutFact} from '../answer/cut-text.js';
import {isLongDigest} from '../answer/digest.js';
import {WireError} from '../answer/wire-error.js';
import {refusesMarker, type S3Failure} from '../failure/failure.js';
import {toFailure} from '../failure/to-failure.js';
import type {Send} from './bucket-settings.js';
import {toPart} from './completing.js';
import {refuseAnother} from './echoes.js';
import {isFullPage} from './full-page.js';
import type {Gateway} from './gateway.js';
import {unreadRows} from './unread-rows.js';
import {toPrincipal} from './uploads-page.js';

/** Far above the 10,000 parts of S3: a listing that goes on beyond these has no end. */
const mostParts = 30_000;
const mostPages = 20_000;
/** Pages without a new part that are believed. */
const mostEmptyPages = 100;

/** What a gateway reads of the parts of an upload. */
export function partsReads(
	reader: S3Client,
	send: Send,
	now: () => number,
): Pick<Gateway, 'listParts' | 'summarizeParts'> {
	const listParts: Gateway['listParts'] = (target, signal) => {
		const {bucket: Bucket, key: Key, uploadId: UploadId} = target;
		const ask = (PartNumberMarker: string | undefined) =>
			send('ListParts', target, signal, async () => {
				const command = new ListPartsCommand({Bucket, Key, UploadId, PartNumberMarker});
				const answer = await reader.send(command, {abortSignal: signal});
				refuseAnother(target, answer);
				return answer;
			});
		return readParts(target, ask, now);
	};
	return {
		listParts,
		async summarizeParts(target, signal) {
			const {parts} = await listParts(target, signal);
			return summarizeParts(parts);
		},
	};
}

/**
 * Every part, all pages. A list that contradicts itself or has no end is a failure: a part that is missing
 * from it would be left out of the object, and a wrong one would be in it.
 */
async function readParts(
	target: UploadTarget,
	ask: (marker: string | undefined) => Promise<ListPartsCommandOutput>,
	now: () => number,
): Promise<PartsListing> {
	const parts = new PartsByNumber(target);
	let facts: Omit<PartsListing, 'parts'> | undefined;
	let marker: string | undefined;
	/** Whether the page before did not say that there is more, and may have been cut: it was full, or said nothing. */
	let isBehindLast = false;
	for (let pages = 1; ; pages++) {
		const page = await ask(marker).catch((error: unknown) => {
			if (isBehindLast && refusesMarker(error)) return undefined;
			throw error;
		});
		if (page === undefined) break;
		facts ??= uploadFactsOf(page);
		const rows = page.Parts ?? [];
		const isUnsaid = page.IsTruncated === undefined;
		const isNothing = isUnsaid && rows.length === 0 && !isBehindLast;
		if (unreadRows(page, rows) > 0 || isNothing)
			throw failure(target, 'UnreadableListing', 'The list is incomplete.');
		// A service that begins at the marker, or does not heed it, shows nothing that is new.
		if (isBehindLast && !rows.some(({PartNumber = -1}) => PartNumber > Number(marker))) break;
		const last = rows.at(-1)?.PartNumber?.toString();
		// The marker is there on the last page too: IsTruncated decides.
		const next = page.IsTruncated ? nextMarker(page, last) : undefined;
		if (page.IsTruncated && !(Number(next) > Number(marker ?? -1)))
			throw failure(target, 'StuckListing', '');
		parts.take(rows, marker, now());
		if (parts.count > mostParts || pages > Math.min(mostPages, parts.count + mostEmptyPages))
			throw failure(target, 'StuckListing', '');
		isBehindLast = !page.IsTruncated;
		if (isBehindLast && !isUnsaid && !isFullPage(rows.length, page.MaxParts)) break;
		marker = next ?? last;
	}
	return {...facts, parts: parts.inOrder()};
}

/** Where the next page begins: never behind a part that was not shown, as a marker beyond the last row would have it. */
function nextMarker(
	{Parts: rows = [], NextPartNumberMarker: named}: ListPartsCommandOutput,
	last: string | undefined,
): string | undefined {
	let highest = 0;
	for (const {PartNumber = 0} of rows) highest = Math.max(highest, PartNumber);
	return highest > 0 && Number(named) > highest ? String(highest) : (named ?? last);
}

/** Parts as their pages tell them, each number once. */
class PartsByNumber {
	readonly #target: UploadTarget;
	readonly #parts = new Map<number, Part>();

	constructor(target: UploadTarget) {
		this.#target = target;
	}

	get count(): number {
		return this.#parts.size;
	}

	/** @throws S3Failure where a row contradicts what was asked or listed. */
	take(
		rows: NonNullable<ListPartsCommandOutput['Parts']>,
		marker: string | undefined,
		now: number,
	): void {
		const isBelow = (number: number) => marker !== undefined && number <= Number(marker);
		for (const row of rows) {
			const part = toPart(row, now);
			if (part === undefined) throw this.#unreadable('A part has no number.');
			const {partNumber, etag, size, lastModified} = part;
			if (isBelow(partNumber))
				throw this.#unreadable(`Part ${partNumber} is listed after part ${marker}.`);
			if (hasLongDigest(part))
				throw this.#unreadable(`The ETag or a checksum of part ${partNumber} is too long.`);
			const known = this.#parts.get(partNumber);
			if (known !== undefined && (known.etag !== etag || known.size !== size))
				throw this.#unreadable(`Part ${partNumber} is listed twice, with another ETag or size.`);
			if (!((known?.lastModified ?? 0) > (lastModified ?? 0))) this.#parts.set(partNumber, part);
		}
	}

	inOrder(): Part[] {
		return [...this.#parts.values()].sort((a, b) => a.partNumber - b.partNumber);
	}

	#unreadable(message: string): S3Failure {
		return failure(this.#target, 'UnreadableListing', message);
	}
}

function hasLongDigest({etag, checksums}: Part): boolean {
	return isLongDigest(etag) || Object.values(checksums).some(isLongDigest);
}

function uploadFactsOf(page: ListPartsCommandOutput): Omit<PartsListing, 'parts'> {
	// The header is kept by our own plugin, close to the socket.
	const {requestId, server} = page.$metadata as {requestId?: string; server?: string};
	return {
		server: cutFact(server),
		requestId: cutFact(requestId),
		checksumAlgorithm: page.ChecksumAlgorithm?.trim() || undefined,
		checksumType: page.ChecksumType?.trim() || undefined,
		storageClass: cutFact(page.StorageClass),
		owner: toPrincipal(page.Owner),
		initiator: toPrincipal(page.Initiator),
		abortDate: dateOrNone(page.AbortDate?.getTime()),
		abortRuleId: cutFact(page.AbortRuleId),
	};
}

function failure(
	target: UploadTarget,
	code: 'StuckListing' | 'UnreadableListing',
	message: string,
): S3Failure {
	return toFailure(new WireError(code, message), 'ListParts', target);
}
