import {readdir, readFile, readlink, writeFile} from 'node:fs/promises';
import {constants, platform} from 'node:os';
import {join} from 'node:path';
import {type IPty, spawn} from '@lydell/node-pty';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {cancelButton, completable, completeButton, listed, rows} from '../landmarks.js';
import {test, to} from '../program-test.js';
import {type Program, program, untouched} from '../pty.js';

const mib = 2 ** 20;

function seed(sandbox: Sandbox, count = 3): void {
	const initiated = sandbox.now() - 7 * 24 * 3_600_000;
	sandbox.seed.bucket('media');
	for (let nth = 1; nth <= count; nth++)
		sandbox.seed.upload({
			bucket: 'media',
			key: `key-00${nth}`,
			initiated,
			parts: [1, 2, 3].map(number => ({number, size: 8 * mib})),
		});
}

const preload = (way: string, until = '') => ({
	NODE_OPTIONS: `--import=${join(import.meta.dirname, 'busy.mjs')}`,
	BUSY: way,
	BUSY_UNTIL: until,
});

/** The thread of the screen is busy from here on. */
async function busy(partway: Program): Promise<void> {
	partway.signal('SIGUSR2');
	await partway.waitFor(() => partway.raw.includes('\u001b]0;busy\u0007'));
}

/** The files that a process has open. */
const opened = async (pid: number) => {
	const folder = `/proc/${pid}/fd`;
	const links = (await readdir(folder)).map(name => readlink(join(folder, name)).catch(() => ''));
	return Promise.all(links);
};

const selectedKey = (text: string) => rows(text).find(({selected}) => selected)?.key;
const said = 'partway did not answer any more and was ended.';

describe('while the thread of the screen is busy', () => {
	test.for(['ctrl-c', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
		'%s ends the program, and the terminal is given back',
		async (way, {start, serve}) => {
			const sandbox = await serve();
			seed(sandbox);
			const [args, {env}] = to(sandbox, 'media');
			const partway = await start(args, {env: {...env, ...preload('loop')}});
			await partway.waitFor(listed(3));
			await busy(partway);
			// The key that nobody reads stands before it.
			partway.type('j');
			if (way === 'ctrl-c') partway.type('\u0003');
			else partway.signal(way);
			const end = await partway.ended();
			const signal = way === 'ctrl-c' ? 'SIGINT' : way;
			expect(end).toMatchObject({code: 128 + constants.signals[signal], terminal: untouched});
			expect(end.words).toContain(said);
			expect(end.words).not.toContain('debugger');
		},
	);

	test('where nothing can interrupt it, it is killed and the terminal can be typed into', async ({
		start,
		serve,
	}) => {
		const sandbox = await serve();
		seed(sandbox);
		const [args, {env}] = to(sandbox, 'media');
		const partway = await start(args, {env: {...env, ...preload('native')}});
		await partway.waitFor(listed(3));
		await busy(partway);
		partway.signal('SIGTERM');
		const {code, terminal} = await partway.ended();
		expect(code).toBe(128 + constants.signals.SIGKILL);
		// What `stty sane` gives is not what was there before in every detail.
		expect({...terminal, modes: untouched.modes}).toEqual(untouched);
	});

	test.skipIf(platform() !== 'linux')(
		'keys wait for it, and none is lost',
		async ({start, serve, home}) => {
			const sandbox = await serve();
			seed(sandbox, 6);
			const until = join(home.folder, 'until');
			const [args, {env}] = to(sandbox, 'media');
			const partway = await start(args, {env: {...env, ...preload('while', until)}});
			await partway.waitFor(listed(6));
			await busy(partway);
			partway.type('jj');
			// The watchdog has the terminal open once it reads; what it read is given back.
			await expect.poll(() => opened(partway.pid), {timeout: 20_000}).toContain('/dev/tty');
			partway.type('j');
			await writeFile(until, '');
			await partway.waitFor(text => selectedKey(text) === 'key-004');
			expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
		},
	);

	test('what was under way is an unknown act at the next start', async ({start, serve, home}) => {
		const sandbox = await serve();
		seed(sandbox, 1);
		let release = () => {};
		const held = new Promise<void>(resolve => {
			release = resolve;
		});
		sandbox.faults.add({
			operation: 'CompleteMultipartUpload',
			times: 1,
			action: {hold: held, when: 'before'},
		});
		const arrived = sandbox.requests.next('CompleteMultipartUpload');
		const [args, {env}] = to(sandbox, 'media');
		const partway = await start(args, {env: {...env, ...preload('loop')}});
		await partway.waitFor(/24\.0 MiB +stalled/);
		await partway.press('enter', completable(3));
		await partway.press('c', cancelButton);
		await partway.press('right', completeButton);
		await partway.press('enter', text => !text.includes(completeButton));
		await arrived;
		await busy(partway);
		partway.type('\u0003');
		expect(await partway.ended()).toMatchObject({code: 130, terminal: untouched});
		const journal = await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8');
		expect(journal.trim().split('\n')).toHaveLength(1);
		const again = await start(args, {env});
		await again.waitFor(/1 operation with an unknown outcome: Complete of key-001/);
		release();
		await again.quit('ctrl-c');
	});
});

describe('when the terminal is gone', () => {
	/** Runs the program in a session of its own, which gets no HUP when the terminal goes; then writes its code. */
	const script =
		'trap "" HUP; setsid -w sh -c \'echo "pid=$$"; exec "$@"\' sh "$@"; echo "$?" > "$HOME/code"';

	test.for([
		{title: 'without a HUP', isBusy: false, signal: undefined},
		{title: 'without a HUP, and busy', isBusy: true, signal: undefined},
		{title: 'by a HUP, and busy', isBusy: true, signal: 'SIGHUP'},
	] as const)('the process ends: $title', async ({isBusy, signal}, {serve, home}) => {
		const sandbox = await serve();
		seed(sandbox);
		const [args, {env}] = to(sandbox, 'media');
		const pty = spawn('sh', ['-c', script, 'sh', process.execPath, program, ...args], {
			cols: 100,
			rows: 30,
			env: {...home.env, ...env, ...preload('loop')},
		}) as IPty & {destroy(): void};
		let raw = '';
		pty.onData(data => {
			raw += data;
		});
		const seen = (wanted: RegExp) => expect.poll(() => raw).toMatch(wanted);
		await seen(/pid=\d+/);
		const pid = Number(/pid=(\d+)/.exec(raw)?.[1]);
		try {
			await seen(/24\.0 MiB/);
			if (isBusy) {
				process.kill(pid, 'SIGUSR2');
				await seen(/0;busy/);
			}
			if (signal !== undefined) process.kill(pid, signal);
			else pty.destroy();
			const code = () => readFile(join(home.folder, 'code'), 'utf8').catch(() => '');
			await expect.poll(code).toBe(`${128 + constants.signals.SIGHUP}\n`);
		} finally {
			pty.destroy();
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// It has ended.
			}
		}
	});
});
