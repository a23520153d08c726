import {Readable} from 'node:stream';
import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	ListPartsCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {gate} from '../support/gate.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

/**
 * The worked examples of Signature Version 4 for streamed bodies: 65 KiB of `a` in chunks of 64 KiB
 * and 1 KiB, with the signatures that AWS publishes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
async function publishedExample(
	kind: string,
	seed: string,
	signedHeaders: Record<string, string>,
	body: Buffer,
) {
	const sandbox = await startSandbox({
		now: () => Date.parse('2013-05-24T00:00:00Z'),
		users: [
			{
				name: 'example',
				accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
				secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
			},
		],
	});
	sandbox.seed.bucket('examplebucket');
	const headers: Record<string, string> = {
		'content-encoding': 'aws-chunked',
		host: 's3.amazonaws.com',
		'x-amz-content-sha256': kind,
		'x-amz-date': '20130524T000000Z',
		'x-amz-decoded-content-length': '66560',
		'x-amz-storage-class': 'REDUCED_REDUNDANCY',
		...signedHeaders,
	};
	const names = Object.keys(headers).sort().join(';');
	const answer = await rawRequest(sandbox.endpoint, {
		method: 'PUT',
		path: '/examplebucket/chunkObject.txt',
		headers: {
			...headers,
			'content-length': String(body.length),
			authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${seed}`,
		},
		body,
	});
	const stored = sandbox.store.bucket('examplebucket')?.object('chunkObject.txt');
	await sandbox.close();
	return {answer, stored};
}

function chunks(signatures: readonly [string, string, string], trailer: string): Buffer {
	const [first, second, last] = signatures;
	return Buffer.from(
		[
			`10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n`,
			`400;chunk-signature=${second}\r\n${'a'.repeat(1024)}\r\n`,
			`0;chunk-signature=${last}\r\n${trailer}\r\n`,
		].join(''),
	);
}

describe('a body in signed chunks', () => {
	const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
	const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
	const signatures = [
		'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
		'0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
		'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
	] as const;

	test('is accepted with the published signatures', async () => {
		const body = chunks(signatures, '');
		const signed = {'content-length': String(body.length)};
		const {answer, stored} = await publishedExample(kind, seed, signed, body);
		expect(answer.body).toBe('');
		expect(answer.status).toBe(200);
		expect(stored?.body.size).toBe(66_560);
		expect(stored?.headers.get('content-encoding')).toBeUndefined();
	});

	test.each([0, 1, 2])('is refused when chunk %i carries another signature', async which => {
		const wrong = signatures.map((s, at) => (at === which ? s.replace(/^./, 'f') : s));
		const body = chunks(wrong as unknown as typeof signatures, '');
		const signed = {'content-length': String(body.length)};
		const {answer, stored} = await publishedExample(kind, seed, signed, body);
		expect(answer.status).toBe(403);
		expect(answer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
		expect(stored).toBeUndefined();
	});
});

describe('a body in signed chunks with a trailer', () => {
	const kind = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
	const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
	const signatures = [
		'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
		'1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
		'2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
	] as const;
	const signed = {'x-amz-trailer': 'x-amz-checksum-crc32c'};
	const trailer = (checksum: string, signature: string) =>
		`x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:${signature}\r\n`;
	const trailerSignature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';

	test('is accepted with the published signatures', async () => {
		const body = chunks(signatures, trailer('sOO8/Q==', trailerSignature));
		const {answer, stored} = await publishedExample(kind, seed, signed, body);
		expect(answer.body).toBe('');
		expect(stored?.checksum).toMatchObject({value: 'sOO8/Q==', algorithm: {name: 'CRC32C'}});
	});

	test('is refused when the trailer was changed', async () => {
		const body = chunks(signatures, trailer('sOO8/A==', trailerSignature));
		const {answer} = await publishedExample(kind, seed, signed, body);
		expect(answer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
	});

	test('is refused when the trailer is not signed', async () => {
		const body = chunks(signatures, 'x-amz-checksum-crc32c:sOO8/Q==\r\n');
		const {answer} = await publishedExample(kind, seed, signed, body);
		expect(answer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
	});
});

describe('a stream that the SDK sends', () => {
	const stream = (text: string) =>
		Readable.from([Buffer.from(text.slice(0, 5)), Buffer.from(text.slice(5))]);

	test('with an unsigned trailer is stored with its checksum', async () => {
		const {sandbox, client} = await inSandbox();
		const target = {Bucket: 'bucket', Key: 'k'};
		const {UploadId} = await client.send(
			new CreateMultipartUploadCommand({...target, ChecksumAlgorithm: 'SHA1'}),
		);
		const answer = await client.send(
			new UploadPartCommand({
				...target,
				UploadId,
				PartNumber: 1,
				Body: stream('hello world'),
				ContentLength: 11,
				ChecksumAlgorithm: 'SHA1',
			}),
		);
		expect(sandbox.requests.log.at(-1)?.headers['x-amz-content-sha256']).toBe(
			'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
		);
		expect(answer.ChecksumSHA1).toBe('Kq5sNclPz7QV2+lfQIuc6R7oRu0=');
		expect(answer.ETag).toBe('"5eb63bbbe01eeed093cb22bb8f5acdc3"');
	});

	test('shorter than it announced is incomplete', async () => {
		const {client, sandbox} = await inSandbox();
		const uploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		await expect(
			client.send(
				new UploadPartCommand({
					Bucket: 'bucket',
					Key: 'k',
					UploadId: uploadId,
					PartNumber: 1,
					Body: stream('hello world'),
					ContentLength: 12,
				}),
			),
		).rejects.toMatchObject(refusal('IncompleteBody', 400));
	});

	test('can be refused while it is still coming, and the next request gets through', async () => {
		const requestHandler = {httpAgent: {keepAlive: true, maxSockets: 1}};
		const {client, sandbox} = await inSandbox({}, {requestHandler});
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		client.middlewareStack.add(
			next => args => {
				(args.request as {body: unknown}).body = Buffer.alloc(4 * 1024 ** 2, 'no chunk');
				return next(args);
			},
			{step: 'finalizeRequest', priority: 'low', name: 'tamper'},
		);
		const part = {Bucket: 'bucket', Key: 'k', UploadId, PartNumber: 1};
		await expect(
			client.send(new UploadPartCommand({...part, Body: stream('hello world'), ContentLength: 11})),
		).rejects.toMatchObject(refusal('IncompleteBody', 400));
		client.middlewareStack.remove('tamper');
		await client.send(new ListPartsCommand({Bucket: 'bucket', Key: 'k', UploadId}));
	});

	test('is not kept when its upload was aborted while it came', async () => {
		const {client, sandbox} = await inSandbox();
		const bucket = sandbox.store.bucket('bucket')!;
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const upload = bucket.upload('k', UploadId)!;
		const {closed, open} = gate();
		async function* halves() {
			yield Buffer.from('hello ');
			await closed;
			yield Buffer.from('world');
		}
		const arrived = sandbox.requests.next('UploadPart');
		const part = {Bucket: 'bucket', Key: 'k', UploadId, PartNumber: 1};
		const answer = client.send(
			new UploadPartCommand({...part, Body: Readable.from(halves()), ContentLength: 11}),
		);
		const refused = expect(answer).rejects.toMatchObject(refusal('NoSuchUpload', 404));
		await arrived;
		await client.send(new AbortMultipartUploadCommand({Bucket: 'bucket', Key: 'k', UploadId}));
		open();
		await refused;
		expect(upload.parts.size).toBe(0);
	});
});
