import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {completionCases, standIn} from '../commands/completion-cases.js';
import {runCommand} from '../support/io.js';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-completion-'));
	for (const shell of ['zsh', 'fish']) {
		const {stdout} = await runCommand(['completion', shell]);
		await writeFile(join(folder, `partway.${shell}`), stdout);
	}
	await writeFile(join(folder, 'plan file.jsonl'), '');
	await writeFile(join(folder, 'partway'), standIn, {mode: 0o755});
});
afterAll(() => rm(folder, {recursive: true}));

/** What a shell of Debian prints. Fails where it is not installed. */
async function run(shell: 'zsh' | 'fish', args: readonly string[]): Promise<string[]> {
	const env = {PATH: `${folder}:/usr/bin:/bin`, HOME: folder, LC_ALL: 'C.UTF-8'};
	const {stdout} = await promisify(execFile)(`/usr/bin/${shell}`, args, {cwd: folder, env});
	return stdout.split('\n').filter(line => line !== '');
}

/** Quotes for both shells: the cases hold no quotes and no backslashes. */
const quoted = (words: readonly string[]) => words.map(word => `'${word}'`).join(' ');

describe.each(completionCases)('%j', (words, {has, lacks}) => {
	test('zsh', async () => {
		// Its own helpers need a terminal: here each says what it was given.
		const found = await run('zsh', [
			'-f',
			'-c',
			`compdef() { :; }
			_describe() { local name=$@[-1]; print -rl -- \${(P)name%%:*}; }
			_files() { print -rl -- *; }
			compadd() { shift; print -rl -- $@; }
			source ./partway.zsh
			words=(${quoted(words)}) CURRENT=${words.length} PREFIX=\${words[-1]}
			_partway`,
		]);
		const begun = found.filter(word => word.startsWith(words.at(-1) ?? ''));
		expect(begun).toEqual(expect.arrayContaining([...has]));
		for (const word of lacks) expect(begun).not.toContain(word);
	});

	test('fish', async () => {
		const line = words.map(word => word.replaceAll(' ', '\\ ')).join(' ');
		const lines = await run('fish', [
			'--no-config',
			'-c',
			`source ./partway.fish; complete -C '${line}'`,
		]);
		const found = lines.map(text => text.split('\t')[0]);
		expect(found).toEqual(expect.arrayContaining([...has]));
		for (const word of lacks) expect(found).not.toContain(word);
	});
});
