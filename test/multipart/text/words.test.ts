import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	countIn,
	gapsIn,
	mergedRanges,
	type PartRange,
	partsSubject,
	rangesOf,
	rangesSubject,
	rangeWords,
} from '../../../source/multipart/text/words.js';

const numbersIn = (ranges: readonly PartRange[]) =>
	ranges.flatMap(([first, last]) => Array.from({length: last - first + 1}, (_, at) => first + at));
const ascending = fc
	.uniqueArray(fc.integer({min: -3, max: 60}))
	.map(numbers => numbers.toSorted((a, b) => a - b));

test('ranges hold the numbers, and none touches the next', () => {
	fc.assert(
		fc.property(ascending, numbers => {
			const ranges = rangesOf(numbers);
			expect(numbersIn(ranges)).toEqual(numbers);
			expect(mergedRanges(ranges)).toEqual(ranges);
			expect(countIn(ranges)).toBe(numbers.length);
		}),
	);
});

test('gaps are the numbers that are not there', () => {
	const ends = fc.tuple(fc.integer({min: -5, max: 70}), fc.integer({min: -5, max: 70}));
	fc.assert(
		fc.property(ascending, ends, (numbers, [from, to]) => {
			const there = numbers.filter(number => number >= from);
			const absent = Array.from({length: Math.max(0, to - from + 1)}, (_, at) => from + at).filter(
				number => !numbers.includes(number),
			);
			const gaps = gapsIn(there, to, from);
			expect(numbersIn(gaps)).toEqual(absent);
			expect(gaps.length).toBeLessThanOrEqual(there.length + 1);
		}),
	);
});

test('ranges that overlap, touch or repeat become one', () => {
	const ranges = fc.array(
		fc
			.tuple(fc.integer({min: 1, max: 40}), fc.integer({min: 0, max: 9}))
			.map(([first, more]): PartRange => [first, first + more]),
	);
	fc.assert(
		fc.property(ranges, each => {
			const numbers = [...new Set(numbersIn(each))].sort((a, b) => a - b);
			expect(mergedRanges(each)).toEqual(rangesOf(numbers));
		}),
	);
});

test('up to 2147483647 there are as few gaps as parts', () => {
	expect(gapsIn([-1, 0, 1, 5, 2147483647], 2147483647)).toEqual([
		[2, 4],
		[6, 2147483646],
	]);
	expect(gapsIn([], 999999999)).toEqual([[1, 999999999]]);
});

test('in words: many ranges are counted, a negative number is no dash', () => {
	expect(rangeWords(rangesOf([3, 725, 726]))).toBe('3, 725-726');
	expect(rangeWords(rangesOf([-1, 0]))).toBe('-1 to 0');
	const odd = Array.from({length: 5000}, (_, at) => 2 * at + 1);
	expect(rangeWords(rangesOf(odd))).toBe('1, 3, 5, 7, 9, 11 and 4,994 more');
});

test('a subject with its verb', () => {
	expect(partsSubject([3], ['is', 'are'])).toBe('Part 3 is');
	expect(partsSubject([3, 4, 5, 9], ['is', 'are'])).toBe('Parts 3-5, 9 are');
	expect(rangesSubject([[2, 2147483646]], ['is', 'are'])).toBe('Parts 2-2147483646 are');
	expect(rangesSubject([[7, 7]], ['is', 'are'])).toBe('Part 7 is');
});
