import {appendFile, mkdtemp, rename, rm, stat, truncate, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {
	FileChanged,
	openIdentified,
	refuseChanged,
} from '../../../source/terminal/local-file/file-identity.js';
import {LocalFileError} from '../../../source/terminal/local-file/local-file-error.js';

let folder: string;
let path: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-identity-'));
	path = join(folder, 'f');
	await writeFile(path, 'some bytes');
});
afterEach(() => rm(folder, {recursive: true}));

async function identityNow() {
	const {handle, identity} = await openIdentified(path);
	await handle.close();
	return identity;
}

const look = () => stat(path, {bigint: true});

test('a file that nobody touched is the same', async () => {
	const identity = await identityNow();
	expect(identity.size).toBe(10);
	refuseChanged(path, identity, await look());
});

test.each<[string, () => Promise<unknown>]>([
	['a longer one', () => appendFile(path, '!')],
	['a shorter one', () => truncate(path, 3)],
	['one that was touched', () => utimes(path, 1, 1)],
	[
		'another under its name',
		async () => {
			await writeFile(`${path}2`, 'same bytes');
			await rename(`${path}2`, path);
		},
	],
])('%s is not', async (_what, change) => {
	const identity = await identityNow();
	await change();
	const found = await look();
	expect(() => refuseChanged(path, identity, found)).toThrow(FileChanged);
	expect(() => refuseChanged(path, identity, found)).toThrow(
		`${path} has changed since it was looked at.`,
	);
});

test('another file that says the same size and time of itself is told by its inode', async () => {
	const identity = await identityNow();
	const {ino, dev} = await look();
	for (const other of [{ino: ino + 1n}, {dev: dev + 1n}]) {
		const found = Object.assign(await look(), other);
		expect(() => refuseChanged(path, identity, found)).toThrow(FileChanged);
	}
});

test('what cannot be opened is said', async () => {
	await expect(openIdentified(join(folder, 'none'))).rejects.toThrow(LocalFileError);
	await expect(openIdentified(folder)).rejects.toThrow(`${folder} is a folder.`);
	await expect(openIdentified('/dev/null')).rejects.toThrow(
		'/dev/null cannot be read: it is a device.',
	);
});
