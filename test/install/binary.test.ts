import {mkdtemp, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect} from 'vitest';
import {completable, filterField, listed, uploadsList} from '../program/landmarks.js';
import {test, to} from '../program/program-test.js';
import {program, untouched} from '../program/pty.js';
import {emptyRootFor, executable, thereEnv} from './empty-root.js';
import {remove, run} from './nobody.js';

let folder: string;
/** What starts the executable in a root of its own. */
let command: readonly string[];

/** What the executable says there, and what the bundle says here. */
async function bothSay(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
	const options = {env: {...thereEnv, ...more}};
	const [there, here] = await Promise.all([
		run(command[0]!, [...command.slice(1), ...args], options),
		run(process.execPath, [program, ...args], options),
	]);
	return {there, here};
}

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-executable-'));
	command = await emptyRootFor(executable, folder);
});

afterAll(() => remove(folder));

describe('the executable, on a machine that has the library of C and no Node', () => {
	test.each([
		'--version',
		'--help',
		'list --help',
		'completion bash',
		'profiles list',
		'__names connections',
	])('says what the bundle says: %s', async typed => {
		const {there, here} = await bothSay(typed.split(' '));
		expect(there).toEqual(here);
	});

	test('lists what a server holds', async ({serve}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		for (const key of ['a', 'b'])
			sandbox.seed.upload({bucket: 'media', key, parts: [{number: 1, size: 2 ** 20}]});
		const [args, {env: keys}] = to(sandbox, 'list', 'media', '--parts', '--jsonl');
		const {there, here} = await bothSay(args, keys);
		expect(there.stdout.split('\n')).toHaveLength(3);
		expect(there).toEqual(here);
	});

	test('opens the app, reads in its threads, and leaves the terminal and the machine as they were', async ({
		start,
	}) => {
		const folders = {PARTWAY_CONFIG_DIR: '/home/config', PARTWAY_STATE_DIR: '/home/state'};
		const more = {HOME: '/tmp', TMPDIR: '/tmp', ...folders};
		const partway = await start(['--demo'], {command, cols: 150, rows: 40, env: more});
		await partway.waitFor(uploadsList);
		await partway.waitFor(listed(154));
		await partway.press('/', filterField);
		await partway.press('with-checksums', '/ with-checksums▏');
		await partway.press('enter', text => !filterField.test(text));
		await partway.press('enter', completable(33));
		expect(await partway.quit()).toMatchObject({code: 0, words: '', terminal: untouched});
		expect(await readdir(join(folder, 'home'), {recursive: true})).toEqual([]);
		expect(await readdir(join(folder, 'tmp'))).toEqual([]);
	});
});
