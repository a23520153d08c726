import {setImmediate as nextTurn} from 'node:timers/promises';
import type {UploadIndex} from '../../multipart/index/upload-index.js';
import {ofGroup} from '../../multipart/rollup/key-groups.js';
import type {RollUp} from '../../multipart/rollup/roll-up.js';

/** What the uploads hold whose keys begin alike. */
export type PrefixWeight = {
	/** With its `/`, text from outside; empty for keys without one. */
	readonly prefix: string;
	readonly uploads: number;
	readonly bytes: number;
};

/** So many are kept of a bucket: what holds less is of no weight. */
const mostPrefixes = 1000;

/** Keys are drawn after so many milliseconds. */
const slice = 4;

/** The uploads of an index by the first part of their keys, the most bytes first. */
export function firstPrefixes(index: UploadIndex): RollUp {
	const rollUp = index.rollUp();
	const by = {kind: 'prefix', delimiter: '/'} as const;
	rollUp.open({by, prefix: ''}, {sort: 'bytes', reverse: true});
	return rollUp;
}

/** The heaviest of `firstPrefixes`, without those that hold nothing; keys are drawn meanwhile. */
export async function heaviestPrefixes(rollUp: RollUp): Promise<readonly PrefixWeight[]> {
	while (!rollUp.derive(slice)) await nextTurn();
	const weights: PrefixWeight[] = [];
	for (let at = 0; at < Math.min(rollUp.count, mostPrefixes); at++) {
		const {id: prefix, count: uploads, bytes} = rollUp.at(at)!;
		if (bytes === 0) break;
		weights.push({prefix, uploads, bytes});
	}
	return weights;
}

/** The weights of several buckets, by prefix: the most first. */
export function sumOfPrefixes(
	measures: Iterable<{readonly prefixes?: readonly PrefixWeight[]}>,
): readonly PrefixWeight[] {
	const weights = new Map<string, {uploads: number; bytes: number}>();
	for (const {prefixes = []} of measures)
		for (const {prefix, uploads, bytes} of prefixes) {
			const weight = ofGroup(weights, prefix, () => ({uploads: 0, bytes: 0}));
			weight.uploads += uploads;
			weight.bytes += bytes;
		}
	return [...weights]
		.map(([prefix, weight]) => ({prefix, ...weight}))
		.toSorted((one, other) => other.bytes - one.bytes || (one.prefix < other.prefix ? -1 : 1));
}
