import {Text} from 'ink';
import {cellsOf, padEnd, truncateEnd} from '../../terminal/cells.js';
import {looks, type Role} from '../theme.js';

/** A piece of one row: text that is safe for the terminal already, and what its colour means. */
export type Segment = {readonly text: string; readonly role?: Role};

/**
 * One row of exactly `width` cells: pieces that do not fit are cut, the rest is filled up. One
 * `<Text>` a row is what Ink draws fastest.
 */
export function Row({
	segments,
	width,
	ellipsis,
}: {
	segments: readonly Segment[];
	width: number;
	ellipsis: string;
}) {
	return (
		<Text wrap="truncate">
			{fitted(segments, width, ellipsis).map((segment, at) => (
				// Pieces have no identity of their own: their place in the row is it.
				// biome-ignore lint/suspicious/noArrayIndexKey: see above
				<Text key={at} {...looks[segment.role ?? 'plain']}>
					{segment.text}
				</Text>
			))}
		</Text>
	);
}

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
