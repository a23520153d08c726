import type {Columns} from './columns.js';
import type {ShownRows} from './shown-rows.js';
import type {Counts} from './upload-totals.js';

/** The marks of rows, and what they add up to. */
export class UploadMarks {
	readonly #columns: Columns;
	readonly #counts: Counts;

	constructor(columns: Columns, counts: Counts) {
		this.#columns = columns;
		this.#counts = counts;
	}

	set(row: number, marked: boolean): void {
		if (this.#columns.isMarked(row) === marked) return;
		this.#columns.setMarked(row, marked);
		this.#counts.countMark(this.#columns, row, marked ? 1 : -1);
	}

	toggle(row: number): void {
		this.set(row, !this.#columns.isMarked(row));
	}

	/** Marks the rows that show from one to another, or takes their marks away where the first of them is marked. */
	toggleRange(shown: ShownRows, one: number, other: number): void {
		const [from = -1, to = -1] = [one, other]
			.map(row => shown.positionOf(row))
			.sort((a, b) => a - b);
		if (from < 0) return;
		const marked = !this.#columns.isMarked(shown.at(from)!);
		for (let position = from; position <= to; position++) this.set(shown.at(position)!, marked);
	}

	setAll(shown: ShownRows): void {
		for (const row of shown.rows) this.set(row, true);
	}

	clear(): void {
		this.#columns.clearMarks();
		this.#counts.noMarks();
	}

	/** The marked rows in the order that they show in, then those that do not show. */
	rows(shown: ShownRows): number[] {
		const columns = this.#columns;
		const rows: number[] = [];
		if (this.#counts.marked === 0) return rows;
		for (let position = 0; position < shown.length; position++) {
			const row = shown.at(position)!;
			if (columns.isMarked(row)) rows.push(row);
		}
		if (rows.length === this.#counts.marked) return rows;
		const taken = new Set(rows);
		for (let row = 0; row < columns.length; row++)
			if (columns.has(row) && columns.isMarked(row) && !taken.has(row)) rows.push(row);
		return rows;
	}
}
