import {describe, expect, test} from 'vitest';
import {sortColumns} from '../../../../source/multipart/index/sort-columns.js';
import {
	day,
	hour,
	type ListStage,
	listed,
	listStage,
	MiB,
	minute,
	now,
} from '../../../session/list-stage.js';
import {abortPlan, completionPlan} from '../../../session/stage.js';
import {numbered} from '../../../support/stage.js';
import {drawn, rowWith, segmentsOf} from '../../drawn.js';

/** The keys in the rows of the list, from the top. */
function keysShown(on: ListStage): string[] {
	return drawn(on)
		.flatMap(line => /^[▸ ][● ] (\S+)/.exec(line)?.[1] ?? [])
		.filter(key => !key.startsWith('KEY'));
}

function marked(on: ListStage): string[] {
	return drawn(on).flatMap(line => /^.● (\S+)/.exec(line)?.[1] ?? []);
}

function selected(on: ListStage): string {
	return /▸[● ] (\S+)/.exec(drawn(on).join('\n'))?.[1] ?? 'none';
}

const screen = (on: ListStage) => drawn(on).join('\n');
const listOf = (...keys: readonly string[]) => listStage(keys.map(key => listed(key)));

test('motions go where they say, and stop at the ends', () => {
	const on = listOf(...numbered('key-', 60));
	const page = keysShown(on).length;
	const at = (row: number) => `key-${String(row).padStart(4, '0')}`;
	const half = Math.floor(page / 2);
	const steps: ReadonlyArray<readonly [string, number]> = [
		['k', 1],
		['j', 2],
		['down', 3],
		['up', 2],
		['ctrl-d', 2 + half],
		['ctrl-u', 2],
		['pagedown', 1 + page],
		['pageup', 2],
		['G', 60],
		['j', 60],
		['pagedown', 60],
		['g', 1],
		['up', 1],
		['ctrl-u', 1],
		['end', 60],
		['home', 1],
	];
	for (const [key, row] of steps) {
		on.keys(key);
		expect(selected(on), key).toBe(at(row));
	}
	expect(screen(on)).toContain('1 of 60');
});

test('Enter, l and → go in; Esc, h and ← go out; the cursor is where it was', () => {
	const on = listOf('a', 'b');
	on.keys('j');
	for (const [into, out] of [
		['enter', 'esc'],
		['l', 'h'],
		['right', 'left'],
	] as const) {
		on.keys(into);
		const [target] = listed('b');
		on.tell({type: 'parts-loaded', screen: on.screen.id, plan: completionPlan(target)});
		expect(screen(on)).toContain('LAST MODIFIED');
		on.keys(out);
		expect(selected(on)).toBe('b');
	}
});

describe('the filter', () => {
	const keys = ['docs/README.md', 'raw/cam-01', 'raw/cam-02', 'raw/CAM-03', 'raw/tape'];

	test('narrows while one types, counts, highlights, and is kept by Enter', () => {
		const on = listOf(...keys);
		on.keys('/', 'ca');
		expect(keysShown(on)).toEqual(['raw/CAM-03', 'raw/cam-01', 'raw/cam-02']);
		on.keys('m');
		expect(screen(on)).toContain('3 of 5');
		const row = segmentsOf(on).find(pieces => pieces.some(({text}) => text === '-02'));
		expect(row).toContainEqual({text: 'cam', role: 'match'});
		on.keys('enter', 'j');
		expect(keysShown(on)).toHaveLength(3);
		expect(rowWith(' / ', drawn(on))).toContain('cam');
	});

	test('a capital makes it exact; Esc clears it', () => {
		const on = listOf(...keys);
		on.keys('/', 'CAM');
		expect(keysShown(on)).toEqual(['raw/CAM-03']);
		on.keys('esc');
		expect(keysShown(on)).toHaveLength(5);
		on.keys('/', 'cam', 'enter', 'esc');
		expect(keysShown(on)).toHaveLength(5);
	});

	test('letters that are commands elsewhere are typed', () => {
		const on = listOf(...keys);
		on.keys('/', 'xcq?s*');
		expect(rowWith(' / ', drawn(on))).toContain('xcq?s*');
		expect(on.state.exit).toBeUndefined();
		expect(on.state.dialog).toBeUndefined();
		on.keys('ctrl-w');
		expect(keysShown(on)).toHaveLength(5);
	});

	test('filtered to nothing is not empty: it says how to get back', () => {
		const on = listOf(...keys);
		on.keys('/', 'zzz');
		expect(screen(on)).toMatch(/matches the filter.*esc/i);
		expect(screen(on)).toContain('0 of 5');
	});

	test('a query chooses by what the parts tell, and points at what it cannot read', () => {
		const on = listStage([
			listed('raw/old', {sizes: [8 * MiB], quiet: 90 * day}),
			listed('raw/large', {sizes: [8 * MiB, 8 * MiB], quiet: 90 * day}),
			listed('raw/young', {sizes: [8 * MiB], quiet: 2 * hour}),
		]);
		on.keys('/', 'state:stalled');
		expect(screen(on)).toContain('2 of 3');
		on.keys(' size>8M');
		expect(screen(on)).toContain('1 of 3');
		expect(keysShown(on)).toEqual(['raw/large']);
		// Cannot be read: what is shown stays, and the word is named.
		on.keys(' -stat:x');
		expect(screen(on)).toMatch(/✗ “stat” is none of state, age/);
		expect(keysShown(on)).toEqual(['raw/large']);
		// Nor is it kept: the rows are not what it says.
		on.keys('enter');
		expect(screen(on)).toMatch(/✗ “stat” is none of/);
		on.keys('*');
		expect(screen(on)).not.toContain('marked');
		on.keys('esc', 'esc');
		expect(keysShown(on)).toHaveLength(3);
	});

	test('the cursor stays on its upload when the filter goes', () => {
		const on = listOf(...keys);
		on.keys('/', 'tape', 'enter', 'g');
		expect(selected(on)).toBe('raw/tape');
		on.keys('esc');
		expect(selected(on)).toBe('raw/tape');
	});
});

describe('marks', () => {
	test('space marks and steps; their number and bytes are on the screen; u clears them', () => {
		const on = listOf('a', 'b', 'c');
		on.keys(' ', ' ');
		expect(selected(on)).toBe('c');
		expect(marked(on)).toEqual(['a', 'b']);
		expect(screen(on)).toMatch(/2 marked · 34\.0 MiB/);
		on.keys('u');
		expect(marked(on)).toEqual([]);
		expect(screen(on)).not.toContain('marked');
	});

	test('* marks all that the filter shows, and only those', () => {
		const on = listOf('cam-1', 'cam-2', 'tape');
		on.keys('/', 'cam', 'enter', '*', 'esc');
		expect(marked(on)).toEqual(['cam-1', 'cam-2']);
	});

	test('are by key and id: of two uploads of one key only the marked one', () => {
		const on = listStage([
			listed('same', {uploadId: 'one', sizes: [MiB]}),
			listed('same', {uploadId: 'two', sizes: [7 * MiB]}),
		]);
		on.keys(' ', 's', 's', 's', 's');
		expect(marked(on)).toEqual(['same']);
		expect(rowWith('● same', drawn(on))).toContain('1.0 MiB');
	});

	test('survive every order, and the cursor is on the first row of each', () => {
		const on = listOf('a', 'b', 'd', 'e');
		on.keys('j', ' ', ' ');
		for (const order of ['S', 's', 's', 's', 'S', '1', '5']) {
			on.keys('G', order);
			expect(selected(on)).toBe(keysShown(on)[0]);
			expect(marked(on).toSorted()).toEqual(['b', 'd']);
		}
	});

	test('v begins a range, space marks it, and again takes its marks away', () => {
		const on = listOf('a', 'b', 'c', 'd', 'e');
		on.keys('j', 'v', 'j', 'j');
		expect(marked(on)).toEqual([]);
		// The range is seen before it is marked.
		expect(drawn(on).filter(line => line.startsWith('·'))).toHaveLength(2);
		on.keys(' ');
		expect(marked(on)).toEqual(['b', 'c', 'd']);
		expect(selected(on)).toBe('d');
		on.keys('v', 'k', ' ');
		expect(marked(on)).toEqual(['b']);
	});

	test('esc ends a range, and so does v; an order has other rows between', () => {
		const on = listOf('a', 'b', 'c');
		for (const end of ['esc', 'v', 'S']) {
			on.keys('g', 'v', 'G', end, 'g', ' ');
			expect(marked(on), end).toHaveLength(1);
			on.keys('u');
		}
	});

	test('a range whose first row is hidden by now marks the row under the cursor alone', () => {
		const on = listOf('a-1', 'b-2', 'b-3');
		on.keys('v', '/', 'b', 'enter', 'G', ' ');
		expect(marked(on)).toEqual(['b-3']);
	});
});

test('s goes from column to column with an arrow in its head, S turns the order', () => {
	const on = listStage(
		[
			listed('a', {sizes: [6 * MiB], quiet: 3 * day}),
			listed('b', {sizes: [5 * MiB, 5 * MiB, MiB], quiet: 9 * day}),
			listed('c', {sizes: [5 * MiB, MiB], quiet: 5 * day}),
			listed('d', {sizes: [], quiet: 7 * hour}),
		],
		{columns: 120, rows: 24},
	);
	const orders: Record<string, string> = {};
	for (const _ of sortColumns) {
		const head = rowWith('KEY', drawn(on));
		const column = /(\w+(?: \w+)?) ?[▴▾]/.exec(head)?.[1] ?? 'none';
		const order = keysShown(on).join('');
		on.keys('S');
		orders[column] = `${order} ${keysShown(on).join('')}`;
		on.keys('S', 's');
	}
	expect(Object.keys(orders)).toHaveLength(sortColumns.length);
	expect(orders).toMatchObject({
		KEY: 'abcd dcba',
		INITIATED: 'dacb bcad',
		'LAST PART': 'acbd bcad',
		PARTS: 'bcad dacb',
		SIZE: 'bacd dacb',
		STATE: 'dabc abcd',
	});
});

test('a digit sorts by the column of that place, again reverses, and the cursor is on the first row', () => {
	const on = listStage(
		[
			listed('a', {sizes: [MiB]}),
			listed('b', {sizes: [3 * MiB]}),
			listed('c', {sizes: [2 * MiB, 2 * MiB]}),
		],
		{columns: 120, rows: 24},
	);
	const orders = ['5', '5', '4', '1', '1', '9'].map(digit => {
		on.keys('G', digit);
		return `${keysShown(on).join('')} ${selected(on)}`;
	});
	expect(orders).toEqual(['cba c', 'abc a', 'cab c', 'abc a', 'cba c', 'cba a']);
	// What there is no column for is said.
	expect(screen(on)).toContain('1 key, 2 initiated, 3 last part');
});

test('relative times in the list, UTC and exact bytes in the details', () => {
	const one = listed('a', {sizes: [5 * MiB + 1], quiet: 3 * hour + 10 * minute});
	const [target] = one;
	const on = listStage([one], {columns: 120, rows: 30});
	expect(rowWith('▸', drawn(on))).toMatch(/4 h ago +3 h ago +1 +5\.0 MiB +idle/);
	const utc = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}`;
	on.keys('enter');
	const plan = completionPlan(target, {sizes: [5], quiet: 3 * hour + 10 * minute});
	on.tell({type: 'parts-loaded', screen: on.screen.id, plan});
	expect(rowWith('initiated', drawn(on))).toContain(utc(now - 4 * hour - 10 * minute));
	expect(rowWith('▸', drawn(on))).toContain(utc(now - 3 * hour - 10 * minute));
	on.keys('x');
	on.tell({
		type: 'abort-prepared',
		plan: {
			...abortPlan(target, 'idle'),
			reading: {kind: 'read', summary: {count: 1, bytes: 5 * MiB + 1, fingerprint: 1}},
		},
	});
	expect(screen(on)).toContain('5,242,881 bytes');
	expect(rowWith('initiated', drawn(on))).toContain(utc(now - 4 * hour - 10 * minute));
});
