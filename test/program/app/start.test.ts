import {execFile} from 'node:child_process';
import {cp, readdir, readFile, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {describe, expect} from 'vitest';
import {type Home, keysInEnv, test} from '../program-test.js';
import {program, untouched} from '../pty.js';

const keys = keysInEnv({accessKeyId: 'SAMPLEKEY', secretAccessKey: 'sample/secret/opens/nothing'});

/** Runs the program without a terminal; its end is told, whatever it is. */
async function run(
	{env}: Pick<Home, 'env'>,
	args: readonly string[],
	file = program,
): Promise<{code: number; stdout: string; stderr: string}> {
	try {
		const ended = await promisify(execFile)(process.execPath, [file, ...args], {env});
		return {code: 0, ...ended};
	} catch (error) {
		const {code, stdout, stderr} = error as {code: number; stdout: string; stderr: string};
		return {code, stdout, stderr};
	}
}

/** A copy of the built program that lacks every file with something of these packages in it. */
async function programWithout(home: Home, packages: RegExp): Promise<string> {
	const built = dirname(program);
	const copy = join(home.folder, 'dist');
	await cp(built, copy, {recursive: true});
	const {outputs} = JSON.parse(await readFile(join(built, 'meta.json'), 'utf8')) as {
		outputs: Record<string, {inputs: Record<string, unknown>}>;
	};
	const entry = Object.keys(outputs).find(name => name.endsWith('/cli.js')) ?? '';
	const lacking = Object.entries(outputs).filter(([, {inputs}]) =>
		Object.keys(inputs).some(name => packages.test(name)),
	);
	expect(lacking.length).toBeGreaterThan(0);
	for (const [name] of lacking) await rm(join(copy, name.slice(dirname(entry).length)));
	return join(copy, 'cli.js');
}

describe('--help and --version', () => {
	test('need neither Ink nor the SDK', async ({home}) => {
		const lean = await programWithout(
			home,
			/node_modules\/(ink|react|yoga-layout|@aws-sdk|@smithy)\//,
		);
		const help = await run(home, ['--help'], lean);
		expect(help).toMatchObject({code: 0, stderr: ''});
		for (const told of ['--read-only', '--demo', 's3://bucket/prefix', 'Exit codes:'])
			expect(help.stdout).toContain(told);
		const {version} = JSON.parse(
			await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8'),
		) as {version: string};
		expect(await run(home, ['--version'], lean)).toEqual({
			code: 0,
			stdout: `${version}\n`,
			stderr: '',
		});
	});
});

describe('bad usage', () => {
	test.for([
		[['--no-such-option'], '--no-such-option'],
		[['one', 'two'], 'too many arguments'],
		[['--endpoint'], '--endpoint'],
		[['https://example.com/bucket'], 's3://'],
		[['s3://'], 'bucket'],
		[['media', '--expected-bucket-owner', '1234'], '12 digits'],
		[['media', '--log', '/no/such/folder/log'], '/no/such/folder/log'],
	] as const)('%s ends with 2 and names it', async ([args, named], {home, start}) => {
		const partway = await start(args);
		const end = await partway.ended();
		expect(end).toMatchObject({code: 2, terminal: untouched});
		expect(end.words).toContain(named);
		expect(end.words).not.toMatch(/^ +at /m);
		expect(partway.raw).not.toContain('\u001b[?1049h');
		expect((await run(home, args)).code).toBe(2);
	});

	test('escapes what was typed', async ({home}) => {
		const {stderr} = await run(home, ['--\u001b[31mred']);
		expect(stderr).not.toContain('\u001b');
	});
});

describe('without a screen to draw on it ends with 2, and says why and what to do', () => {
	test('when stdin is no terminal', async ({start}) => {
		const partway = await start(['media'], {redirect: '</dev/null'});
		const end = await partway.ended();
		expect(end).toMatchObject({code: 2, terminal: untouched});
		expect(end.words).toMatch(/^partway draws on a terminal, and stdin is not one: .*ssh -t.*\.$/);
	});

	test('when stdout is no terminal', async ({start, home}) => {
		const partway = await start(['media'], {redirect: '>"$HOME/out"'});
		const end = await partway.ended();
		expect(end).toMatchObject({code: 2, terminal: untouched});
		expect(end.words).toMatch(/^partway draws on a terminal, and stdout is not one: .*ssh -t.*\.$/);
		expect(await readFile(join(home.folder, 'out'), 'utf8')).toBe('');
	});

	test('when nothing is a terminal', async ({home}) => {
		const {code, stdout, stderr} = await run(home, ['--demo']);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr.trim().split('\n')).toHaveLength(1);
	});

	test('when TERM is dumb', async ({start}) => {
		const partway = await start(['media'], {env: {TERM: 'dumb'}});
		const end = await partway.ended();
		expect(end).toMatchObject({code: 2, terminal: untouched});
		expect(end.words).toMatch(/^partway .*TERM is "dumb": .*\.$/);
		expect(partway.raw).not.toContain('\u001b');
	});
});

describe('the first frame', () => {
	test('comes before any answer of the network', async ({start}) => {
		const server = createServer(() => {});
		const endpoint = await new Promise<string>(resolve =>
			server.listen(0, '127.0.0.1', () => {
				const address = server.address();
				resolve(`http://127.0.0.1:${typeof address === 'object' && address?.port}`);
			}),
		);
		const connected = new Promise(resolve => server.once('connection', resolve));
		const partway = await start(['-e', endpoint, 'media'], {env: keys});
		await partway.waitFor('q quit');
		await connected;
		await partway.waitFor('media');
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
		server.close();
	});

	test('needs nothing of Intl', async ({start}) => {
		const hook = `--import=${join(import.meta.dirname, 'without-intl.mjs')}`;
		const partway = await start([], {env: {NODE_OPTIONS: hook}});
		await partway.waitFor('q quit');
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});

	test('comes before the SDK is imported', async ({start, home}) => {
		const file = await programWithout(home, /node_modules\/(@aws-sdk|@smithy)\//);
		const partway = await start(['media'], {env: keys, file});
		const end = await partway.ended();
		// That it could not be imported is what ended it; by then the frame was there.
		expect(end).toMatchObject({code: 1, terminal: untouched});
		expect(end.words).toContain("Cannot find module './chunks/");
		expect(partway.raw).toContain('\u001b[?1049h');
		expect(partway.raw).toContain('quit');
	});
});

describe('the end', () => {
	test('by q is 0, by ctrl-c 130, and the shell has its screen back', async ({start, home}) => {
		for (const [key, code] of [
			['q', 0],
			['ctrl-c', 130],
		] as const) {
			const partway = await start(['--demo']);
			await partway.waitFor('acme-media');
			expect(partway.hasScreen).toBe(true);
			// The wheel gives arrow keys, and the mouse stays the terminal's: it selects text.
			expect(partway.raw).toContain('\u001b[?1007s\u001b[?1007h');
			expect(partway.raw).not.toMatch(/\u001b\[\?(9|100[0-36])h/);
			expect(await partway.quit(key)).toEqual({code, words: '', terminal: untouched});
			// What the demo keeps is gone with it.
			expect(await readdir(home.env['TMPDIR']!)).toEqual([]);
		}
	});
});
