import {type AbortSelection, selectAborts} from '../multipart/abort-selection.js';
import type {Thresholds} from '../multipart/liveness.js';
import type {Query} from '../multipart/query.js';
import {queryFactsOf} from '../multipart/query-facts.js';
import {type Reading, unread} from '../multipart/reading.js';
import {type Upload, uploadIdentity} from '../multipart/upload.js';
import type {S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import {protecting} from '../s3/protected.js';
import type {Journal} from './journal.js';
import {refusingAborts} from './journal-acts.js';
import {readListing} from './listed.js';
import {readAllParts} from './parts-reader.js';

/** An upload of which it cannot be said whether the query means it, and why. */
export type UnreadUpload = {readonly upload: Upload; readonly failure?: S3Failure};

export type FoundAborts = {
	readonly selection: AbortSelection;
	/** How many uploads the listing held. */
	readonly listed: number;
	/** Never taken: their parts could not be read. */
	readonly unreadable: readonly UnreadUpload[];
};

/**
 * What a query finds to abort: lists everything under the prefix, and reads the parts of what the query may
 * mean. An upload whose parts cannot be read is never taken.
 *
 * @throws S3Failure when the listing fails; Error when it does not come to its end; JournalError; the signal's reason.
 */
export async function findAborts(
	{gateway, journal}: {readonly gateway: Gateway; readonly journal: Journal},
	{
		bucket,
		prefix,
		query,
		thresholds,
		includeActive,
		signal,
		onProgress,
	}: {
		readonly bucket: string;
		readonly prefix: string;
		readonly query: Query;
		readonly thresholds: Thresholds;
		readonly includeActive: boolean;
		readonly signal: AbortSignal;
		/** Told after each page and each look. */
		readonly onProgress?: (how: {listed: number; read: number; toRead: number}) => void;
	},
): Promise<FoundAborts> {
	const candidates: Upload[] = [];
	let listed = 0;
	const clock = () => ({now: gateway.now(), thresholds});
	const trouble = await readListing(
		gateway,
		{bucket, prefix},
		page => {
			listed += page.length;
			for (const upload of page)
				if (query.mayMatch(queryFactsOf(upload, unread), clock())) candidates.push(upload);
			onProgress?.({listed, read: 0, toRead: candidates.length});
			return true;
		},
		signal,
	);
	if (trouble instanceof Error) throw trouble;
	if (trouble !== undefined) throw new UnendingListing();
	const {rows, unreadable} = await readCandidates();
	const open = await journal.openActs();
	return {
		listed,
		unreadable,
		selection: selectAborts(
			rows.filter(({upload, reading}) => query.matches(queryFactsOf(upload, reading), clock())),
			{
				now: gateway.now(),
				thresholds,
				includeActive,
				unsettled: refusingAborts(open, bucket),
				isProtected: key => protecting(gateway.protectedPrefixes, {bucket, key}) !== undefined,
			},
		),
	};

	async function readCandidates() {
		const readings = new Map<string, Reading>();
		const unreadable: UnreadUpload[] = [];
		await readAllParts({
			gateway,
			bucket,
			uploads: candidates,
			signal,
			onReading(upload, reading, failure) {
				readings.set(uploadIdentity(upload), reading);
				if (reading.kind !== 'read' && reading.kind !== 'gone') unreadable.push({upload, failure});
				onProgress?.({listed, read: readings.size, toRead: candidates.length});
			},
		});
		signal.throwIfAborted();
		const rows = candidates
			.map(upload => ({upload, reading: readings.get(uploadIdentity(upload)) ?? unread}))
			.filter(({reading}) => reading.kind === 'read' || reading.kind === 'gone');
		return {rows, unreadable};
	}
}

/** The service's markers stand still: what is beyond them is not known. */
export class UnendingListing extends Error {
	override readonly name = 'UnendingListing';

	constructor() {
		super("The service's listing of uploads does not come to its end: nothing was planned.");
	}
}
