import {parseQuery} from '../../multipart/query/query.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import {bucketRows, goOnCounting} from '../buckets/buckets.js';
import {connectionRows} from '../connections/picker.js';
import type {Command} from '../core/command.js';
import {type Screen, type SessionState, withAnyScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {historyFiltered, historyProblem} from '../history/history.js';
import {viewOf, withFilter} from '../uploads/uploads.js';
import {listRows} from './layout.js';
import {clampCursor} from './list-cursor.js';
import {withNotice} from './notice.js';

/** What of the filter of a list cannot be read, and why; undefined where all can. */
export function filterProblem(
	screen: Screen,
	now: number,
): {readonly sentence: string; readonly from: number; readonly to: number} | undefined {
	if (screen.kind === 'history') return historyProblem(screen.filter.text, now);
	const read = screen.kind === 'uploads' ? parseQuery(screen.filter.text) : undefined;
	return read !== undefined && 'problem' in read ? read.problem : undefined;
}

export type FilteredScreen = Extract<Screen, {editing: boolean}>;

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

/** A list with another filter: the cursor is put right, and the index told. */
export function filtered(state: SessionState, before: FilteredScreen, filter: Line): Step {
	if (before.kind === 'uploads') {
		const screen = withFilter(before, filter);
		const changed = withAnyScreen(state, screen.id, () => screen);
		return screen.query === before.query ? step(changed) : step(changed, viewOf(screen));
	}
	if (before.kind === 'history') return historyFiltered(state, before, filter);
	const screen = {...before, filter};
	const changed = withAnyScreen(state, screen.id, () => screen);
	const count = screen.kind === 'buckets' ? bucketRows(screen) : connectionRows(screen);
	const cursor = clampCursor(screen.cursor, count, listRows(changed));
	const placed = withAnyScreen(changed, screen.id, top => ({...top, cursor}) as Screen);
	return screen.kind === 'buckets'
		? step(placed, ...goOnCounting(placed, {...screen, cursor}))
		: step(placed);
}
