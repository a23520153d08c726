import {emptyLine} from '../../terminal/line-editor.js';
import {screenRecord} from '../core/screens.js';
import type {Screen} from '../core/state.js';
import {stepOn} from '../core/step.js';
import {type FilteredScreen, filtered, filterProblem} from '../frame/filtering.js';
import {back} from '../frame/leaving.js';
import {moveCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {type Keys, key} from './binding.js';
import {endKeys, type Move} from './row-keys.js';

const move: Move<Screen> = motion => (state, screen, rows) => {
	const {rowCount, height, cursorNow, onMoved} = screenRecord(screen);
	const from = cursorNow?.(screen, rows) ?? screen.cursor;
	const cursor = moveCursor(from, motion, rowCount(screen), height(state, screen));
	const moved = {...screen, cursor};
	return onMoved?.(state, moved, rows, motion) ?? stepOn(state, moved);
};

/** The keys of every list. */
export const listKeys: Keys<Screen> = {
	down: key('j down', 'down', 'Down one row', move('down')),
	up: key('k up', 'up', 'Up one row', move('up')),
	'page-down': key('pagedown ctrl-f', 'page down', 'Down one page', move('page-down')),
	'page-up': key('pageup ctrl-b', 'page up', 'Up one page', move('page-up')),
	'half-page-down': key('ctrl-d', 'half down', 'Down half a page', move('half-page-down')),
	'half-page-up': key('ctrl-u', 'half up', 'Up half a page', move('half-page-up')),
	...endKeys(move),
	back: key(
		'esc h left',
		'back',
		'Back: close the dialog, stop the load, clear the filter, leave the screen',
		back,
		{priority: 6},
	),
};

/** The keys while a filter is typed over a list. */
export const filterKeys: Keys<FilteredScreen> = {
	enter: key(
		'enter',
		'keep',
		'Keep the filter and go back to the list',
		(state, screen) => {
			// What cannot be read is not what the rows are: it is mended or cleared first.
			const problem = filterProblem(screen, state.here);
			return problem === undefined
				? stepOn(state, {...screen, editing: false})
				: withNotice(state, problem.sentence, 'bad');
		},
		{priority: 1},
	),
	back: key(
		'esc',
		'clear',
		'Clear the filter',
		(state, screen) => filtered(state, {...screen, editing: false}, emptyLine),
		{priority: 1},
	),
	down: key('down', 'down', 'Down one row', move('down')),
	up: key('up', 'up', 'Up one row', move('up')),
};
