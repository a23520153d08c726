import {
	HeadBucketCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

describe('a signature', () => {
	test('by a wrong secret does not match, and the answer says what was signed', async () => {
		const {sandbox} = await inSandbox();
		const user = {...sandbox.users[0]!, secretAccessKey: 'wrong'};
		await expect(
			sandboxClient(sandbox, {user}).send(new ListBucketsCommand({})),
		).rejects.toMatchObject(
			refusal('SignatureDoesNotMatch', 403, {
				AWSAccessKeyId: user.accessKeyId,
				StringToSign: expect.stringMatching(/^AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n/),
			}),
		);
	});

	test('by an unknown key is refused by its id', async () => {
		const {sandbox} = await inSandbox();
		const user = {...sandbox.users[0]!, accessKeyId: 'NOBODY'};
		await expect(
			sandboxClient(sandbox, {user}).send(new ListBucketsCommand({})),
		).rejects.toMatchObject(refusal('InvalidAccessKeyId', 403, {AWSAccessKeyId: 'NOBODY'}));
	});

	test('for another region is malformed, and the answer names the right one', async () => {
		const {sandbox} = await inSandbox();
		const client = sandboxClient(sandbox, {region: 'eu-west-3'});
		await expect(client.send(new ListObjectsV2Command({Bucket: 'bucket'}))).rejects.toMatchObject(
			refusal('AuthorizationHeaderMalformed', 400, {Region: 'us-east-1'}),
		);
	});

	test('with a session token that nobody gave out is refused', async () => {
		const {sandbox} = await inSandbox();
		const credentials = {...sandbox.users[0]!, sessionToken: 'made-up'};
		await expect(
			sandboxClient(sandbox, {credentials}).send(new ListBucketsCommand({})),
		).rejects.toMatchObject(refusal('InvalidToken', 400));
	});

	test.each([
		[14 * 60_000, true],
		[16 * 60_000, false],
		[-16 * 60_000, false],
	])('made %i ms off the clock of the server: accepted is %s', async (skew, accepted) => {
		const {client} = await inSandbox({now: () => Date.now() + skew});
		const answer = client.send(new ListObjectsV2Command({Bucket: 'bucket'}));
		if (accepted) await expect(answer).resolves.toBeDefined();
		else await expect(answer).rejects.toMatchObject(refusal('RequestTimeTooSkewed', 403));
	});

	test('does not cover a query that was changed on its way', async () => {
		const {sandbox, client} = await inSandbox();
		client.middlewareStack.add(
			next => args => {
				(args.request as {query: Record<string, string>}).query.prefix = 'other';
				return next(args);
			},
			{step: 'finalizeRequest', priority: 'low', name: 'tamper'},
		);
		await expect(
			client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'})),
		).rejects.toMatchObject(refusal('SignatureDoesNotMatch', 403));
		expect(sandbox.requests.log.at(-1)?.code).toBe('SignatureDoesNotMatch');
	});

	test('must cover every header of S3', async () => {
		const {client} = await inSandbox();
		client.middlewareStack.add(
			next => args => {
				(args.request as {headers: Record<string, string>}).headers['x-amz-meta-a'] = 'b';
				return next(args);
			},
			{step: 'finalizeRequest', priority: 'low', name: 'add header'},
		);
		await expect(
			client.send(new PutObjectCommand({Bucket: 'bucket', Key: 'k', Body: 'x'})),
		).rejects.toMatchObject(refusal('AccessDenied', 403, {HeadersNotSigned: 'x-amz-meta-a'}));
	});

	test('covers the body by its hash', async () => {
		const {sandbox, client} = await inSandbox({}, {requestChecksumCalculation: 'WHEN_REQUIRED'});
		client.middlewareStack.add(
			next => args => {
				(args.request as {body: unknown}).body = Buffer.from('other');
				return next(args);
			},
			{step: 'finalizeRequest', priority: 'low', name: 'tamper'},
		);
		await expect(
			client.send(new PutObjectCommand({Bucket: 'bucket', Key: 'k', Body: 'again'})),
		).rejects.toMatchObject(refusal('XAmzContentSHA256Mismatch', 400));
		expect(sandbox.store.bucket('bucket')?.object('k')).toBeUndefined();
	});
});

describe('a header that is no signature of version 4', () => {
	test.each([
		['AWS AKID:signature', 'InvalidRequest'],
		['Bearer token', 'InvalidArgument'],
		[
			'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0',
			'AuthorizationHeaderMalformed',
		],
		[
			'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, Signature=0',
			'AuthorizationHeaderMalformed',
		],
	])('%s: %s', async (authorization, code) => {
		const {sandbox} = await inSandbox();
		const answer = await rawRequest(sandbox.endpoint, {path: '/', headers: {authorization}});
		expect(answer.status).toBe(400);
		expect(answer.body).toContain(`<Code>${code}</Code>`);
	});
});

describe('whoever does not own a bucket', () => {
	test('is denied, whatever is asked', async () => {
		const {sandbox} = await inSandbox();
		const bob = sandboxClient(sandbox, {user: sandbox.users[1]});
		await expect(
			bob.send(new ListMultipartUploadsCommand({Bucket: 'bucket'})),
		).rejects.toMatchObject(refusal('AccessDenied', 403));
		await expect(bob.send(new HeadBucketCommand({Bucket: 'bucket'}))).rejects.toMatchObject({
			$metadata: {httpStatusCode: 403},
		});
		expect((await bob.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
	});

	test('anonymous, is denied too, but learns that a bucket is missing', async () => {
		const {sandbox} = await inSandbox();
		const codes = ['/', '/bucket', '/bucket/key', '/missing'].map(async path => {
			const {status, body} = await rawRequest(sandbox.endpoint, {path});
			return [status, /<Code>(.*?)<\/Code>/.exec(body)?.[1]];
		});
		expect(await Promise.all(codes)).toEqual([
			[403, 'AccessDenied'],
			[403, 'AccessDenied'],
			[403, 'AccessDenied'],
			[404, 'NoSuchBucket'],
		]);
	});

	test('is told apart by the account that a request expects', async () => {
		const {client} = await inSandbox();
		const command = new ListObjectsV2Command({
			Bucket: 'bucket',
			ExpectedBucketOwner: '000000000000',
		});
		await expect(client.send(command)).rejects.toMatchObject(refusal('AccessDenied', 403));
	});
});

test('every answer carries request ids and the clock of the server', async () => {
	const {sandbox} = await inSandbox({now: () => Date.parse('2031-05-06T07:08:09.500Z')});
	const {headers, body} = await rawRequest(sandbox.endpoint, {path: '/bucket'});
	expect(headers.date).toBe('Tue, 06 May 2031 07:08:09 GMT');
	expect(headers['x-amz-request-id']).toMatch(/^[\dA-F]{16}$/);
	expect(body).toContain(`<RequestId>${headers['x-amz-request-id']}</RequestId>`);
	expect(body).toContain(`<HostId>${headers['x-amz-id-2']}</HostId>`);
});
