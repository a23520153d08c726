import {describe, expect, test} from 'vitest';
import {serviceFacts} from '../../../../source/multipart/services/service.js';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {type ListStage, MiB} from '../../../session/list-stage.js';
import {partsStage, planOf} from '../../../session/parts-stage.js';
import {drawn, rowWith, segmentsOf} from '../../drawn.js';

const screen = (on: ListStage) => drawn(on).join('\n');
const row = (on: ListStage, text: string) => rowWith(text, drawn(on));

/** The numbers that the table shows as left out. */
function leftOut(on: ListStage): number[] {
	return drawn(on)
		.filter(line => line.endsWith('left out') && /^..×/.test(line))
		.map(line => Number(/(\d+) +[\d.]+ [KMG]iB/.exec(line)?.[1]));
}

describe('leaving parts out', () => {
	test('one, a range, all; the verdict and the map follow at once', () => {
		const on = partsStage();
		expect(screen(on)).toContain('✓ Can be completed · 5 parts, 33.0 MiB');
		on.keys(' ');
		expect(leftOut(on)).toEqual([1]);
		expect(screen(on)).toContain('4 parts (1 left out), 25.0 MiB');
		on.keys('v', 'j', 'j', ' ');
		expect(leftOut(on)).toEqual([1, 2, 3, 4]);
		expect(screen(on)).toContain('××××▒');
		on.keys('*');
		expect(leftOut(on)).toEqual([]);
		on.keys('*');
		expect(leftOut(on)).toEqual([1, 2, 3, 4, 5]);
		expect(screen(on)).toContain('Cannot be completed');
	});

	test('esc ends a range before it leaves the screen', () => {
		const on = partsStage();
		on.keys('v', 'j', 'esc', ' ');
		expect(leftOut(on)).toEqual([2]);
	});

	test('reading again keeps it', () => {
		const on = partsStage();
		on.keys(' ', 'r');
		const {screen: top} = on;
		if (top.kind !== 'parts' || top.plan === undefined) throw new Error('no parts');
		const parts = top.plan.listed.map(({partNumber, size = 0}) => [partNumber, size] as const);
		on.tell({type: 'parts-loaded', screen: top.id, plan: planOf('raw/tape.tar', parts)});
		expect(screen(on)).toContain('4 parts (1 left out)');
		expect(leftOut(on)).toEqual([1]);
	});

	test('n goes to the part that is too small, and leaving it out lifts the verdict', () => {
		const on = partsStage([
			[1, 8 * MiB],
			[2, MiB],
			[3, 8 * MiB],
		]);
		expect(screen(on)).toContain('May be refused');
		on.keys('n');
		expect(row(on, '▸')).toContain('too small');
		on.keys(' ');
		expect(screen(on)).toContain('2 parts (1 left out), 16.0 MiB');
		expect(screen(on)).not.toMatch(/^ ✗/m);
	});
});

test('at 80 columns a hole is said once and whole, and first; the map shows where it is', () => {
	const numbers = Array.from({length: 48}, (_, at) => at + 1).filter(
		number => ![17, 18, 31].includes(number),
	);
	const on = partsStage(
		numbers.map(number => [number, 32 * MiB]),
		{columns: 80, rows: 24},
	);
	const rows = drawn(on);
	const at = rows.indexOf(' ! HAS A HOLE: parts 17-18, 31 are missing');
	expect(rows[at + 1]).toBe('   45 parts, 1.4 GiB; nothing is at this key yet');
	expect(screen(on).match(/17-18, 31/g)).toHaveLength(1);
	expect(rows.findIndex(row => row.includes('ETag would be'))).toBe(
		rows.findIndex(row => row.includes('PART')) - 2,
	);
	expect(row(on, '!!')).toBe(`     1 █${'▒'.repeat(15)}!!${'▒'.repeat(12)}!${'▒'.repeat(17)}`);
	const loud = segmentsOf(on)
		.flat()
		.filter(({text}) => /^[▒!]+$/.test(text));
	expect(loud.map(({role}) => role)).toEqual(['dim', 'warn', 'dim', 'warn', 'dim']);
});

describe('the verdict says the worst first', () => {
	const three = [1, 2, 3].map(number => [number, 8 * MiB] as const);
	const hole = three.filter(([number]) => number !== 2);
	const object = {size: 3 * MiB, etag: '"a"', lastModified: 0};

	test.each<[string, ListStage, string]>([
		[
			'whole',
			partsStage(three),
			' ✓ Can be completed · 3 parts, 24.0 MiB; nothing is at this key yet',
		],
		[
			'a gap',
			partsStage(hole),
			' ! HAS A HOLE: part 2 is missing · 2 parts, 16.0 MiB; nothing is at',
		],
		[
			'an object',
			partsStage(three, {existing: object}),
			' ! An object is at this key already: c asks to replace it · 3 parts, 24.0 MiB',
		],
		[
			'a gap and an object',
			partsStage(hole, {existing: object}),
			' ! HAS A HOLE: part 2 is missing',
		],
		['no part', partsStage([]), ' ✗ Cannot be completed · 0 parts'],
	])('%s', (_, on, words) => {
		expect(rowWith(words, drawn(on))).toBeDefined();
	});
});

test('what is missing is a row of the table; it cannot be left out, and n says what is wrong with it', () => {
	const on = partsStage([
		[1, 8 * MiB],
		[5, 8 * MiB],
		[6, 8 * MiB],
		[8, 8 * MiB],
	]);
	const table = drawn(on).slice(drawn(on).findIndex(line => line.includes('PART   ')) + 1);
	expect(table.slice(0, 6).map(line => line.slice(4, 34).trim().split(/ {2,}/))).toEqual([
		['1', '8.0 MiB', expect.any(String)],
		['2-4', '3 parts are missing'],
		['5', '8.0 MiB', expect.any(String)],
		['6', '8.0 MiB', expect.any(String)],
		['7', 'missing'],
		['8', '8.0 MiB', expect.any(String)],
	]);
	on.keys('n');
	expect(row(on, '▸')).toContain('2-4  3 parts are missing');
	expect(on.state.notice?.text).toBe('Parts 2-4, 7 are missing: the object would lack their data.');
	on.keys(' ');
	expect(leftOut(on)).toEqual([]);
	expect(on.state.notice?.text).toContain('cannot be left out');
	// A range takes what is there and passes over the gap.
	on.keys('g', 'v', 'j', 'j', ' ');
	expect(leftOut(on)).toEqual([1, 5]);
});

describe('on Ceph RGW, which takes any part number', () => {
	const facts = serviceFacts({endpoint: 'http://127.0.0.1:7480', service: 'ceph'});
	const highest = 2147483647;

	test('one that no map can hold is in the table, and the map shows the others', () => {
		const numbers = [1, 2, 5, highest].map(number => [number, 8 * MiB] as const);
		const on = partsStage(numbers, {facts, rows: 40});
		expect(row(on, ' 1 █')).toMatch(/^ +1 █▒!!▒ *$/);
		expect(screen(on)).toContain('1 part off the map');
		expect(screen(on)).toContain('parts 3-4, 6-2147483646 are missing');
		expect(screen(on)).toContain('Part 2147483647 has a number above 10,000');
		on.keys('G');
		expect(row(on, '▸')).toContain(' 2,147,483,647   8.0 MiB ');
		expect(row(on, ' 1 ▒')).toMatch(/^ +1 ▒▒!!▒ *$/);
		// Left out, nothing is missing up to it.
		on.keys(' ');
		expect(screen(on)).toContain('(1 left out)');
		expect(screen(on)).toContain('parts 3-4 are missing');
		on.keys('g', 'n');
		expect(row(on, '▸')).toContain('3-4  2 parts are missing');
		on.keys('v', 'G', ' ', '*', '*');
		expect(screen(on)).toContain('✗ Cannot be completed · 0 parts (4 left out)');
	});

	test('many single gaps are counted, and n goes from one to the next', () => {
		const odd = Array.from({length: 500}, (_, at) => [2 * at + 1, 8 * MiB] as const);
		const on = partsStage(odd, {facts, rows: 40});
		expect(screen(on)).toContain('parts 2, 4, 6, 8, 10, 12 and 493 more are missing');
		on.keys('n', 'n', 'n');
		expect(row(on, '▸')).toMatch(/ 6 {2}missing$/);
	});
});

test('at 60×12 they still say what they are of, whether they will do, and where the cursor is', () => {
	const parts = Array.from({length: 30}, (_, at) => [at + 1, 8 * MiB] as const);
	const on = partsStage(parts, {columns: 60, rows: 12});
	const lines = drawn(on);
	expect(lines).toHaveLength(12);
	for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(60);
	expect(screen(on)).toContain('Can be completed');
	expect(screen(on)).toMatch(/initiated \d{4}-\d\d-\d\d/);
	on.keys('G');
	expect(row(on, '▸')).toMatch(/▸ +30 /);
	on.keys('y');
	expect(screen(on)).toContain('id of raw/tape.tar');
});

test('small parts and gaps are named, here and where it is asked', () => {
	const parts = [
		[1, 8 * MiB],
		[2, MiB],
		[4, 8 * MiB],
	] as const;
	const on = partsStage(parts);
	const named = () => {
		expect(screen(on)).toMatch(/Part 2 holds 1\.0 MiB/);
		expect(screen(on)).toMatch(/[Pp]art 3 is missing/);
	};
	named();
	on.keys('n');
	expect(row(on, '▸')).toMatch(/ 2 +1\.0 MiB/);
	on.keys('c');
	on.tell({type: 'complete-prepared', plan: planOf('raw/tape.tar', parts), changes: []});
	named();
});

test('what is wrong with a part is read at 80 columns, with the sign of the map', () => {
	const parts = [
		[1, 8 * MiB],
		[2, MiB],
		[3, 8 * MiB],
	] as const;
	const narrow = partsStage(parts, {columns: 80, rows: 24});
	expect(screen(narrow)).toContain('1 █▄▒');
	expect(row(narrow, '1.0 MiB  ')).toMatch(/^ {2}▄ +2 +1\.0 MiB .* {2}too small$/);
	const wide = partsStage(parts, {columns: 100, rows: 24});
	expect(row(wide, '1.0 MiB  ')).toMatch(/\d\d:\d\dZ? {3}too small$|Z {3}too small$/);
});
