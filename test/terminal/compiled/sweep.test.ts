import {mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {sweep} from '../../../source/terminal/compiled/sweep.js';

const day = 24 * 60 * 60 * 1000;

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-sweep-'));
});
afterEach(() => rm(folder, {recursive: true}));

/** Makes a file that was written so many days before `now`. */
async function put(name: string, days: number, now: number): Promise<void> {
	const path = join(folder, name);
	await mkdir(dirname(path), {recursive: true});
	await writeFile(path, 'compiled');
	const then = new Date(now - days * day);
	await utimes(path, then, then);
}

test('what was kept more than a week ago goes, whoever kept it', async () => {
	const now = Date.now();
	await put('app-OLD.js-1', 8, now);
	await put('app-OLD.js-1.4711', 8, now);
	await put('app-NEW.js-1', 6, now);
	await put('v24.1.0-x64-1-0/old', 8, now);
	await put('v24.1.0-x64-1-0/new', 6, now);
	sweep(folder, now);
	expect((await readdir(folder, {recursive: true})).sort()).toEqual([
		'app-NEW.js-1',
		'v24.1.0-x64-1-0',
		join('v24.1.0-x64-1-0', 'new'),
	]);
});

test('a folder of another Node goes once it is empty and old; Node writes to a new one as the process ends', async () => {
	const now = Date.now();
	await put('v22.1.0-x64-1-0/old', 8, now);
	await mkdir(join(folder, 'v24.1.0-x64-1-0'));
	sweep(folder, now);
	// Its last file went just now.
	expect((await readdir(folder)).sort()).toEqual(['v22.1.0-x64-1-0', 'v24.1.0-x64-1-0']);
	const left = (await stat(join(folder, 'v22.1.0-x64-1-0'))).mtimeMs;
	const then = new Date(left - 8 * day);
	await utimes(join(folder, 'v22.1.0-x64-1-0'), then, then);
	sweep(folder, now);
	expect(await readdir(folder)).toEqual(['v24.1.0-x64-1-0']);
});

test('nothing to sweep, or no folder, is no trouble', async () => {
	sweep(folder);
	sweep(join(folder, 'none'));
	expect(await readdir(folder)).toEqual([]);
});
