import {performance} from 'node:perf_hooks';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {UploadIndex} from '../../multipart/index/upload-index.js';

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

/** What is held under each first part of the keys, the most first, without those that hold nothing; keys are drawn meanwhile. */
export async function heaviestPrefixes(index: UploadIndex): Promise<readonly PrefixWeight[]> {
	const weights = new Map<string, {uploads: number; bytes: number}>();
	let began = performance.now();
	for (const {upload, reading} of index.shownRows()) {
		const prefix = upload.key.slice(0, upload.key.indexOf('/') + 1);
		const weight = weights.get(prefix) ?? {uploads: 0, bytes: 0};
		weight.uploads++;
		if (reading.kind === 'read') weight.bytes += reading.summary.bytes;
		weights.set(prefix, weight);
		if (performance.now() - began < slice) continue;
		await nextTurn();
		began = performance.now();
	}
	return heaviest(weights).slice(0, mostPrefixes);
}

/** The weights of several buckets, by prefix: the most first. */
export function sumOfPrefixes(
	measures: Iterable<{readonly prefixes?: readonly PrefixWeight[]}>,
): readonly PrefixWeight[] {
	const weights = new Map<string, {uploads: number; bytes: number}>();
	for (const {prefixes = []} of measures)
		for (const {prefix, uploads, bytes} of prefixes) {
			const weight = weights.get(prefix) ?? {uploads: 0, bytes: 0};
			weight.uploads += uploads;
			weight.bytes += bytes;
			weights.set(prefix, weight);
		}
	return heaviest(weights);
}

function heaviest(
	weights: ReadonlyMap<string, {uploads: number; bytes: number}>,
): readonly PrefixWeight[] {
	return [...weights]
		.map(([prefix, weight]) => ({prefix, ...weight}))
		.filter(({bytes}) => bytes > 0)
		.toSorted((one, other) => other.bytes - one.bytes || (one.prefix < other.prefix ? -1 : 1));
}
