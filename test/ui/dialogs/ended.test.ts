import {describe, expect, test} from 'vitest';
import {
	abortPlan,
	abortResult,
	runFacts,
	runResult,
	type Stage,
	selectionOf,
	stage,
	upload,
} from '../../session/stage.js';
import {drawn} from '../drawn.js';

const [a, b] = [upload('a'), upload('b')];

/** The titles of the keys in the footer, but for help and quit. */
function named(on: Stage): string[] {
	const keys = (drawn(on).at(-1) ?? '').trim().split(/ {2}/);
	return keys
		.map(each => each.replace(/^\S+ /, ''))
		.filter(title => title !== 'help' && title !== 'quit');
}

describe('the footer of what has ended', () => {
	test('an abort that left nothing: no key of an object', () => {
		const on = stage();
		on.press('abort');
		on.tell({type: 'abort-prepared', plan: abortPlan(a, 'stalled')});
		on.press('next-choice', 'confirm');
		on.tell({type: 'abort-ended', act: 1, result: abortResult(a, 'gone')});
		expect(named(on)).toEqual(['close']);
	});

	test.each([
		['all are gone', [], ['close']],
		['some are left', [runResult(a, 'failed')], ['open', 'try again', 'export', 'close']],
	] as const)('an abort of many, where %s', (_, results, titles) => {
		const on = stage();
		on.mark(a, b);
		on.press('abort');
		on.tell({type: 'run-planned', hidden: 0, selection: selectionOf([a, b])});
		on.type('2');
		on.press('confirm');
		const facts = runFacts({gone: 2 - results.length});
		on.tell({type: 'run-progress', act: 1, gone: [], facts, results});
		on.tell({type: 'run-ended', act: 1});
		expect(named(on)).toEqual(expect.arrayContaining([...titles]));
		expect(named(on)).toHaveLength(titles.length);
	});
});
