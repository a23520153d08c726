import {execFile} from 'node:child_process';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {describe, expect} from 'vitest';
import {type Home, test} from '../program-test.js';
import {program} from '../pty.js';

async function run({env}: Home, ...args: string[]): Promise<string> {
	await Promise.all(
		['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'].map(name => writeFile(env[name]!, '')),
	);
	return (await promisify(execFile)(process.execPath, [program, ...args], {env})).stdout;
}

/** The files with what was compiled, those of Node's own folder included. */
async function keptFiles({stateFolder}: Home): Promise<string[]> {
	const folder = join(stateFolder, 'compiled');
	const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
	return entries.filter(each => each.isFile()).map(each => join(each.parentPath, each.name));
}

describe('what was compiled', () => {
	test('is kept by what works, first without the command line, then with it', async ({home}) => {
		await run(home, '--version');
		await run(home, 'list', '--help');
		expect(await keptFiles(home)).toEqual([]);
		await run(home, 'profiles', 'list');
		const first = await keptFiles(home);
		expect(first.length).toBeGreaterThan(1);
		await run(home, 'profiles', 'list');
		const second = await keptFiles(home);
		expect(second).toEqual(expect.arrayContaining(first));
		expect(second).toHaveLength(first.length + 1);
		await run(home, 'profiles', 'list');
		expect(await keptFiles(home)).toHaveLength(second.length);
	});

	test('and is broken never harms: each byte may be another', async ({home}) => {
		const told = await run(home, 'profiles', 'list', '--json');
		const help = await run(home, '--help');
		await run(home, 'profiles', 'list');
		for (const file of await keptFiles(home)) {
			const bytes = await readFile(file);
			// Of the head, and in the middle of what V8 reads.
			for (const place of [2, 6, 40, 600, bytes.length >> 1]) bytes[place]! ^= 0xff;
			await writeFile(file, bytes);
		}
		expect(await run(home, '--help')).toBe(help);
		expect(await run(home, 'profiles', 'list', '--json')).toBe(told);
	});
});
