/** Prefixes of keys: each knows the longest other one that it begins with, so that of a key one look finds all. */
export class PrefixForest {
	/** Sorted by UTF-16 units, each once. */
	readonly prefixes: readonly string[];
	/** Of each prefix the place of the longest other one that it begins with; -1 where there is none. It comes before. */
	readonly parents: readonly number[];

	constructor(prefixes: Iterable<string>) {
		this.prefixes = [...new Set(prefixes)].sort();
		const parents: number[] = [];
		const open: number[] = [];
		this.prefixes.forEach((prefix, at) => {
			while (open.length > 0 && !prefix.startsWith(this.prefixes[open.at(-1)!]!)) open.pop();
			parents.push(open.at(-1) ?? -1);
			open.push(at);
		});
		this.parents = parents;
	}

	/** The place of the longest prefix of a key, whose parents are all others; -1 where it has none. */
	longestOf(key: string): number {
		// What is between a prefix of the key and the key begins with that prefix.
		let [low, high] = [0, this.prefixes.length];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.prefixes[middle]! <= key) low = middle + 1;
			else high = middle;
		}
		let at = low - 1;
		const shared = sharedLength(this.prefixes[at] ?? '', key);
		while (at >= 0 && this.prefixes[at]!.length > shared) at = this.parents[at]!;
		return at;
	}
}

/** With how many UTF-16 units both begin. */
function sharedLength(one: string, other: string): number {
	let at = 0;
	while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
	return at;
}
