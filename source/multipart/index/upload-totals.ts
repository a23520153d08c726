import type {Thresholds} from '../liveness.js';
import {noStates, type UploadState} from '../upload-state.js';
import {type Columns, chunkRows, isNotFound, isPresent, isRead, lacksDates} from './columns.js';

export type Totals = {
	readonly count: number;
	/** How many have their parts read: only those count into bytes. */
	readonly read: number;
	/** How many of them have a size for each part: where all have, the bytes are what is held. */
	readonly sized: number;
	/** How many were looked at and could not be read: not allowed, or failed. */
	readonly unreadable: number;
	readonly bytes: number;
	readonly byState: Readonly<Record<UploadState, number>>;
	/** How many of the empty ones were initiated long enough ago to count as stalled. */
	readonly oldStalled: number;
	readonly marked: number;
	readonly markedBytes: number;
	/** How many of the marked have their parts read, each with a size. */
	readonly markedSized: number;
};

/** What is counted as rows change: a row is taken out of the counts before a change, and counted in again. */
export class Counts {
	read = 0;
	sized = 0;
	unreadable = 0;
	bytes = 0;
	marked = 0;
	markedBytes = 0;
	markedSized = 0;

	/** @param sign 1 counts the row in, -1 takes it out. */
	countRow(columns: Columns, row: number, sign: 1 | -1): void {
		if (columns.isRead(row)) {
			this.read += sign;
			if (!columns.lacksSizes(row)) this.sized += sign;
			this.bytes += sign * columns.bytesOf(row);
		} else if (columns.kindOf(row) !== 'unread') this.unreadable += sign;
		if (columns.isMarked(row)) this.countMark(columns, row, sign);
	}

	noMarks(): void {
		this.marked = 0;
		this.markedBytes = 0;
		this.markedSized = 0;
	}

	/** Only what a mark changes. */
	countMark(columns: Columns, row: number, sign: 1 | -1): void {
		this.marked += sign;
		if (!columns.isRead(row)) return;
		if (!columns.lacksSizes(row)) this.markedSized += sign;
		this.markedBytes += sign * columns.bytesOf(row);
	}
}

/**
 * How many rows are in each state, in one pass: `stateOf` and `countsAsStalled` over the bare
 * columns, since an object for each row takes thrice as long as all the rest.
 *
 * @param now by which ages are judged, milliseconds since the epoch.
 */
export function countStates(
	columns: Columns,
	now: number,
	{activeWithin, stalledAfter}: Thresholds,
): Pick<Totals, 'byState' | 'oldStalled'> {
	const byState = noStates();
	let oldStalled = 0;
	for (const {flags, initiated, partCount, lastPart} of columns.chunks)
		for (let at = 0; at < chunkRows; at++) {
			if (!isPresent(flags[at]!)) continue;
			// NaN, where there is no date, is neither smaller nor larger than anything.
			const age = now - initiated[at]!;
			const quiet = now - lastPart[at]!;
			if (isNotFound(flags[at]!)) byState['not-found']++;
			else if (!isRead(flags[at]!)) byState.unknown++;
			else if (age < activeWithin) byState.active++;
			else if (partCount[at] === 0) {
				if (Number.isNaN(age)) byState.unknown++;
				else byState.empty++;
				if (age > stalledAfter) oldStalled++;
			} else if (Number.isNaN(quiet)) byState.unknown++;
			else if (quiet < activeWithin) byState.active++;
			else if (lacksDates(flags[at]!)) byState.unknown++;
			else if (quiet > stalledAfter) byState.stalled++;
			else byState.idle++;
		}
	return {byState, oldStalled};
}

/** The smallest date of initiation, in one pass as above; undefined where no row has one. */
export function oldestOf(columns: Columns): number | undefined {
	let oldest = Number.POSITIVE_INFINITY;
	for (const {flags, initiated} of columns.chunks)
		for (let at = 0; at < chunkRows; at++)
			// NaN is not smaller.
			if (isPresent(flags[at]!) && initiated[at]! < oldest) oldest = initiated[at]!;
	return oldest === Number.POSITIVE_INFINITY ? undefined : oldest;
}
