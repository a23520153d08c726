import type {Thresholds} from '../../multipart/liveness.js';
import {everyUpload, type Query} from '../../multipart/query/query.js';
import {queryFactsOf} from '../../multipart/query/query-facts.js';
import {unread} from '../../multipart/reading.js';
import type {Upload} from '../../multipart/upload.js';
import type {Gateway, ListingEnd} from '../../s3/gateway/gateway.js';
import {stillListed} from '../abort/still-listed.js';
import {type ReadSummary, readSummary} from '../probe/read-summary.js';
import {mapInOrder} from './in-order.js';
import {type ListingRequest, listingPages} from './listing-pages.js';
import {patiently} from './patience.js';

/** An upload of the listing, with what a look at its parts brought where one was taken. */
export type ListedRow = ReadSummary & {
	readonly upload: Upload;
	/** False where it cannot be said whether the query means it: its parts could not be read, or what it asks for is not known. */
	readonly chosen: boolean;
};

/** So many uploads may be read ahead of one that takes long; together with the pages this bounds the memory. */
const readAhead = 256;

/** So many rows are listed one page after the other: ranges side by side would ask for as many pages that nobody wants. */
const fewRows = 10_000;

export type ListRequest = ListingRequest & {
	readonly query: Query;
	readonly thresholds: Thresholds;
	/** Whether the parts of every upload that may be chosen are read; a query that needs them has them read in any case. */
	readonly parts: boolean;
	/** After so many no more are looked for; all of them unless given. */
	readonly limit?: number;
	/** Called with how many uploads or parts came, whatever becomes of them. */
	readonly onRead?: (items: number) => void;
	/** Called with how many uploads a page of the listing held, chosen or not. */
	readonly onPage?: (uploads: number) => void;
};

/**
 * The uploads that a query chooses, in the order of the listing, as soon as they are known: page by page, or one by
 * one where parts are read. What was given is forgotten, so that a million takes no more memory than
 * a thousand. Those of which it cannot be said whether they are meant are given too: see `chosen`.
 *
 * What is listed and not found comes last: one listing made then tells what is still listed; the rest is `gone`.
 *
 * @throws S3Failure when the listing fails, the signal's reason.
 */
export async function* listRows(
	gateway: Gateway,
	{
		query,
		thresholds,
		parts,
		limit = Number.POSITIVE_INFINITY,
		onRead,
		onPage,
		...listing
	}: ListRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly ListedRow[], ListingEnd | 'limit'> {
	const {bucket} = listing;
	let left = limit;
	const clock = () => ({now: gateway.now(), thresholds});
	let end: ListingEnd = 'end';
	const isShort = query.text === '' && limit <= fewRows;
	const alone = listing.alone || isShort;
	const pages = listingPages(gateway, {...listing, alone}, signal);
	const nextPage = async () => {
		const page = await pages.next();
		if (!page.done) {
			onRead?.(page.value.length);
			onPage?.(page.value.length);
		}
		return page;
	};
	if (!parts && !query.needsParts) {
		for (;;) {
			const {done, value} = await nextPage();
			if (done) return value;
			const rows: ListedRow[] = [];
			const at = clock();
			for (const upload of value) {
				const row = rowOf(upload, {reading: unread}, at);
				if (row === undefined || (row.chosen && left === 0)) continue;
				if (row.chosen) left--;
				rows.push(row);
			}
			// Before they are taken: ranges side by side would ask for more meanwhile.
			if (left === 0) void pages.return('end');
			if (rows.length > 0) yield rows;
			if (left === 0) return 'limit';
		}
	}

	function rowOf(
		upload: Upload,
		{reading, failure}: ReadSummary,
		at = clock(),
	): ListedRow | undefined {
		if (query === everyUpload) return {upload, reading, failure, chosen: true};
		const facts = queryFactsOf(upload, reading);
		const chosen = query.matches(facts, at);
		const isNamed = chosen || failure !== undefined || query.isOpen(facts, at);
		return isNamed ? {upload, reading, failure, chosen} : undefined;
	}

	async function* candidates(): AsyncGenerator<Upload> {
		for (;;) {
			const {done, value} = await nextPage();
			if (done) {
				end = value;
				return;
			}
			for (const upload of value) {
				const facts = queryFactsOf(upload, unread);
				if (query.mayMatch(facts, clock()) || query.isOpen(facts, clock())) yield upload;
			}
		}
	}

	async function look(upload: Upload): Promise<ListedRow | undefined> {
		const {key, uploadId} = upload;
		const seen = await readSummary(upload, () =>
			patiently(() => gateway.summarizeParts({bucket, key, uploadId}, signal)),
		);
		onRead?.(seen.reading.kind === 'read' ? seen.reading.summary.count : 1);
		return rowOf(upload, seen);
	}

	const looked = mapInOrder(candidates(), {
		width: () => gateway.pace.width,
		ahead: readAhead,
		work: look,
	});
	const notFound: ListedRow[] = [];
	for await (const row of looked) {
		if (row === undefined) continue;
		if (row.chosen) left--;
		if (left === 0) void pages.return('end');
		if (row.reading.kind === 'not-found') notFound.push(row);
		else yield [row];
		if (left === 0) break;
	}
	if (notFound.length > 0) {
		const still = await stillListed(
			gateway,
			listing,
			notFound.map(({upload}) => upload),
			signal,
		);
		yield notFound.map(row =>
			still.has(row.upload) ? row : {...row, reading: {kind: 'gone'}, chosen: false},
		);
		if (still.failure !== undefined) throw still.failure;
	}
	return left === 0 ? 'limit' : end;
}
