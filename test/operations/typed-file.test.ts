import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {expandPath, readTextFile, writeNewFile} from '../../source/operations/typed-file.js';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-file-'));
});
afterEach(() => rm(folder, {recursive: true}));

test('~ is the home folder, and nothing else with a tilde is', () => {
	expect(expandPath('~/parts.json')).toBe(join(homedir(), 'parts.json'));
	expect(expandPath('/a/~b')).toBe('/a/~b');
});

test('what is written is read', async () => {
	const path = join(folder, 'parts.json');
	expect(await writeNewFile(path, 'é\n')).toBe(path);
	expect(await readTextFile(path)).toBe('é\n');
});

test('a file that is there is never overwritten', async () => {
	const path = join(folder, 'parts.json');
	await writeFile(path, 'mine');
	await expect(writeNewFile(path, 'other')).rejects.toThrow(`${path} is there already`);
	expect(await readFile(path, 'utf8')).toBe('mine');
});

test('each reason has its words', async () => {
	const missing = join(folder, 'missing.json');
	await expect(readTextFile(missing)).rejects.toThrow(`${missing} is not there.`);
	await expect(writeNewFile(join(folder, 'no', 'x.json'), '')).rejects.toThrow(
		'a folder that is not there',
	);
	await mkdir(join(folder, 'd'));
	await expect(readTextFile(join(folder, 'd'))).rejects.toThrow('is a folder');
	const large = join(folder, 'large.json');
	await writeFile(large, Buffer.alloc(16 * 1024 * 1024 + 1));
	await expect(readTextFile(large)).rejects.toThrow('larger than 16 MiB');
});
