import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../support/app.js';
import {bucket, MiB, openStage, type Stage} from '../../support/stage.js';
import {hostileKeys} from '../hostile-keys.js';

const sizes = [
	[60, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

async function hostileWorld(): Promise<Stage> {
	const made = await openStage();
	for (const key of hostileKeys) made.upload(key);
	for (let at = 0; at < 20; at++) made.upload(`z/plain-${String(at).padStart(3, '0')}`);
	return made;
}

/** Exactly as high as the terminal, no row wider than it, and the first and last rows are ours. */
function expectWholeFrame(app: OpenedApp, where: string): void {
	const {columns, rows} = app.state().size;
	const lines = app.lines();
	expect(lines, where).toHaveLength(rows);
	expect(app.wrapped(), where).not.toContain(true);
	// Had the frame been higher, its first row would have been pushed out; lower, and the last one were empty.
	expect(lines[0], where).toMatch(/^ (own:test|partway) /);
	expect(lines[rows - 1], where).toMatch(/^ \S/);
	for (const line of lines) expect(line.length, where).toBeLessThanOrEqual(columns);
	expect(app.screen(), where).not.toMatch(
		/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/,
	);
	expect(app.titles, where).toEqual([]);
}

describe.each(sizes)('at %i×%i', (columns, rows) => {
	const size = {columns, rows};

	test('every screen and every dialog fills the terminal, whatever the keys are', async () => {
		const {sandbox} = await hostileWorld();
		const app = await openApp(sandbox, {target: {bucket}, size});
		await app.listed();
		expectWholeFrame(app, 'uploads');

		// Controls, wide ones, and the longest.
		for (const at of [2, 1, 7]) {
			const key = hostileKeys[at];
			await app.press('g', 'j'.repeat(at));
			expectWholeFrame(app, `cursor on ${key}`);
			await app.press('l');
			await app.waitFor('ETAG');
			expectWholeFrame(app, `parts of ${key}`);
			await app.press('x');
			await app.waitFor('Cancel');
			expectWholeFrame(app, `abort of ${key}`);
			await app.press('tab', 'tab', 'enter', 'c');
			await app.waitFor(/Complete$/m);
			expectWholeFrame(app, `complete of ${key}`);
			await app.press('enter', 'y');
			expectWholeFrame(app, `copy of ${key}`);
			await app.press('h', 'h');
		}
	});

	test('the other dialogs and the places too', async () => {
		const {sandbox, upload} = await hostileWorld();
		upload('0/active', {quiet: 1000});
		sandbox.seed.bucket('another-bucket');
		const app = await openApp(sandbox, {target: {bucket}, size});
		await app.listed();
		const look = async (where: string, wanted: string | RegExp, ...keys: string[]) => {
			await app.press(...keys);
			await app.waitFor(wanted);
			expectWholeFrame(app, where);
		};
		await look('help', 'Open the parts', '?');
		await look('the end of help', 'rows above', 'G');
		await app.press('esc');
		await look('copy', 'upload id', 'y');
		await app.press('esc');
		await look('open by key and id', 'the whole key', 'o');
		await app.press('esc');
		await look('acts', 'Operations', '!');
		await app.press('esc');
		await look('a word to type', /type .*:/, 'x');
		await app.press('esc');
		await look('marks', /30 marked/, '*');
		await look('an abort of many', /type .*:/, 'x');
		await app.press('esc');
		await look('filter', '/ plain', '/', 'plain');
		await app.press('enter', 'esc');
		await look('profiles', 'CONNECTION', 'p');
		await look('a new connection', 'name of this connection', 'n');
		await app.press('esc', 'esc');
		await look('buckets', 'another-bucket', 'esc', 'esc');
		await look('type a bucket', 'prefix', 'b');
	});
});

test('at 60×12 a failure with everything in it leaves the frame whole', async () => {
	const {sandbox} = await hostileWorld();
	const message = `${'No 写真 \u001b[31m here. '.repeat(30)}`;
	sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: {
			respond: {
				status: 403,
				headers: {'x-amz-request-id': 'REQUEST-1'},
				body: `<Error><Code>AccessDenied</Code><Message>${message.replaceAll('\u001b', '&#27;')}</Message></Error>`,
			},
		},
	});
	const app = await openApp(sandbox, {
		target: {bucket, prefix: 'h/'},
		size: {columns: 60, rows: 12},
	});
	await app.waitFor('AccessDenied');
	expectWholeFrame(app, 'a failed list');
	expect(app.row('AccessDenied')).toContain('ListMultipartUploads');
});

describe('the breadcrumb', () => {
	test('names connection, endpoint, bucket, prefix and key, and gives way in the middle', async () => {
		const {sandbox, upload} = await openStage();
		upload('raw/2026/tape.tar');
		const app = await openApp(sandbox, {target: {bucket, prefix: 'raw/'}, readOnly: true});
		await app.listed();
		const host = sandbox.endpoint.replace('http://', '');
		const where = () => app.lines()[0];
		expect(where()).toMatch(/read-only$/);
		expect(where()).toContain(`own:test › ${host} › ${bucket} › raw/`);
		await app.press('enter');
		await app.waitFor('LAST MODIFIED');
		expect(where()).toContain(`› ${bucket} › raw/2026/tape.tar`);
		await app.resize(60, 20);
		expect(where()).toMatch(/… ?.*read-only$/);
	});
});

describe('the size changes', () => {
	test('the selection stays, in sight', async () => {
		const {sandbox} = await hostileWorld();
		const app = await openApp(sandbox, {target: {bucket}, size: {columns: 120, rows: 40}});
		await app.listed();
		await app.press('j'.repeat(25));
		const selected = app.row('▸').match(/plain-\d+/)?.[0] ?? 'none';
		for (const [columns, rows] of [
			[80, 24],
			[60, 12],
			[200, 60],
			[100, 16],
		] as const) {
			await app.resize(columns, rows);
			await app.waitFor('▸');
			expect(app.row('▸')).toContain(selected);
			expectWholeFrame(app, `${columns}×${rows}`);
		}
	});

	test('what is being typed stays, cursor and all', async () => {
		const {sandbox, upload} = await openStage();
		upload('one');
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('o', 'raw/key', 'tab', 'the id', 'left');
		await app.resize(60, 12);
		await app.resize(140, 50);
		await app.press('X');
		expect(app.screen()).toMatch(/key +raw\/key/);
		expect(app.screen()).toContain('the iX');
	});

	test('under 60×12 one line says so; the state is there again after growing back', async () => {
		const {sandbox} = await hostileWorld();
		const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 24}});
		await app.listed();
		await app.press('/', 'plain-01', 'enter', 'j', 'j', '*', 'x');
		await app.waitFor('type 10');
		await app.press('1');
		const before = app.screen();
		for (const [columns, rows] of [
			[59, 24],
			[80, 11],
			[20, 5],
			[5, 1],
		] as const) {
			await app.resize(columns, rows);
			expect(app.lines().filter(line => line !== '')).toHaveLength(1);
			expect(app.lines()[0]).toMatch(/^too/);
		}
		await app.resize(80, 24);
		expect(app.screen()).toBe(before);
		await app.press('esc');
		expect(app.row('▸')).toContain('plain-012');
	});
});

test('only the visible rows are drawn, of a thousand as of ten', async () => {
	const {sandbox, upload} = await openStage();
	for (let at = 0; at < 1000; at++) upload(`key-${at}`, {sizes: [MiB]});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 100, rows: 30}});
	await app.waitFor('reading parts');
	// What is still being read would draw too.
	await app.press('esc');
	app.rowsDrawn();
	await app.press('j');
	const visible = app.lines().filter(line => line.includes('key-')).length;
	expect(visible).toBeGreaterThan(15);
	// A press may draw twice: the cursor, and what the look at parts brings.
	expect(app.rowsDrawn()).toBeLessThanOrEqual(3 * visible);
});
