import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../support/app.js';
import {bucket, MiB, numbered, openStage, type Stage} from '../../support/stage.js';

const sizes = [
	[60, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

/** Keys that terminals, tables and eyes get wrong; the last one is longer than any row. */
const hostile = [
	'a/写真/二〇二六年/富士山の夜明け.mov',
	'b/🎬 rushes 👩‍🔬/take-07.mov',
	'c/\u001b[2J\u001b[1;31mescape\u001b]0;title\u0007\u001b]52;c;aGk=\u0007.bin',
	'd/invoice-\u202efdp.exe',
	'e/line one\nline two\r\tand a tab.csv',
	'f/e\u0301 zero\u200bwidth \u00a0 ',
	'g/שלום עולם.tar',
	`h/${'鍵'.repeat(300)}`,
	`i/${'deep/'.repeat(190)}end`,
];

async function hostileWorld(): Promise<Stage> {
	const made = await openStage();
	for (const key of hostile) made.upload(key);
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
			const key = hostile[at];
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
		await look('the end of help', 'unknown', 'G');
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
		await look('a new connection', 'what you call it', 'n');
		await app.press('esc', 'esc');
		await look('buckets', 'another-bucket', 'esc', 'esc');
		await look('type a bucket', 'prefix', 'b');
	});

	test('a failure with everything in it', async () => {
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
		const app = await openApp(sandbox, {target: {bucket, prefix: 'h/'}, size});
		await app.waitFor('AccessDenied');
		expectWholeFrame(app, 'a failed list');
		expect(app.row('AccessDenied')).toContain('ListMultipartUploads');
	});
});

test('the columns stand under their heads for keys of any width', async () => {
	const {sandbox} = await hostileWorld();
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 120, rows: 30}});
	await app.listed();
	const head = app.find('STATE');
	const first = head.y + 1;
	for (let y = first; y < first + hostile.length; y++) {
		const cells = Array.from({length: 'stalled'.length}, (_, at) => app.cell(head.x + at, y).text);
		expect(cells.join('')).toBe('stalled');
		// Numbers end where their heads end.
		expect(app.cell(app.find('SIZE').x + 3, y).text).toBe('B');
		expect(app.cell(app.find('SIZE').x + 4, y).text.trim()).toBe('');
	}
});

test('columns give way in their order; what an upload holds and whether it is dead never do', async () => {
	const {sandbox, upload} = await openStage();
	upload('key');
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 120, rows: 24}});
	await app.listed();
	const seen: string[] = [];
	for (let columns = 120; columns >= 60; columns -= 5) {
		await app.resize(columns, 24);
		await app.waitFor(() => app.state().size.columns === columns);
		await app.settle();
		const heads = app
			.row('KEY')
			.trim()
			.split(/ {2,}/)
			.map(head => head.replace(/\W+$/, ''));
		expect(heads).toEqual(expect.arrayContaining(['KEY', 'SIZE', 'STATE']));
		if (seen.at(-1) !== heads.join(' ')) seen.push(heads.join(' '));
	}
	expect(seen[0]).toBe('KEY INITIATED LAST PART PARTS SIZE STATE');
	expect(seen.length).toBeGreaterThan(1);
	for (let at = 1; at < seen.length; at++)
		expect(seen[at - 1]?.split(' ')).toEqual(expect.arrayContaining(seen[at]?.split(' ') ?? []));
});

test('a long key is cut in the middle in the list, and whole where it is asked about', async () => {
	const {sandbox, upload} = await openStage();
	const key = `start/${'middle/'.repeat(30)}end-0001.tar`;
	upload(key);
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 100, rows: 40}});
	await app.listed();
	expect(app.row('start/')).toMatch(/start\/.*….*end-0001\.tar /);
	await app.press('x');
	await app.waitFor('Cancel');
	const shown = app
		.lines()
		.map(line => line.trim())
		.join('');
	expect(shown).toContain(key);
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

describe.each([
	[60, 12],
	[80, 24],
])('at %i×%i what a confirmation names can be seen', (columns, rows) => {
	/** What shows up while one pages through the dialog, without the rows that stand around it. */
	async function seenIn(app: OpenedApp): Promise<string> {
		const seen = new Set<string>();
		for (let pages = 0; pages < 40; pages++) {
			const before = seen.size;
			for (const line of app.lines()) if (!/[▸▾▴›→⏎]/.test(line)) seen.add(line.trim());
			if (seen.size === before && pages > 0) break;
			await app.press('pagedown');
		}
		return [...seen].join('');
	}

	test.each([
		['x', 'Abort'],
		['c', 'Complete'],
	])('of one upload, by %s', async (key, button) => {
		const {sandbox, upload} = await openStage();
		const name = `raw/${numbered('part-', 60).join('/')}/end.tar`;
		const id = upload(name);
		const app = await openApp(sandbox, {target: {bucket}, size: {columns, rows}});
		await app.listed();
		await app.press(key);
		await app.waitFor(button);
		const seen = await seenIn(app);
		for (const fact of [sandbox.endpoint, bucket, name, id, '17,825,792 bytes', '3 parts'])
			expect(seen).toContain(fact);
		expect(app.screen()).toMatch(new RegExp(`Cancel +${button}$`, 'm'));
	});

	test('that it is active, and what to type', async () => {
		const {sandbox, upload} = await openStage();
		upload('live.mxf', {quiet: 1000});
		const app = await openApp(sandbox, {target: {bucket}, size: {columns, rows}});
		await app.listed();
		await app.press('x');
		await app.waitFor(/type .*:/);
		expect(await seenIn(app)).toContain('ACTIVE');
	});

	test('what speaks against completing', async () => {
		const {sandbox, upload} = await openStage();
		upload('small.tar', {sizes: [MiB, MiB, MiB]});
		sandbox.seed.object({bucket, key: 'small.tar', size: 5});
		const app = await openApp(sandbox, {target: {bucket}, size: {columns, rows}});
		await app.listed();
		await app.press('c');
		await app.waitFor(/type the key/);
		const seen = await seenIn(app);
		expect(seen).toContain('too small');
		expect(seen).toContain('REPLACED');
		expect(app.screen()).toMatch(/type the key/);
	});
});

test('at 60×12 the parts still say what they are of, whether they will do, and where the cursor is', async () => {
	const {sandbox, upload} = await openStage();
	const id = upload('a', {sizes: Array.from({length: 30}, () => 8 * MiB)});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 60, rows: 12}});
	await app.listed();
	await app.press('enter');
	await app.waitFor('ETAG');
	expectWholeFrame(app, 'parts');
	expect(app.screen()).toContain('Can be completed');
	expect(app.screen()).toMatch(/initiated \d{4}-\d\d-\d\d/);
	await app.press('G');
	expect(app.row('▸')).toMatch(/▸ +30 /);
	await app.press('y');
	expect(app.screen()).toContain(id.slice(0, 10));
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
