import type {PlannedAbort} from './abort-selection.js';
import {sumsOf} from './abort-selection.js';
import {groupOfKey, ofGroup} from './rollup/key-groups.js';

/** Uploads of a plan whose keys begin alike, and what they hold. */
export type PrefixSums = ReturnType<typeof sumsOf> & {
	/** `''`: those of which nothing is below a delimiter. */
	readonly prefix: string;
	readonly count: number;
};

const delimiter = '/';

/**
 * The uploads by prefix, those that hold most first: at the first level where they differ, below
 * whatever all of them share.
 */
export function sumsByPrefix(uploads: readonly PlannedAbort[]): readonly PrefixSums[] {
	const shared = sharedPrefix(uploads.map(({key}) => key));
	const groups = new Map<string, PlannedAbort[]>();
	for (const upload of uploads)
		ofGroup<string, PlannedAbort[]>(groups, groupOfKey(upload.key, shared), () => []).push(upload);
	return [...groups]
		.map(([prefix, of]) => ({prefix, count: of.length, ...sumsOf(of)}))
		.sort((one, other) => other.bytes - one.bytes || other.count - one.count);
}

/** The longest prefix of all keys that ends with a delimiter; `''` where there is none. */
function sharedPrefix([first = '', ...others]: readonly string[]): string {
	let end = first.lastIndexOf(delimiter) + 1;
	for (const key of others)
		while (!key.startsWith(first.slice(0, end)))
			// A search from before the start would begin at the start.
			end = end < 2 ? 0 : first.lastIndexOf(delimiter, end - 2) + 1;
	return first.slice(0, end);
}
