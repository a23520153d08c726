import fc from 'fast-check';
import {expect, test} from 'vitest';
import {textFilter} from '../../../source/multipart/index/text-filter.js';

test.each([
	['nothing typed matches everything', '', 'Any/Key', true],
	['anywhere in the key', 'cam', 'raw/cam-01/live', true],
	['not there', 'tape', 'raw/cam-01/live', false],
	['small letters match capitals', 'readme', 'docs/README.md', true],
	['one capital makes it exact', 'Readme', 'docs/README.md', false],
	['exact capitals', 'READ', 'docs/README.md', true],
	['small letters beyond ASCII', 'ärger', 'docs/ÄRGER.txt', true],
	['a key that folds to another length still matches as typed', 'i̇stanbul', 'i̇stanbul', true],
	['signs are no pattern', '.*[', 'a.*[b', true],
	['signs are no pattern, and no match', '.*', 'abc', false],
])('%s', (_, text, key, matches) => {
	expect(textFilter(text).matches(key)).toBe(matches);
});

test('where it was found', () => {
	const {find} = textFilter('cam');
	expect(find('raw/CAM-01')).toEqual([4, 7]);
	expect(find('raw/tape')).toBeUndefined();
	expect(textFilter('').find('raw')).toBeUndefined();
});

test('what is found is what was typed, whatever the letters; found and matches agree', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme', maxLength: 8}),
			fc.string({unit: 'grapheme'}),
			fc.string({unit: 'grapheme'}),
			(text, before, after) => {
				const filter = textFilter(text);
				const key = before + text + after;
				expect(filter.matches(key)).toBe(true);
				const found = filter.find(key);
				if (text === '') return;
				expect(found).toBeDefined();
				const [from, to] = found ?? [0, 0];
				expect(key.slice(from, to).toLowerCase()).toBe(text.toLowerCase());
			},
		),
	);
});
