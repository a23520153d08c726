import fc from 'fast-check';
import {expect, test} from 'vitest';
import {globMatcher} from '../../source/multipart/glob.js';

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

test('many stars take no longer than the lengths together allow', () => {
	const fits = globMatcher(`${'*a'.repeat(200)}*b`);
	/** Processor time of a few looks at a text of that length, in microseconds. */
	const took = (length: number) => {
		const text = 'a'.repeat(length);
		const begun = process.cpuUsage();
		for (let times = 0; times < 20; times++) expect(fits(text)).toBe(false);
		return process.cpuUsage(begun).user;
	};
	took(1000);
	// Four times the length. A backtracking matcher would not come to an end at all.
	expect(took(20_000)).toBeLessThan(20 * Math.max(1000, took(5000)));
});
