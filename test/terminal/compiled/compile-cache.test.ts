import {chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {takeCompiledCode} from '../../../source/terminal/compiled/compile-cache.js';

let base: string;
beforeEach(async () => {
	base = await mkdtemp(join(tmpdir(), 'partway-compiled-'));
	// What is done when the process ends.
	vi.spyOn(process, 'once').mockReturnThis();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(base, {recursive: true});
});

/** Takes code where Node 22.8 has it done; says which folders it was asked to use, and what has it kept. */
function taken(env: Record<string, string> = {}): {used: string[]; keep: () => void} {
	const used: string[] = [];
	const enableCompileCache = (folder: string) => used.push(folder);
	const keep = takeCompiledCode(
		'',
		{PARTWAY_STATE_DIR: base, ...env},
		{enableCompileCache, _extensions: {}},
	);
	return {used, keep};
}

/** The folder that Node is asked to use where there is work; undefined where it is not asked. */
function folderUsed(env: Record<string, string> = {}): string | undefined {
	const {used, keep} = taken(env);
	keep();
	expect(used.length).toBeLessThanOrEqual(1);
	return used[0];
}

describe('compiled code is kept', () => {
	test('in a folder that only its owner can read', async () => {
		const folder = folderUsed();
		expect(folder).toBe(join(base, 'compiled'));
		expect((await stat(folder!)).mode & 0o777).toBe(0o700);
		expect(folderUsed()).toBe(folder);
	});

	test('and taken before there is work, which is what makes the folder', async () => {
		expect(taken().used).toEqual([]);
		expect(await readdir(base)).toEqual([]);
		await mkdir(join(base, 'compiled'), {mode: 0o700});
		expect(taken().used).toEqual([join(base, 'compiled')]);
	});
});

describe('nothing is kept', () => {
	test('where the user turned it off as Node has it', () => {
		expect(folderUsed({NODE_DISABLE_COMPILE_CACHE: '1'})).toBeUndefined();
	});

	test.each([0o770, 0o707, 0o777])('where others can write: %o', async mode => {
		await mkdir(join(base, 'compiled'));
		await chmod(join(base, 'compiled'), mode);
		expect(folderUsed()).toBeUndefined();
	});

	test('where a link stands, since it may lead to what others can write', async () => {
		await mkdir(join(base, 'elsewhere'));
		await symlink(join(base, 'elsewhere'), join(base, 'compiled'));
		expect(folderUsed()).toBeUndefined();
	});

	test('where a file is in the way', async () => {
		await writeFile(join(base, 'compiled'), '');
		expect(folderUsed()).toBeUndefined();
	});
});
