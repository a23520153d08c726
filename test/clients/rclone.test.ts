import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {killInTheMiddle, storedBytes, uploadsOf} from './client.js';
import {rclone} from './client-stages.js';

test('rclone uploads in parts, lists, compares, copies, downloads and deletes', async () => {
	const stage = await rclone();
	const {run, content, folder, sandbox} = stage;
	await writeFile(join(folder, 'small'), 'hello');
	await run('copyto', 'file', 'sandbox:bucket/a b/ö');
	expect(sandbox.requests.count('UploadPart')).toBe(6);
	expect((await storedBytes(stage, 'a b/ö')).equals(content)).toBe(true);
	await run('copyto', 'small', 'sandbox:bucket/small');
	const listed = await run('ls', 'sandbox:bucket');
	expect(listed.trim().split(/\n\s*/)).toEqual([`${content.length} a b/ö`, '5 small']);
	await run('copyto', 'sandbox:bucket/a b/ö', 'sandbox:bucket/copy');
	await run('copyto', 'sandbox:bucket/copy', 'back');
	expect((await readFile(join(folder, 'back'))).equals(content)).toBe(true);
	await run('check', 'small', 'sandbox:bucket');
	await run('purge', 'sandbox:bucket');
	expect(sandbox.store.bucket('bucket')).toBeUndefined();
});

test('rclone that is killed leaves its upload, which it lists and cleans up', async () => {
	const stage = await rclone();
	await killInTheMiddle(stage, 'copyto', 'file', 'sandbox:bucket/k');
	expect(uploadsOf(stage)).toEqual([['k', 2]]);
	const listed = await stage.run('backend', 'list-multipart-uploads', 'sandbox:bucket');
	expect(JSON.parse(listed).bucket).toMatchObject([{Key: 'k'}]);
	await stage.run('cleanup', 'sandbox:bucket');
	expect(uploadsOf(stage)).toEqual([['k', 2]]);
	await stage.run('backend', 'cleanup', 'sandbox:bucket', '-o', 'max-age=0s');
	expect(uploadsOf(stage)).toEqual([]);
});
