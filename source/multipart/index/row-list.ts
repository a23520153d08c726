const growth = 1.125;

/** A list of row numbers, four bytes each. */
export class RowList {
	#rows: Uint32Array;
	#length: number;

	/** Takes the array over. */
	constructor(rows: Uint32Array = new Uint32Array(0), length = rows.length) {
		this.#rows = rows;
		this.#length = length;
	}

	get length(): number {
		return this.#length;
	}

	at(index: number): number | undefined {
		return index >= 0 && index < this.#length ? this.#rows[index] : undefined;
	}

	/** The rows themselves, until the list changes. */
	get rows(): Uint32Array {
		return this.#rows.subarray(0, this.#length);
	}

	push(row: number): void {
		this.reserve(this.#length + 1);
		this.#rows[this.#length++] = row;
	}

	pushAll(rows: Uint32Array): void {
		this.reserve(this.#length + rows.length);
		this.#rows.set(rows, this.#length);
		this.#length += rows.length;
	}

	/** Makes room for so many rows in all. */
	reserve(length: number): void {
		if (length <= this.#rows.length) return;
		const larger = new Uint32Array(Math.max(length, 16, Math.ceil(this.#rows.length * growth)));
		larger.set(this.rows);
		this.#rows = larger;
	}

	indexOf(row: number): number {
		return this.rows.indexOf(row);
	}

	removeAt(index: number): void {
		this.#rows.copyWithin(index, index + 1, this.#length);
		this.#length--;
	}

	/** Drops, in one pass, the rows that are not to be kept. */
	keep(wanted: (row: number) => boolean): void {
		const rows = this.#rows;
		let kept = 0;
		for (let index = 0; index < this.#length; index++) {
			const row = rows[index]!;
			if (wanted(row)) rows[kept++] = row;
		}
		this.#length = kept;
		if (kept < rows.length / 2) this.#rows = rows.slice(0, kept);
	}
}
