import type {Line} from '../../terminal/line-editor.js';
import type {FilterProblem} from '../core/screen-record.js';
import {screenRecord} from '../core/screens.js';
import type {Screen, SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';

export type FilteredScreen = Extract<Screen, {editing: boolean}>;

/** What of the filter of a list cannot be read, and why; undefined where all can. */
export function filterProblem(screen: Screen, state: SessionState): FilterProblem | undefined {
	return 'filter' in screen
		? screenRecord<Screen>(screen).filterProblem?.(screen.filter.text, state)
		: undefined;
}

/** The list with another filter; what keys walked through is over. */
export function filtered(state: SessionState, screen: FilteredScreen, filter: Line): Step {
	const typed = {...screen, walk: undefined} as Screen;
	return screenRecord<Screen>(typed).onFilter?.(state, typed, filter) ?? step(state);
}
