import {groupOfKey} from './key-groups.js';

/** The key up to its nth slash behind the prefix that is listed; up to its last one where it has fewer. */
export function prefixAtDepth(key: string, listed: string, depth: number): string {
	let under = listed;
	for (let level = 0; level < depth; level++) under = groupOfKey(key, under);
	return under === listed ? listed.slice(0, listed.lastIndexOf('/') + 1) : under;
}
