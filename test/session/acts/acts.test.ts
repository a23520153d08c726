import {describe, expect, test} from 'vitest';
import type {CompleteResult} from '../../../source/operations/complete/complete.js';
import {asWritten} from '../../support/reasons.js';
import {
	abortPlan,
	abortResult,
	askToComplete,
	bucket,
	completionPlan,
	kinds,
	openAct,
	runFacts,
	runResult,
	selectionOf,
	stage,
	upload,
} from '../stage.js';

const a = upload('a');
const done: CompleteResult = {kind: 'done', reason: asWritten('HeadObject agrees.'), etag: '"e"'};
const unknown: CompleteResult = {kind: 'unknown', reason: asWritten('The answer was lost.')};

/** A Complete of `a` is under way, and its view is open. */
function completing() {
	const on = stage();
	askToComplete(on, a);
	on.press('confirm');
	expect(on.state.dialog).toMatchObject({kind: 'act', act: 1});
	return on;
}

/** An abort of `a` is under way, and its view is open. */
function aborting() {
	const on = stage();
	on.press('abort');
	on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')});
	on.press('next-choice', 'confirm');
	expect(on.state.dialog).toMatchObject({kind: 'act', act: 1});
	return on;
}

/** An abort of two is under way, and its view is open. */
function aborting2() {
	const on = stage();
	const both = [a, upload('b')];
	on.mark(...both);
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection: selectionOf(both)});
	on.type('2');
	on.press('confirm');
	expect(on.state.dialog).toMatchObject({kind: 'run', act: 1});
	return on;
}

describe('the outcome is told', () => {
	test('in the view of the act while that is open', () => {
		const on = completing();
		on.tell({type: 'complete-ended', act: 1, result: done});
		expect(on.state.acts.acts[0]).toMatchObject({outcome: {kind: 'done'}});
		expect(on.state.notice).toBeUndefined();
	});

	/** Everywhere that a person may have gone meanwhile. */
	const elsewhere: ReadonlyArray<readonly [string, readonly string[]]> = [
		['on the list', ['back']],
		['in the parts of another upload', ['back', 'down', 'enter']],
		['among the buckets', ['back', 'back']],
		['among the connections', ['back', 'connections']],
		['in the help', ['back', 'help']],
		['over a menu', ['back', 'copy']],
		['in a form', ['back', 'open-by-id']],
		['while a filter is typed', ['back', 'filter']],
		['in another confirmation', ['back', 'down', 'abort']],
	];

	test.each(elsewhere)('as a notice %s', (_, commands) => {
		const on = completing();
		on.press(...commands);
		const {dialog, help, screens} = on.state;
		on.tell({type: 'complete-ended', act: 1, result: done});
		expect(on.state.notice).toMatchObject({tone: 'good', text: expect.stringMatching(/a: done/i)});
		expect([on.state.dialog, on.state.help, on.state.screens]).toEqual([dialog, help, screens]);
	});

	test('on another connection too', () => {
		const on = completing();
		on.press('back');
		on.tell({type: 'connected', connection: {...on.state.connection!, label: 'own:other'}});
		on.tell({type: 'complete-ended', act: 1, result: unknown});
		expect(on.state.notice).toMatchObject({tone: 'bad'});
	});

	test.each(['failed', 'unknown'] as const)('%s stays until it is dismissed', kind => {
		const on = completing();
		on.press('back');
		const effects = on.tell({
			type: 'complete-ended',
			act: 1,
			result: {kind, reason: asWritten('So it was.')},
		});
		expect(on.state.notice).toMatchObject({tone: 'bad'});
		expect(effects).toEqual([]);
	});

	test('of an abort, wherever the person is', () => {
		const on = aborting();
		on.press('back');
		expect(on.state.notice).toBeUndefined();
		on.tell({type: 'abort-ended', act: 1, result: abortResult(a, 'failed')});
		expect(on.state.notice).toMatchObject({
			tone: 'bad',
			text: 'Abort of a: failed. A sentence.',
		});
	});

	test('of an abort of many: how many are gone and how many are not', () => {
		const on = aborting2();
		on.press('back');
		on.tell({
			type: 'run-progress',
			act: 1,
			gone: [{bucket, key: 'a', uploadId: a.uploadId}],
			facts: runFacts({gone: 1, failed: 1}),
			results: [runResult(upload('b'), 'failed')],
		});
		expect(on.state.notice).toBeUndefined();
		on.tell({type: 'run-ended', act: 1});
		expect(on.state.notice).toMatchObject({
			tone: 'bad',
			text: expect.stringMatching(/1 gone, 1 failed/),
		});
		on.press('quit');
		expect(on.state.exit).toMatchObject({code: 1});
	});
});

test('only what is gone or done leaves the list', () => {
	const on = completing();
	expect(kinds(on.tell({type: 'complete-ended', act: 1, result: unknown}))).not.toContain(
		'forget-uploads',
	);
	const of = completing();
	expect(kinds(of.tell({type: 'complete-ended', act: 1, result: done}))).toContain(
		'forget-uploads',
	);
});

describe('nothing is sent twice', () => {
	test.each([
		['a Complete', completing],
		['an Abort', aborting],
	])('%s: more presses of Enter send nothing', (_, begin) => {
		const on = begin();
		const effects = [...on.press('confirm', 'enter'), ...on.press('confirm', 'enter')];
		expect(kinds(effects)).not.toContain('complete');
		expect(kinds(effects)).not.toContain('abort');
		expect(on.state.acts.acts).toHaveLength(1);
	});

	test.each(['running', 'unknown'] as const)(
		'while a Complete is %s, neither act on that upload is even asked for',
		standing => {
			for (const command of ['complete', 'abort'] as const) {
				const on = stage();
				on.tell({type: 'unsettled', acts: [openAct(a, 'complete', standing)]});
				expect(on.press(command)).toEqual([]);
				expect(on.state.dialog).toBeUndefined();
				expect(on.state.notice).toMatchObject({tone: 'bad'});
			}
		},
	);

	test('an Abort of unknown outcome forbids a Complete, and may itself be repeated', () => {
		const on = stage();
		on.tell({type: 'unsettled', acts: [openAct(a, 'abort', 'unknown')]});
		expect(on.press('complete')).toEqual([]);
		expect(kinds(on.press('back', 'abort'))).toEqual(['prepare-abort']);
	});

	test('other uploads are not held up by it', () => {
		const on = stage();
		on.tell({type: 'unsettled', acts: [openAct(a, 'complete', 'unknown')]});
		expect(kinds(on.press('down', 'complete'))).toContain('prepare-complete');
	});

	test('the same key with another id is another upload', () => {
		const twin = upload('a', {uploadId: 'another'});
		const on = stage([twin]);
		on.tell({type: 'unsettled', acts: [openAct(a, 'complete', 'unknown')]});
		expect(kinds(on.press('complete'))).toEqual(['prepare-complete']);
	});
});

describe('what was read just before sending is not what was confirmed', () => {
	const changed: CompleteResult = {
		kind: 'changed',
		plan: completionPlan(a, {sizes: [8, 8, 8, 1]}),
		changes: [{code: 'landed', partNumbers: [4]}],
	};

	test('the dialog opens again with what changed, on Cancel, and nothing was sent', () => {
		const on = completing();
		on.tell({type: 'complete-ended', act: 1, result: changed});
		expect(on.state.dialog).toMatchObject({
			kind: 'complete',
			changes: [{code: 'landed', partNumbers: [4]}],
			plan: {partCount: 4},
			focus: 'cancel',
		});
		expect(on.state.acts.acts).toEqual([]);
		expect(kinds(on.press('confirm'))).not.toContain('complete');
		expect(on.state.dialog).toBeUndefined();
	});

	test('what is agreed to then is the new plan', () => {
		const on = completing();
		on.tell({type: 'complete-ended', act: 1, result: changed});
		const [effect] = on.press('next-choice', 'confirm');
		expect(effect).toMatchObject({type: 'complete', plan: {partCount: 4}});
	});

	test('who has gone on hears that nothing was sent', () => {
		const on = completing();
		on.press('back');
		on.tell({type: 'complete-ended', act: 1, result: changed});
		expect(on.state.dialog).toBeUndefined();
		expect(on.state.notice).toMatchObject({
			tone: 'bad',
			text: expect.stringContaining('nothing was sent'),
		});
	});
});

describe('ending the program', () => {
	test('q is 0, and 1 when what failed stands on the screen; ctrl-c is 130', () => {
		const quit = stage();
		quit.press('quit');
		expect(quit.state.exit).toMatchObject({code: 0});
		const failed = stage();
		failed.tell({type: 'failed', screen: failed.screen.id, trouble: 'It failed.'});
		failed.press('quit');
		expect(failed.state.exit).toEqual({code: 1, trouble: 'It failed.'});
		const interrupted = stage();
		interrupted.press('interrupt');
		expect(interrupted.state.exit).toMatchObject({code: 130});
	});

	test('ctrl-c while an act is under way says so first; the second one quits', () => {
		const on = completing();
		on.press('interrupt');
		expect(on.state.exit).toBeUndefined();
		expect(on.state.notice).toMatchObject({tone: 'bad', text: expect.stringContaining('ctrl-c')});
		on.press('interrupt');
		expect(on.state.exit).toMatchObject({code: 130});
	});

	test.each(['interrupt', 'quit'])('what %s says is seen to its end on 80 columns', name => {
		const on = completing();
		on.press('back', name);
		// One is left empty before the sign of a notice, and one behind it.
		expect(on.state.notice?.text.length).toBeLessThanOrEqual(80 - 3);
		expect(on.state.notice?.text).toMatch(/ctrl-c again quits|quit with ctrl-c twice/);
	});

	test('any key in between takes the first one back', () => {
		const on = completing();
		on.press('interrupt', 'down', 'interrupt');
		expect(on.state.exit).toBeUndefined();
	});

	test('q never ends an act that is under way', () => {
		const on = completing();
		on.press('back', 'quit', 'quit', 'quit');
		expect(on.state.exit).toBeUndefined();
		on.tell({type: 'complete-ended', act: 1, result: done});
		on.press('quit');
		expect(on.state.exit).toMatchObject({code: 0});
	});
});

test('an abort of many is paused, goes on and is stopped, only while it runs', () => {
	const on = aborting2();
	const control = (what: string) => [{type: 'control-run', act: 1, what}];
	expect(on.press('pause')).toEqual(control('pause'));
	const facts = {...runFacts({}), state: 'paused' as const};
	on.tell({type: 'run-progress', act: 1, gone: [], facts, results: []});
	expect(on.press('pause')).toEqual(control('go-on'));
	expect(on.press('stop')).toEqual(control('stop'));
	on.tell({type: 'run-ended', act: 1});
	for (const name of ['stop', 'pause']) {
		expect(kinds(on.press(name))).toEqual(['end-notice']);
		expect(on.state.notice?.text).toContain('is not possible: it has ended.');
	}
});

test('an emptying that paused while it lists goes on with the same key', () => {
	const on = stage();
	on.press('empty-bucket');
	on.type(bucket);
	on.press('confirm');
	const emptying = {state: 'paused' as const, round: 1, listed: 0, gone: 0, freed: 0};
	on.tell({type: 'run-progress', act: 1, gone: [], emptying, results: []});
	expect(on.press('pause')).toEqual([{type: 'control-run', act: 1, what: 'go-on'}]);
});

test('what is not gone of a run elsewhere is not tried again through this connection', () => {
	const on = aborting2();
	const results = [runResult(a, 'failed')];
	on.tell(
		{type: 'run-progress', act: 1, gone: [], facts: runFacts({failed: 1}), results},
		{type: 'run-ended', act: 1},
		{
			type: 'connected',
			connection: {...on.state.connection!, endpoint: 'http://127.0.0.1:9001'},
			target: {bucket, prefix: ''},
		},
	);
	on.press('acts', 'enter');
	expect(on.press('retry')).not.toContainEqual(expect.objectContaining({type: 'plan-run'}));
	expect(on.state.notice?.text).toContain('connect there first');
});

test('a killed emptying goes on as one, once its bucket is named again', () => {
	const on = stage();
	const run = {
		file: 'run.jsonl',
		header: {
			id: 'run',
			time: new Date(0).toISOString(),
			pid: 1,
			host: 'here',
			connection: 'own:test',
			endpoint: 'http://127.0.0.1:9000',
			bucket,
			everything: true,
			confirmed: {uploads: 9, bytes: 9},
		},
		total: 9,
		done: 4,
		accepted: 0,
		unknown: 1,
		notSent: 4,
		wasEmptying: true,
	};
	on.tell({type: 'runs-interrupted', runs: [run]});
	on.press('acts', 'enter');
	expect(on.state.dialog).toMatchObject({kind: 'empty-bucket', word: {wanted: bucket}});
	expect(on.press('confirm')).not.toContainEqual(expect.objectContaining({act: 1}));
	on.type(bucket);
	expect(on.press('confirm')).toMatchObject([{type: 'start-emptying', bucket, after: 'run.jsonl'}]);
	expect(on.state.acts.interrupted).toEqual([]);
});

test('what is not gone is named anew before it is tried again', () => {
	const on = aborting2();
	const results = [runResult(a, 'failed'), runResult(upload('b'), 'refused')];
	on.tell({type: 'run-progress', act: 1, gone: [], facts: runFacts({failed: 1}), results});
	expect(on.press('retry')).not.toContainEqual(expect.objectContaining({type: 'plan-run'}));
	on.tell({type: 'run-ended', act: 1});
	expect(on.press('retry')).toMatchObject([
		{type: 'plan-run', includeActive: false, source: {kind: 'again', uploads: [{key: 'a'}]}},
	]);
	expect(on.state.dialog).toMatchObject({kind: 'abort-many', named: 1});
});
