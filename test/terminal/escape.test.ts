import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {escapeForTerminal, escapeTyped} from '../../source/terminal/escape.js';

/** Text with everything that hurts: any UTF-16 unit, and a thick mix of what the rules speak of. */
const anyText = fc.oneof(
	fc.string({unit: 'binary', maxLength: 30}),
	fc.string({unit: 'grapheme', maxLength: 30}),
	fc
		.array(fc.integer({min: 0, max: 0xff_ff}), {maxLength: 20})
		.map(units => String.fromCharCode(...units)),
	fc
		.array(
			fc.constantFrom(
				...['a', 'e', ' ', ' ', '\\', 'u', '{', '}', '1', 'b', '\\u{1b}', '\\u{', '\u{1b}', '\x9b'],
				...[
					'\u0301',
					'\u0308',
					'\u0323',
					'é',
					'\u212b',
					'Å',
					'\u00a0',
					'\u200d',
					'\u202e',
					'\u2028',
				],
				...[
					'ก',
					'\u0e48',
					'\u0e34',
					'\u0e38',
					'क',
					'\u093f',
					'\u093c',
					'\u09be',
					'\u09c7',
					'\ud800',
				],
				...[
					'\udc00',
					'👩',
					'🏽',
					'\ufe0f',
					'א',
					'١',
					'\u1100',
					'\u1161',
					'\u11a8',
					'가',
					'\u{e0041}',
				],
			),
			{maxLength: 12},
		)
		.map(pieces => pieces.join('')),
);

const hurtful =
	/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Script=Hebrew}\p{Script=Arabic}]|(?! )\p{Z}/u;

describe('escapeForTerminal', () => {
	test.each([
		['raw/2026/11/cam-01/live.mxf', 'raw/2026/11/cam-01/live.mxf'],
		['with one space', 'with one space'],
		['', ''],
		['\u001b[31mred', '\\u{1b}[31mred'],
		['\u009b31m', '\\u{9b}31m'],
		['a\tb\r\n', 'a\\u{9}b\\u{d}\\u{a}'],
		['\u007f', '\\u{7f}'],
		['C:\\Users\\new', 'C:\\Users\\new'],
		['\\u{1b}', '\\u{5c}u{1b}'],
		['\\\u001b', '\\\\u{1b}'],
		[' a', '\\u{20}a'],
		['a ', 'a\\u{20}'],
		[' ', '\\u{20}'],
		['a  b', 'a\\u{20}\\u{20}b'],
		['a\u00a0b', 'a\\u{a0}b'],
		['a\u3000b', 'a\\u{3000}b'],
		['报告 final.pdf', '报告 final.pdf'],
		['日本語/ガギグ.txt', '日本語/ガギグ.txt'],
		['한국어', '한국어'],
		['ไทย/ที่นี่', 'ไทย/ที่นี่'],
		['हिन्दी', 'हिन्दी'],
		['தமிழ்', 'தமிழ்'],
		['Ёлка, Übergröße, naïve', 'Ёлка, Übergröße, naïve'],
		['caf\u00e9', 'caf\u00e9'],
		['cafe\u0301', 'cafe\\u{301}'],
		['\u212b', '\\u{212b}'],
		['o\u0338', 'o\\u{338}'],
		['\u0e48ก', '\\u{e48}ก'],
		['ก\u0e48\u0e48', 'ก\u0e48\\u{e48}'],
		['a\u0e48', 'a\\u{e48}'],
		[
			'ก\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d',
			'ก\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\\u{e4d}',
		],
		['🎬 take', '🎬 take'],
		['👩\u200d🔬', '👩\\u{200d}🔬'],
		['👍🏽', '👍\\u{1f3fd}'],
		['❤\ufe0f', '❤\\u{fe0f}'],
		['🇫🇷', '🇫🇷'],
		['a\u202eb', 'a\\u{202e}b'],
		['1א', '1\\u{5d0}'],
		['a\u200bb', 'a\\u{200b}b'],
		['\u2028', '\\u{2028}'],
		['\ud83d', '\\u{d83d}'],
		['\ude00\ud83d', '\\u{de00}\\u{d83d}'],
		['\ue000', '\\u{e000}'],
		['\u{e0041}', '\\u{e0041}'],
		['\u0378', '\\u{378}'],
		['\u3164\u2800', '\\u{3164}\\u{2800}'],
		['\u1112\u1161\u11ab', '\u1112\\u{1161}\\u{11ab}'],
	])('%j is shown as %j', (text, shown) => {
		expect(escapeForTerminal(text)).toBe(shown);
	});

	test('nothing unsafe comes out', () => {
		fc.assert(
			fc.property(anyText, text => {
				const shown = escapeForTerminal(text);
				expect(shown).not.toMatch(hurtful);
				expect(shown).not.toMatch(/^ | $| {2}/);
				// No mark without a letter to carry it, none that belongs to no script.
				expect(shown).not.toMatch(/(?:^|[^\p{L}\p{M}])\p{M}/u);
				expect(shown).not.toMatch(/(?=\p{M})\p{Script=Inherited}/u);
			}),
			{numRuns: 3000},
		);
	});

	test('it can be turned back, so distinct stays distinct', () => {
		fc.assert(
			fc.property(anyText, text => {
				expect(unescapeShown(escapeForTerminal(text))).toBe(text);
				expect(unescapeShown(escapeTyped(text))).toBe(text);
			}),
			{numRuns: 3000},
		);
	});

	test('two texts that Unicode calls equivalent do not look alike: what comes out is in form C', () => {
		fc.assert(
			fc.property(anyText, text => {
				const shown = escapeForTerminal(text);
				expect(shown.normalize('NFC')).toBe(shown);
			}),
			{numRuns: 3000},
		);
	});

	test('every character, first and after a letter, keeps all of this', () => {
		const faults: string[] = [];
		for (let codePoint = 0; codePoint <= 0xe_ff_ff; codePoint++) {
			// Planes 3 to 13 hold ideographs or nothing; 15 and 16 are private.
			if (codePoint === 0x3_00_00) codePoint = 0xe_00_00;
			const character = String.fromCodePoint(codePoint);
			const text = `${character}a${character}क${character}`;
			const shown = escapeForTerminal(text);
			if (
				hurtful.test(shown) ||
				// Nothing joins the backslash of an escape.
				new Intl.Segmenter().segment(`${shown}\\`).containing(shown.length)?.segment !== '\\' ||
				unescapeShown(shown) !== text ||
				shown.normalize('NFC') !== shown
			)
				faults.push(codePoint.toString(16));
		}
		expect(faults).toEqual([]);
	});
});

describe('escapeTyped', () => {
	test('keeps the spaces of a text that is still being typed, and nothing else', () => {
		expect(escapeTyped(' a  b ')).toBe(' a  b ');
		expect(escapeTyped(' \u001b\u00a0')).toBe(' \\u{1b}\\u{a0}');
	});
});

/** The text that was escaped. */
function unescapeShown(shown: string): string {
	return shown.replace(/\\u\{([0-9a-f]{1,5}|10[0-9a-f]{4})\}/g, (_, hex: string) =>
		String.fromCodePoint(Number.parseInt(hex, 16)),
	);
}
