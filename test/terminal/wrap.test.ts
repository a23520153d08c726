import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellsOf} from '../../source/terminal/cells.js';
import {cutText, wrapText} from '../../source/terminal/wrap.js';

test('words are broken at spaces, and only a word that is too wide within', () => {
	expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
	expect(wrapText('abcdefgh ij', 4)).toEqual(['abcd', 'efgh', 'ij']);
});

test('no more rows are made than are asked for', () => {
	expect(wrapText('aa bb cc dd', 2, 2)).toEqual(['aa', 'bb']);
	expect(wrapText('aa bbcc dd', 2, 2)).toEqual(['aa', 'bb']);
	expect(cutText('aabbcc', 2, 2)).toEqual(['aa', 'bb']);
	expect(wrapText('m'.repeat(3_000_000), 10)).toHaveLength(300_000);
});

test('a value is cut at the width: with and without a space it never looks alike', () => {
	expect(cutText('aaaaaaaaaa b', 10)).toEqual(['aaaaaaaaaa', ' b']);
	expect(cutText('aaaaaaaaaab', 10)).toEqual(['aaaaaaaaaa', 'b']);
});

test('the rows of a value are the value, and none is wider than asked', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), fc.integer({min: 10, max: 40}), (text, width) => {
			const rows = cutText(text, width);
			expect(rows.join('')).toBe(text);
			for (const row of rows) expect(cellsOf(row)).toBeLessThanOrEqual(width);
		}),
	);
});
