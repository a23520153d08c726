import {chmod, copyFile, readFile} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {executable} from './empty-root.js';
import {asNobody, placeForNobody, remove, run} from './nobody.js';

const root = resolve(import.meta.dirname, '../..');

let folder: string;
let home: string;
let version: string;

/** A command of docs/installing.md, typed in the folder of the download by a person without any rights. */
const typed = (line: string) =>
	run(asNobody[0], [...asNobody.slice(1), 'sh', '-c', line], {
		cwd: home,
		env: {...process.env, HOME: home},
	});

/** The two files that are copied to the machine, as docs/installing.md says. */
beforeAll(async () => {
	({version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
	({folder, home} = await placeForNobody());
	const download = join(dirname(executable), `partway-${version}-linux-x64.xz`);
	for (const path of [download, `${download}.sha256`]) {
		const copy = join(home, basename(path));
		await copyFile(path, copy);
		await chmod(copy, 0o644);
	}
});

afterAll(() => remove(folder));

describe('the executable as a download', () => {
	test('has the sum that is beside it', async () => {
		expect((await typed('sha256sum -c partway-*.sha256')).stdout).toBe(
			`partway-${version}-linux-x64.xz: OK\n`,
		);
	});

	test('is the executable, byte for byte, and runs', async () => {
		await typed('xz -dc partway-*.xz >partway && chmod +x partway');
		const [there, here] = await Promise.all(
			[join(home, 'partway'), executable].map(path => readFile(path)),
		);
		expect(there!.equals(here!)).toBe(true);
		expect(await typed('./partway --version')).toEqual({stdout: `${version}\n`, stderr: ''});
	});
});
