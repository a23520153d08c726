import {Box, Text} from 'ink';
import {useGlyphs} from '../frame/presentation.js';
import type {Glyphs} from '../frame/theme.js';
import type {Segment} from './segments.js';

type Piece = {
	readonly text: string;
	readonly role?: 'option' | 'textbox' | 'button';
	readonly state?: {readonly selected?: boolean; readonly checked?: boolean};
};

/** One row for a screen reader: its text without colours, after what the cursor, a mark, a field and a button in focus are. */
export function SpokenRow({segments}: {segments: readonly Segment[]}) {
	const pieces = piecesOf(segments, useGlyphs()).filter(({text}) => text !== '');
	return (
		<Box flexDirection="row">
			{pieces.map(({text, role, state}, at) => (
				// Pieces have no identity but their place.
				// biome-ignore lint/suspicious/noArrayIndexKey: see above
				<Box key={at} aria-role={role} aria-state={state}>
					<Text>{text}</Text>
				</Box>
			))}
		</Box>
	);
}

function piecesOf(segments: readonly Segment[], {cursor, mark, caret}: Glyphs): readonly Piece[] {
	const text = segments.map(each => each.text).join('');
	if (segments.some(each => each.role === 'accent' && each.text === caret))
		return [{text: text.trim(), role: 'textbox'}];
	if (segments[0]?.role === 'cursor') {
		const checked = segments.some(each => each.role === 'mark' && each.text.trim() === mark);
		return [{text: spoken(text), role: 'option', state: {selected: true, checked}}];
	}
	const inFocus = (each: Segment) => each.role === 'selected' && each.text.includes(cursor);
	if (!segments.some(inFocus)) return [{text: spoken(text)}];
	return segments.map(each => ({
		text: spoken(each.text),
		...(inFocus(each) ? {role: 'button', state: {selected: true}} : {}),
	}));
}

/** Without what only keeps columns apart: of a key no two blanks stand side by side, they are escaped. */
function spoken(text: string): string {
	return text.trim().replace(/ {3,}/g, '  ');
}
