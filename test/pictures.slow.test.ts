import {execFile} from 'node:child_process';
import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs/pictures');

test('the pictures in the documents are what the program shows: else run npm run pictures', async () => {
	const checked = promisify(execFile)(process.execPath, ['scripts/pictures.mjs', '--check'], {
		cwd: root,
	});
	await expect(checked).resolves.toMatchObject({stderr: ''});
}, 600_000);

test('the pictures are small', async () => {
	const names = await readdir(folder);
	const sizes = await Promise.all(names.map(async name => (await stat(join(folder, name))).size));
	expect(Math.max(...sizes)).toBeLessThan(250_000);
	expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
});
