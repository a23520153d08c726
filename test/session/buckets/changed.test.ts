import {describe, expect, test} from 'vitest';
import {asWritten} from '../../support/reasons.js';
import {drawn} from '../../ui/drawn.js';
import {
	abortPlan,
	abortResult,
	askToComplete,
	bucket,
	listed,
	runFacts,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../stage.js';
import {bucketsStage, counted, measured} from './buckets-stage.js';

const [a, b] = [upload('a'), upload('b')];
const GiB = 1024 ** 3;

/** An abort of one is under way in `media`. */
function aborting(): Stage {
	const on = stage();
	on.press('abort');
	on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')});
	on.press('next-choice', 'confirm', 'back');
	return on;
}

/** An abort of two is under way in `media`. */
function running(): Stage {
	const on = stage();
	on.mark(a, b);
	on.press('abort');
	on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([a, b])});
	on.type('2');
	on.press('confirm', 'back');
	return on;
}

/** The list of buckets, where `media` and `other` are measured by now. */
function measure(on: Stage): Stage {
	on.type('b');
	const {id} = on.screen;
	on.tell({type: 'buckets-listed', screen: id, buckets: [{name: bucket}, {name: 'other'}]});
	const measures = new Map([
		[bucket, measured(5, 9 * GiB)],
		['other', measured(2, GiB)],
	]);
	on.tell({
		...{type: 'buckets-counted', screen: id, pending: 0, isEnded: false},
		...{counts: new Map([...measures.keys()].map(name => [name, counted(5)])), rules: new Map()},
		measures,
	});
	return on;
}

const row = (on: Stage, name: string) =>
	drawn(on).find(each => each.slice(3).startsWith(name)) ?? '';
const changed = (on: Stage) => (on.screen.kind === 'buckets' ? [...on.screen.changed.keys()] : []);

describe('what was measured before', () => {
	test('an abort says so, in its row and in the sums; m measures it anew', () => {
		const on = measure(aborting());
		expect(row(on, bucket)).not.toContain('before');
		on.tell({type: 'abort-ended', act: 1, result: abortResult(a, 'gone')});
		expect(changed(on)).toEqual([bucket]);
		expect(row(on, bucket)).toMatch(/9\.0 GiB +5 {3,}before the abort *$/);
		expect(row(on, 'other')).not.toContain('before');
		expect(drawn(on)[1]).toContain('1 measured before a change: M');
		on.press('first');
		expect(drawn(on).join('\n')).toContain('before the abort: m measures again');
		expect(on.press('read-more')).toEqual([
			expect.objectContaining({type: 'measure-buckets', buckets: [bucket], anew: [bucket]}),
		]);
		expect(changed(on)).toEqual([]);
	});

	test('a run says so as soon as one is gone, and M measures it anew with the others', () => {
		const on = measure(running());
		const facts = runFacts({});
		on.tell({type: 'run-progress', act: 1, gone: [], facts, results: []});
		expect(changed(on)).toEqual([]);
		const gone = [{bucket, key: 'a', uploadId: a.uploadId}];
		on.tell({type: 'run-progress', act: 1, gone, facts: runFacts({gone: 1}), results: []});
		expect(changed(on)).toEqual([bucket]);
		expect(on.press('measure-all')).toEqual([
			expect.objectContaining({type: 'measure-buckets', buckets: [bucket], anew: [bucket]}),
		]);
		// What ends while it is measured may have been counted already.
		on.tell({type: 'run-progress', act: 1, gone, facts: runFacts({gone: 2}), results: []});
		expect(changed(on)).toEqual([bucket]);
	});

	test('a run whose aborts are accepted and not proven says so at its end', () => {
		const on = measure(running());
		on.tell({type: 'run-ended', act: 1});
		expect(changed(on)).toEqual([]);
		const other = measure(running());
		const facts = runFacts({accepted: 2});
		other.tell({type: 'run-progress', act: 1, gone: [], facts, results: []});
		other.tell({type: 'run-ended', act: 1});
		expect(changed(other)).toEqual([bucket]);
	});

	test('a Complete says so; what failed changes nothing', () => {
		const on = stage();
		askToComplete(on, a);
		on.press('confirm', 'back');
		measure(on);
		on.tell({type: 'complete-ended', act: 1, result: {kind: 'done', reason: asWritten('.')}});
		expect(row(on, bucket)).toContain('before the complete');
		const failed = measure(aborting());
		failed.tell({type: 'abort-ended', act: 1, result: abortResult(a, 'failed')});
		expect(changed(failed)).toEqual([]);
	});

	test('over another connection says so in the list of its own', () => {
		const on = measure(running());
		const {connection} = on.state;
		if (connection === undefined) throw new Error('nothing is connected');
		const another = {...connection, label: 'own:other', endpoint: 'https://other.example'};
		on.tell({type: 'connected', connection: another});
		measure(on);
		const gone = [{bucket, key: 'a', uploadId: a.uploadId}];
		on.tell({type: 'run-progress', act: 1, gone, facts: runFacts({gone: 1}), results: []});
		expect(changed(on)).toEqual([]);
		on.tell({type: 'connected', connection});
		on.type('b');
		expect(changed(on)).toEqual([bucket]);
	});
});

describe('what was counted before', () => {
	/** The list of buckets lies under the uploads of one of them, and an abort there was sent. */
	function abortingUnderBuckets(): Stage {
		const on = bucketsStage({[bucket]: counted(5), other: counted(2)});
		on.press('first', 'enter');
		expect(on.screen).toMatchObject({kind: 'uploads', bucket});
		const {id: screen} = on.screen;
		on.tell(listed(screen, 3), {type: 'listing-ended', screen, how: 'ended'});
		on.press('abort');
		on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')});
		on.press('next-choice', 'confirm', 'back');
		return on;
	}

	/** The buckets that are counted as their list is seen again. */
	function countedOnTheWayBack(on: Stage) {
		const effects = [];
		while (on.screen.kind !== 'buckets') effects.push(...on.press('back'));
		return effects.flatMap(effect => (effect.type === 'count-buckets' ? effect.seen : []));
	}

	test.each([
		['gone', [bucket]],
		['failed', []],
	] as const)(
		'is counted again once the list is seen, after an abort that is %s',
		(kind, names) => {
			const on = abortingUnderBuckets();
			on.tell({type: 'abort-ended', act: 1, result: abortResult(a, kind)});
			expect(countedOnTheWayBack(on)).toEqual(names);
		},
	);
});
