import {expect, test} from 'vitest';
import type {UploadIndex} from '../../../source/multipart/index/upload-index.js';
import {MeasuredUploads} from '../../../source/session/buckets/measured-uploads.js';

const minute = 60_000;
const index = (count: number) => ({count}) as UploadIndex;

test('what was measured is kept for ten minutes', () => {
	const kept = new MeasuredUploads();
	const one = index(5);
	kept.keep('one', one, 0);
	expect(kept.of('one', 10 * minute)).toBe(one);
	expect(kept.of('one', 10 * minute + 1)).toBeUndefined();
	expect(kept.of('other', 0)).toBeUndefined();
});

test('the last ones are kept, as long as they are a hundred thousand uploads in all', () => {
	const kept = new MeasuredUploads();
	for (const [name, count] of [
		['one', 60_000],
		['two', 40_000],
		['three', 50_000],
	] as const)
		kept.keep(name, index(count), 0);
	expect(['one', 'two', 'three'].map(name => kept.of(name, 0)?.count)).toEqual([
		undefined,
		40_000,
		50_000,
	]);
	kept.keep('large', index(100_001), 0);
	expect(kept.of('large', 0)).toBeUndefined();
});
