import {describe, expect, test} from 'vitest';
import {serviceFacts} from '../../../../source/multipart/services/service.js';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {type ListStage, MiB} from '../../../session/list-stage.js';
import {partsStage, planOf} from '../../../session/parts-stage.js';
import {drawn, rowWith} from '../../drawn.js';

const screen = (on: ListStage) => drawn(on).join('\n');
const row = (on: ListStage, text: string) => rowWith(text, drawn(on));

/** The numbers that the table shows as left out. */
function leftOut(on: ListStage): number[] {
	return drawn(on)
		.filter(line => line.endsWith('left out') && /^ .×? *×/.test(line))
		.map(line => Number(/(\d+) +[\d.]+ [KMG]iB/.exec(line)?.[1]));
}

describe('leaving parts out', () => {
	test('one, a range, all; the verdict and the map follow at once', () => {
		const on = partsStage();
		expect(screen(on)).toContain('Can be completed: 5 parts, 33.0 MiB');
		on.keys(' ');
		expect(leftOut(on)).toEqual([1]);
		expect(screen(on)).toContain('4 parts (1 left out), 25.0 MiB');
		on.keys('v', 'j', 'j', ' ');
		expect(leftOut(on)).toEqual([1, 2, 3, 4]);
		expect(screen(on)).toContain('×××▲█');
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

describe('on Ceph RGW, which takes any part number', () => {
	const facts = serviceFacts({endpoint: 'http://127.0.0.1:7480', service: 'ceph'});
	const highest = 2147483647;

	test('one that no map can hold is in the table, and the map shows the others', () => {
		const numbers = [1, 2, 5, highest].map(number => [number, 8 * MiB] as const);
		const on = partsStage(numbers, {facts, rows: 40});
		expect(row(on, ' 1 ▲')).toMatch(/^ +1 ▲█░░█ *$/);
		expect(screen(on)).toContain('1 part off the map');
		expect(screen(on)).toContain('Parts 3-4, 6-2147483646 are missing');
		expect(screen(on)).toContain('Part 2147483647 has a number above 10,000');
		on.keys('G');
		expect(row(on, '▸')).toContain(' 2,147,483,647   8.0 MiB ');
		expect(row(on, ' 1 █')).toMatch(/^ +1 ██░░█ *$/);
		// Left out, nothing is missing up to it.
		on.keys(' ');
		expect(screen(on)).toContain('(1 left out)');
		expect(screen(on)).toContain('Parts 3-4 are missing');
		on.keys('g', 'n');
		expect(row(on, '▸')).toMatch(/ 5 +8\.0 MiB /);
		on.keys('v', 'G', ' ', '*', '*');
		expect(screen(on)).toContain('Cannot be completed: 0 parts (4 left out)');
	});

	test('many single gaps are counted, and n goes from one to the next', () => {
		const odd = Array.from({length: 500}, (_, at) => [2 * at + 1, 8 * MiB] as const);
		const on = partsStage(odd, {facts, rows: 40});
		expect(screen(on)).toContain('Parts 2, 4, 6, 8, 10, 12 and 493 more are missing');
		on.keys('n', 'n', 'n');
		expect(row(on, '▸')).toMatch(/ 7 +8\.0 MiB /);
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
		expect(screen(on)).toMatch(/Part 3 is missing/);
	};
	named();
	on.keys('n');
	expect(row(on, '▸')).toMatch(/ 2 +1\.0 MiB/);
	on.keys('c');
	on.tell({type: 'complete-prepared', plan: planOf('raw/tape.tar', parts), changes: []});
	named();
});
