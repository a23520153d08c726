import type {Spoken} from '../frame/presentation.js';
import type {Glyphs} from '../frame/theme.js';
import type {Segment} from './segments.js';

/** One row for a screen reader: its text, after what the cursor, a mark, a field and a button in focus are. */
export function spokenPieces(row: readonly Segment[], glyphs: Glyphs): readonly Spoken[] {
	return piecesOf(row, glyphs).filter(({text}) => text !== '');
}

function piecesOf(row: readonly Segment[], {cursor, mark, caret}: Glyphs): readonly Spoken[] {
	const text = row.map(each => each.text).join('');
	if (row.some(each => each.role === 'accent' && each.text === caret))
		return [{text: text.trim(), 'aria-role': 'textbox'}];
	if (row[0]?.role === 'cursor') {
		const checked = row.some(each => each.role === 'mark' && each.text.trim() === mark);
		return [{text: spoken(text), 'aria-role': 'option', 'aria-state': {selected: true, checked}}];
	}
	const inFocus = (each: Segment) => each.role === 'selected' && each.text.includes(cursor);
	if (!row.some(inFocus)) return [{text: spoken(text)}];
	return row.map(each => ({
		text: spoken(each.text),
		...(inFocus(each) ? {'aria-role': 'button', 'aria-state': {selected: true}} : {}),
	}));
}

/** Without what only keeps columns apart: of a key no two blanks stand side by side, they are escaped. */
function spoken(text: string): string {
	return text.trim().replace(/ {3,}/g, '  ');
}
