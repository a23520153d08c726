import {cellsOf} from '../../terminal/cells.js';
import {escapeTyped} from '../../terminal/escape.js';
import type {Line} from '../../terminal/line-editor.js';
import type {Glyphs} from '../frame/theme.js';
import {type Segment, widthOf} from './segments.js';

/** The text of a field with its caret; the end is kept in sight where it does not fit. */
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
	const before = between(Math.max(0, line.cursor - 2 * room), line.cursor);
	return [
		...lastCells(before, room),
		{text: focused ? glyphs.caret : '', role: 'accent'},
		...between(line.cursor, Math.min(line.text.length, line.cursor + 2 * room)),
	];
}

/** As much of the end of the pieces as fits. */
function lastCells(pieces: readonly Segment[], cells: number): Segment[] {
	const kept = pieces.map(piece => ({...piece}));
	let over = widthOf(kept) - cells;
	for (const piece of kept) {
		const signs = [...piece.text];
		while (over > 0 && signs.length > 0) over -= cellsOf(signs.shift() ?? '');
		piece.text = signs.join('');
	}
	return kept;
}
