import {type SessionState, topScreen} from '../../session/core/state.js';
import {type ActiveBinding, activeBindings, whyNot} from '../../session/keys/keymap.js';
import {type Segment, widthOf} from '../components/segments.js';
import {suggestionSegments} from './prompt.js';
import type {Glyphs} from './theme.js';

/** Cells of the row that the keys of a prompt keep at least. */
const keptForKeys = 22;

/** The keys that hold now, the less important left out until they fit; `? help` never is. Before those of a prompt stands what can be typed. */
export function footer(state: SessionState, width: number, glyphs: Glyphs): readonly Segment[] {
	let shown = activeBindings(state).filter(
		binding =>
			binding.priority !== undefined &&
			binding.isNamed?.(binding.on, state) !== false &&
			!(binding.rare && whyNot(state, binding)),
	);
	const screen = topScreen(state);
	const isPrompt =
		screen !== undefined &&
		'editing' in screen &&
		screen.editing &&
		!state.help &&
		state.dialog === undefined;
	// What can follow comes first; of the keys the two that end the prompt stay.
	const before = isPrompt ? suggestionSegments(state, screen, width - keptForKeys, glyphs) : [];
	const draw = (): readonly Segment[] => [
		...before,
		{text: before.length === 0 ? ' ' : '   '},
		...shown.flatMap((binding, at): Segment[] => [
			{text: at === 0 ? '' : '  '},
			...keySegments(binding, state, glyphs),
		]),
	];
	while (widthOf(draw()) > width) {
		const worst = Math.max(...shown.map(({priority = 0}) => priority));
		if (worst === 0) break;
		const at = shown.findLastIndex(({priority}) => priority === worst);
		shown = shown.toSpliced(at, 1);
	}
	return draw();
}

function keySegments(
	binding: ActiveBinding,
	state: SessionState,
	glyphs: Glyphs,
): readonly Segment[] {
	const off = whyNot(state, binding) !== undefined;
	return [
		{text: keyName(binding.keys[0] ?? '', glyphs), role: off ? 'dim' : 'strong'},
		{text: ` ${binding.title}`, role: 'dim'},
	];
}

const names: Readonly<Record<string, string>> = {
	pagedown: 'PgDn',
	pageup: 'PgUp',
	home: 'Home',
	end: 'End',
	esc: 'esc',
};

/** The name of a key on the screen and in the docs. */
export function keyName(key: string, glyphs: Glyphs): string {
	return glyphs.keys[key] ?? names[key] ?? key;
}
