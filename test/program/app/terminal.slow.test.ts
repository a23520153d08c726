import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {
	abortButton,
	cancelButton,
	filterField,
	listed,
	marks,
	rows,
	uploadsList,
} from '../landmarks.js';
import {test, to} from '../program-test.js';
import {untouched} from '../pty.js';

const mib = 2 ** 20;

/** A bucket `media` with that many stalled uploads: `key-001` and so on. */
function seed(sandbox: Sandbox, count: number): void {
	const week = 7 * 24 * 3_600_000;
	sandbox.seed.bucket('media');
	for (let nth = 1; nth <= count; nth++)
		sandbox.seed.upload({
			bucket: 'media',
			key: `key-${String(nth).padStart(3, '0')}`,
			initiated: sandbox.now() - week,
			parts: [1, 2, 3].map(number => ({number, size: 8 * mib})),
		});
}

const selectedKey = (text: string) => rows(text).find(({selected}) => selected)?.key;

describe('colours', () => {
	/** Sequences that change how text looks, resets aside. */
	const looks = (raw: string) => raw.match(/\u001b\[[1-9][\d;:]*m/g) ?? [];
	const colours = (raw: string) => looks(raw).filter(each => /\[(3[0-8]|4[0-8]|9\d)/.test(each));

	test.for([
		{name: 'are there', coloured: true},
		{name: 'are not there with NO_COLOR', env: {NO_COLOR: '1'}, coloured: false},
		{name: 'are not there with --no-color', args: ['--no-color'], coloured: false},
		{name: 'are there when NO_COLOR is empty', env: {NO_COLOR: ''}, coloured: true},
		{name: 'are there when forced', env: {NO_COLOR: '1', FORCE_COLOR: '1'}, coloured: true},
		{
			name: 'are not there with --no-color, forced or not',
			env: {FORCE_COLOR: '1'},
			args: ['--no-color'],
			coloured: false,
		},
	])('$name', async ({env, args = [], coloured}, {start, serve}) => {
		const sandbox = await serve();
		seed(sandbox, 3);
		const [wanted, {env: keys}] = to(sandbox, 'media', ...args);
		const partway = await start(wanted, {env: {...keys, ...env}});
		await partway.waitFor(/24\.0 MiB +stalled/);
		// Without any colour the selection is still seen.
		expect(selectedKey(partway.screen())).toBe('key-001');
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
		if (coloured) expect(colours(partway.raw).length).toBeGreaterThan(0);
		else expect(looks(partway.raw)).toEqual([]);
	});
});

test('--ascii draws with plain signs alone, on every screen', async ({start, serve}) => {
	const sandbox = await serve();
	seed(sandbox, 3);
	sandbox.seed.upload({bucket: 'media', key: 'live', parts: [{number: 2, size: mib}]});
	const [args, options] = to(sandbox, 's3://media/', '--ascii');
	const partway = await start(args, options);
	await partway.waitFor(/24\.0 MiB +stalled/);
	await partway.press('?', 'Open the parts');
	await partway.press('G', 'rows above');
	await partway.press('esc', uploadsList);
	await partway.press('/', / \/ \|/);
	await partway.press('key-00', '3 of 4');
	await partway.press('enter', text => !/ \/ .*\|/.test(text));
	await partway.press('space', /^.\* key/m);
	await partway.press('s', /INITIATED *[v^]/);
	await partway.press('y', /upload id/i);
	await partway.press('esc', uploadsList);
	await partway.press('enter', /can be completed - 3 parts/i);
	await partway.press('c', '> Cancel');
	await partway.press('right', '> Complete');
	await partway.press('enter', /Done/);
	await partway.press('esc', text => !/Done/.test(text));
	await partway.press('!', /^ +Operations$/m);
	await partway.press('esc', text => !/^ +Operations$/m.test(text));
	partway.resize(50, 10);
	await partway.waitFor('too small');
	expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
	const foreign = [...new Set(partway.raw.match(/[^\u0000-\u007f]+/g) ?? [])];
	expect(foreign).toEqual([]);
});

test('CI in the shell does not blank the screen', async ({start, serve}) => {
	const sandbox = await serve();
	seed(sandbox, 3);
	const [args, {env}] = to(sandbox, 'media');
	const partway = await start(args, {env: {...env, CI: 'true', CONTINUOUS_INTEGRATION: '1'}});
	await partway.waitFor(/24\.0 MiB +stalled/);
	await partway.press('j', text => selectedKey(text) === 'key-002');
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});

test('nothing but the app writes on its screen; what something else says is in the log', async ({
	start,
	serve,
	home,
}) => {
	const sandbox = await serve();
	seed(sandbox, 40);
	const log = join(home.folder, 'log');
	const [args, {env}] = to(sandbox, 'media', '--log', log);
	const noise = `--import=${join(import.meta.dirname, 'stray-output.mjs')}`;
	const partway = await start(args, {env: {...env, NODE_OPTIONS: noise}});
	await partway.waitFor(listed(40));
	const shown = partway.raw.indexOf('\u001b[?1049h');
	for (const nth of [2, 3, 4, 5, 6, 7, 8])
		await partway.press('j', text => selectedKey(text) === `key-00${nth}`);
	await expect.poll(() => readFile(log, 'utf8')).toContain('STRAY warning');
	const end = await partway.quit();
	expect(end).toMatchObject({code: 0, terminal: untouched});
	const left = partway.raw.lastIndexOf('\u001b[?1049l');
	expect(partway.raw.slice(shown, left)).not.toContain('STRAY');
	const lines = await readFile(log, 'utf8');
	for (const told of ['STRAY log', 'STRAY error', 'STRAY stderr']) expect(lines).toContain(told);
	expect((await stat(log)).mode & 0o777).toBe(0o600);
});

describe('a resize', () => {
	test('keeps the selection in sight, and fills the new size exactly', async ({start, serve}) => {
		const sandbox = await serve();
		seed(sandbox, 60);
		const [args, options] = to(sandbox, 'media');
		const partway = await start(args, {...options, cols: 120, rows: 40});
		await partway.waitFor(listed(60));
		await partway.press('jjjjjjjjjjjjjjjjjjjj', text => selectedKey(text) === 'key-021');
		partway.resize(80, 24);
		const fills = (height: number, text: string) =>
			/q quit *$/.test(text.split('\n')[height - 1] ?? '');
		await partway.waitFor(text => fills(24, text) && selectedKey(text) === 'key-021');
		partway.resize(60, 12);
		await partway.waitFor(
			text => selectedKey(text) === 'key-021' && text.split('\n').length === 12,
		);
		partway.resize(59, 11);
		await partway.waitFor(/too small.*60.12/);
		partway.resize(200, 50);
		const wide = await partway.waitFor(text => fills(50, text) && selectedKey(text) === 'key-021');
		expect(wide.split('\n').filter(line => line.includes('key-021'))).toHaveLength(1);
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});

	test('keeps what was typed', async ({start, serve}) => {
		const sandbox = await serve();
		seed(sandbox, 9);
		const partway = await start(...to(sandbox, 'media'));
		await partway.waitFor(listed(9));
		await partway.press('/', filterField);
		await partway.press('ey-00', '/ ey-00▏');
		partway.resize(70, 20);
		await partway.waitFor(text => text.split('\n').length === 20 && text.includes('/ ey-00▏'));
		partway.type('4');
		await partway.waitFor(text => text.includes('/ ey-004▏') && rows(text).length === 1);
		expect(await partway.quit('ctrl-c')).toMatchObject({code: 130, terminal: untouched});
	});
});

describe('keys that arrive in one piece, as from fast typing over ssh or tmux', () => {
	test('move one by one, and never complete, abort, confirm or quit', async ({start, serve}) => {
		const sandbox = await serve();
		seed(sandbox, 30);
		const partway = await start(...to(sandbox, 'media'));
		await partway.waitFor(listed(30));
		await partway.press('jjjk', text => selectedKey(text) === 'key-003');
		for (const [piece, key] of [
			['jc', 'key-004'],
			['jx', 'key-005'],
			['jq', 'key-006'],
			['j\u001b[B', 'key-008'],
		] as const) {
			const text = await partway.press(piece, each => selectedKey(each) === key);
			expect(text).toMatch(uploadsList);
		}
		await partway.press('  j', marks(2));
		await partway.press('u', marks(0));
		await partway.press('x', cancelButton);
		// The first moves to the button, the second does not press it.
		await partway.press('l\r', abortButton);
		await partway.press('esc', uploadsList);
		expect(sandbox.requests.count('AbortMultipartUpload')).toBe(0);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
	});

	test('do nothing as a paste outside a field', async ({start, serve}) => {
		const sandbox = await serve();
		seed(sandbox, 30);
		const partway = await start(...to(sandbox, 'media'));
		await partway.waitFor(listed(30));
		await partway.press('\u001b[200~jjxq\r\u001b[201~', /paste/i);
		expect(selectedKey(partway.screen())).toBe('key-001');
		await partway.press('/', filterField);
		await partway.press('\u001b[200~key-02\u001b[201~', '/ key-02▏');
		expect(await partway.quit('ctrl-c')).toMatchObject({code: 130, terminal: untouched});
	});
});

test('a key that the terminal draws wider than it is counted costs its own row an end, and the frame nothing', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	seed(sandbox, 3);
	// A ligature of Devanagari is one sign in some terminals and two cells in others.
	const ligature = '\u0915\u094d\u0937';
	const initiated = sandbox.now() - 7 * 24 * 3_600_000;
	sandbox.seed.upload({bucket: 'media', key: `a${ligature.repeat(60)}`, initiated});
	const partway = await start(...to(sandbox, 'media'));
	await partway.waitFor(text => listed(4).test(text) && text.includes('key-003'));
	const frame = () => {
		const lines = partway.screen().split('\n');
		return [
			lines[0]?.includes('media'),
			lines.findIndex(line => line.includes('key-002')),
			lines.findIndex(line => line.includes('? help')),
		];
	};
	const before = frame();
	expect(before[0]).toBe(true);
	await partway.press('j', text => /^▸.*key-001/m.test(text));
	await partway.press('k', text => !/^▸.*key-001/m.test(text));
	expect(frame()).toEqual(before);
	expect(
		partway
			.screen()
			.split('\n')
			.filter(line => line.includes('key-00')),
	).toHaveLength(3);
	expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
});

test('ctrl-z gives the terminal to the shell, and fg brings the app back as it was', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	seed(sandbox, 3);
	const [args, keys] = to(sandbox, 'media');
	const partway = await start(args, {...keys, jobControl: true});
	await partway.waitFor(listed(3));
	await partway.press('j', text => selectedKey(text) === 'key-002');
	partway.type('\u001a');
	await partway.stopped();
	expect(partway.hasScreen).toBe(false);
	for (const [restored, set] of [
		['\u001b[?7h', '\u001b[?7l'],
		['\u001b[?1007r', '\u001b[?1007h'],
	] as const)
		expect(partway.raw.lastIndexOf(restored)).toBeGreaterThan(partway.raw.lastIndexOf(set));
	partway.resume();
	await partway.waitFor(text => partway.hasScreen && selectedKey(text) === 'key-002');
	// The wheel moves the cursor again too.
	expect(partway.raw.split('\u001b[?1007h')).toHaveLength(3);
	await partway.press('j', text => selectedKey(text) === 'key-003');
	expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
});

test('where no shell minds the job, ctrl-z changes nothing', async ({start, serve}) => {
	const sandbox = await serve();
	seed(sandbox, 3);
	const partway = await start(...to(sandbox, 'media'));
	await partway.waitFor(listed(3));
	partway.type('\u001a');
	await partway.waitFor(
		() =>
			partway.raw.lastIndexOf('\u001b[?1049h') > partway.raw.lastIndexOf('\u001b[?1049l') &&
			partway.raw.includes('\u001b[?1049l'),
	);
	await partway.press('j', text => selectedKey(text) === 'key-002');
	expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
});
