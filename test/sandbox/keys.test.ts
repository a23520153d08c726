import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	ListPartsCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {Query} from '../../source/sandbox/wire/request.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {oddKeys} from './odd-keys.js';
import {rawRequest} from './raw-request.js';

const Bucket = 'bucket';

test.each(oddKeys)('the key %j goes through every operation', async Key => {
	const {sandbox, client} = await inSandbox();
	const {UploadId} = await client.send(new CreateMultipartUploadCommand({Bucket, Key}));
	const listed = await client.send(new ListMultipartUploadsCommand({Bucket}));
	expect(listed.Uploads?.map(upload => upload.Key)).toEqual([Key]);
	expect(listed.NextKeyMarker).toBe(Key);
	const part = {Bucket, Key, UploadId, PartNumber: 1, Body: 'x'};
	const {ETag, ChecksumCRC32} = await client.send(new UploadPartCommand(part));
	const parts = await client.send(new ListPartsCommand({Bucket, Key, UploadId}));
	expect(parts.Key).toBe(Key);
	const completed = await client.send(
		new CompleteMultipartUploadCommand({
			Bucket,
			Key,
			UploadId,
			MultipartUpload: {Parts: [{PartNumber: 1, ETag, ChecksumCRC32}]},
		}),
	);
	expect(completed.Key).toBe(Key);
	expect(sandbox.store.bucket(Bucket)?.object(Key)?.body.size).toBe(1);
	expect((await client.send(new HeadObjectCommand({Bucket, Key}))).ContentLength).toBe(1);
	const objects = await client.send(new ListObjectsV2Command({Bucket}));
	expect(objects.Contents?.map(object => object.Key)).toEqual([Key]);
	await client.send(new DeleteObjectCommand({Bucket, Key}));
	expect(sandbox.store.bucket(Bucket)?.objects.size).toBe(0);
});

test('odd keys stay apart, and encoding-type=url tells them without loss', async () => {
	const {sandbox, client} = await inSandbox();
	const ids = new Map(oddKeys.map(key => [sandbox.seed.upload({bucket: Bucket, key}), key]));
	const {Uploads = [], EncodingType} = await client.send(
		new ListMultipartUploadsCommand({Bucket, EncodingType: 'url'}),
	);
	expect(EncodingType).toBe('url');
	const decoded = Uploads.map(({Key = '', UploadId = ''}) => {
		expect(Key).toMatch(/^[\w.*+%/-]*$/);
		return [UploadId, decodeURIComponent(Key.replaceAll('+', ' '))];
	});
	expect(new Map(decoded as Array<[string, string]>)).toEqual(ids);
	for (const [UploadId, Key] of ids)
		await client.send(new AbortMultipartUploadCommand({Bucket, Key, UploadId}));
	expect(sandbox.store.bucket(Bucket)?.uploads.size).toBe(0);
});

test('a carriage return is sent as a reference, or XML would turn it into a line feed', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.upload({bucket: Bucket, key: 'a\rb\u001bc'});
	const raw: string[] = [];
	client.middlewareStack.add(
		next => async args => {
			const {host, hostname, port, path, headers, query} = args.request as never as {
				[name: string]: never;
			};
			const search = new URLSearchParams(query).toString();
			const answer = await rawRequest(`http://${hostname ?? host}:${port}`, {
				path: `${path}?${search}`,
				headers,
			});
			raw.push(answer.body);
			return next(args);
		},
		{step: 'finalizeRequest', priority: 'low', name: 'look at the bytes'},
	);
	await client.send(new ListMultipartUploadsCommand({Bucket}));
	expect(raw[0]).toContain('<Key>a&#13;b&#x1b;c</Key>');
});

test('a key of 1025 bytes is too long', async () => {
	const {client} = await inSandbox();
	await expect(
		client.send(new CreateMultipartUploadCommand({Bucket, Key: 'k'.repeat(1025)})),
	).rejects.toMatchObject(refusal('KeyTooLongError', 400, {Size: '1025'}));
});

test.each(['/bucket/%zz', '/bucket/%ff', '/bucket/a%2'])('%s is no URI of S3', async path => {
	const {sandbox} = await inSandbox();
	const answer = await rawRequest(sandbox.endpoint, {path});
	expect(answer.status).toBe(400);
	expect(answer.body).toContain('<Code>InvalidURI</Code>');
	expect(sandbox.requests.log.at(-1)?.operation).toBe('Unknown');
});

test('the bucket may stand in the host name', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: Bucket, key: 'a/b', body: 'found'});
	client.middlewareStack.add(
		next => args => {
			const request = args.request as {path: string; headers: Record<string, string>};
			request.path = request.path.replace('/bucket', '');
			request.headers.host = 'bucket.localhost';
			return next(args);
		},
		{step: 'build', name: 'virtual-host style'},
	);
	const {Body} = await client.send(new GetObjectCommand({Bucket, Key: 'a/b'}));
	expect(await Body?.transformToString()).toBe('found');
	await client.send(new PutObjectCommand({Bucket, Key: '/c', Body: 'x'}));
	expect(sandbox.store.bucket(Bucket)?.object('/c')).toBeDefined();
});

test('in a query a plus is a space, and the first of two values counts', () => {
	const query = new Query('prefix=a+b%2Bc%20d&prefix=other&uploads&empty=');
	expect(query.get('prefix')).toBe('a b+c d');
	expect([query.get('uploads'), query.get('empty'), query.get('missing')]).toEqual([
		'',
		'',
		undefined,
	]);
});
