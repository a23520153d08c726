import {
	CreateBucketCommand,
	DeleteObjectCommand,
	PutBucketAclCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const Bucket = 'bucket';

/** A public bucket, and requests that nobody signs. */
async function unsigned() {
	const {sandbox, client} = await inSandbox();
	await client.send(new PutBucketAclCommand({Bucket, ACL: 'public-read-write'}));
	const send = async (method: string, path: string, body = '', more: object = {}) => {
		const headers = {'content-length': String(Buffer.byteLength(body)), ...more};
		const answer = await rawRequest(sandbox.endpoint, {method, path, body, headers});
		const code = /<Code>(.*?)<\/Code>/.exec(answer.body)?.[1];
		return {...answer, code};
	};
	return {sandbox, client, send};
}

describe('whoever does not sign', () => {
	test('may upload in parts where anyone may write, and read what became of it', async () => {
		const {sandbox, send} = await unsigned();
		const created = await send('POST', '/bucket/k?uploads');
		const id = /<UploadId>(.*?)</.exec(created.body)?.[1];
		const part = await send('PUT', `/bucket/k?partNumber=1&uploadId=${id}`, 'hello');
		const listed = await send('GET', `/bucket/k?uploadId=${id}`);
		expect(listed.body).toContain(`<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>`);
		const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part></CompleteMultipartUpload>`;
		expect((await send('POST', `/bucket/k?uploadId=${id}`, list)).status).toBe(200);
		expect(await send('GET', '/bucket/k')).toMatchObject({status: 200, body: 'hello'});
		expect(sandbox.store.bucket(Bucket)?.uploads.size).toBe(0);
	});

	test('may not list buckets, make or configure one, whatever its ACL', async () => {
		const {send} = await unsigned();
		const denied = [
			...[send('GET', '/'), send('PUT', '/another'), send('DELETE', '/bucket')],
			...[send('GET', '/bucket?lifecycle'), send('GET', '/bucket?acl'), send('PUT', '/bucket?acl')],
		];
		for (const answer of denied) expect((await answer).code).toBe('AccessDenied');
	});

	test('may not choose headers of the answer', async () => {
		const {send} = await unsigned();
		await send('PUT', '/bucket/k', 'x');
		const answer = await send('GET', '/bucket/k?response-content-type=text/html');
		expect([answer.status, answer.code]).toEqual([400, 'InvalidRequest']);
	});

	test('gets what is public of a private bucket, by its object alone', async () => {
		const {client, send} = await unsigned();
		await client.send(new PutBucketAclCommand({Bucket, ACL: 'private'}));
		const put = {Bucket, Key: 'k', Body: 'x', ACL: 'public-read' as const};
		await client.send(new PutObjectCommand(put));
		expect((await send('GET', '/bucket/k')).status).toBe(200);
		expect((await send('GET', '/bucket')).status).toBe(403);
		expect((await send('PUT', '/bucket/k', 'y')).status).toBe(403);
		await client.send(new DeleteObjectCommand({Bucket, Key: 'k'}));
		expect((await send('GET', '/bucket/k')).status).toBe(403);
		expect((await send('GET', '/gone/k')).code).toBe('NoSuchBucket');
	});

	test('is checked all the same: a digest of another body is refused', async () => {
		const {send} = await unsigned();
		const wrong = {'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA=='};
		expect((await send('PUT', '/bucket/k', 'x', wrong)).code).toBe('BadDigest');
		const hash = {'x-amz-content-sha256': 'a'.repeat(64)};
		expect((await send('PUT', '/bucket/k', 'x', hash)).code).toBe('XAmzContentSHA256Mismatch');
	});
});

test.each(['192.168.5.123', 'a', 'a'.repeat(64), 'Upper', 'a..b', '-a-', 'a_b', 'xn--abc'])(
	'no bucket is called %s',
	async name => {
		const {client} = await inSandbox();
		await expect(client.send(new CreateBucketCommand({Bucket: name}))).rejects.toMatchObject(
			refusal('InvalidBucketName', 400),
		);
	},
);
