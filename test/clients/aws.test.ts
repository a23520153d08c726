import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {rawRequest} from '../sandbox/raw-request.js';
import {clientStage, killInTheMiddle, storedBytes, uploadsOf} from './client.js';

/** Debian's AWS CLI, version 2. */
const aws = () =>
	clientStage('aws', async ({endpoint, region, users: [user]}) => ({
		args: ['--endpoint-url', endpoint],
		env: {
			AWS_ACCESS_KEY_ID: user?.accessKeyId,
			AWS_SECRET_ACCESS_KEY: user?.secretAccessKey,
			AWS_DEFAULT_REGION: region,
			AWS_EC2_METADATA_DISABLED: 'true',
			AWS_PAGER: '',
			AWS_DEFAULT_OUTPUT: 'json',
		},
	}));

test('aws s3 cp uploads in parts, lists, copies, downloads and deletes', async () => {
	const stage = await aws();
	const {run, content, folder, sandbox} = stage;
	await run('s3', 'cp', 'file', 's3://bucket/a b/ö', '--no-progress');
	expect(sandbox.requests.count('UploadPart')).toBe(4);
	expect((await storedBytes(stage, 'a b/ö')).equals(content)).toBe(true);
	expect(await run('s3', 'ls', 's3://bucket/')).toContain('PRE a b/');
	expect(await run('s3', 'ls', 's3://bucket/a b/')).toContain(` ${content.length} ö`);
	await run('s3', 'cp', 's3://bucket/a b/ö', 's3://bucket/copy', '--no-progress');
	expect(sandbox.requests.count('UploadPartCopy')).toBe(4);
	await run('s3', 'cp', 's3://bucket/copy', 'back', '--no-progress');
	expect((await readFile(join(folder, 'back'))).equals(content)).toBe(true);
	await run('s3', 'rm', '--recursive', 's3://bucket/');
	expect(sandbox.store.bucket('bucket')?.objects.size).toBe(0);
	expect(uploadsOf(stage)).toEqual([]);
});

test('aws s3 cp that is killed leaves its upload, which aws s3api lists and aborts', async () => {
	const stage = await aws();
	await killInTheMiddle(stage, 's3', 'cp', 'file', 's3://bucket/k');
	expect(uploadsOf(stage)).toEqual([['k', 2]]);
	const target = ['--bucket', 'bucket', '--key', 'k'];
	const list = async () =>
		JSON.parse((await stage.run('s3api', 'list-multipart-uploads', '--bucket', 'bucket')) || '{}');
	const [upload] = (await list()).Uploads;
	expect(upload).toMatchObject({Key: 'k', StorageClass: 'STANDARD'});
	const id = ['--upload-id', upload.UploadId];
	const parts = JSON.parse(await stage.run('s3api', 'list-parts', ...target, ...id));
	// Which of the ten that it sends side by side land first is chance.
	const stored = stage.sandbox.store.bucket('bucket')?.uploads.items()[0]?.parts;
	const seen = parts.Parts.map(({PartNumber, Size}: Record<string, number>) => [PartNumber, Size]);
	expect(seen.toSorted()).toEqual(
		[...(stored?.values() ?? [])].map(({number, body}) => [number, body.size]).sort(),
	);
	await stage.run('s3api', 'abort-multipart-upload', ...target, ...id);
	expect((await list()).Uploads).toBeUndefined();
});

test('aws s3api completes an upload from the list of its parts', async () => {
	const stage = await aws();
	const {run, folder, content} = stage;
	const target = ['--bucket', 'bucket', '--key', 'k'];
	const created = await run('s3api', 'create-multipart-upload', ...target, '--acl', 'public-read');
	const id = ['--upload-id', JSON.parse(created).UploadId];
	await run('s3api', 'upload-part', ...target, ...id, '--part-number', '3', '--body', 'file');
	const {Parts} = JSON.parse(await run('s3api', 'list-parts', ...target, ...id));
	const named = Parts.map(({PartNumber, ETag}: Record<string, unknown>) => ({PartNumber, ETag}));
	await writeFile(join(folder, 'parts.json'), JSON.stringify({Parts: named}));
	const list = ['--multipart-upload', 'file://parts.json'];
	const done = await run('s3api', 'complete-multipart-upload', ...target, ...id, ...list);
	expect(JSON.parse(done)).toMatchObject({Bucket: 'bucket', Key: 'k'});
	expect((await storedBytes(stage, 'k')).equals(content)).toBe(true);
	const acl = JSON.parse(await run('s3api', 'get-object-acl', ...target));
	expect(acl.Grants).toHaveLength(2);
});

test('a URL that aws s3 presign makes opens what it names', async () => {
	const {run, sandbox} = await aws();
	sandbox.seed.object({bucket: 'bucket', key: 'a+b c', body: 'hello'});
	const url = new URL((await run('s3', 'presign', 's3://bucket/a+b c')).trim());
	const answer = await rawRequest(sandbox.endpoint, {path: url.pathname + url.search});
	expect([answer.status, answer.body]).toEqual([200, 'hello']);
});

test('aws s3api reads and writes a lifecycle configuration', async () => {
	const {run} = await aws();
	const rule = {
		ID: 'clean',
		Status: 'Enabled',
		Filter: {Prefix: 'tmp/'},
		AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7},
	};
	const Rules = JSON.stringify({Rules: [rule]});
	const bucket = ['--bucket', 'bucket'];
	const put = 'put-bucket-lifecycle-configuration';
	await run('s3api', put, ...bucket, '--lifecycle-configuration', Rules);
	const told = await run('s3api', 'get-bucket-lifecycle-configuration', ...bucket);
	expect(JSON.parse(told).Rules).toEqual([rule]);
});
