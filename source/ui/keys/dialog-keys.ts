import {whyNoActiveLeftOut} from '../../session/abort-run/many-dialog.js';
import {whyNothingLeft, whyNotPaused, whyRunEnded} from '../../session/abort-run/run-dialog.js';
import {
	whyConditionStays,
	whyNoObject,
	whyNoPart,
	whyNothingToCopy,
	whyNothingUnknown,
	whyNotMadePublic,
} from '../../session/acts/act-dialog.js';
import {whyNoOptions} from '../../session/acts/complete-dialog.js';
import {whyNoConnectionForm} from '../../session/dialogs/form-dialog.js';
import {whyNotClosed, whyNotLookedUp} from '../../session/history/past-act.js';
import {type Binding, byRows, inContext, type Line, toTheEnds} from './binding.js';

const includeActive: Line = [
	'include-active',
	['i'],
	'include active',
	'Among several to abort: cover the active ones too; another word has to be typed then',
	{priority: 2, rare: true, disabled: whyNoActiveLeftOut},
];

/** While a word is typed a letter is part of it. */
const actOptions = (...keys: readonly string[]): Line => [
	'act-options',
	keys,
	'options',
	'Of a Complete: the expected bucket owner and who pays, for this operation alone',
	{priority: 3, rare: true, disabled: whyNoOptions},
];

/** The keys of what is shown over a list: questions, forms, menus, acts, the help. */
export const dialogKeys: readonly Binding[] = [
	...inContext('past-act', [
		['copy', ['y'], 'copy', 'Copy the key, the ids or the whole record', {priority: 2}],
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of it',
			{priority: 2, needsOwnKeypress: true, rare: true, disabled: whyNotLookedUp},
		],
		[
			'close-act',
			['s'],
			'close by hand',
			'Say that an operation with an unknown outcome is over: asks first',
			{priority: 3, needsOwnKeypress: true, rare: true, disabled: whyNotClosed},
		],
		...byRows,
		['back', ['esc', 'enter', 'h', 'left'], 'close', 'Close', {priority: 1}],
	]),
	...inContext('choice', [
		['next-choice', ['right', 'tab', 'l'], 'switch', 'Go to the other button', {priority: 1}],
		['previous-choice', ['left', 'shift-tab', 'h'], 'switch', 'Go to the other button'],
		['confirm', ['enter'], 'choose', 'Press the button', {priority: 1, needsOwnKeypress: true}],
		includeActive,
		actOptions('o', 'ctrl-o'),
		['page-down', ['pagedown', 'ctrl-d', 'j', 'down'], 'scroll', 'Down, where it is long'],
		['page-up', ['pageup', 'ctrl-u', 'k', 'up'], 'scroll', 'Up, where it is long'],
		['back', ['esc'], 'cancel', 'Close; nothing is sent', {priority: 1}],
	]),
	...inContext('word', [
		[
			'confirm',
			['enter'],
			'go on',
			'Go on, once the word is typed',
			{priority: 1, needsOwnKeypress: true},
		],
		includeActive,
		actOptions('ctrl-o'),
		['page-down', ['pagedown', 'down'], 'scroll', 'Down, where it is long'],
		['page-up', ['pageup', 'up'], 'scroll', 'Up, where it is long'],
		['back', ['esc'], 'cancel', 'Close; nothing is sent', {priority: 1}],
	]),
	...inContext('menu', [
		...byRows,
		...toTheEnds,
		['enter', ['enter', 'l', 'right'], 'choose', 'Choose the row', {priority: 1}],
		['back', ['esc', 'h', 'left'], 'close', 'Close', {priority: 1}],
	]),
	...inContext('acts', [
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of operations with an unknown outcome',
			{priority: 2, needsOwnKeypress: true},
		],
	]),
	...inContext('act', [
		[
			'copy',
			['y'],
			'copy',
			'Copy the location, the ETag or the key',
			{priority: 2, disabled: whyNothingToCopy},
		],
		[
			'show-part',
			['o'],
			'show part',
			'Open the parts of the upload, on the part that was refused',
			{priority: 2, rare: true, disabled: whyNoPart},
		],
		[
			'without-condition',
			['u'],
			'without the condition',
			'Complete it without the condition that the service cannot do: the key has to be typed',
			{
				priority: 2,
				needsOwnKeypress: true,
				rare: true,
				dangerous: true,
				disabled: whyConditionStays,
			},
		],
		[
			'check-public',
			['p'],
			'public?',
			'Ask, without credentials, whether anybody can read the object',
			{priority: 4, disabled: whyNoObject},
		],
		[
			'make-public',
			['P'],
			'make public',
			'Set the ACL public-read on the object: asks first',
			{priority: 5, needsOwnKeypress: true, dangerous: true, disabled: whyNotMadePublic},
		],
		[
			'look-again',
			['r'],
			'look again',
			'Look at the server again for what became of it',
			{priority: 3, needsOwnKeypress: true, disabled: whyNothingUnknown},
		],
		...byRows,
		[
			'back',
			['esc', 'enter', 'h', 'left'],
			'close',
			'Close; an operation that runs, runs on',
			{priority: 1},
		],
	]),
	...inContext('run', [
		[
			'pause',
			['p'],
			'pause/go on',
			'Pause: what was sent is waited for, nothing more is begun; again goes on',
			{priority: 2, needsOwnKeypress: true, rare: true, disabled: whyRunEnded},
		],
		[
			'stop',
			['s'],
			'stop',
			'Send no more aborts, for good; what was sent is waited for and verified',
			{priority: 2, needsOwnKeypress: true, rare: true, disabled: whyRunEnded},
		],
		[
			'go-on',
			['r'],
			'go on',
			'Go on where it paused, once the credentials or the network are back',
			{priority: 1, needsOwnKeypress: true, rare: true, disabled: whyNotPaused},
		],
		['enter', ['enter', 'l', 'right'], 'open', 'Open the upload under the cursor', {priority: 4}],
		[
			'retry',
			['t'],
			'try again',
			'Try again to abort what is left: reads it again, and asks before anything is sent',
			{priority: 3, needsOwnKeypress: true, rare: true, disabled: whyNothingLeft},
		],
		[
			'export-failures',
			['e'],
			'export',
			'Write the uploads that are left to a file, a JSON line for each',
			{priority: 3, rare: true, disabled: whyNothingLeft},
		],
		...byRows,
		...toTheEnds,
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
			{priority: 2, rare: true, disabled: whyNoConnectionForm},
		],
		[
			'test-connection',
			['ctrl-t'],
			'test',
			'Ask the service what the connection that is typed is good for, before it is stored',
			{priority: 2, rare: true, disabled: whyNoConnectionForm},
		],
		['back', ['esc'], 'cancel', 'Close and forget what was typed', {priority: 1}],
	]),
	...inContext('test', [
		['refresh', ['r'], 'test again', 'Ask again', {priority: 2, needsOwnKeypress: true}],
		...byRows,
		[
			'back',
			['esc', 'h', 'left', 'enter'],
			'close',
			'Close; what is still asked is ended, and a form comes back',
			{priority: 1},
		],
	]),
];
