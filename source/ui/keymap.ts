import type {Command} from '../session/command.js';
import {nothingToLookUp, notToBeClosed} from '../session/history.js';
import {
	actsAllowed,
	cannotOpen,
	noActiveLeftOut,
	noConnectionForm,
	noObjectToRead,
	noOptions,
	noPartNamed,
	nothingLeft,
	nothingToCopy,
	nothingUnknown,
	notPaused,
	otherConnections,
	ownConnection,
	runEnded,
} from '../session/permissions.js';
import type {SessionState} from '../session/state.js';

/** Where a binding holds. Several are active at once, the first that knows a key wins. */
export type Context =
	| 'connections'
	| 'buckets'
	| 'uploads'
	| 'parts'
	| 'list'
	| 'filter'
	| 'choice'
	| 'word'
	| 'menu'
	| 'acts'
	| 'act'
	| 'history'
	| 'past-act'
	| 'run'
	| 'help'
	| 'form'
	| 'test'
	| 'global'
	| 'always';

/** What each context is called, in the order of the key table. */
export const contextTitles: Readonly<Record<Context, string>> = {
	uploads: 'Uploads',
	parts: 'Parts',
	buckets: 'Buckets',
	connections: 'Connections',
	history: 'History',
	list: 'In every list',
	filter: 'While typing a filter',
	choice: 'When asked',
	word: 'When a word has to be typed',
	menu: 'In a menu',
	acts: 'Acts',
	act: 'While an act is shown',
	'past-act': 'While an act of the history is shown',
	run: 'While an abort of many is shown',
	help: 'In this help',
	form: 'In a form',
	test: 'While a connection is tested',
	global: 'On every screen',
	always: 'Everywhere but in a field',
};

export type Binding = {
	readonly command: Command;
	readonly context: Context;
	readonly keys: readonly string[];
	/** Two words at most, for the footer. */
	readonly title: string;
	readonly description: string;
	/** The footer drops the highest first; absent: not in the footer. 0 is never dropped. */
	readonly priority?: number;
	/** Acts or ends something: never out of a joined chunk of input. */
	readonly ownChunk?: boolean;
	/** Means something rarely: the footer names it only when it can be done. */
	readonly rare?: boolean;
	/** Changes something on the server. */
	readonly dangerous?: boolean;
	/** Why it cannot be done now. */
	readonly disabled?: (state: SessionState) => string | undefined;
};

/** Every key of the program, once: dispatch, footer, help and the README's table come from here. */
export const bindings: readonly Binding[] = [
	...inContext('list', [
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-f'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-b'], 'page up', 'Up one page'],
		['half-page-down', ['ctrl-d'], 'half down', 'Down half a page'],
		['half-page-up', ['ctrl-u'], 'half up', 'Up half a page'],
		['first', ['g', 'home'], 'first', 'To the first row'],
		['last', ['G', 'end'], 'last', 'To the last row'],
		[
			'back',
			['esc', 'h', 'left'],
			'back',
			'Back: close the dialog, stop the load, clear the filter, leave the screen',
			{priority: 6},
		],
	]),
	...inContext('uploads', [
		['enter', ['enter', 'l', 'right'], 'parts', 'Open the parts of the upload', {priority: 1}],
		[
			'complete',
			['c'],
			'complete',
			'Complete the upload: shows what it makes, then asks',
			{priority: 2, ownChunk: true, dangerous: true, disabled: actsAllowed},
		],
		[
			'abort',
			['x'],
			'abort',
			'Abort the marked uploads, or the one under the cursor: asks first',
			{priority: 2, ownChunk: true, dangerous: true, disabled: actsAllowed},
		],
		[
			'empty-bucket',
			['X'],
			'empty',
			'Abort every upload in the bucket, active ones too, until none is left: asks first',
			{priority: 11, ownChunk: true, dangerous: true, disabled: actsAllowed},
		],
		['mark', ['space'], 'mark', 'Mark or unmark, and step down', {priority: 3}],
		['mark-shown', ['*'], 'mark all', 'Mark all that the filter shows', {priority: 7}],
		['clear-marks', ['u'], 'unmark', 'Clear all marks', {priority: 9}],
		[
			'filter',
			['/'],
			'filter',
			'Filter: text of the key, state:stalled, age>30d, idle>7d, size>=1GiB, parts:0, prefix:, key:*.iso, id:; - negates',
			{priority: 4},
		],
		['sort', ['s'], 'sort', 'Sort by the next column', {priority: 5}],
		['reverse', ['S'], 'reverse', 'Reverse the order', {priority: 10}],
		['refresh', ['r'], 'refresh', 'List again; marks stay', {priority: 5, ownChunk: true}],
		[
			'read-more',
			['m'],
			'more',
			'Go on with a list that was cut; else read the parts of all, and say before how many requests that takes',
			{priority: 8, ownChunk: true},
		],
		[
			'watch',
			['w'],
			'watch',
			'Look at what is on the screen every 5 seconds: shows which uploads move, and how fast',
			{priority: 8},
		],
		['copy', ['y'], 'copy', 'Copy the key, the upload id or the address', {priority: 7}],
		[
			'open-by-id',
			['o'],
			'open',
			'Open an upload by key and id, where listing is not possible',
			{priority: 8},
		],
		[
			'buckets',
			['b'],
			'buckets',
			'Choose another bucket; enter goes to the place visited before',
			{priority: 9},
		],
	]),
	...inContext('parts', [
		[
			'complete',
			['c'],
			'complete',
			'Complete this upload: shows what it makes, then asks',
			{priority: 1, ownChunk: true, dangerous: true, disabled: actsAllowed},
		],
		[
			'abort',
			['x'],
			'abort',
			'Abort this upload: asks first',
			{priority: 1, ownChunk: true, dangerous: true, disabled: actsAllowed},
		],
		[
			'leave-out',
			['space'],
			'leave out',
			'Leave the part, or the range, out of the object; again takes it in',
			{priority: 3},
		],
		['leave-out-range', ['v'], 'range', 'Begin a range of parts here, or end it', {priority: 7}],
		['leave-out-all', ['*'], 'all', 'Take all parts in again, or leave all out', {priority: 6}],
		[
			'export-parts',
			['e'],
			'export',
			'Write the parts file that aws s3api complete-multipart-upload takes',
			{priority: 8},
		],
		[
			'import-parts',
			['i'],
			'import',
			'Read a parts file: compare it with what is there, and leave out what it does not name',
			{priority: 8},
		],
		['next-problem', ['n'], 'next problem', 'Jump to the next part with a problem', {priority: 4}],
		['copy', ['y'], 'copy', 'Copy the key, the upload id or an ETag', {priority: 4}],
		['refresh', ['r'], 'refresh', 'Read the parts again', {priority: 2, ownChunk: true}],
		[
			'buckets',
			['b'],
			'buckets',
			'Choose another bucket; enter goes to the place visited before',
			{priority: 9},
		],
	]),
	...inContext('buckets', [
		['enter', ['enter', 'l', 'right'], 'uploads', 'Open the uploads of the bucket', {priority: 1}],
		['type-bucket', ['b'], 'type a bucket', 'Type the name of a bucket', {priority: 2}],
		[
			'read-more',
			['m'],
			'more',
			'Count all uploads of the bucket, and read their parts for what they hold; esc ends it',
			{priority: 3, ownChunk: true},
		],
		['filter', ['/'], 'filter', 'Filter by text in the name', {priority: 3}],
		['sort', ['s'], 'sort', 'Sort by the number of uploads, or by name', {priority: 4}],
		['refresh', ['r'], 'refresh', 'List and count again', {priority: 4, ownChunk: true}],
	]),
	...inContext('connections', [
		['enter', ['enter', 'l', 'right'], 'connect', 'Connect', {priority: 1}],
		['new-connection', ['n'], 'new', 'Add a connection', {priority: 2}],
		[
			'edit-connection',
			['e'],
			'edit',
			'Edit a connection of your own',
			{priority: 3, disabled: ownConnection},
		],
		[
			'remove-connection',
			['x'],
			'remove',
			'Remove a connection of your own: asks first',
			{priority: 4, ownChunk: true, disabled: ownConnection},
		],
		[
			'test-connection',
			['t'],
			'test',
			'Ask the service what the connection is good for; nothing is changed',
			{priority: 4},
		],
		['filter', ['/'], 'filter', 'Filter by text in the name', {priority: 5}],
		['refresh', ['r'], 'refresh', 'Read the config files again', {priority: 6, ownChunk: true}],
	]),
	...inContext('history', [
		[
			'enter',
			['enter', 'l', 'right'],
			'details',
			'Show all that is known of the act',
			{priority: 1},
		],
		[
			'filter',
			['/'],
			'filter',
			'Filter: text of bucket, key, upload id or request id, act:abort, outcome:failed,unknown, bucket:, by:, since:7d; - negates',
			{priority: 2},
		],
		['copy', ['y'], 'copy', 'Copy the key, the ids or the whole record', {priority: 3}],
		['refresh', ['r'], 'refresh', 'Read the journal again', {priority: 4}],
	]),
	...inContext('past-act', [
		['copy', ['y'], 'copy', 'Copy the key, the ids or the whole record', {priority: 2}],
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of it',
			{priority: 2, ownChunk: true, rare: true, disabled: nothingToLookUp},
		],
		[
			'close-act',
			['s'],
			'close by hand',
			'Say that an act with an unknown outcome is over: asks first',
			{priority: 3, ownChunk: true, rare: true, disabled: notToBeClosed},
		],
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
		['back', ['esc', 'enter', 'h', 'left'], 'close', 'Close', {priority: 1}],
	]),
	...inContext('filter', [
		['enter', ['enter'], 'keep', 'Keep the filter and go back to the list', {priority: 1}],
		['back', ['esc'], 'clear', 'Clear the filter', {priority: 1}],
		['down', ['down'], 'down', 'Down one row'],
		['up', ['up'], 'up', 'Up one row'],
	]),
	...inContext('choice', [
		['next-choice', ['right', 'tab', 'l'], 'switch', 'Go to the other button', {priority: 1}],
		['previous-choice', ['left', 'shift-tab', 'h'], 'switch', 'Go to the other button'],
		['confirm', ['enter'], 'choose', 'Press the button', {priority: 1, ownChunk: true}],
		[
			'include-active',
			['i'],
			'include active',
			'Among several to abort: cover the active ones too; another word has to be typed then',
			{priority: 2, rare: true, disabled: noActiveLeftOut},
		],
		[
			'act-options',
			['o', 'ctrl-o'],
			'options',
			'Of a Complete: the expected bucket owner and who pays, for this act alone',
			{priority: 3, rare: true, disabled: noOptions},
		],
		['page-down', ['pagedown', 'ctrl-d', 'j', 'down'], 'scroll', 'Down, where it is long'],
		['page-up', ['pageup', 'ctrl-u', 'k', 'up'], 'scroll', 'Up, where it is long'],
		['back', ['esc'], 'cancel', 'Close; nothing is sent', {priority: 1}],
	]),
	...inContext('word', [
		['confirm', ['enter'], 'go on', 'Go on, once the word is typed', {priority: 1, ownChunk: true}],
		[
			'include-active',
			['i'],
			'include active',
			'Among several to abort: cover the active ones too; another word has to be typed then',
			{priority: 2, rare: true, disabled: noActiveLeftOut},
		],
		[
			'act-options',
			['ctrl-o'],
			'options',
			'Of a Complete: the expected bucket owner and who pays, for this act alone',
			{priority: 3, rare: true, disabled: noOptions},
		],
		['page-down', ['pagedown', 'down'], 'scroll', 'Down, where it is long'],
		['page-up', ['pageup', 'up'], 'scroll', 'Up, where it is long'],
		['back', ['esc'], 'cancel', 'Close; nothing is sent', {priority: 1}],
	]),
	...inContext('menu', [
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
		['first', ['g', 'home'], 'first', 'To the first row'],
		['last', ['G', 'end'], 'last', 'To the last row'],
		['enter', ['enter', 'l', 'right'], 'choose', 'Choose the row', {priority: 1}],
		['back', ['esc', 'h', 'left'], 'close', 'Close', {priority: 1}],
	]),
	...inContext('acts', [
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of unknown acts',
			{priority: 2, ownChunk: true},
		],
	]),
	...inContext('act', [
		[
			'copy',
			['y'],
			'copy',
			'Copy the location, the ETag or the key',
			{priority: 2, disabled: nothingToCopy},
		],
		[
			'show-part',
			['o'],
			'show part',
			'Open the parts of the upload, on the part that was refused',
			{priority: 2, rare: true, disabled: noPartNamed},
		],
		[
			'check-public',
			['p'],
			'public?',
			'Ask, without credentials, whether anybody can read the object',
			{priority: 4, disabled: noObjectToRead},
		],
		[
			'make-public',
			['P'],
			'make public',
			'Set the ACL public-read on the object: asks first',
			{priority: 5, ownChunk: true, dangerous: true, disabled: cannotOpen},
		],
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of it',
			{priority: 3, ownChunk: true, disabled: nothingUnknown},
		],
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
		[
			'back',
			['esc', 'enter', 'h', 'left'],
			'close',
			'Close; an act that runs, runs on',
			{priority: 1},
		],
	]),
	...inContext('run', [
		[
			'pause',
			['p'],
			'pause/go on',
			'Pause: what was sent is waited for, nothing more is begun; again goes on',
			{priority: 2, ownChunk: true, disabled: runEnded},
		],
		[
			'stop',
			['s'],
			'stop',
			'Send no more aborts, for good; what was sent is waited for and proven',
			{priority: 2, ownChunk: true, disabled: runEnded},
		],
		[
			'go-on',
			['r'],
			'go on',
			'Go on where it paused, once the credentials or the network are back',
			{priority: 1, ownChunk: true, rare: true, disabled: notPaused},
		],
		['enter', ['enter', 'l', 'right'], 'open', 'Open the upload under the cursor', {priority: 4}],
		[
			'retry',
			['t'],
			'try again',
			'Name what is not gone anew, read again first: asks before anything is sent',
			{priority: 3, ownChunk: true, disabled: nothingLeft},
		],
		[
			'export-failures',
			['e'],
			'export',
			'Write what is not gone into a file, a JSON line for each',
			{priority: 3, disabled: nothingLeft},
		],
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
		['first', ['g', 'home'], 'first', 'To the first row'],
		['last', ['G', 'end'], 'last', 'To the last row'],
		['back', ['esc', 'h', 'left'], 'close', 'Close; the run runs on', {priority: 1}],
	]),
	...inContext('help', [
		['down', ['j', 'down'], 'down', 'Down one row', {priority: 2}],
		['up', ['k', 'up'], 'up', 'Up one row', {priority: 2}],
		['half-page-down', ['pagedown', 'ctrl-d', 'space'], 'page down', 'Down a page'],
		['half-page-up', ['pageup', 'ctrl-u'], 'page up', 'Up a page'],
		['first', ['g', 'home'], 'first', 'To the start'],
		['last', ['G', 'end'], 'last', 'To the end'],
		['back', ['esc', 'h', 'left', '?'], 'close', 'Close', {priority: 1}],
	]),
	...inContext('form', [
		['next-field', ['tab', 'down'], 'next field', 'To the next field', {priority: 2}],
		['previous-field', ['shift-tab', 'up'], 'field before', 'To the field before'],
		['confirm', ['enter'], 'next or save', 'To the next field; save on the last', {priority: 1}],
		[
			'save-form',
			['ctrl-s'],
			'save',
			'Save from any field',
			{priority: 2, rare: true, disabled: noConnectionForm},
		],
		[
			'test-connection',
			['ctrl-t'],
			'test',
			'Ask the service what the connection that is typed is good for, before it is stored',
			{priority: 2, rare: true, disabled: noConnectionForm},
		],
		['back', ['esc'], 'cancel', 'Close and forget what was typed', {priority: 1}],
	]),
	...inContext('test', [
		['refresh', ['r'], 'test again', 'Ask again', {priority: 2, ownChunk: true}],
		['down', ['j', 'down'], 'down', 'Down one row'],
		['up', ['k', 'up'], 'up', 'Up one row'],
		['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
		['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
		[
			'back',
			['esc', 'h', 'left', 'enter'],
			'close',
			'Close; what is still asked is ended, and a form comes back',
			{priority: 1},
		],
	]),
	...inContext('global', [
		['acts', ['!'], 'acts', 'Acts that run, and those whose outcome is unknown', {priority: 9}],
		[
			'history',
			['H'],
			'history',
			'Every act on this machine, and what became of it',
			{priority: 10},
		],
		[
			'connections',
			['p'],
			'profiles',
			'Choose another connection; enter goes to the place visited before',
			{priority: 11, disabled: otherConnections},
		],
	]),
	...inContext('always', [
		['help', ['?'], 'help', 'All keys', {priority: 0}],
		['quit', ['q'], 'quit', 'Quit', {priority: 1, ownChunk: true}],
		['interrupt', ['ctrl-c'], 'quit', 'Quit from anywhere; says so first when an act is under way'],
	]),
];

type Line = readonly [
	command: Command,
	keys: readonly string[],
	title: string,
	description: string,
	more?: Partial<Binding>,
];

function inContext(context: Context, lines: readonly Line[]): Binding[] {
	return lines.map(([command, keys, title, description, more]) => ({
		command,
		context,
		keys,
		title,
		description,
		...more,
	}));
}
