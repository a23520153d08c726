import {describe, expect, test} from 'vitest';
import type {Command} from '../../../source/session/core/command.js';
import {recordOf} from '../../../source/session/dialogs/registry.js';
import {contextsOf, isTyping} from '../../../source/ui/keys/contexts.js';
import {bindings} from '../../../source/ui/keys/keymap.js';
import type {Stage} from '../stage.js';
import {type Case, cases} from './cases.js';
import {outcome} from './outcome.js';

/** The commands that hold in every dialog alike. */
const everywhere: readonly Command[] = ['help', 'quit', 'suspend', 'interrupt'];

/** The commands that have a key in the dialog that is open. */
function commandsIn({state}: Stage): readonly Command[] {
	const contexts = contextsOf(state);
	return bindings.filter(({context}) => contexts.includes(context)).map(({command}) => command);
}

function shown({state}: Stage) {
	const {dialog} = state;
	if (dialog === undefined) throw new Error('no dialog is open');
	return dialog;
}

describe.each(Object.entries(cases))('the dialog %s', (kind, situations) => {
	test.each(Object.entries<Case>(situations))('%s: what each key does', (_, {open, leadsTo}) => {
		expect(shown(open()).kind).toBe(kind);
		const bound = commandsIn(open()).filter(command => !everywhere.includes(command));
		const outcomes = bound
			.map(command => [command, outcome(open(), command)] as const)
			.filter(([, words]) => words !== 'nothing');
		expect(Object.fromEntries(outcomes)).toEqual(leadsTo);
	});

	test.each(Object.entries<Case>(situations))('%s: where a letter goes', (_, {open}) => {
		const on = open();
		const before = shown(on);
		on.type('z');
		expect(on.state.dialog !== before).toBe(isTyping(on.state));
		expect(shown(on).kind).toBe(kind);
	});

	test('has no command that no key asks for', () => {
		const opened = Object.values<Case>(situations).map(({open}) => open());
		const bound = new Set<string>(opened.flatMap(commandsIn));
		const known = opened.flatMap(on => Object.keys(recordOf(shown(on)).commands));
		expect(known.filter(command => !bound.has(command))).toEqual([]);
	});
});

test('another connection closes every dialog but the view of an act', () => {
	for (const [kind, situations] of Object.entries(cases))
		for (const {open} of Object.values<Case>(situations)) {
			const on = open();
			const {connection} = on.state;
			if (connection === undefined) throw new Error('nothing is connected');
			on.tell({type: 'connected', connection});
			expect(on.state.dialog?.kind).toBe(kind === 'act' ? 'act' : undefined);
		}
});
