import {RowList} from './row-list.js';

/** The rows that a view shows, by their position; `turned` reads the list from its end. */
export class ShownRows {
	readonly #list: RowList;
	readonly #turned: boolean;
	/** How many at the end are not sorted, since what they are sorted by is not known. */
	#unsorted: number;

	constructor(list = new RowList(), {turned = false, unsorted = 0} = {}) {
		this.#list = list;
		this.#turned = turned;
		this.#unsorted = unsorted;
	}

	get length(): number {
		return this.#list.length;
	}

	get unsorted(): number {
		return this.#unsorted;
	}

	at(position: number): number | undefined {
		return this.#list.at(this.#turn(position));
	}

	/** -1 when it is not shown. */
	positionOf(row: number): number {
		const index = this.#list.indexOf(row);
		return index < 0 ? -1 : this.#turn(index);
	}

	/** The rows in any order, until something changes. */
	get rows(): Uint32Array {
		return this.#list.rows;
	}

	/** A copy of the rows in the order of their positions. */
	toRows(): Uint32Array {
		const rows = this.#list.rows.slice();
		return this.#turned ? rows.reverse() : rows;
	}

	/** Adds a row that follows all others in the list. */
	push(row: number): void {
		this.#list.push(row);
	}

	/** Takes a row out; returns the position it had, -1 without one. */
	remove(row: number): number {
		const position = this.positionOf(row);
		if (position < 0) return -1;
		if (position >= this.length - this.#unsorted) this.#unsorted--;
		this.#list.removeAt(this.#turn(position));
		return position;
	}

	/** Takes out, in one pass, the rows that are not to be kept. */
	keep(wanted: (row: number) => boolean): void {
		const firstUnsorted = this.length - this.#unsorted;
		let unsorted = 0;
		let index = 0;
		this.#list.keep(row => {
			const kept = wanted(row);
			if (index++ >= firstUnsorted && kept) unsorted++;
			return kept;
		});
		this.#unsorted = unsorted;
	}

	#turn(position: number): number {
		return this.#turned ? this.#list.length - 1 - position : position;
	}
}
