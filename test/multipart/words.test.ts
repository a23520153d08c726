import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parsePartRanges, partRanges, partsSubject} from '../../source/multipart/words.js';

test.each<[string, number[] | undefined]>([
	['3', [3]],
	['3, 5-7', [3, 5, 6, 7]],
	['5-7 3', [3, 5, 6, 7]],
	['3,3, 2-4', [2, 3, 4]],
	['8-', [8, 9, 10]],
	['10-', [10]],
	['', undefined],
	[' , ', undefined],
	['11-', undefined],
	['7-5', undefined],
	['-3', undefined],
	['1.5', undefined],
	['a', undefined],
	['1-2-3', undefined],
	['999999', undefined],
])('%j of 10', (text, numbers) => {
	expect(parsePartRanges(text, 10)).toEqual(numbers);
});

test('what is written is read again', () => {
	fc.assert(
		fc.property(fc.uniqueArray(fc.integer({min: 1, max: 400}), {minLength: 1}), numbers => {
			const ascending = numbers.toSorted((a, b) => a - b);
			const text = partRanges(ascending, Number.POSITIVE_INFINITY);
			expect(parsePartRanges(text, 400)).toEqual(ascending);
		}),
	);
});

test('a subject with its verb', () => {
	expect(partsSubject([3], ['is', 'are'])).toBe('Part 3 is');
	expect(partsSubject([3, 4, 5, 9], ['is', 'are'])).toBe('Parts 3-5, 9 are');
});
