import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawRequest} from '../sandbox/raw-request.js';
import {killInTheMiddle, storedBytes, uploadsOf} from './client.js';
import {s3cmd} from './client-stages.js';

test('s3cmd uploads in parts, lists, publishes, downloads and deletes', async () => {
	const stage = await s3cmd();
	const {run, content, folder, sandbox} = stage;
	await run('put', 'file', 's3://bucket/a b/ö');
	expect(sandbox.requests.count('UploadPart')).toBe(6);
	expect((await storedBytes(stage, 'a b/ö')).equals(content)).toBe(true);
	expect(await run('ls', 's3://bucket/')).toContain('DIR  s3://bucket/a b/');
	expect(await run('ls', 's3://bucket/a b/')).toContain(`${content.length}  s3://bucket/a b/ö`);
	const anyone = () => rawRequest(sandbox.endpoint, {path: '/bucket/a%20b/%C3%B6'});
	expect((await anyone()).status).toBe(403);
	await run('setacl', '--acl-public', 's3://bucket/a b/ö');
	expect((await anyone()).status).toBe(200);
	expect(await run('info', 's3://bucket/a b/ö')).toContain('*anon*: READ');
	await run('cp', 's3://bucket/a b/ö', 's3://bucket/copy');
	await run('get', 's3://bucket/copy', 'back');
	expect((await readFile(join(folder, 'back'))).equals(content)).toBe(true);
	await run('del', '--recursive', '--force', 's3://bucket/');
	expect(sandbox.store.bucket('bucket')?.objects.size).toBe(0);
});

test('s3cmd that is killed leaves its upload, which it lists and aborts', async () => {
	const stage = await s3cmd();
	await killInTheMiddle(stage, 'put', 'file', 's3://bucket/k');
	expect(uploadsOf(stage)).toEqual([['k', 2]]);
	const listed = await stage.run('multipart', 's3://bucket');
	const id = /s3:\/\/bucket\/k\t(\S+)/.exec(listed)?.[1] ?? '';
	const parts = await stage.run('listmp', 's3://bucket/k', id);
	expect(parts.match(/\t5242880$/gm) ?? parts).toHaveLength(2);
	await stage.run('abortmp', 's3://bucket/k', id);
	expect(uploadsOf(stage)).toEqual([]);
});

test('s3cmd goes on with an upload that was killed, and completes it', async () => {
	const stage = await s3cmd();
	await killInTheMiddle(stage, 'put', 'file', 's3://bucket/k');
	const before = stage.sandbox.requests.count('UploadPart');
	const id = stage.sandbox.store.bucket('bucket')?.uploads.items()[0]?.id ?? '';
	await stage.run('put', '--continue-put', '--upload-id', id, 'file', 's3://bucket/k');
	expect(stage.sandbox.requests.count('UploadPart') - before).toBe(4);
	expect((await storedBytes(stage, 'k')).equals(stage.content)).toBe(true);
	expect(uploadsOf(stage)).toEqual([]);
});
