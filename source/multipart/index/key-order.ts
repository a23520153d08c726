import {RowList} from './row-list.js';

/** Comparisons between two yields, some tenths of a millisecond. */
const comparisonsAtATime = 1024;

/**
 * All rows by key, then upload id. Pages that come in this order (AWS) are appended; others wait and
 * are merged in, in slices. Ceph lists by key, "." and id, so that only few rows are out of order.
 */
export class KeyOrder {
	#rows = new RowList();
	/** Pages that do not follow, each sorted. */
	#waiting: Uint32Array[] = [];
	readonly #compare: (one: number, other: number) => number;

	constructor(compare: (one: number, other: number) => number) {
		this.#compare = compare;
	}

	/** How many rows are in order. */
	get length(): number {
		return this.#rows.length;
	}

	at(index: number): number | undefined {
		return this.#rows.at(index);
	}

	/** Adds the rows of a page; returns them in order where they follow all others, and so need no merging. */
	add(page: readonly number[]): Uint32Array | undefined {
		const rows = Uint32Array.from(page);
		if (rows.some((row, at) => at > 0 && this.#compare(rows[at - 1]!, row) > 0))
			rows.sort(this.#compare);
		const last = this.#rows.at(this.#rows.length - 1);
		const follows =
			this.#waiting.length === 0 &&
			(last === undefined || rows.length === 0 || this.#compare(last, rows[0]!) < 0);
		if (follows) this.#rows.pushAll(rows);
		else this.#waiting.push(rows);
		return follows ? rows : undefined;
	}

	/** Merges in what waited when it began. Rows must not be forgotten meanwhile. */
	*merge(): Generator<void, void> {
		const pages = this.#waiting.length;
		if (pages === 0) return;
		let runs = this.#waiting.slice();
		while (runs.length > 1) {
			const longer: Uint32Array[] = [];
			for (let at = 0; at < runs.length; at += 2)
				longer.push(yield* mergeRuns(runs[at]!, runs[at + 1], this.#compare));
			runs = longer;
		}
		this.#rows = new RowList(yield* mergeRuns(this.#rows.rows, runs[0], this.#compare));
		// They wait until now, so that no page is appended to rows that are being merged.
		this.#waiting.splice(0, pages);
	}

	/** Forgets, in one pass, the rows that are not to be kept; never while it merges. */
	keep(wanted: (row: number) => boolean): void {
		this.#rows.keep(wanted);
		this.#waiting = this.#waiting.map(page => page.filter(wanted)).filter(page => page.length > 0);
	}
}

/** Copies stretches as a whole, so that a short run costs a long one little. */
function* mergeRuns(
	one: Uint32Array,
	other: Uint32Array | undefined,
	compare: (one: number, other: number) => number,
): Generator<void, Uint32Array> {
	if (other === undefined) return one;
	const merged = new Uint32Array(one.length + other.length);
	let spent = 0;
	const isBefore = (left: number, right: number) => {
		spent++;
		return compare(left, right) < 0;
	};
	let [from, into, end]: [Uint32Array, Uint32Array, number] = [one, other, 0];
	let [fromAt, intoAt] = [0, 0];
	while (fromAt < from.length && intoAt < into.length) {
		const next = into[intoAt]!;
		const stop = firstNotBefore(from, fromAt, row => isBefore(row, next));
		merged.set(from.subarray(fromAt, stop), end);
		end += stop - fromAt;
		[from, into, fromAt, intoAt] = [into, from, intoAt, stop];
		if (spent < comparisonsAtATime) continue;
		spent = 0;
		yield;
	}
	merged.set(from.subarray(fromAt), end);
	merged.set(into.subarray(intoAt), end + from.length - fromAt);
	// Many short runs are as much work as few long ones.
	yield;
	return merged;
}

/** The first place from `start` on whose row is not before; gallops, since it is mostly near or far. */
function firstNotBefore(
	rows: Uint32Array,
	start: number,
	isBefore: (row: number) => boolean,
): number {
	let step = 1;
	let low = start;
	let high = start;
	while (high < rows.length && isBefore(rows[high]!)) {
		low = high + 1;
		high += step;
		step *= 2;
	}
	high = Math.min(high, rows.length);
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isBefore(rows[middle]!)) low = middle + 1;
		else high = middle;
	}
	return low;
}
