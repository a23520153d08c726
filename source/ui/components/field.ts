import {cellsOf, truncateEnd} from '../../terminal/cells.js';
import {escapeTyped} from '../../terminal/escape.js';
import type {Line} from '../../terminal/line-editor.js';
import type {Glyphs} from '../frame/theme.js';
import {type Segment, widthOf} from './segments.js';

/** The text of a field with its caret, which is in sight; where the text does not fit, signs stand where it is cut. */
export function fieldSegments(
	line: Line,
	width: number,
	glyphs: Glyphs,
	{
		secret = false,
		focused = true,
		wrong,
	}: {
		secret?: boolean;
		focused?: boolean;
		/** What of the text cannot be read, UTF-16 units of it. */
		wrong?: {readonly from: number; readonly to: number};
	} = {},
): readonly Segment[] {
	const show = (text: string) => (secret ? '*'.repeat([...text].length) : escapeTyped(text));
	const room = Math.max(1, width - cellsOf(glyphs.caret));
	/** The text between two places, what is wrong in it by itself. */
	const between = (from: number, to: number): Segment[] => {
		const cuts = [wrong?.from ?? to, wrong?.to ?? to].map(at => Math.min(to, Math.max(from, at)));
		const [start = to, end = to] = cuts;
		return [
			{text: show(line.text.slice(from, start))},
			{text: show(line.text.slice(start, end)), role: 'danger'},
			{text: show(line.text.slice(end, to))},
		];
	};
	// What is far from the caret is not seen: a long paste must not be measured at every key.
	const start = Math.max(0, line.cursor - 2 * room);
	const end = Math.min(line.text.length, line.cursor + 2 * room);
	const before = between(start, line.cursor);
	const after = between(line.cursor, end);
	// The end is kept in sight, and what stands behind the caret as far as there is room.
	const behind = Math.min(widthOf(after), Math.max(room - widthOf(before), Math.floor(room / 3)));
	return [
		...firstCut(before, room - behind, start > 0, glyphs),
		{text: focused ? glyphs.caret : '', role: 'accent'},
		...lastCut(after, behind, end < line.text.length, glyphs),
	];
}

/** As much of the end of the pieces as fits, with a sign where more stands before. */
function firstCut(
	pieces: readonly Segment[],
	cells: number,
	isCut: boolean,
	{ellipsis}: Glyphs,
): Segment[] {
	const kept = pieces.map(piece => ({...piece}));
	let over = widthOf(kept) - cells;
	if (over <= 0 && !isCut) return kept;
	over += cellsOf(ellipsis);
	for (const piece of kept) {
		const signs = [...piece.text];
		while (over > 0 && signs.length > 0) over -= cellsOf(signs.shift() ?? '');
		piece.text = signs.join('');
	}
	return [{text: ellipsis, role: 'dim'}, ...kept, {text: ' '.repeat(Math.max(0, -over))}];
}

/** As much of the beginning of the pieces as fits, with a sign where more stands behind. */
function lastCut(
	pieces: readonly Segment[],
	cells: number,
	isCut: boolean,
	{ellipsis}: Glyphs,
): readonly Segment[] {
	if (widthOf(pieces) <= cells && !isCut) return pieces;
	const kept: Segment[] = [];
	let left = cells - cellsOf(ellipsis);
	for (const {text, role} of pieces) {
		const shown = truncateEnd(text, Math.max(0, left), '');
		left -= cellsOf(shown);
		kept.push({text: shown, role});
	}
	return cells <= 0 ? [] : [...kept, {text: ellipsis, role: 'dim'}];
}
