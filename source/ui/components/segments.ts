import {cellsOf, padEnd, truncateEnd} from '../../terminal/cells.js';
import type {Glyphs, Role} from '../frame/theme.js';

/** A piece of one row: text that is safe for the terminal already, and what its colour means. */
export type Segment = {
	readonly text: string;
	readonly role?: Role;
	/** It only stands beside the row of a list, and is not lit with it. */
	readonly isBeside?: true;
};

/** Rows of a dialog or a screen. */
export type Lined = ReadonlyArray<readonly Segment[]>;

/** What rows are drawn for: the cells of a row, the signs, and the sign of something that turns. */
export type Drawing = {readonly width: number; readonly glyphs: Glyphs; readonly spinner: string};

/** Rows by groups; what is absent is left out. */
export type Groups = ReadonlyArray<Lined | false | undefined>;

export function rowsOf(groups: Groups): Lined {
	return groups.flatMap(group => group || []);
}

/** The cells that a row of a list begins with: the cursor on the row under it, which lights the row. */
export function cursorSegment(selected: boolean, glyphs: Glyphs): Segment {
	return selected ? {text: `${glyphs.cursor}  `, role: 'cursor'} : {text: '   '};
}

/** An empty row. */
export const blank: Lined = [[]];

/** The pieces, cut or filled up to `width` cells together. */
export function fitted(
	segments: readonly Segment[],
	width: number,
	ellipsis: string,
): readonly Segment[] {
	const pieces: Segment[] = [];
	let left = width;
	for (const segment of segments) {
		const cells = cellsOf(segment.text);
		if (cells > left) {
			pieces.push({...segment, text: padEnd(truncateEnd(segment.text, left, ellipsis), left)});
			return pieces;
		}
		left -= cells;
		if (segment.text !== '') pieces.push(segment);
	}
	// What stands beside the row of the cursor is not lit up to the end.
	if (left > 0) pieces.push({text: ' '.repeat(left), isBeside: segments.at(-1)?.isBeside});
	return pieces;
}

/** How many cells the pieces take together. */
export function widthOf(segments: readonly Segment[]): number {
	return segments.reduce((sum, {text}) => sum + cellsOf(text), 0);
}

/** A text in pieces: what of it was found stands out. */
export function withMatch(
	text: string,
	found: readonly [number, number] | undefined,
	role: Role,
): readonly Segment[] {
	if (found === undefined) return [{text, role}];
	return [
		{text: text.slice(0, found[0]), role},
		{text: text.slice(...found), role: 'match'},
		{text: text.slice(found[1]), role},
	];
}
