import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sumsByPrefix} from '../../source/multipart/abort-prefixes.js';
import type {PlannedAbort} from '../../source/multipart/abort-selection.js';

function planned(key: string, bytes?: number, lastPart?: number): PlannedAbort {
	const summary = bytes === undefined ? undefined : {count: 1, bytes, lastPart, isDated: true};
	return {key, uploadId: 'id', summary, liveness: 'stalled'} as PlannedAbort;
}

const shown = (...uploads: PlannedAbort[]) =>
	sumsByPrefix(uploads).map(({prefix, count, bytes}) => [prefix, count, bytes]);

test('the heaviest prefix comes first, with the ages of its last parts', () => {
	const uploads = [
		planned('logs/a', 1, 10),
		planned('raw/b', 5, 20),
		planned('raw/x/c', 5, 30),
		planned('top', 2, 40),
	];
	expect(sumsByPrefix(uploads)).toMatchObject([
		{prefix: 'raw/', count: 2, bytes: 10, oldestPart: 20, youngestPart: 30},
		{prefix: '', count: 1, bytes: 2},
		{prefix: 'logs/', count: 1, bytes: 1},
	]);
});

test('what all share is passed over, up to where they differ', () => {
	expect(shown(planned('raw/2026/a/1', 3), planned('raw/2026/b/1', 2))).toEqual([
		['raw/2026/a/', 1, 3],
		['raw/2026/b/', 1, 2],
	]);
	expect(shown(planned('raw/2026/a', 3), planned('raw/2026/b', 2))).toEqual([['raw/2026/', 2, 5]]);
	expect(shown(planned('raw/2026', 3), planned('raw/20', 2))).toEqual([['raw/', 2, 5]]);
	expect(shown(planned('//a', 3), planned('/b', 2))).toEqual([
		['//', 1, 3],
		['/', 1, 2],
	]);
});

test('each upload is in one group, that its key begins with', () => {
	const keys = fc.array(fc.stringMatching(/^[ab/]{1,6}$/), {minLength: 1, maxLength: 30});
	fc.assert(
		fc.property(keys, all => {
			const sums = sumsByPrefix(all.map(key => planned(key, 1)));
			const prefixes = sums.map(({prefix}) => prefix);
			expect(new Set(prefixes).size).toBe(prefixes.length);
			expect(sums.reduce((sum, {count}) => sum + count, 0)).toBe(all.length);
			for (const prefix of prefixes) expect(all.some(key => key.startsWith(prefix))).toBe(true);
		}),
	);
});
