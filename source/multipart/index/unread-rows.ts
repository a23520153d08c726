import type {Columns} from './columns.js';
import type {ShownRows} from './shown-rows.js';

/** Rows that are gone through at a time: about 5 ms where keys have to be looked at. */
const rowsAtATime = 10_000;

/** Which rows were looked at in the running listing: a refresh makes all of them unread again. */
export class UnreadRows {
	readonly #columns: Columns;
	#listing = 1;
	/** How many were looked at. */
	#looked = 0;
	/** Every row that is shown before this position was looked at. */
	#from = 0;
	/** Every row before this one was looked at, or is not asked for. */
	#askedFrom = 0;

	constructor(columns: Columns) {
		this.#columns = columns;
	}

	/** The number of the running listing. */
	get listing(): number {
		return this.#listing;
	}

	beginListing(): void {
		this.#listing++;
		this.#looked = 0;
		this.#from = 0;
		this.#askedFrom = 0;
	}

	lookedAt(row: number): void {
		if (this.#isUnread(row)) this.#looked++;
		this.#columns.setReadIn(row, this.#listing);
	}

	/** A row goes: it is counted no longer. */
	leaves(row: number): void {
		if (!this.#isUnread(row)) this.#looked--;
	}

	/** The rows behind a position moved up by one. */
	movedUp(position: number): void {
		if (position >= 0 && position < this.#from) this.#from--;
	}

	/** Rows moved wherever: the search begins at the first again. */
	moved(): void {
		this.#from = 0;
	}

	/** Rows of an order that were not looked at: at most `limit`, from one position on and before another. */
	in(shown: ShownRows, from: number, limit: number, before: number): number[] {
		const rows: number[] = [];
		while (this.#from < shown.length && !this.#isUnread(shown.at(this.#from)!)) this.#from++;
		const end = Math.min(shown.length, before);
		for (let at = Math.max(from, this.#from); at < end && rows.length < limit; at++) {
			const row = shown.at(at)!;
			if (this.#isUnread(row)) rows.push(row);
		}
		return rows;
	}

	/** Others are asked for: the search begins at the first row again. */
	askedAnew(): void {
		this.#askedFrom = 0;
	}

	/**
	 * Rows that were not looked at and are asked for, in the order they came: at most `limit`. Goes through
	 * so many rows at a time; `isDone` tells whether it came to the last one.
	 */
	askedFor(isAsked: (row: number) => boolean, limit: number): {rows: number[]; isDone: boolean} {
		const columns = this.#columns;
		const rows: number[] = [];
		const end = Math.min(columns.length, this.#askedFrom + rowsAtATime);
		let row = this.#askedFrom;
		for (; row < end && rows.length < limit; row++) {
			const wanted = columns.has(row) && this.#isUnread(row) && isAsked(row);
			if (wanted) rows.push(row);
			else if (rows.length === 0) this.#askedFrom = row + 1;
		}
		return {rows, isDone: row === columns.length};
	}

	/** Whether all of so many rows were looked at. */
	isNoneOf(count: number): boolean {
		return this.#looked === count;
	}

	#isUnread(row: number): boolean {
		return this.#columns.readInOf(row) !== this.#listing;
	}
}
