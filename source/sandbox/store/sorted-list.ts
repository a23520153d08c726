/** Below this many each is put in its place or taken from it; from it on all are sorted at once. */
const fewItems = 32;

/** A cheaper comparison that agrees with a list's own for all items to which it applies. */
export type Shortcut<T> = {
	applies: (item: T) => boolean;
	compare: (a: T, b: T) => number;
};

/**
 * A list that stays sorted. Adding and removing cost next to nothing until someone looks, so that
 * a great many at once cost one pass; a place is found by binary search.
 */
export class SortedList<T> {
	readonly #compare: (a: T, b: T) => number;
	readonly #shortcut: Shortcut<T> | undefined;
	#sorted: T[] = [];
	#added: T[] = [];
	readonly #removed = new Set<T>();

	constructor(compare: (a: T, b: T) => number, shortcut?: Shortcut<T>) {
		this.#compare = compare;
		this.#shortcut = shortcut;
	}

	get size(): number {
		return this.#sorted.length + this.#added.length - this.#removed.size;
	}

	add(item: T): void {
		if (!this.#removed.delete(item)) this.#added.push(item);
	}

	/** Removes an item that is in the list. */
	delete(item: T): void {
		this.#removed.add(item);
	}

	/** All items in order. */
	items(): readonly T[] {
		if (this.#added.length >= fewItems) {
			const all = this.#sorted.concat(this.#added);
			const quick = this.#shortcut !== undefined && all.every(this.#shortcut.applies);
			this.#sorted = all.sort(quick ? this.#shortcut?.compare : this.#compare);
			this.#added = [];
		}
		for (const item of this.#added.splice(0)) {
			const at = lowerBound(this.#sorted, other => this.#compare(other, item) > 0);
			this.#sorted.splice(at, 0, item);
		}
		if (this.#removed.size >= fewItems) {
			this.#sorted = this.#sorted.filter(item => !this.#removed.has(item));
		} else {
			for (const item of this.#removed) this.#sorted.splice(this.#indexOf(item), 1);
		}
		this.#removed.clear();
		return this.#sorted;
	}

	/** Where an item stands that is in the list. */
	#indexOf(item: T): number {
		const first = lowerBound(this.#sorted, other => this.#compare(other, item) >= 0);
		return this.#sorted.indexOf(item, first);
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
