import type {Columns} from './columns.js';
import {countsAsStalled, type Liveness, livenessOf, type Thresholds} from './liveness.js';
import {numberOrNone} from './upload-table.js';

export type Totals = {
	readonly count: number;
	/** How many have their parts read: only those count into bytes. */
	readonly read: number;
	/** How many were looked at and could not be read: not allowed, or failed. */
	readonly unreadable: number;
	readonly bytes: number;
	readonly byState: Readonly<Record<Liveness, number>>;
	/** How many of the empty ones were initiated long enough ago to count as stalled. */
	readonly oldStalled: number;
	readonly marked: number;
	readonly markedBytes: number;
	/** How many of the marked have their parts read. */
	readonly markedRead: number;
};

/** What is counted as rows change: a row is taken out of the counts before a change, and counted in again. */
export class Counts {
	read = 0;
	unreadable = 0;
	bytes = 0;
	marked = 0;
	markedBytes = 0;
	markedRead = 0;

	/** @param sign 1 counts the row in, -1 takes it out. */
	countRow(columns: Columns, row: number, sign: 1 | -1): void {
		if (columns.isRead(row)) {
			this.read += sign;
			this.bytes += sign * columns.bytesOf(row);
		} else if (columns.kindOf(row) !== 'unread') this.unreadable += sign;
		if (columns.isMarked(row)) this.countMark(columns, row, sign);
	}

	/** Only what a mark changes. */
	countMark(columns: Columns, row: number, sign: 1 | -1): void {
		this.marked += sign;
		if (!columns.isRead(row)) return;
		this.markedRead += sign;
		this.markedBytes += sign * columns.bytesOf(row);
	}
}

/** How many rows are in each state, in one pass. @param now the server's clock, milliseconds since the epoch. */
export function countStates(
	columns: Columns,
	now: number,
	thresholds: Thresholds,
): Pick<Totals, 'byState' | 'oldStalled'> {
	const byState = {active: 0, idle: 0, stalled: 0, empty: 0, unknown: 0};
	let oldStalled = 0;
	const facts: {initiated?: number; partCount?: number; lastPart?: number} = {};
	for (let row = 0; row < columns.length; row++) {
		if (!columns.has(row)) continue;
		if (!columns.isRead(row)) {
			byState.unknown++;
			continue;
		}
		facts.initiated = numberOrNone(columns.initiatedOf(row));
		facts.partCount = columns.partCountOf(row);
		facts.lastPart = numberOrNone(columns.lastPartOf(row));
		const state = livenessOf(facts, now, thresholds);
		byState[state]++;
		if (state === 'empty' && countsAsStalled(facts, now, thresholds)) oldStalled++;
	}
	return {byState, oldStalled};
}
