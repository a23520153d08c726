import {describe, expect, test} from 'vitest';
import {asWritten} from '../../support/reasons.js';
import {
	aborting,
	askToAdd,
	changeEnded,
	expiring,
	rulePlan,
	rulesFacts,
	rulesStage,
} from '../rules-stage.js';
import {bucket, denied, kinds, openAct, type Stage, stage, upload} from '../stage.js';

/** Why a key is not possible, as the notice says. */
function whyNot(on: Stage, name: string): string | undefined {
	expect(kinds(on.press(name)).filter(type => type !== 'end-notice')).toEqual([]);
	expect(on.state.dialog).toBeUndefined();
	return on.state.notice?.text;
}

describe('nothing is changed', () => {
	test('over a connection that is read-only', () => {
		const on = rulesStage(undefined, {readOnly: true});
		expect(whyNot(on, 'add-rule')).toBe('add is not possible: this connection is read-only.');
		expect(whyNot(on, 'remove-rule')).toBe('remove is not possible: this connection is read-only.');
	});

	test('where the profile protects the bucket, or a prefix that the rule would meet', () => {
		const guarded = (prefix: string) => {
			const on = rulesStage();
			const {connection} = on.state;
			on.tell({
				type: 'connected',
				connection: {...connection!, protectedPrefixes: [{prefix}]},
				target: {bucket, prefix: ''},
			});
			on.press('rules');
			on.tell({type: 'rules-read', screen: on.screen.id, facts: rulesFacts([aborting('tidy', 7)])});
			return on;
		};
		expect(whyNot(guarded(''), 'add-rule')).toContain('the profile protects');
		const on = guarded('raw/');
		expect(whyNot(on, 'remove-rule')).toContain('the profile protects raw/');
		on.press('add-rule');
		expect(kinds(on.hit('enter', 'enter', 'enter'))).toEqual([]);
		expect(on.state.dialog).toMatchObject({
			fields: [{}, {problem: 'Not possible: the profile protects raw/.'}, {}],
		});
		on.type('logs/');
		expect(kinds(on.hit('enter', 'enter'))).toEqual(['plan-rule']);
	});

	test.each([
		['the rule aborts no uploads', [expiring('old')]],
		['the rule has no id', [aborting('', 7)]],
		['another rule has the same id', [aborting('a', 7), aborting('a', 9)]],
		['no rule is here', []],
	] as const)('by x where %s', (why, rules) => {
		expect(whyNot(rulesStage(rulesFacts(rules)), 'remove-rule')).toContain(why);
	});

	test.each(['0', '1.5', 'x', '36501', ''])('by a form with %j days', typed => {
		const on = rulesStage();
		on.press('add-rule');
		on.hit('ctrl-u');
		on.type(typed);
		expect(kinds(on.hit('enter', 'enter', 'enter'))).toEqual([]);
		expect(on.state.dialog).toMatchObject({fields: [{problem: /whole days/}, {}, {}]});
	});

	test('while a change of the same rules is under way', () => {
		const on = rulesStage();
		askToAdd(on);
		on.type('add');
		on.press('confirm');
		on.hit('esc');
		on.press('remove-rule');
		expect(on.state.dialog).toBeUndefined();
		expect(on.state.notice?.text).toContain('under way');
	});
});

test('what is typed is what is planned, and what was planned is what is sent', () => {
	const on = rulesStage();
	on.press('add-rule');
	on.hit('ctrl-u');
	on.type('30');
	on.hit('enter');
	on.type('tmp/');
	on.hit('enter');
	on.type('mine');
	const [planning] = on.hit('enter');
	const request = {kind: 'add', days: 30, prefix: 'tmp/', id: 'mine'};
	expect(planning).toEqual({type: 'plan-rule', bucket, request});
	if (planning?.type !== 'plan-rule') return;
	// A plan of something else that comes late is not this one.
	on.tell({type: 'rule-planned', plan: rulePlan({...planning.request}, [])});
	expect(on.state.dialog).not.toHaveProperty('plan');
	const plan = rulePlan(planning.request, []);
	on.tell({type: 'rule-planned', plan});
	on.type('add');
	expect(on.press('confirm')).toEqual([{type: 'change-rules', act: 1, plan}]);
});

test('rules that were others just before are asked about anew', () => {
	const on = rulesStage();
	askToAdd(on);
	on.type('add');
	const [sent] = on.press('confirm');
	if (sent?.type !== 'change-rules') throw new Error('nothing was sent');
	const plan = rulePlan(sent.plan.request, [expiring('other')]);
	on.tell({
		type: 'rules-ended',
		act: 1,
		result: {kind: 'refused', reason: {code: 'rules-changed'}, plan},
	});
	expect(on.state.acts.acts).toEqual([]);
	expect(on.state.dialog).toMatchObject({kind: 'change-rule', plan, word: {line: {text: ''}}});
	on.type('add');
	expect(on.press('confirm')).toMatchObject([{type: 'change-rules', plan}]);
});

test('after a change every screen of the bucket reads its rules anew', () => {
	const on = rulesStage();
	askToAdd(on);
	on.type('add');
	on.press('confirm');
	const act = on.state.acts.acts[0]!.id;
	const effects = on.tell({
		type: 'rules-ended',
		act,
		result: {kind: 'done', reason: asWritten('So.')},
	});
	expect(kinds(effects)).toEqual(['read-cleanup', 'read-rules']);
});

test('what was put back names the change that it undoes', () => {
	const on = rulesStage();
	askToAdd(on);
	on.type('add');
	on.press('confirm');
	changeEnded(on, 'accepted');
	on.press('put-back');
	on.type('put back');
	expect(on.press('confirm')).toMatchObject([{type: 'put-back-rules', act: 2, of: 1}]);
});

test('the rules over a list that is still read count again once it has ended', () => {
	const on = stage();
	const {id} = on.screen;
	on.press('rules');
	const effects = on.tell({type: 'listing-ended', screen: id, how: 'ended'});
	expect(effects).toContainEqual({
		...{type: 'read-rules', screen: on.screen.id, bucket},
		from: {screen: id, prefix: '', isWhole: true},
	});
});

describe('r reads the rules, and what they are counted over', () => {
	const counted = (more: object = {}) => ({
		...rulesFacts([aborting('tidy', 7)]),
		uploads: {listed: 3, isWhole: true, prefix: '', covered: 3, overdue: 0, ...more},
	});

	test('in the list under them, whose end counts once more', () => {
		const on = stage();
		const {id} = on.screen;
		on.tell({type: 'listing-ended', screen: id, how: 'ended'});
		on.press('rules');
		const rules = on.screen.id;
		on.tell({type: 'rules-read', screen: rules, facts: counted()});
		const reading = {type: 'read-rules', screen: rules, bucket};
		const whole = {screen: id, prefix: '', isWhole: true};
		expect(on.press('refresh')).toEqual([
			{...reading, from: whole},
			{type: 'list-uploads', screen: id, bucket, prefix: '', from: 'start'},
		]);
		on.tell({type: 'rules-read', screen: rules, facts: counted()});
		expect(on.screen).toMatchObject({loading: true});
		expect(on.tell({type: 'listing-ended', screen: id, how: 'ended'})).toContainEqual({
			...reading,
			from: whole,
		});
		on.tell({type: 'rules-read', screen: rules, facts: counted()});
		expect(on.screen).toMatchObject({loading: false});
	});

	test('a list that did not come to its end is not listed from its start', () => {
		const on = stage();
		on.tell({type: 'listing-ended', screen: on.screen.id, how: 'stuck'});
		on.press('rules');
		on.tell({type: 'rules-read', screen: on.screen.id, facts: counted({isWhole: false})});
		expect(kinds(on.press('refresh'))).toEqual(['read-rules']);
	});

	test('nothing is listed that was not asked for', () => {
		const on = rulesStage();
		expect(kinds(on.press('refresh'))).toEqual(['read-rules']);
	});
});

test('esc ends a listing and keeps the rules; another leaves them', () => {
	const on = rulesStage();
	on.press('read-more');
	const facts = rulesFacts([aborting('tidy', 7)]);
	on.tell({type: 'rules-read', screen: on.screen.id, facts, listed: 1000});
	expect(kinds(on.press('back'))).toEqual(['stop-reads']);
	expect(on.screen).toMatchObject({kind: 'rules', lists: false, loading: false});
	on.press('back');
	expect(on.screen.kind).toBe('uploads');
});

test('a change whose outcome nobody knows is told by its bucket, not by what stands for a key', () => {
	const on = rulesStage();
	const {intent} = openAct(upload('?lifecycle'), 'abort', 'unknown');
	on.tell({
		type: 'unsettled',
		acts: [{intent: {...intent, uploadId: '?lifecycle', act: 'rules'}, state: 'unknown'}],
	});
	on.tell({
		...{type: 'act-looked-up', asked: true},
		intent: {...intent, act: 'rules'},
		settlement: {kind: 'unknown', reason: {code: 'rules-unseen'}},
	});
	expect(on.state.notice?.text).toMatch(/^Change of the rules of media: /);
});

test('a failed plan is said in its confirmation', () => {
	const on = rulesStage();
	on.press('remove-rule');
	on.tell({type: 'act-refused', trouble: denied});
	expect(on.state.dialog).toMatchObject({kind: 'change-rule', trouble: denied});
	expect(kinds(on.press('confirm'))).toEqual(['stop-preparing']);
});
