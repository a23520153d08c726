import {describe, expect, test} from 'vitest';
import type {PartState} from '../../../source/multipart/part-state.js';
import {type Column, cell, fitColumns} from '../../../source/ui/components/columns.js';
import {fieldSegments} from '../../../source/ui/components/field.js';
import {mapRow, partsPerCell} from '../../../source/ui/components/part-map.js';
import {progressBar} from '../../../source/ui/components/progress-bar.js';
import {
	fitted,
	rowsOf,
	type Segment,
	widthOf,
	withMatch,
} from '../../../source/ui/components/segments.js';
import {sparkline} from '../../../source/ui/components/sparkline.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/frame/theme.js';

const textOf = (pieces: readonly Segment[]) => pieces.map(({text}) => text).join('');

describe('columns', () => {
	type Name = 'age' | 'size' | 'state';
	const columns: ReadonlyArray<Column<Name>> = [
		{name: 'age', title: 'AGE', width: 10, right: true},
		{name: 'size', title: 'SIZE', width: 8, right: true},
		{name: 'state', title: 'STATE', width: 9, right: false},
	];
	const inCells = (width: number) => fitColumns(columns, width, 20, ['age', 'size']);

	test.each([
		[160, 123, 'age size state'],
		[80, 43, 'age size state'],
		[57, 20, 'age size state'],
		[56, 31, 'size state'],
		[40, 25, 'state'],
		[10, 1, 'state'],
	])('at %i cells the name has %i, beside %s', (width, name, shown) => {
		const fitting = inCells(width);
		expect(fitting.name).toBe(name);
		expect(fitting.columns.map(each => each.name).join(' ')).toBe(shown);
	});

	test('a cell is as wide as its column, on the side it belongs to', () => {
		expect(cell('12', {width: 5, right: true})).toBe('     12');
		expect(cell('idle', {width: 5, right: false})).toBe('  idle ');
		expect(cell('much too long', {width: 5, right: true})).toBe('  much ');
	});
});

describe('pieces of a row', () => {
	test.each([
		[10, 'ab…', ['a', 'b', '        ']],
		[2, '…', ['a', 'b']],
	])('are cut or filled up to %i cells', (width, ellipsis, texts) => {
		const pieces = fitted([{text: 'a'}, {text: ''}, {text: 'b'}], width, ellipsis);
		expect(pieces.map(({text}) => text)).toEqual(texts);
	});

	test('wide letters are never cut in half', () => {
		for (let width = 1; width < 12; width++)
			expect(widthOf(fitted([{text: '写真'}, {text: 'の夜明け'}], width, '…'))).toBe(width);
	});

	test('what was found stands out, and nothing of the text is lost', () => {
		const pieces = withMatch('raw/cam-01', [4, 7], 'plain');
		expect(pieces).toContainEqual({text: 'cam', role: 'match'});
		expect(textOf(pieces)).toBe('raw/cam-01');
		expect(withMatch('raw', undefined, 'selected')).toEqual([{text: 'raw', role: 'selected'}]);
	});

	test('groups that are absent leave no row', () => {
		expect(rowsOf([[[{text: 'a'}]], false, undefined, [[], [{text: 'b'}]]]).map(textOf)).toEqual([
			...['a', '', 'b'],
		]);
	});
});

describe('a field', () => {
	const line = (text: string, cursor = text.length) => ({text, cursor});
	const field = (...of: Parameters<typeof fieldSegments>) => textOf(fieldSegments(...of));

	test('shows its caret where one types, and none without the focus', () => {
		expect(field(line('abc', 1), 20, unicodeGlyphs)).toBe('a▏bc');
		expect(field(line('abc', 1), 20, asciiGlyphs)).toBe('a|bc');
		expect(field(line('abc', 1), 20, unicodeGlyphs, {focused: false})).toBe('abc');
	});

	test('keeps the end in sight where the text is longer', () => {
		const shown = field(line(`${'x'.repeat(300)}the end`), 20, unicodeGlyphs);
		expect(shown).toMatch(/^…x+the end▏$/);
		expect(widthOf([{text: shown}])).toBe(20);
	});

	test('hides a secret, letter by letter', () => {
		expect(field(line('sécret🔑'), 20, unicodeGlyphs, {secret: true})).toBe('*******▏');
	});

	test('shows control characters as text', () => {
		expect(field(line('a\u001b[31mb\u202e'), 40, unicodeGlyphs)).toBe('a\\u{1b}[31mb\\u{202e}▏');
	});

	test('points at what of it cannot be read', () => {
		const wrong = {from: 2, to: 4};
		const pieces = fieldSegments(line('a:xy b'), 20, unicodeGlyphs, {wrong});
		expect(pieces.filter(({role, text}) => role === 'danger' && text !== '')).toEqual([
			{text: 'xy', role: 'danger'},
		]);
	});
});

describe('a progress bar', () => {
	test.each([
		[0, 10, 'ascii', '[--------]'],
		[5, 10, 'ascii', '[====----]'],
		[10, 10, 'ascii', '[========]'],
		[99, 10, 'ascii', '[========]'],
		[0, 0, 'ascii', '[========]'],
		[5, 10, 'unicode', '━━━━━─────'],
	])('%i of %i in %s', (done, total, signs, bar) => {
		const glyphs = signs === 'ascii' ? asciiGlyphs : unicodeGlyphs;
		expect(textOf(progressBar(done, total, 10, glyphs))).toBe(bar);
	});

	test('is as wide as was asked for, or gone', () => {
		for (const width of [2, 8, 40])
			expect(widthOf(progressBar(1, 3, width, asciiGlyphs))).toBe(width);
	});
});

describe('the map of parts', () => {
	const bad: Readonly<Record<number, PartState>> = {3: 'missing', 777: 'small', 9999: 'left-out'};
	const states = (end: number) => ({
		end,
		worstIn(from: number, to: number): PartState {
			const found = Object.entries(bad).find(([at]) => Number(at) >= from && Number(at) <= to);
			return found?.[1] ?? 'present';
		},
	});
	const map = (end: number, width: number, rows: number, cursor?: number) => {
		const perCell = partsPerCell(end, width, rows);
		return Array.from({length: rows}, (_, row) =>
			textOf(
				mapRow(
					states(end),
					{from: 1 + row * width * perCell, width, perCell},
					cursor,
					unicodeGlyphs,
				),
			),
		).join('');
	};

	test('shows a cell for each part where they fit, and the cursor', () => {
		expect(map(5, 40, 1)).toBe('▒▒!▒▒');
		// What is wrong with a part is seen under the cursor too.
		expect(map(5, 40, 1, 3)).toBe('▒▒!▒▒');
		expect(map(5, 40, 1, 2)).toBe('▒█!▒▒');
	});

	test.each([40, 80, 160])('one bad part of ten thousand is seen at %i cells', width => {
		const cells = map(10_000, width, 3);
		expect(cells.length).toBeLessThanOrEqual(3 * width);
		expect(cells.replaceAll('▒', '')).toBe('!▄×');
	});
});

test('a small curve is as high as the largest number, and flat for none', () => {
	expect(sparkline([0, 1, 2, 4], asciiGlyphs)).toBe('_.-#');
	expect(sparkline([0, 0], asciiGlyphs)).toBe('__');
	expect(sparkline([], asciiGlyphs)).toBe('');
});
