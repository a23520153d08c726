import {numbersOf, type Part} from './part.js';
import {gapsIn, type PartRange} from './text/words.js';

/** Part numbers below the highest that the service does not list. */
export type MissingParts = {readonly missing: PartRange};

/** A row of a table of parts: one that is listed, or a gap. */
export type PartRow = Part | MissingParts;

/** The parts, ascending, with a row for each gap between and before them. */
export function partRows(listed: readonly Part[]): readonly PartRow[] {
	const numbers = numbersOf(listed);
	const gaps = gapsIn(numbers, numbers.at(-1) ?? 0);
	const rows: PartRow[] = [];
	let gap = 0;
	for (const part of listed) {
		for (let missing = gaps[gap]; missing && missing[0] < part.partNumber; missing = gaps[++gap])
			rows.push({missing});
		rows.push(part);
	}
	return rows;
}

/** The part of a row; undefined for a gap. */
export function partIn(row: PartRow | undefined): Part | undefined {
	return row === undefined || 'missing' in row ? undefined : row;
}

/** The numbers that a row stands for, from one to another, both in it. */
export function numbersIn(row: PartRow): PartRange {
	return 'missing' in row ? row.missing : [row.partNumber, row.partNumber];
}

/** The row of a part number, or the first one behind it; their count where there is none. */
export function rowOfNumber(rows: readonly PartRow[], partNumber: number): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (numbersIn(rows[middle]!)[1] < partNumber) low = middle + 1;
		else high = middle;
	}
	return low;
}
