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
	let before = show(line.text.slice(0, line.cursor));
	const after = show(line.text.slice(line.cursor));
	const room = Math.max(1, width - cellsOf(glyphs.caret));
	while (cellsOf(before) > room) before = before.slice(1);
	return [{text: before}, {text: focused ? glyphs.caret : '', role: 'accent'}, {text: after}];
}
