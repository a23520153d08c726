import fc from 'fast-check';
import {expect, test} from 'vitest';
import {globMatcher} from '../../../source/multipart/query/glob.js';

test.each([
	['*.iso', 'disk.iso', true],
	['*.iso', 'disk.iso.part', false],
	['*', '', true],
	['?', '', false],
	['?', '😀', true],
	['a*b*c', 'a-b-b-c', true],
	['a*b*c', 'a-c-b', false],
	['**a', 'ba', true],
	['a\n?', 'a\nb', true],
	['[a]', 'a', false],
])('%j fits %j: %s', (glob, text, fits) => {
	expect(globMatcher(glob)(text)).toBe(fits);
});

test('it is what the regular expression says', () => {
	const sign = fc.constantFrom('a', 'b', '.', '😀', '(');
	fc.assert(
		fc.property(
			fc.array(fc.oneof(sign, fc.constantFrom('*', '?')), {maxLength: 6}),
			fc.array(sign, {maxLength: 8}),
			(glob, text) => {
				const source = glob.map(each =>
					each === '*' ? '.*' : each === '?' ? '.' : `\\u{${each.codePointAt(0)!.toString(16)}}`,
				);
				const expected = new RegExp(`^${source.join('')}$`, 'su').test(text.join(''));
				expect(globMatcher(glob.join(''))(text.join(''))).toBe(expected);
			},
		),
	);
});

test('many stars read a text no more often than the lengths together allow', () => {
	const stars = 200;
	const fits = globMatcher(`${'*a'.repeat(stars)}*b`);
	/** How often characters of a text of that length are read. */
	const reads = (length: number) => {
		const text = 'a'.repeat(length);
		let count = 0;
		const counting = {
			length,
			codePointAt: (at: number) => {
				count++;
				return text.codePointAt(at);
			},
			charAt: (at: number) => text.charAt(at),
			slice: (from: number, to: number) => text.slice(from, to),
		};
		expect(fits(counting as unknown as string)).toBe(false);
		return count;
	};
	// A backtracking matcher would not come to an end at all.
	expect(reads(5000)).toBeLessThan(2 * stars * 5000);
});
