import {type AbortSelection, selectAborts} from '../../multipart/abort-selection.js';
import type {Thresholds} from '../../multipart/liveness.js';
import type {Query} from '../../multipart/query/query.js';
import {type SeenService, seenService} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {protecting} from '../../s3/gateway/protected.js';
import type {Journal} from '../journal/journal.js';
import {refusingAborts} from '../journal/journal-acts.js';
import {type ListedRow, listRows} from '../scan/list-rows.js';
import type {ListingRequest} from '../scan/listing-pages.js';
import {lookForWitnesses} from './witnesses.js';

/** An upload whose parts could not be read, and why. */
export type UnreadUpload = {readonly upload: Upload; readonly failure?: S3Failure};

export type FoundAborts = {
	readonly selection: AbortSelection;
	/** The prefix of the listing that showed them: none where that was one of everything. */
	readonly prefix: string;
	/** How many uploads that listing held. */
	readonly listed: number;
	/** Which service answered; absent where nothing tells. */
	readonly service?: ServiceId;
	readonly version?: string;
	/** Rows of it without a key or an upload id. */
	readonly dropped: number;
	/** Never taken: their parts could not be read. */
	readonly unreadable: readonly UnreadUpload[];
	/** Never taken: what the query asks for is not known of them, such as a date. */
	readonly undecided: number;
};

/**
 * What a query finds to abort: lists everything under the prefix, and reads the parts of what the query may
 * mean. An upload whose parts cannot be read is never taken.
 *
 * @throws S3Failure when the listing fails; UnendingListing; JournalError; the signal's reason.
 */
export async function findAborts(
	{gateway, journal}: {readonly gateway: Gateway; readonly journal: Journal},
	{
		includeActive,
		includeHeld,
		includeUnknown,
		signal,
		onProgress,
		...request
	}: {
		readonly bucket: string;
		readonly prefix: string;
		readonly query: Query;
		readonly thresholds: Thresholds;
		readonly service?: ServiceId;
		readonly includeActive: boolean;
		readonly includeHeld?: boolean;
		readonly includeUnknown?: boolean;
		readonly signal: AbortSignal;
		/** Called after each page and each look. */
		readonly onProgress?: (how: {listed: number; found: number}) => void;
	},
): Promise<FoundAborts> {
	const rows: ListedRow[] = [];
	const unreadable: UnreadUpload[] = [];
	let undecided = 0;
	let listed = 0;
	let dropped = 0;
	let seen: SeenService = {service: request.service};
	let shownBy = request.prefix;
	const onPrefix = (prefix: string) => {
		shownBy = prefix;
	};
	const onAnswer: ListingRequest['onAnswer'] = page => {
		dropped += page.dropped;
		seen = seenService(seen, page);
	};
	const onPage = (uploads: number) => {
		listed += uploads;
		onProgress?.({listed, found: rows.length});
	};
	const found = listRows(gateway, {...request, parts: true, onPage, onAnswer, onPrefix}, signal);
	for (;;) {
		const {done, value} = await found.next();
		if (done && value !== 'end') throw new UnendingListing();
		if (done) break;
		for (const row of value) {
			const {upload, reading, failure, chosen} = row;
			const isSeen = reading.kind === 'not-found' || reading.kind === 'gone';
			if (isSeen || upload.doubt !== undefined) rows.push(row);
			else if (reading.kind !== 'read') unreadable.push({upload, failure});
			else if (chosen) rows.push(row);
			else undecided++;
		}
		onProgress?.({listed, found: rows.length});
	}
	const {bucket, thresholds} = request;
	const keys = rows.flatMap(({upload, reading}) => (reading.kind === 'read' ? upload.key : []));
	const witnesses = await lookForWitnesses(gateway, bucket, keys, signal);
	const unsettled = refusingAborts(await journal.openActs(), bucket);
	const isProtected = (key: string) =>
		protecting(gateway.protectedPrefixes, {bucket, key}) !== undefined;
	return {
		prefix: shownBy,
		listed,
		...seen,
		dropped,
		unreadable,
		undecided,
		selection: selectAborts(rows, {
			now: gateway.now(),
			thresholds,
			witnesses,
			includeActive,
			includeHeld,
			includeUnknown,
			unsettled,
			isProtected,
		}),
	};
}

/** The service's markers stand still: what is beyond them is not known. */
export class UnendingListing extends Error {
	override readonly name = 'UnendingListing';
}
