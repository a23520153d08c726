import type {Thresholds} from '../../multipart/liveness.js';
import {ofGroup} from '../../multipart/rollup/key-groups.js';
import {prefixAtDepth} from '../../multipart/rollup/prefix-at-depth.js';
import {stateOf, type UploadState} from '../../multipart/upload-state.js';
import type {BucketReading} from './read-numbers.js';

/** What uploads of one state are and hold; bytes as far as parts were read and have sizes. */
export type Held = {uploads: number; bytes: number};

export type HeldByState = Map<UploadState, Held>;

/** What the uploads of a bucket add up to; times in milliseconds since the epoch. */
export type BucketNumbers = {
	readonly states: HeldByState;
	/** By prefix, the heaviest first; empty without a depth. */
	readonly prefixes: ReadonlyArray<readonly [prefix: string, states: HeldByState]>;
	/** What is under all other prefixes, and how many these are. */
	readonly others: HeldByState;
	readonly otherPrefixes: number;
	/** Of all last parts the oldest. */
	readonly oldestPart?: number;
	readonly oldestInitiation?: number;
	/** Their parts could not be read, though it was tried. */
	readonly unreadable: number;
	/** They were read, and a part has no size. */
	readonly unsized: number;
};

/**
 * @param depth how many levels of prefixes get numbers of their own; 0: none. @param mostPrefixes how many prefixes at most.
 * @param now by which states are judged, milliseconds since the epoch.
 */
export function sumNumbers(
	{index}: BucketReading,
	{
		prefix: listed,
		depth,
		mostPrefixes,
		now,
		thresholds,
	}: {
		readonly prefix: string;
		readonly depth: number;
		readonly mostPrefixes: number;
		readonly now: number;
		readonly thresholds: Thresholds;
	},
): BucketNumbers {
	const states: HeldByState = new Map();
	const byPrefix = new Map<string, HeldByState>();
	let [oldestPart, oldestInitiation] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	let [unreadable, unsized] = [0, 0];
	index.deriveAll();
	for (const {upload, reading} of index.shownRows()) {
		const summary = reading.kind === 'read' ? reading.summary : undefined;
		const {bytes = 0, lastPart = oldestPart, lacksSizes} = summary ?? {};
		if (reading.kind === 'denied' || reading.kind === 'failed') unreadable++;
		if (lacksSizes) unsized++;
		oldestPart = Math.min(oldestPart, lastPart);
		oldestInitiation = Math.min(oldestInitiation, upload.initiated ?? oldestInitiation);
		const state = stateOf(upload, reading, now, thresholds);
		add(states, state, 1, bytes);
		if (depth === 0) continue;
		// Halves of characters cannot be written: what is written alike is one.
		const prefix = prefixAtDepth(upload.key, listed, depth).toWellFormed();
		add(
			ofGroup(byPrefix, prefix, () => new Map()),
			state,
			1,
			bytes,
		);
	}
	const sorted = [...byPrefix].sort(([, one], [, other]) => {
		const [a, b] = [totalOf(one), totalOf(other)];
		return b.bytes - a.bytes || b.uploads - a.uploads;
	});
	const others: HeldByState = new Map();
	for (const [, held] of sorted.slice(mostPrefixes))
		for (const [state, {uploads, bytes}] of held) add(others, state, uploads, bytes);
	return {
		...{states, others, unreadable, unsized},
		prefixes: sorted.slice(0, mostPrefixes),
		otherPrefixes: Math.max(0, sorted.length - mostPrefixes),
		...(oldestPart === Number.POSITIVE_INFINITY ? {} : {oldestPart}),
		...(oldestInitiation === Number.POSITIVE_INFINITY ? {} : {oldestInitiation}),
	};
}

function add(states: HeldByState, state: UploadState, uploads: number, bytes: number): void {
	const held = ofGroup(states, state, () => ({uploads: 0, bytes: 0}));
	held.uploads += uploads;
	held.bytes += bytes;
}

function totalOf(states: HeldByState): Held {
	const total = {uploads: 0, bytes: 0};
	for (const {uploads, bytes} of states.values()) {
		total.uploads += uploads;
		total.bytes += bytes;
	}
	return total;
}
