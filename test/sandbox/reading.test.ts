import {
	CompleteMultipartUploadCommand,
	GetObjectCommand,
	type GetObjectCommandInput,
	HeadObjectCommand,
	ListPartsCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const target = {Bucket: 'bucket', Key: 'k'};
const mib = 1024 ** 2;
const modified = Date.UTC(2026, 0, 2, 3, 4, 5);

async function withObject() {
	const {sandbox, client} = await inSandbox();
	const object = {bucket: 'bucket', key: 'k', body: '0123456789', lastModified: modified + 678};
	sandbox.seed.object(object);
	const get = (input: Partial<GetObjectCommandInput>) =>
		client.send(new GetObjectCommand({...target, ...input}));
	const head = (input: Partial<GetObjectCommandInput>) =>
		client.send(new HeadObjectCommand({...target, ...input}));
	return {sandbox, client, get, head};
}

describe('a range', () => {
	test.each([
		['bytes=0-0', '0', 'bytes 0-0/10'],
		['bytes=3-5', '345', 'bytes 3-5/10'],
		['bytes=7-', '789', 'bytes 7-9/10'],
		['bytes=8-99', '89', 'bytes 8-9/10'],
		['bytes=-3', '789', 'bytes 7-9/10'],
		['bytes=-99', '0123456789', 'bytes 0-9/10'],
	])('%s is that of the bytes', async (Range, bytes, ContentRange) => {
		const {get, head} = await withObject();
		const got = await get({Range});
		expect(await got.Body?.transformToString()).toBe(bytes);
		const length = {ContentRange, ContentLength: bytes.length, AcceptRanges: 'bytes'};
		expect(got).toMatchObject({...length, $metadata: {httpStatusCode: 206}});
		expect(await head({Range})).toMatchObject({...length, $metadata: {httpStatusCode: 206}});
	});

	test.each(['bytes=5-3', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4', 'bytes=-'])(
		'%s is none, and the whole is answered',
		async Range => {
			const {get} = await withObject();
			const got = await get({Range});
			expect(await got.Body?.transformToString()).toBe('0123456789');
			expect(got.$metadata.httpStatusCode).toBe(200);
		},
	);

	test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('%s cannot be satisfied', async Range => {
		const {get, head} = await withObject();
		await expect(get({Range})).rejects.toMatchObject(
			refusal('InvalidRange', 416, {RangeRequested: Range, ActualObjectSize: '10'}),
		);
		await expect(head({Range})).rejects.toMatchObject({$metadata: {httpStatusCode: 416}});
	});

	test('of an empty object cannot be satisfied', async () => {
		const {sandbox, get} = await withObject();
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: ''});
		await expect(get({Range: 'bytes=0-5'})).rejects.toMatchObject(refusal('InvalidRange', 416));
	});
});

describe('the parts of an object', () => {
	async function completed(client: S3Client, UploadId: string) {
		const {Parts} = await client.send(new ListPartsCommand({...target, UploadId}));
		const MultipartUpload = {Parts};
		await client.send(new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload}));
	}

	test('can be read one by one, and are counted', async () => {
		const {sandbox, client} = await inSandbox();
		const sizes = [5 * mib, 6 * mib, 7];
		const parts = sizes.map((size, at) => ({number: at + 1, size}));
		await completed(client, sandbox.seed.upload({bucket: 'bucket', key: 'k', parts}));
		const head = (PartNumber: number) =>
			client.send(new HeadObjectCommand({...target, PartNumber}));
		expect(await head(2)).toMatchObject({
			PartsCount: 3,
			ContentLength: 6 * mib,
			ContentRange: `bytes ${5 * mib}-${11 * mib - 1}/${11 * mib + 7}`,
		});
		const last = await client.send(new GetObjectCommand({...target, PartNumber: 3}));
		expect(await last.Body?.transformToByteArray()).toHaveLength(7);
		await expect(
			client.send(new GetObjectCommand({...target, PartNumber: 4})),
		).rejects.toMatchObject(refusal('InvalidPartNumber', 416, {ActualPartCount: '3'}));
	});

	test('are one where it came in one piece', async () => {
		const {get} = await withObject();
		const got = await get({PartNumber: 1});
		expect([await got.Body?.transformToString(), got.PartsCount]).toEqual([
			'0123456789',
			undefined,
		]);
		await expect(get({PartNumber: 2})).rejects.toMatchObject(refusal('InvalidPartNumber', 416));
		await expect(get({PartNumber: 1, Range: 'bytes=0-1'})).rejects.toMatchObject(
			refusal('InvalidRequest', 400),
		);
	});
});

describe('a read on condition', () => {
	const etag = '"781e5e245d69b566979b86e28d23f2c7"';
	const later = new Date(modified + 1000);
	const same = new Date(modified);
	const earlier = new Date(modified - 1000);
	test.each<[Partial<GetObjectCommandInput>, number]>([
		[{IfMatch: etag}, 200],
		[{IfMatch: '"other"'}, 412],
		[{IfNoneMatch: etag}, 304],
		[{IfNoneMatch: '*'}, 304],
		[{IfNoneMatch: '"other"'}, 200],
		[{IfModifiedSince: earlier}, 200],
		[{IfModifiedSince: same}, 304],
		[{IfModifiedSince: later}, 304],
		[{IfUnmodifiedSince: earlier}, 412],
		[{IfUnmodifiedSince: same}, 200],
		[{IfMatch: etag, IfUnmodifiedSince: earlier}, 200],
		[{IfNoneMatch: '"other"', IfModifiedSince: later}, 200],
		[{IfNoneMatch: etag, IfModifiedSince: earlier}, 304],
	])('%j is answered %i', async (input, status) => {
		const {get, head} = await withObject();
		for (const read of [get, head]) {
			const answer = await read(input).then(
				({$metadata}) => $metadata.httpStatusCode,
				error => error.$metadata.httpStatusCode,
			);
			expect(answer).toBe(status);
		}
	});

	test('that finds nothing new tells the ETag and sends nothing', async () => {
		const {sandbox, get} = await withObject();
		await get({IfNoneMatch: etag}).catch(() => {});
		const {headers} = sandbox.requests.log[0]!;
		const url = {path: '/bucket/k?x-id=GetObject', headers: {...headers}};
		const answer = await rawRequest(sandbox.endpoint, url);
		expect(answer).toMatchObject({status: 304, body: '', headers: {etag}});
	});
});

test('a signed request chooses headers of its answer', async () => {
	const {get} = await withObject();
	const chosen = {
		ResponseContentType: 'text/x-tale',
		ResponseCacheControl: 'no-cache',
		ResponseContentEncoding: 'none',
	};
	expect(await get(chosen)).toMatchObject({
		ContentType: 'text/x-tale',
		CacheControl: 'no-cache',
		ContentEncoding: 'none',
	});
});

test('there is one version of an object, called null', async () => {
	const {get} = await withObject();
	expect((await get({VersionId: 'null'})).ContentLength).toBe(10);
	await expect(get({VersionId: 'abc'})).rejects.toMatchObject(refusal('NoSuchVersion', 404));
});
