import {openActsDialog} from '../acts/acts-dialog.js';
import {whyNotStopped} from '../acts/rights.js';
import {openConnections} from '../connections/picker.js';
import {step} from '../core/step.js';
import {interrupt, quit} from '../frame/leaving.js';
import {openHistory} from '../history/history.js';
import {type Keys, key} from './binding.js';
import {scroll} from './row-keys.js';

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
	history: key(
		'H',
		'history',
		'Every operation on this machine, and what became of it',
		openHistory,
		{
			priority: 10,
		},
	),
	connections: key(
		'p',
		'profiles',
		'Choose another connection; enter goes to the place visited before',
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
		'Give the terminal to the shell; fg comes back',
		state => step({...state, suspensions: state.suspensions + 1}),
		{needsOwnKeypress: true, disabled: whyNotStopped},
	),
	interrupt: key(
		'ctrl-c',
		'quit',
		'Quit from anywhere; says so first when an operation is under way',
		interrupt,
	),
};

/** The keys of the help, which lies over everything. */
export const helpKeys: Keys<unknown> = {
	down: key('j down', 'down', 'Down one row', scroll('down'), {priority: 2}),
	up: key('k up', 'up', 'Up one row', scroll('up'), {priority: 2}),
	'half-page-down': key(
		'pagedown ctrl-d space',
		'page down',
		'Down a page',
		scroll('half-page-down'),
	),
	'half-page-up': key('pageup ctrl-u', 'page up', 'Up a page', scroll('half-page-up')),
	first: key('g home', 'first', 'To the start', scroll('first')),
	last: key('G end', 'last', 'To the end', scroll('last')),
	back: key('esc h left ?', 'close', 'Close', state => step({...state, help: false, scroll: 0}), {
		priority: 1,
	}),
};
