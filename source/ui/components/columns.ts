import {padEnd, padStart} from '../../terminal/cells.js';

/** A column of a table, behind the name that each row begins with. */
export type Column<N extends string> = {
	readonly name: N;
	readonly title: string;
	readonly width: number;
	readonly right: boolean;
};

/** Cells for the cursor and the mark of a row. */
export const gutter = 3;
const gap = 2;

/**
 * The columns that fit, and the cells that the name gets.
 *
 * @param narrowest the cells that the name should have; a column of `dropOrder` goes rather than that it has fewer.
 */
export function fitColumns<N extends string>(
	columns: ReadonlyArray<Column<N>>,
	width: number,
	narrowest: number,
	dropOrder: readonly N[],
): {readonly name: number; readonly columns: ReadonlyArray<Column<N>>} {
	let shown = columns;
	const room = () =>
		width - gutter - 1 - shown.reduce((sum, column) => sum + column.width + gap, 0);
	for (const name of dropOrder) {
		if (room() >= narrowest) break;
		shown = shown.filter(column => column.name !== name);
	}
	return {name: Math.max(1, room()), columns: shown};
}

/** The text of a cell, cut or filled up, and the gap before it. */
export function cell(
	text: string,
	{width, right}: Pick<Column<string>, 'width' | 'right'>,
): string {
	const cut = text.slice(0, width);
	return ' '.repeat(gap) + (right ? padStart(cut, width) : padEnd(cut, width));
}
