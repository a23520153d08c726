/** Below this many new items each is put in its place; from it on all are sorted at once. */
const fewItems = 32;

/**
 * A list that stays sorted. Adding is free until someone looks, so that seeding a great many items
 * costs one sort; a place is found by binary search.
 */
export class SortedList<T> {
	readonly #compare: (a: T, b: T) => number;
	#sorted: T[] = [];
	#added: T[] = [];

	constructor(compare: (a: T, b: T) => number) {
		this.#compare = compare;
	}

	get size(): number {
		return this.#sorted.length + this.#added.length;
	}

	add(item: T): void {
		this.#added.push(item);
	}

	/** Removes this very item, if it is there. */
	delete(item: T): void {
		const items = this.items();
		for (let at = this.firstIndex(other => this.#compare(other, item) >= 0); ; at++) {
			const other = items[at];
			if (other === undefined || this.#compare(other, item) !== 0) return;
			if (other === item) {
				this.#sorted.splice(at, 1);
				return;
			}
		}
	}

	/** All items in order. */
	items(): readonly T[] {
		if (this.#added.length >= fewItems) {
			this.#sorted = this.#sorted.concat(this.#added).sort(this.#compare);
			this.#added = [];
		}
		for (const item of this.#added.splice(0)) {
			const at = lowerBound(this.#sorted, other => this.#compare(other, item) > 0);
			this.#sorted.splice(at, 0, item);
		}
		return this.#sorted;
	}

	/** The index of the first item that passes; everything after it must pass too. */
	firstIndex(passes: (item: T) => boolean): number {
		return lowerBound(this.items(), passes);
	}
}

function lowerBound<T>(items: readonly T[], passes: (item: T) => boolean): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (passes(items[middle]!)) high = middle;
		else low = middle + 1;
	}
	return low;
}
