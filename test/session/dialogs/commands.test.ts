import {describe, expect, test} from 'vitest';
import {activeBindings, isTyping} from '../../../source/session/keys/keymap.js';
import type {Stage} from '../stage.js';
import {type Case, cases} from './cases.js';
import {outcome} from './outcome.js';

/** The names of the bindings of the dialog that is open. */
function boundIn({state}: Stage): readonly string[] {
	return activeBindings(state).flatMap(({context, name}) => (context === 'always' ? [] : [name]));
}

function shown({state}: Stage) {
	const {dialog} = state;
	if (dialog === undefined) throw new Error('no dialog is open');
	return dialog;
}

describe.each(Object.entries(cases))('the dialog %s', (kind, situations) => {
	test.each(Object.entries<Case>(situations))('%s: what each key does', (_, {open, leadsTo}) => {
		expect(shown(open()).kind).toBe(kind);
		const outcomes = boundIn(open())
			.map(name => [name, outcome(open(), name)] as const)
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
});

test('what is said of a word that is wrong goes with the next letter, and what failed stays', () => {
	const wrong = Object.values(cases)
		.flatMap(situations => Object.entries<Case>(situations))
		.filter(([name]) => name.includes('nothing typed') || name.includes('count to type'));
	expect(wrong.length).toBeGreaterThanOrEqual(4);
	for (const [, {open}] of wrong) {
		const on = open();
		on.press('confirm');
		const {notice, dialog} = on.state;
		const {ask = ''} = dialog !== undefined && 'word' in dialog ? (dialog.word ?? {}) : {};
		expect(notice?.text.toLowerCase()).toBe(`${ask}; esc cancels.`);
		on.type('2');
		expect(on.state.notice).toBeUndefined();
	}
	const [[, {open}] = expect.fail()] = wrong;
	const on = open();
	on.tell({type: 'failed', screen: on.screen.id, trouble: 'It failed.'});
	const {notice} = on.state;
	on.type('2');
	expect(on.state.notice).toBe(notice);
});

test('another connection closes every dialog but the view of an act', () => {
	for (const [kind, situations] of Object.entries(cases))
		for (const {open} of Object.values<Case>(situations)) {
			const on = open();
			const {connection} = on.state;
			if (connection === undefined) throw new Error('nothing is connected');
			on.tell({type: 'connected', connection});
			const stays = ['act', 'rules-act', 'rescue-act'].includes(kind);
			expect(on.state.dialog?.kind).toBe(stays ? kind : undefined);
		}
});
