import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {spawn} from '@lydell/node-pty';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Screen} from '../program/screen.js';
import {runCommand} from '../support/io.js';
import {completionCases, standIn} from './completion-cases.js';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-completion-'));
	const {code, stdout} = await runCommand(['completion', 'bash']);
	expect(code).toBe(0);
	await writeFile(join(folder, 'partway.bash'), stdout);
	await writeFile(join(folder, 'plan file.jsonl'), '');
	await writeFile(join(folder, 'a:b.jsonl'), '');
	await writeFile(join(folder, 'partway'), standIn, {mode: 0o755});
});
afterAll(() => rm(folder, {recursive: true}));

/** What bash would offer for the last of these words, which it takes apart at colons. */
async function offered(words: readonly string[]): Promise<string[]> {
	const script = `
		source ./partway.bash
		complete -p partway >&2 || exit 1
		COMP_LINE=$1; shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_partway
		printf '%s\\n' "\${COMPREPLY[@]}"`;
	const parts = words.flatMap(word => (word === '' ? [''] : word.split(/(:+)/).filter(Boolean)));
	const {stdout} = await promisify(execFile)(
		'bash',
		['--norc', '-c', script, 'bash', words.join(' '), ...parts],
		{cwd: folder, env: shellEnvironment()},
	);
	const [kept = ''] = /^.*:/.exec(words.at(-1) ?? '') ?? [];
	return stdout.split('\n').flatMap(line => (line === '' ? [] : [kept + line]));
}

const shellEnvironment = () => ({PATH: `${folder}:/usr/bin:/bin`, TERM: 'xterm', HOME: folder});

/** What stands in the line of a bash that somebody types into, once Tab was pressed behind this. */
async function lineAfterTab(typed: string, wanted: string): Promise<string> {
	const screen = new Screen(100, 30);
	const pty = spawn('bash', ['--norc', '--noprofile', '-i'], {
		...{cols: 100, rows: 30, cwd: folder, env: shellEnvironment()},
	});
	pty.onData(data => screen.write(data));
	try {
		pty.write('PS1="ready>"; source ./partway.bash\r');
		await screen.waitFor(/^ready>$/m);
		pty.write(`${typed}\t`);
		return await screen.waitFor(`ready>${wanted}`, 20_000);
	} finally {
		pty.kill('SIGKILL');
	}
}

describe('bash', () => {
	test.each(completionCases)('%j', async (words, {has, lacks}) => {
		const found = await offered(words);
		expect(found).toEqual(expect.arrayContaining([...has]));
		for (const word of lacks) expect(found).not.toContain(word);
	});
});

describe('bash that is typed into, which takes words apart at colons', () => {
	test.each([
		['partway -p rclone:li', 'partway -p rclone:list'],
		['partway -p rclone:', 'partway -p rclone:l'],
		['partway -p s3c', 'partway -p s3cmd:default'],
		['partway --profile=s3cmd:d', 'partway --profile=s3cmd:default'],
		['partway -p rclone:list pa', 'partway -p rclone:list parts'],
		['partway -q is:stalled -p o', 'partway -q is:stalled -p ops'],
		['partway abort --plan a:', 'partway abort --plan a:b.jsonl'],
	])('%s', async (typed, wanted) => {
		const [line] = /(?<=ready>)partway.*/.exec(await lineAfterTab(typed, wanted)) ?? [];
		expect(line?.trimEnd()).toBe(wanted);
	});
});

test.each(['bash', 'zsh', 'fish'])('%s: every command and option is in the script', async shell => {
	const {stdout} = await runCommand(['completion', shell]);
	for (const word of ['list', 'parts', 'profiles add', 'all-buckets', 'stalled-for', 'plan-out'])
		expect(stdout).toContain(word);
});

test('another shell is bad usage', async () => {
	const {code, stderr} = await runCommand(['completion', 'tcsh']);
	expect(code).toBe(2);
	expect(stderr).toContain('bash, zsh, fish');
});

describe('names for a shell', () => {
	/** What `partway __names KIND` prints where the store and the AWS config hold these texts. */
	async function names(kind: string, store: string, aws = '') {
		const home = await mkdtemp(join(folder, 'home-'));
		const [config, awsConfig] = [join(home, 'config.json'), join(home, 'aws')];
		await writeFile(config, store, {mode: 0o600});
		await writeFile(awsConfig, aws);
		const env = {
			...{HOME: home, PARTWAY_CONFIG_DIR: home},
			...{AWS_CONFIG_FILE: awsConfig, AWS_SHARED_CREDENTIALS_FILE: awsConfig},
		};
		const ended = await runCommand(['__names', kind], {env});
		expect(ended).toMatchObject({code: 0, stderr: ''});
		expect(await readFile(config, 'utf8')).toBe(store);
		return ended.stdout.split('\n').slice(0, -1);
	}

	const credentials = {kind: 'environment'};
	const store = JSON.stringify({
		...{version: 2, profiles: {lab: {credentials}, ops: {credentials}, broken: {}}},
	});
	const aws = '[profile ops]\nregion = x\n[profile dev]\nregion = x\n[$(id)]\nregion = x\n';

	test('are as -p takes them, and none that a shell would expand', async () => {
		expect(await names('connections', store, aws)).toEqual(['aws:ops', 'dev', 'lab', 'own:ops']);
		expect(await names('own', store, aws)).toEqual(['broken', 'lab', 'ops']);
		expect(await names('aws', store, aws)).toEqual(['dev', 'ops']);
	});

	test('are none, without a word, where the file is damaged; and it is not moved', async () => {
		expect(await names('connections', 'garbage')).toEqual([]);
		expect(await names('nothing', store)).toEqual([]);
	});

	test('the command that tells them is in no help', async () => {
		expect((await runCommand(['--help'])).stdout).not.toContain('__names');
	});
});
