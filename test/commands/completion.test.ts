import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runCommand} from '../support/io.js';
import {completionCases} from './completion-cases.js';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-completion-'));
	const {code, stdout} = await runCommand(['completion', 'bash']);
	expect(code).toBe(0);
	await writeFile(join(folder, 'partway.bash'), stdout);
	await writeFile(join(folder, 'plan file.jsonl'), '');
});
afterAll(() => rm(folder, {recursive: true}));

/** What bash would offer for the last of these words. */
async function offered(words: readonly string[]): Promise<string[]> {
	const script = `
		source ./partway.bash
		complete -p partway >&2 || exit 1
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_partway
		printf '%s\\n' "\${COMPREPLY[@]}"`;
	const {stdout} = await promisify(execFile)('bash', ['--norc', '-c', script, 'bash', ...words], {
		cwd: folder,
	});
	return stdout.split('\n').filter(line => line !== '');
}

describe('bash', () => {
	test.each(completionCases)('%j', async (words, {has, lacks}) => {
		const found = await offered(words);
		expect(found).toEqual(expect.arrayContaining([...has]));
		for (const word of lacks) expect(found).not.toContain(word);
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
