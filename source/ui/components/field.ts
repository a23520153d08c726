import {cellsOf} from '../../terminal/cells.js';
import {escapeTyped} from '../../terminal/escape.js';
import type {Line} from '../../terminal/line-editor.js';
import type {Glyphs} from '../theme.js';
import type {Segment} from './segments.js';

/** The text of a field with its caret; the end is kept in sight where it does not fit. */
export function fieldSegments(
	line: Line,
	width: number,
	glyphs: Glyphs,
	{secret = false, focused = true}: {secret?: boolean; focused?: boolean} = {},
): readonly Segment[] {
	const show = (text: string) => (secret ? '*'.repeat([...text].length) : escapeTyped(text));
	const room = Math.max(1, width - cellsOf(glyphs.caret));
	// What is far from the caret is not seen: a long paste must not be measured at every key.
	const from = Math.max(0, line.cursor - 2 * room);
	const before = [...show(line.text.slice(from, line.cursor))];
	const after = show(line.text.slice(line.cursor, line.cursor + 2 * room));
	while (cellsOf(before.join('')) > room) before.shift();
	return [
		{text: before.join('')},
		{text: focused ? glyphs.caret : '', role: 'accent'},
		{text: after},
	];
}
