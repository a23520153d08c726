import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	cellsOf,
	padEnd,
	padStart,
	truncateEnd,
	truncateKey,
	truncateMiddle,
} from '../../source/terminal/cells.js';
import {escapeForTerminal} from '../../source/terminal/escape.js';

/** Keys as they reach a screen: ASCII, wide, marked, escaped, flags and families. */
const shown = fc
	.oneof(
		fc.string({unit: 'grapheme', maxLength: 40}),
		fc.string({unit: 'binary', maxLength: 40}),
		fc.string({unit: 'grapheme-ascii', maxLength: 40}),
		fc
			.array(
				fc.constantFrom(
					'a',
					'/',
					'报',
					'🎬',
					'ที่',
					'நி',
					'\u001b',
					'\u200d',
					'🇫🇷',
					'ｶﾞ',
					'\\',
					'u{1b}',
				),
				{maxLength: 20},
			)
			.map(pieces => pieces.join('')),
	)
	.map(escapeForTerminal);
const ellipsis = fc.constantFrom('…', '...', '~', '');

describe('cellsOf', () => {
	test.each([
		['', 0],
		['raw/2026', 8],
		['报告', 4],
		['🎬', 2],
		['é', 1],
		['ที่', 1],
		['น้ำ', 2],
		['ໍາ ຳ', 3],
		['\u0e33', 1],
		['\\u{1b}', 6],
	])('%j takes %i', (text, cells) => {
		expect(cellsOf(text)).toBe(cells);
	});
});

describe('padding', () => {
	test('counts cells, not characters', () => {
		expect(padEnd('报告', 6)).toBe('报告  ');
		expect(padStart('报告', 6)).toBe('  报告');
		expect(padStart('1,204', 3)).toBe('1,204');
		expect(padEnd('1,204', 3)).toBe('1,204');
	});

	test('gives exactly the cells asked for, unless the text is wider', () => {
		fc.assert(
			fc.property(shown, fc.nat(60), (text, cells) => {
				const width = Math.max(cells, cellsOf(text));
				expect(cellsOf(padEnd(text, cells))).toBe(width);
				expect(cellsOf(padStart(text, cells))).toBe(width);
			}),
		);
	});
});

describe('truncating', () => {
	test.each([
		['raw/2026/09/cam-04/a.mxf', 11, '…', 'raw/2026/0…', 'raw/2…a.mxf'],
		['raw/2026/09/cam-04/a.mxf', 11, '...', 'raw/2026...', 'raw/....mxf'],
		['raw', 3, '…', 'raw', 'raw'],
		['报告报告报告', 6, '…', '报告…', '报…告'],
		['a报告报告报告', 6, '…', 'a报告…', 'a报…告'],
		['ab\\u{1b}cd', 7, '…', 'ab…', 'ab…cd'],
		['\\u{1b}\\u{1b}\\u{1b}', 13, '…', '\\u{1b}\\u{1b}…', '\\u{1b}…\\u{1b}'],
		['abcdef', 1, '…', '…', '…'],
		['abcdef', 2, '...', '..', '..'],
		['abcdef', 0, '…', '', ''],
		['ที่ที่ที่ที่', 3, '…', 'ที่ที่…', 'ที่…ที่'],
		// The vowel joins whatever stands before it, the brace of an escaped character too.
		['ab\\u{1b}\u0e33', 6, '…', 'ab…', 'ab…'],
		['\\u{1b}\u0e33ab', 8, '…', '\\u{1b}\u0e33…', '…ab'],
	])('%j in %i cells', (text, cells, sign, end, middle) => {
		expect(truncateEnd(text, cells, sign)).toBe(end);
		expect(truncateMiddle(text, cells, sign)).toBe(middle);
	});

	test.each([
		['raw/2026/09/cam-04/2026-09-14T02-11-02-11.mxf', 24, 'raw/2026/…2-11-02-11.mxf'],
		['data-platform/exports/2026/table.parquet', 32, 'data-platform/…026/table.parquet'],
		['teams/video/a/very/long/path/of/folders/clip.mov', 30, 'teams/video/a/…olders/clip.mov'],
		// A first segment that is longer than half, and none.
		['a-very-long-first-segment-of-a-prefix/x.bin', 20, 'a-very-lon…fix/x.bin'],
		['no-segment-at-all-in-this-key.bin', 20, 'no-segment…s-key.bin'],
		['/leading/slash/somewhere/deep/down.txt', 20, '/leading/…p/down.txt'],
		['raw/报告/报告报告报告报告/final.pdf', 20, 'raw/报告/…/final.pdf'],
		['fits/as/it.is', 13, 'fits/as/it.is'],
		['/////////', 1, '…'],
	])('of the key %j in %i cells the beginning and the end stay', (key, cells, cut) => {
		expect(truncateKey(key, cells, '…')).toBe(cut);
	});

	test('never takes more than the cells asked for, and exactly those where each unit takes one', () => {
		fc.assert(
			fc.property(shown, fc.nat(60), ellipsis, (text, cells, sign) => {
				for (const cut of [truncateEnd, truncateMiddle, truncateKey]) {
					const result = cut(text, cells, sign);
					expect(cellsOf(result)).toBeLessThanOrEqual(cells);
					if (cellsOf(text) <= cells) expect(result).toBe(text);
				}
				if (/^[ -[\]-~]*$/.test(text) && cellsOf(text) > cells) {
					expect(cellsOf(truncateMiddle(text, cells, sign))).toBe(cells);
					expect(cellsOf(truncateEnd(text, cells, sign))).toBe(cells);
				}
			}),
			{numRuns: 2000},
		);
	});

	test.each([truncateMiddle, truncateKey])(
		'$name never cuts an escaped character or a grapheme',
		cutting => {
			fc.assert(
				fc.property(shown, fc.nat(60), (text, cells) => {
					// With a sign that no text holds, what is left of it and right of it are whole.
					const result = cutting(text, cells, '§§');
					fc.pre(!text.includes('§') && result !== text && result.includes('§§'));
					const [head = '', tail = ''] = result.split('§§');
					const units = [...new Intl.Segmenter().segment(text)].map(({index}) => index);
					const cut = [...text.matchAll(/\\u\{[0-9a-f]+\}/g)];
					for (const at of [head.length, text.length - tail.length]) {
						expect([...units, text.length]).toContain(at);
						expect(cut.some(({index, 0: whole}) => index < at && at < index + whole.length)).toBe(
							false,
						);
					}
					expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
				}),
				{numRuns: 2000},
			);
		},
	);
});
