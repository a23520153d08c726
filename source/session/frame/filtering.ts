import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {Command} from '../core/command.js';
import type {FilterProblem} from '../core/screen-record.js';
import {screenRecord} from '../core/screens.js';
import {type Screen, type SessionState, withAnyScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withNotice} from './notice.js';

export type FilteredScreen = Extract<Screen, {editing: boolean}>;

/** What of the filter of a list cannot be read, and why; undefined where all can. */
export function filterProblem(screen: Screen, now: number): FilterProblem | undefined {
	return 'filter' in screen
		? screenRecord<Screen>(screen).filterProblem?.(screen.filter.text, now)
		: undefined;
}

/** Enter keeps the filter, Esc clears it; undefined when the list takes the command. */
export function whileFiltering(
	state: SessionState,
	screen: FilteredScreen,
	command: Command,
): Step | undefined {
	if (command === 'enter') {
		// What cannot be read is not what the rows are: it is mended or cleared first.
		const problem = filterProblem(screen, state.here);
		if (problem !== undefined) return withNotice(state, problem.sentence, 'bad');
		return step(withAnyScreen(state, screen.id, top => ({...top, editing: false}) as Screen));
	}
	if (command === 'back') return filtered(state, {...screen, editing: false}, emptyLine);
	return undefined;
}

/** The list with another filter. */
export function filtered(state: SessionState, screen: FilteredScreen, filter: Line): Step {
	return screenRecord<Screen>(screen).onFilter?.(state, screen, filter) ?? step(state);
}
