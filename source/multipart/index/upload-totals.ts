import type {Thresholds} from '../liveness.js';
import {makers} from '../makers/makers.js';
import type {QueryClock} from '../query/query-facts.js';
import {noStates, type UploadState, uploadStates} from '../upload-state.js';
import {
	type Chunk,
	type Columns,
	type CountedStates,
	chunkRows,
	isNotFound,
	isPresent,
	isRead,
	lacksDates,
	makerIn,
	placeInChunk,
} from './columns.js';

/** What some rows add up to. */
export type Sums = {
	readonly count: number;
	/** How many have their parts read: only those count into bytes. */
	readonly read: number;
	/** How many of them have a size for each part: where all have, the bytes are what is held. */
	readonly sized: number;
	/** How many were looked at and could not be read: not allowed, or failed. */
	readonly unreadable: number;
	readonly bytes: number;
	readonly byState: Readonly<Record<UploadState, number>>;
	/** How many of the held ones each maker holds, by its id; makers that hold none are absent. */
	readonly heldBy: Readonly<Record<string, number>>;
	/** How many of the held ones are not looked at yet: held they are all the same, and not unknown. */
	readonly heldUnread: number;
};

export type Totals = Sums & {
	/** How much of the bytes makers hold open on purpose, and how many of those uploads have a size for each part. */
	readonly heldBytes: number;
	readonly heldSized: number;
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
	heldUnread = 0;
	heldBytes = 0;
	heldSized = 0;
	marked = 0;
	markedBytes = 0;
	markedSized = 0;

	/** @param sign 1 counts the row in, -1 takes it out. */
	countRow(columns: Columns, row: number, sign: 1 | -1): void {
		this.countHeld(columns, row, sign);
		if (columns.isMarked(row)) this.countMark(columns, row, sign);
	}

	/** What is read of the row and what it holds. */
	countHeld(columns: Columns, row: number, sign: 1 | -1): void {
		if (columns.isRead(row)) {
			this.read += sign;
			if (!columns.lacksSizes(row)) this.sized += sign;
			this.bytes += sign * columns.bytesOf(row);
		} else if (columns.kindOf(row) !== 'unread') this.unreadable += sign;
		else if (columns.makerOf(row) > 0) this.heldUnread += sign;
		if (!columns.isRead(row) || columns.makerOf(row) === 0) return;
		if (!columns.lacksSizes(row)) this.heldSized += sign;
		this.heldBytes += sign * columns.bytesOf(row);
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
 * How many rows are in each state: over the bare columns, since an object for each row takes thrice as
 * long as all the rest, and only over the chunks in which a row changed, or may have by the time.
 *
 * @param now by which ages are judged, milliseconds since the epoch.
 */
export function countStates(columns: Columns, now: number, thresholds: Thresholds) {
	const counts = new Uint32Array(standings);
	for (const chunk of columns.chunks) {
		const {states} = chunk;
		const holds =
			states !== undefined &&
			states.from <= now &&
			now < states.until &&
			states.thresholds.activeWithin === thresholds.activeWithin &&
			states.thresholds.stalledAfter === thresholds.stalledAfter;
		const counted = holds ? states : statesIn(chunk, now, thresholds);
		chunk.states = counted;
		for (let at = 0; at < standings; at++) counts[at]! += counted.counts[at]!;
	}
	return statesOf(counts);
}

function statesIn(chunk: Chunk, now: number, thresholds: Thresholds): CountedStates {
	const {flags, initiated, lastPart} = chunk;
	const {activeWithin, stalledAfter} = thresholds;
	const counts = new Uint32Array(standings);
	let until = Number.POSITIVE_INFINITY;
	for (let at = 0; at < chunkRows; at++) {
		const flag = flags[at]!;
		if (!isPresent(flag)) continue;
		counts[standingAt(chunk, at, now, thresholds)]!++;
		if (!isRead(flag)) continue;
		for (const since of [initiated[at]!, lastPart[at]!]) {
			if (since + activeWithin >= now) until = Math.min(until, since + activeWithin);
			if (since + stalledAfter >= now) until = Math.min(until, since + stalledAfter);
		}
	}
	return {counts, from: now, until, thresholds};
}

/** Sums rows one by one, over the bare columns too. */
export class RowSums {
	readonly #columns: Columns;
	readonly #clock: QueryClock;
	readonly #states = new Uint32Array(standings);
	#count = 0;
	readonly #counts = new Counts();

	constructor(columns: Columns, clock: QueryClock) {
		this.#columns = columns;
		this.#clock = clock;
	}

	add(row: number): void {
		const {now, thresholds} = this.#clock;
		this.#count++;
		this.#counts.countHeld(this.#columns, row, 1);
		this.#states[standingAt(this.#columns.chunkOf(row), placeInChunk(row), now, thresholds)]!++;
	}

	get sums(): Sums {
		const {read, sized, unreadable, bytes, heldUnread} = this.#counts;
		const states = statesOf(this.#states);
		return {count: this.#count, read, sized, unreadable, bytes, heldUnread, ...states};
	}
}

/** The states of uploads, then the makers that hold some: what `standingAt` counts in. */
export const standings = uploadStates.length + makers.length;

const place = (state: UploadState) => uploadStates.indexOf(state);
const active = place('active');
const idle = place('idle');
const stalled = place('stalled');
const empty = place('empty');
const unknown = place('unknown');
const notFound = place('not-found');

/** `stateOf` a row, as its place in `uploadStates`; behind those of a held one, by its maker. */
export function standingAt(
	{flags, facts, initiated, partCount, lastPart}: Chunk,
	at: number,
	now: number,
	{activeWithin, stalledAfter}: Thresholds,
): number {
	const flag = flags[at]!;
	if (isNotFound(flag)) return notFound;
	const maker = makerIn(facts[at]!);
	if (maker > 0) return uploadStates.length + maker - 1;
	if (!isRead(flag)) return unknown;
	// NaN, where there is no date, is neither smaller nor larger than anything.
	const age = now - initiated[at]!;
	if (age < activeWithin) return active;
	if (partCount[at] === 0) {
		if (Number.isNaN(age)) return unknown;
		return age > stalledAfter ? stalled : empty;
	}
	const quiet = now - lastPart[at]!;
	if (Number.isNaN(quiet)) return unknown;
	if (quiet < activeWithin) return active;
	if (lacksDates(flag)) return unknown;
	return quiet > stalledAfter ? stalled : idle;
}

/** Counts of `standingAt`, by the names of states and of makers. */
export function statesOf(counts: ArrayLike<number>): Pick<Sums, 'byState' | 'heldBy'> {
	const byState = noStates();
	for (const [at, state] of uploadStates.entries()) byState[state] = counts[at]!;
	const heldBy: Record<string, number> = {};
	for (const [at, {id}] of makers.entries()) {
		const count = counts[uploadStates.length + at]!;
		if (count > 0) heldBy[id] = count;
		byState.held += count;
	}
	return {byState, heldBy};
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
