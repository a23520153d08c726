import {cellsOf, padEnd, truncateEnd} from '../../terminal/cells.js';
import type {Role} from '../frame/theme.js';

/** A piece of one row: text that is safe for the terminal already, and what its colour means. */
export type Segment = {readonly text: string; readonly role?: Role};

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
	if (left > 0) pieces.push({text: ' '.repeat(left)});
	return pieces;
}

/** How many cells the pieces take together. */
export function widthOf(segments: readonly Segment[]): number {
	return segments.reduce((sum, {text}) => sum + cellsOf(text), 0);
}
