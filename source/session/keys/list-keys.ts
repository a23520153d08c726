import {emptyLine} from '../../terminal/line-editor.js';
import {screenRecord} from '../core/screens.js';
import type {Screen, SessionState} from '../core/state.js';
import {stepOn} from '../core/step.js';
import {
	askForName,
	completed,
	forgotten,
	kept,
	recalled,
	suggestionsFor,
	whyNotForgotten,
	whyNotSaved,
} from '../frame/filter-prompt.js';
import {type FilteredScreen, filtered} from '../frame/filtering.js';
import {back} from '../frame/leaving.js';
import {moveCursor} from '../frame/list-cursor.js';
import {rememberedFilters} from '../frame/remembered.js';
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
	'complete-word': key(
		'tab',
		'complete',
		'Complete the name or the value; again takes the next',
		completed(1),
		{
			priority: 2,
			rare: true,
			disabled: (state: SessionState, screen: FilteredScreen) =>
				suggestionsFor(state, screen)?.options.length ? undefined : 'there is no suggestion',
		},
	),
	'complete-word-back': key('shift-tab', 'complete', 'The suggestion before', completed(-1)),
	enter: key('enter', 'keep', 'Keep the filter and go back to the list', kept, {priority: 1}),
	back: key(
		'esc',
		'clear',
		'Clear the filter',
		(state, screen) => filtered(state, {...screen, editing: false}, emptyLine),
		{priority: 1},
	),
	// The wheel comes as several of them at once, and means the rows.
	earlier: key('up', 'earlier', 'Bring back the previous filter', recalled(1), {
		priority: 3,
		needsOwnKeypress: true,
		rare: true,
		disabled: (state: SessionState, {kind}: FilteredScreen) =>
			rememberedFilters(state, kind).typed.length > 0 ? undefined : 'no filter was kept yet',
	}),
	later: key('down', 'later', 'Bring back the next filter, at last what was typed', recalled(-1), {
		needsOwnKeypress: true,
	}),
	'save-filter': key(
		'ctrl-s',
		'save',
		'Save the filter under a name: @name stands for it',
		askForName,
		{
			priority: 4,
			rare: true,
			disabled: whyNotSaved,
		},
	),
	'forget-filter': key(
		'ctrl-x',
		'forget',
		'Forget the saved filter whose @name is typed',
		forgotten,
		{
			priority: 3,
			rare: true,
			disabled: whyNotForgotten,
		},
	),
	down: key('ctrl-n', 'down', 'Down one row', move('down')),
	up: key('ctrl-p', 'up', 'Up one row', move('up')),
	'page-down': key('pagedown', 'page down', 'Down one page', move('page-down')),
	'page-up': key('pageup', 'page up', 'Up one page', move('page-up')),
};
