import type {Thresholds} from '../multipart/liveness.js';
import type {Query} from '../multipart/query.js';
import {queryFactsOf} from '../multipart/query-facts.js';
import {unread} from '../multipart/reading.js';
import type {Upload} from '../multipart/upload.js';
import type {Gateway, ListingEnd} from '../s3/gateway.js';
import {mapInOrder} from './in-order.js';
import {type ListingRequest, listingPages} from './listing-pages.js';
import {lookAtParts, type PartsLook} from './parts-look.js';
import {patiently} from './patience.js';

/** An upload of the listing, with what a look at its parts brought where one was taken. */
export type ListedRow = PartsLook & {
	readonly upload: Upload;
	/** False where it cannot be said whether the query means it, since its parts could not be read. */
	readonly chosen: boolean;
};

/** So many uploads may be read ahead of one that takes long; together with the pages this bounds the memory. */
const readAhead = 256;

export type ListRequest = ListingRequest & {
	readonly query: Query;
	readonly thresholds: Thresholds;
	/** Whether the parts of every upload that may be chosen are read; a query that needs them has them read in any case. */
	readonly parts: boolean;
	/** Told how many uploads or parts came, whatever becomes of them. */
	readonly onRead?: (items: number) => void;
	/** Told how many uploads a page of the listing held, chosen or not. */
	readonly onPage?: (uploads: number) => void;
};

/**
 * The uploads that a query chooses, in the order of the listing, as soon as they are known: page by page, or one by
 * one where parts are read. What was given is forgotten, so that a million takes no more memory than
 * a thousand. Those whose parts could not be read and that may be meant are given too: see `chosen`.
 *
 * @throws S3Failure when the listing fails, the signal's reason.
 */
export async function* listRows(
	gateway: Gateway,
	{query, thresholds, parts, onRead, onPage, ...listing}: ListRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly ListedRow[], ListingEnd> {
	const {bucket} = listing;
	const clock = () => ({now: gateway.now(), thresholds});
	let end: ListingEnd = 'end';
	const pages = listingPages(gateway, listing, signal);
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
			const {matches} = query;
			const rows = value.filter(upload => matches(queryFactsOf(upload, unread), clock()));
			if (rows.length > 0) yield rows.map(upload => ({upload, reading: unread, chosen: true}));
		}
	}

	async function* candidates(): AsyncGenerator<Upload> {
		for (;;) {
			const {done, value} = await nextPage();
			if (done) {
				end = value;
				return;
			}
			for (const upload of value)
				if (query.mayMatch(queryFactsOf(upload, unread), clock())) yield upload;
		}
	}

	async function look(upload: Upload): Promise<ListedRow | undefined> {
		const {key, uploadId} = upload;
		const {reading, failure} = await lookAtParts(() =>
			patiently(() => gateway.summarizeParts({bucket, key, uploadId}, signal)),
		);
		onRead?.(reading.kind === 'read' ? reading.summary.count : 1);
		const chosen = query.matches(queryFactsOf(upload, reading), clock());
		return chosen || failure !== undefined ? {upload, reading, failure, chosen} : undefined;
	}

	const looked = mapInOrder(candidates(), {
		width: () => gateway.pace.width,
		ahead: readAhead,
		work: look,
	});
	for await (const row of looked) if (row !== undefined) yield [row];
	return end;
}
