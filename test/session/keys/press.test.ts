import {describe, expect, test} from 'vitest';
import {activeBindings, bindings, whyNot} from '../../../source/session/keys/keymap.js';
import {type Case, cases} from '../dialogs/cases.js';
import {rulesStage} from '../rules-stage.js';
import {bucket, completionPlan, kinds, type Stage, selectionOf, stage, upload} from '../stage.js';

/** Where keys may be refused: every dialog, and the screens of a connection that is read-only. */
const places: ReadonlyArray<readonly [string, () => Stage]> = [
	...Object.entries(cases).flatMap(([kind, situations]) =>
		Object.entries<Case>(situations).map(
			([name, {open}]) => [`the dialog ${kind} ${name}`, open] as const,
		),
	),
	['uploads, read-only', () => stage(undefined, {readOnly: true})],
	[
		'parts, read-only, before they are read',
		() => {
			const on = stage(undefined, {readOnly: true});
			on.press('enter');
			return on;
		},
	],
];

describe.each(places)('in %s', (_, open) => {
	const {state} = open();
	const refused = activeBindings(state).filter(binding => whyNot(state, binding) !== undefined);

	test('what is disabled says why, and nothing else happens', () => {
		for (const binding of refused) {
			const on = open();
			const {screens, dialog, acts} = on.state;
			expect(kinds(on.hit(binding.keys[0] ?? '')), binding.name).toEqual(['end-notice']);
			expect(on.state).toMatchObject({screens, dialog, acts});
			expect(on.state.notice).toMatchObject({
				text: `${binding.title} is not possible: ${whyNot(state, binding)}.`,
				about: binding.name,
			});
		}
	});

	test('what needs a keypress of its own does nothing within joined input', () => {
		for (const {name, keys, needsOwnKeypress} of activeBindings(state)) {
			if (!needsOwnKeypress) continue;
			const on = open();
			const before = on.state;
			expect(on.tell({type: 'key', key: keys[0] ?? '', alone: false}), name).toEqual([]);
			expect(on.state).toBe(before);
		}
	});
});

/** The effects by which something leaves for the server that changes it. */
const sendings = ['complete', 'abort', 'start-run', 'start-emptying', 'resume-run', 'change-rules'];
sendings.push('put-back-rules', 'rescue', 'make-public');

/** Where each key that changes something can be pressed. */
const writable: ReadonlyArray<readonly [string, () => Stage]> = [
	...places,
	['uploads', () => stage()],
	['rules', () => rulesStage()],
];

test('one press of a key that changes something on the server sends nothing: it asks first', () => {
	const pressed = new Set<string>();
	for (const [place, open] of writable) {
		const {state} = open();
		for (const binding of activeBindings(state).filter(({dangerous}) => dangerous))
			for (const key of whyNot(state, binding) === undefined ? binding.keys : []) {
				const sent = kinds(open().hit(key)).filter(kind => sendings.includes(kind));
				expect(sent, `${key} in ${place}`).toEqual([]);
				pressed.add(binding.name);
			}
	}
	const dangerous = new Set(bindings.filter(each => each.dangerous).map(({name}) => name));
	expect(pressed).toEqual(dangerous);
});

test('those places have keys that are refused, so that the tests above say something', () => {
	const reasons = places.flatMap(([, open]) => {
		const {state} = open();
		return activeBindings(state).flatMap(binding => whyNot(state, binding) ?? []);
	});
	expect(reasons).toEqual(
		expect.arrayContaining(['this connection is read-only', 'it still runs']),
	);
	expect(new Set(reasons).size).toBeGreaterThan(10);
});

describe('a letter beside a word to type', () => {
	const asked = (active: number) => {
		const on = stage();
		on.mark(upload('a'), upload('b'), upload('c'));
		on.press('abort');
		const selection = selectionOf([upload('a'), upload('b')], {active});
		on.tell({type: 'run-planned', hidden: 0, selection});
		return on;
	};

	test('is a key while that can be done, and else part of the word', () => {
		expect(kinds(asked(1).type('i'))).toEqual(['plan-run']);
		const on = asked(0);
		expect(on.type('i')).toEqual([]);
		expect(on.state.dialog).toMatchObject({word: {line: {text: 'i'}}});
	});

	test('is typed when it is pasted', () => {
		const on = asked(1);
		expect(on.tell({type: 'paste', text: 'i'})).toEqual([]);
		expect(on.state.dialog).toMatchObject({word: {line: {text: 'i'}}});
	});
});

test('a paste outside of a field is ignored, and says so', () => {
	const on = stage();
	const {screens} = on.state;
	expect(kinds(on.tell({type: 'paste', text: 'xc'}))).toEqual(['end-notice']);
	expect(on.state).toMatchObject({screens, dialog: undefined});
	expect(on.state.notice?.text).toContain('Paste ignored');
});

test('a protected prefix refuses both acts where it is all that the screen shows', () => {
	const on = stage();
	const protectedPrefixes = [{bucket, prefix: ''}];
	on.tell({
		type: 'connected',
		connection: {...on.state.connection!, protectedPrefixes},
		target: {bucket, prefix: ''},
	});
	for (const name of ['complete', 'abort', 'empty-bucket']) {
		expect(kinds(on.press(name))).toEqual(['end-notice']);
		expect(on.state.notice?.text).toContain('the profile protects');
	}
	on.press('enter');
	on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(upload('a'))});
	expect(kinds(on.press('complete'))).toEqual(['end-notice']);
});
