import type {Screen, SessionState} from '../core/state.js';
import {step, stepOn} from '../core/step.js';
import {dialogRows} from '../frame/layout.js';
import {type Motion, rowsOf} from '../frame/list-cursor.js';
import {type Binding, type Keys, key} from './binding.js';

/** What a motion does to a list or a text. */
export type Move<On> = (motion: Motion) => Binding<On>['run'];

/** Scrolls a text that lies over the screen. Where it ends only the screen knows, which then says how far it really went. */
export const scroll = scrollIn(dialogRows);

/** Scrolls a text of which so many rows are seen. */
export function scrollIn(seen: (state: SessionState) => number): Move<unknown> {
	return motion => state =>
		step({...state, scroll: Math.max(0, state.scroll + rowsOf(motion, seen(state)))});
}

/** Down and up where rows are looked through. */
export function rowKeys<On>(move: Move<On>): Keys<On> {
	return {
		down: key('j down', 'down', 'Down one row', move('down')),
		up: key('k up', 'up', 'Up one row', move('up')),
		'page-down': key('pagedown ctrl-d', 'page down', 'Down one page', move('page-down')),
		'page-up': key('pageup ctrl-u', 'page up', 'Up one page', move('page-up')),
	};
}

/** To both ends of a list. */
export function endKeys<On>(move: Move<On>): Keys<On> {
	return {
		first: key('g home', 'first', 'To the first row', move('first')),
		last: key('G end', 'last', 'To the last row', move('last')),
	};
}

/** Opens the filter of a list. */
export function filterKey(
	description: string,
	priority: number,
): Binding<Screen & {readonly editing: boolean}> {
	const open: Binding<Screen>['run'] = (state, screen) =>
		stepOn(state, {...screen, editing: true} as Screen);
	return key('/', 'filter', description, open, {priority});
}
