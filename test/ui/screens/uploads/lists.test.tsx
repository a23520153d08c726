import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {
	abortElsewhere,
	bucket,
	day,
	hour,
	MiB,
	minute,
	numbered,
	openStage,
} from '../../../support/stage.js';

/** The keys in the rows of the list, from the top. */
function keysShown(app: OpenedApp): string[] {
	return app
		.lines()
		.flatMap(line => /^[▸ ][● ] (\S+)/.exec(line)?.[1] ?? [])
		.filter(key => !/^KEY/.test(key));
}

function marked(app: OpenedApp): string[] {
	return app.lines().flatMap(line => /^.● (\S+)/.exec(line)?.[1] ?? []);
}

function selected(app: OpenedApp): string {
	return /▸[● ] (\S+)/.exec(app.screen())?.[1] ?? 'none';
}

async function listOf(keys: readonly string[], size = {columns: 100, rows: 30}) {
	const {sandbox, upload} = await openStage();
	for (const key of keys) upload(key);
	const app = await openApp(sandbox, {target: {bucket}, size});
	await app.listed();
	return {app, sandbox, upload};
}

test('motions go where they say, and stop at the ends', async () => {
	const {app} = await listOf(numbered('key-', 60));
	const page = keysShown(app).length;
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
		await app.press(key);
		expect(selected(app), key).toBe(at(row));
	}
	expect(app.screen()).toContain('1 of 60');
});

test('Enter, l and → go in; Esc, h and ← go out; the cursor is where it was', async () => {
	const {app} = await listOf(['a', 'b']);
	await app.press('j');
	for (const [into, out] of [
		['enter', 'esc'],
		['l', 'h'],
		['right', 'left'],
	] as const) {
		await app.press(into);
		await app.waitFor('LAST MODIFIED');
		await app.press(out);
		await app.waitFor('KEY');
		expect(selected(app)).toBe('b');
	}
});

describe('the filter', () => {
	const keys = ['docs/README.md', 'raw/cam-01', 'raw/cam-02', 'raw/CAM-03', 'raw/tape'];

	test('narrows while one types, counts, highlights, and is kept by Enter', async () => {
		const {app} = await listOf(keys);
		await app.press('/');
		await app.type('ca');
		expect(keysShown(app)).toEqual(['raw/CAM-03', 'raw/cam-01', 'raw/cam-02']);
		await app.press('m');
		expect(app.screen()).toContain('3 of 5');
		const {x, y} = app.find('cam-02');
		expect(app.cell(x, y)).toMatchObject({text: 'c', underline: true});
		expect(app.cell(x + 3, y)).toMatchObject({text: '-', underline: false});
		await app.press('enter', 'j');
		expect(keysShown(app)).toHaveLength(3);
		expect(app.row(' / ')).toContain('cam');
	});

	test('a capital makes it exact; Esc clears it', async () => {
		const {app} = await listOf(keys);
		await app.press('/', 'CAM');
		expect(keysShown(app)).toEqual(['raw/CAM-03']);
		await app.press('esc');
		expect(keysShown(app)).toHaveLength(5);
		await app.press('/', 'cam', 'enter', 'esc');
		expect(keysShown(app)).toHaveLength(5);
	});

	test('letters that are commands elsewhere are typed', async () => {
		const {app, sandbox} = await listOf(keys);
		await app.press('/');
		await app.type('xcq?s*');
		expect(app.row(' / ')).toContain('xcq?s*');
		expect(app.exit()).toBeUndefined();
		expect(sandbox.requests.count('AbortMultipartUpload')).toBe(0);
		await app.press('ctrl-w');
		expect(keysShown(app)).toHaveLength(5);
	});

	test('filtered to nothing is not empty: it says how to get back', async () => {
		const {app} = await listOf(keys);
		await app.press('/', 'zzz');
		expect(app.screen()).toMatch(/what the filter asks for.*esc/i);
		expect(app.screen()).toContain('0 of 5');
	});

	test('a query chooses by what the parts tell, and points at what it cannot read', async () => {
		const {sandbox, upload} = await openStage();
		upload('raw/old', {sizes: [8 * MiB], quiet: 90 * day});
		upload('raw/large', {sizes: [8 * MiB, 8 * MiB], quiet: 90 * day});
		upload('raw/young', {sizes: [8 * MiB], quiet: 2 * hour});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('/', 'state:stalled');
		await app.waitFor('2 of 3');
		await app.press(' size>8M');
		await app.waitFor('1 of 3');
		expect(keysShown(app)).toEqual(['raw/large']);
		// Cannot be read: what is shown stays, and the word is named.
		await app.press(' -stat:x');
		expect(app.screen()).toMatch(/✗ “stat” is none of state, age/);
		expect(keysShown(app)).toEqual(['raw/large']);
		// Nor is it kept: the rows are not what it says.
		await app.press('enter');
		expect(app.screen()).toMatch(/✗ “stat” is none of/);
		await app.press('*');
		expect(app.screen()).not.toContain('marked');
		await app.press('esc', 'esc');
		await app.waitFor('1 of 3');
		expect(keysShown(app)).toHaveLength(3);
	});

	test('the cursor stays on its upload when the filter goes', async () => {
		const {app} = await listOf(keys);
		await app.press('/', 'tape', 'enter', 'g');
		expect(selected(app)).toBe('raw/tape');
		await app.press('esc');
		expect(selected(app)).toBe('raw/tape');
	});
});

describe('marks', () => {
	test('space marks and steps; their number and bytes are on the screen; u clears them', async () => {
		const {app} = await listOf(['a', 'b', 'c']);
		await app.press('space', 'space');
		expect(selected(app)).toBe('c');
		expect(marked(app)).toEqual(['a', 'b']);
		expect(app.screen()).toMatch(/2 marked · 34\.0 MiB/);
		await app.press('u');
		expect(marked(app)).toEqual([]);
		expect(app.screen()).not.toContain('marked');
	});

	test('* marks all that the filter shows, and only those', async () => {
		const {app} = await listOf(['cam-1', 'cam-2', 'tape']);
		await app.press('/', 'cam', 'enter', '*', 'esc');
		expect(marked(app)).toEqual(['cam-1', 'cam-2']);
	});

	test('survive refresh and sort, as does the selection; what came and went is told', async () => {
		const {sandbox, upload} = await openStage();
		const [, c = ''] = ['b', 'c', 'd', 'e'].map(key => upload(key));
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('space', 'j', 'space');
		expect(selected(app)).toBe('e');
		upload('a', {sizes: [90 * MiB]});
		await abortElsewhere(sandbox, 'c', c);
		await app.press('r');
		await app.waitFor('1 came, 1 went');
		await app.listed();
		expect(selected(app)).toBe('e');
		expect(keysShown(app)).toEqual(['a', 'b', 'd', 'e']);
		for (const order of ['S', 's', 's', 's', 'S']) {
			await app.press(order);
			expect(selected(app)).toBe('e');
			expect(marked(app).toSorted()).toEqual(['b', 'd']);
		}
	});

	test('are by key and id: of two uploads of one key only the marked one', async () => {
		const {sandbox, upload} = await openStage();
		upload('same', {uploadId: 'one', sizes: [MiB]});
		upload('same', {uploadId: 'two', sizes: [7 * MiB]});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('space', 's', 's', 's', 's');
		expect(marked(app)).toEqual(['same']);
		expect(app.row('● same')).toContain('1.0 MiB');
	});
});

test('s goes from column to column with an arrow in its head, S turns the order', async () => {
	const {sandbox, upload} = await openStage();
	upload('a', {sizes: [6 * MiB], quiet: 3 * day});
	upload('b', {sizes: [5 * MiB, 5 * MiB, MiB], quiet: 9 * day});
	upload('c', {sizes: [5 * MiB, MiB], quiet: 5 * day});
	upload('d', {sizes: [], quiet: 7 * day});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 120, rows: 24}});
	await app.listed();
	const orders: Record<string, string> = {};
	for (let at = 0; at < 5; at++) {
		const head = app.row('KEY');
		const column = /(\w+(?: \w+)?) ?[▴▾]/.exec(head)?.[1] ?? 'none';
		const order = keysShown(app).join('');
		await app.press('S');
		orders[column] = `${order} ${keysShown(app).join('')}`;
		await app.press('S', 's');
	}
	expect(orders).toEqual({
		KEY: 'abcd dcba',
		INITIATED: 'acdb bdca',
		'LAST PART': 'acbd bcad',
		PARTS: 'bcad dacb',
		SIZE: 'bacd dacb',
	});
});

test('relative times in the list, UTC and exact bytes in the details', async () => {
	const {sandbox, upload} = await openStage();
	const now = sandbox.now();
	upload('a', {sizes: [5 * MiB + 1], quiet: 3 * hour + 10 * minute});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 120, rows: 30}});
	await app.listed();
	expect(app.row('▸')).toMatch(/4 h ago +3 h ago +1 +5\.0 MiB +idle/);
	const utc = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}`;
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	expect(app.row('initiated')).toContain(utc(now - 4 * hour - 10 * minute));
	expect(app.row('▸')).toContain(utc(now - 3 * hour - 10 * minute));
	await app.press('x');
	await app.waitFor('Cancel');
	expect(app.screen()).toContain('5,242,881 bytes');
	expect(app.row('initiated')).toContain(utc(now - 4 * hour - 10 * minute));
});

test('pages stream in: keys work while the list still comes, and Esc ends it', async () => {
	const {sandbox, upload} = await openStage();
	for (const key of numbered('key-', 1100)) upload(key, {sizes: [MiB]});
	const {closed, open} = gate();
	sandbox.faults.add({
		operation: 'ListMultipartUploads',
		call: 2,
		action: {hold: closed, when: 'before'},
	});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.waitFor(/listing, 1,000 so far/);
	await app.press('j', 'j', 'G');
	expect(selected(app)).toBe('key-1000');
	await app.press('esc');
	await app.waitFor('stopped');
	expect(app.screen()).toContain('m goes on, r lists again');
	open();
	const asked = sandbox.requests.count('ListMultipartUploads');
	await app.press('m');
	await app.waitFor('1,100 uploads');
	expect(selected(app)).toBe('key-1000');
	// The second page alone: the first is not listed again.
	expect(sandbox.requests.count('ListMultipartUploads')).toBe(asked + 1);
});
