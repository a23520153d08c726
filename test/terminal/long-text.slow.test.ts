import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test, vi} from 'vitest';
import {S3Failure} from '../../source/s3/failure/failure.js';
import {troubleTexts} from '../../source/session/core/trouble.js';
import {cellsOf, truncateEnd, truncateMiddle} from '../../source/terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../source/terminal/escape.js';
import {graphemesOf} from '../../source/terminal/graphemes.js';
import {cutText, wrapText} from '../../source/terminal/wrap.js';

/** What a key or a message may be made of, a piece each. */
const pieces = {
	letters: 'm',
	words: 'word ',
	CJK: '报',
	Thai: 'ที่',
	marks: '\u0301',
	controls: '\u001b',
	spaces: '  ',
	backslashes: '\\u{',
	flags: '🇫🇷',
	families: '👩\u200d',
	mixed: 'aé',
};

const long = (piece: string, units: number) => piece.repeat(Math.ceil(units / piece.length));

/** Pieces in any order, some of them many times. */
const texts = fc
	.array(
		fc.tuple(fc.constantFrom(...Object.values(pieces), 'a', '/', 'é', '\u0e33', '🎬'), fc.nat(4)),
	)
	.map(parts => parts.map(([piece, times]) => piece.repeat(times)).join(''));

describe('graphemes', () => {
	const whole = (text: string) =>
		Array.from(
			new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text),
			({segment}) => segment,
		);

	test('are those of the whole text, however it is taken to pieces', () => {
		fc.assert(
			fc.property(
				fc.array(texts, {maxLength: 8}),
				fc.integer({min: 1, max: 600}),
				(some, times) => {
					const text = some
						.map(each => each.repeat(times))
						.join('')
						.slice(0, 6000);
					expect([...graphemesOf(text)]).toEqual(whole(text));
				},
			),
			{numRuns: 60},
		);
	});

	test.each([
		['marks on one letter', `a${'\u0301'.repeat(5000)}b`],
		['one family', '👩\u200d'.repeat(3000)],
		['flags, from an odd place', `a${'🇫🇷'.repeat(3000)}`],
		['none', ''],
	])('%s', (_, text) => {
		expect([...graphemesOf(text)]).toEqual(whole(text));
	});
});

describe('as when all of it is measured', () => {
	/** Cells counted over the whole text, as string-width does. */
	const cells = (text: string) =>
		stringWidth(text) + (text.match(/(?<=.)[\u0e33\u0eb3]/gsu)?.length ?? 0);

	test('cells', () => {
		fc.assert(
			fc.property(texts.map(escapeForTerminal), text => {
				expect(cellsOf(text)).toBe(cells(text));
			}),
		);
	});

	/** Row by row, each time from the whole rest. */
	function cut(text: string, width: number): string[] {
		const rows: string[] = [];
		let rest = text;
		while (cells(rest) > width) {
			const row = truncateEnd(rest, width, '');
			if (row === '') break;
			rows.push(row);
			rest = rest.slice(row.length);
		}
		return [...rows, rest];
	}

	function wrapped(text: string, width: number): string[] {
		const rows: string[] = [];
		let row = '';
		for (let word of text.split(' ')) {
			if (row !== '' && cells(row) + 1 + cells(word) > width) {
				rows.push(row);
				row = '';
			}
			while (row === '' && cells(word) > width) {
				const piece = truncateEnd(word, width, '');
				if (piece === '') break;
				rows.push(piece);
				word = word.slice(piece.length);
			}
			row = row === '' ? word : `${row} ${word}`;
		}
		return [...rows, row];
	}

	test('rows, all of them or the first ones', () => {
		const sizes = fc.tuple(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 6}));
		fc.assert(
			fc.property(texts.map(escapeForTerminal), sizes, (text, [width, most]) => {
				expect(cutText(text, width)).toEqual(cut(text, width));
				expect(cutText(text, width, most)).toEqual(cut(text, width).slice(0, most));
				expect(wrapText(text, width)).toEqual(wrapped(text, width));
				expect(wrapText(text, width, most)).toEqual(wrapped(text, width).slice(0, most));
			}),
		);
	});

	test('what is shown of a text that lost its middle before it was escaped', () => {
		const {flags: _, ...others} = pieces;
		const parts = fc.tuple(
			fc.constantFrom(...Object.values(others)),
			fc.integer({min: 1, max: 400}),
		);
		const longer = fc
			.array(parts, {minLength: 3, maxLength: 12})
			.map(some => some.map(([piece, times]) => piece.repeat(times)).join(''));
		fc.assert(
			fc.property(longer, fc.integer({min: 1, max: 60}), (text, width) => {
				const whole = escapeForTerminal(text);
				const ends = escapeInCells(text, width);
				expect(truncateMiddle(ends, width, '…')).toBe(truncateMiddle(whole, width, '…'));
				expect(truncateEnd(ends, width, '…')).toBe(truncateEnd(whole, width, '…'));
			}),
			{numRuns: 60},
		);
	});
});

describe('what is shown bounds what is measured', () => {
	/** UTF-16 units that were segmented while `work` ran. */
	function segmented(work: () => unknown): number {
		const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
		try {
			work();
			return segment.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
		} finally {
			segment.mockRestore();
		}
	}

	test.each(Object.entries(pieces))('a row of 200,000 units: %s', (_, piece) => {
		const cost = (units: number) =>
			segmented(() => {
				const text = long(piece, units);
				truncateMiddle(escapeInCells(text, 80), 80, '…');
				truncateEnd(escapeForTerminal(text), 80, '…');
				wrapText(escapeForTerminal(text), 80, 5);
				cutText(escapeForTerminal(text), 80, 5);
			});
		expect(cost(200_000)).toBeLessThanOrEqual(2 * cost(10_000) + 4096);
	});

	test('a failure takes five rows, whatever the server said, and says that there is more', () => {
		const failure = new S3Failure({
			operation: 'ListMultipartUploads',
			target: {bucket: 'media'},
			code: 'Odd',
			serverMessage: '报'.repeat(1_000_000),
			status: 400,
			retryable: false,
			effect: 'never',
			hint: {code: 'broken-answer'},
		});
		let rows: ReturnType<typeof troubleTexts> = [];
		const cost = segmented(() => {
			rows = troubleTexts(failure, 80);
		});
		expect(cost).toBeLessThan(50_000);
		expect(rows).toHaveLength(5);
		expect(rows.at(-1)?.text).toMatch(/报 \.\.\.$/);
		expect(Math.max(...rows.map(({text}) => cellsOf(text)))).toBeLessThanOrEqual(76);
	});
});

/** Processor time in microseconds, the least of several runs. */
function work(run: () => unknown): number {
	let least = Number.POSITIVE_INFINITY;
	for (let nth = 0; nth < 5; nth++) {
		const before = process.cpuUsage();
		run();
		const {user, system} = process.cpuUsage(before);
		least = Math.min(least, user + system);
	}
	return least;
}

test.each(Object.entries(pieces))(
	'sixteen times the text is no square of the work: %s',
	(_, piece) => {
		const all = (units: number) => () => {
			const shown = escapeForTerminal(long(piece, units));
			cellsOf(shown);
			truncateMiddle(shown, 80, '…');
			wrapText(shown, 80);
			cutText(shown, 80);
		};
		all(2048)();
		// Sixteen would be a line, 256 a square.
		expect(work(all(16 * 4096)) / Math.max(500, work(all(4096)))).toBeLessThan(64);
	},
);
