import {whyNotStopped} from '../../session/acts/rights.js';
import {whyNoOtherConnection} from '../../session/connections/picker.js';
import {type Binding, inContext} from './binding.js';
import {dialogKeys} from './dialog-keys.js';
import {listKeys} from './list-keys.js';

/** Every key of the program, once: dispatch, footer, help and docs/keys.md come from here. */
export const bindings: readonly Binding[] = [
	...listKeys,
	...dialogKeys,
	...inContext('global', [
		[
			'acts',
			['!'],
			'operations',
			'Operations that run, and those whose outcome is unknown',
			{priority: 9},
		],
		[
			'history',
			['H'],
			'history',
			'Every operation on this machine, and what became of it',
			{priority: 10},
		],
		[
			'connections',
			['p'],
			'profiles',
			'Choose another connection; enter goes to the place visited before',
			{priority: 11, disabled: whyNoOtherConnection},
		],
	]),
	...inContext('always', [
		['help', ['?'], 'help', 'All keys', {priority: 0}],
		['quit', ['q'], 'quit', 'Quit', {priority: 1, needsOwnKeypress: true}],
		[
			'suspend',
			['ctrl-z'],
			'suspend',
			'Give the terminal to the shell; fg comes back',
			{needsOwnKeypress: true, disabled: whyNotStopped},
		],
		[
			'interrupt',
			['ctrl-c'],
			'quit',
			'Quit from anywhere; says so first when an operation is under way',
		],
	]),
];
