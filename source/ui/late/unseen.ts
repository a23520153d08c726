import {type SessionState, topScreen} from '../../session/core/state.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import type {Lined} from '../components/segments.js';
import type {Glyphs} from '../frame/theme.js';
import {isLate} from '../screens/views.js';
import type {Late} from './late-file.js';
import {lateViews} from './late-views.js';

/** Whether what is open is not drawn: its file is being read, or could not be. */
export function isUnseen(state: SessionState, late: Late<unknown> = lateViews.now()): boolean {
	if (late.kind === 'here' || state.help) return false;
	const screen = topScreen(state);
	return state.dialog !== undefined || (screen !== undefined && isLate(screen));
}

/** Whether a key is for what is open but cannot be drawn: what is not seen is neither changed nor confirmed. */
export function isForUnseen(
	state: SessionState,
	isWayOut: boolean,
	late: Late<unknown> = lateViews.now(),
): boolean {
	return late.kind === 'failed' && !isWayOut && isUnseen(state, late);
}

/** What stands in its place: nothing for the moment that reading takes. */
export function unseenLines(
	width: number,
	glyphs: Glyphs,
	late: Late<unknown> = lateViews.now(),
): Lined {
	if (late.kind !== 'failed') return [];
	const room = Math.max(10, width - 4);
	const what = wrapText(
		`partway cannot read one of its files: ${escapeForTerminal(late.problem)}`,
		room,
	);
	const advice = wrapText(
		'It was changed or removed since partway was started: quit, and start it again. Until then this cannot be shown; esc goes back.',
		room,
	);
	return [
		[],
		...what.map((text, at): Lined[number] => [
			{text: at === 0 ? ` ${glyphs.bad} ` : '   ', role: 'danger'},
			{text, role: 'strong'},
		]),
		...advice.map((text): Lined[number] => [{text: `   ${text}`}]),
	];
}
