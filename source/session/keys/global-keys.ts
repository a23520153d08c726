import {openActsDialog} from '../acts/acts-dialog.js';
import {whyNotStopped} from '../acts/rights.js';
import {openConnections} from '../connections/picker.js';
import {topScreen} from '../core/state.js';
import {step} from '../core/step.js';
import {bodyRows} from '../frame/layout.js';
import {interrupt, quit} from '../frame/leaving.js';
import {openHistory} from '../history/history.js';
import {type Keys, key} from './binding.js';
import {scrollIn} from './row-keys.js';

/** The keys of every screen. */
export const globalKeys: Keys<unknown> = {
	acts: key(
		'!',
		'operations',
		'Operations that run, and those whose outcome is unknown',
		openActsDialog,
		{
			priority: 9,
		},
	),
	history: key('H', 'history', 'All operations on this machine, and their outcomes', openHistory, {
		priority: 10,
	}),
	connections: key(
		'p',
		'profiles',
		'Choose another connection; enter opens the one visited before',
		openConnections,
		{priority: 11},
	),
};

/** The keys that hold wherever nothing is typed; `ctrl-c` and `ctrl-z` there too. */
export const alwaysKeys: Keys<unknown> = {
	help: key('?', 'help', 'All keys', state => step({...state, help: true, scroll: 0}), {
		priority: 0,
	}),
	quit: key('q', 'quit', 'Quit', state => quit(state, 0), {priority: 1, needsOwnKeypress: true}),
	suspend: key(
		'ctrl-z',
		'suspend',
		'Suspend to the shell; fg comes back',
		state => step({...state, suspensions: state.suspensions + 1}),
		{needsOwnKeypress: true, disabled: whyNotStopped},
	),
	interrupt: key(
		'ctrl-c',
		'quit',
		'Quit from anywhere; warns first while an operation is under way',
		interrupt,
	),
};

/** All rows of the body but the one that says how many are left. */
const scrollHelp = scrollIn(state => Math.max(1, bodyRows(state, topScreen(state)) - 1));

/** The keys of the help, which lies over everything. */
export const helpKeys: Keys<unknown> = {
	down: key('j down', 'down', 'Down one row', scrollHelp('down'), {priority: 2}),
	up: key('k up', 'up', 'Up one row', scrollHelp('up'), {priority: 2}),
	'page-down': key('pagedown ctrl-f space', 'page', 'Down a page', scrollHelp('page-down'), {
		priority: 2,
	}),
	'page-up': key('pageup ctrl-b', 'page up', 'Up a page', scrollHelp('page-up')),
	'half-page-down': key('ctrl-d', 'half down', 'Down half a page', scrollHelp('half-page-down')),
	'half-page-up': key('ctrl-u', 'half up', 'Up half a page', scrollHelp('half-page-up')),
	first: key('g home', 'first', 'To the start', scrollHelp('first')),
	last: key('G end', 'last', 'To the end', scrollHelp('last')),
	back: key('esc h left ?', 'close', 'Close', state => step({...state, help: false, scroll: 0}), {
		priority: 1,
	}),
};
