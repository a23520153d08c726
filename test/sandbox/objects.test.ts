import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectsCommand,
	ListObjectsV2Command,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {inSandbox, refusal} from './in-sandbox.js';

const Bucket = 'bucket';
const target = {Bucket, Key: 'k'};

test('an object comes back with its bytes, ETag, date, type and metadata', async () => {
	const {client} = await inSandbox();
	const put = await client.send(
		new PutObjectCommand({
			...target,
			Body: 'hello',
			ContentType: 'text/plain',
			Metadata: {color: 'blue'},
			CacheControl: 'no-store',
			StorageClass: 'STANDARD_IA',
			ChecksumAlgorithm: 'SHA256',
		}),
	);
	expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
	const checksum = 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=';
	const got = await client.send(new GetObjectCommand({...target, ChecksumMode: 'ENABLED'}));
	expect(await got.Body?.transformToString()).toBe('hello');
	const head = await client.send(new HeadObjectCommand({...target, ChecksumMode: 'ENABLED'}));
	for (const answer of [got, head]) {
		expect(answer).toMatchObject({
			ContentLength: 5,
			ContentType: 'text/plain',
			CacheControl: 'no-store',
			ETag: put.ETag,
			StorageClass: 'STANDARD_IA',
			Metadata: {color: 'blue'},
			ChecksumSHA256: checksum,
			ChecksumType: 'FULL_OBJECT',
		});
		expect(Math.abs(answer.LastModified!.getTime() - Date.now())).toBeLessThan(5000);
	}
});

test('what is missing: GET says NoSuchKey, HEAD only 404, DELETE is content', async () => {
	const {client} = await inSandbox();
	await expect(client.send(new GetObjectCommand(target))).rejects.toMatchObject(
		refusal('NoSuchKey', 404, {Key: 'k'}),
	);
	await expect(client.send(new HeadObjectCommand(target))).rejects.toMatchObject(
		refusal('NotFound', 404),
	);
	const deleted = await client.send(new DeleteObjectCommand(target));
	expect(deleted.$metadata.httpStatusCode).toBe(204);
});

describe('a write on condition', () => {
	test('that nothing is there fails when something is', async () => {
		const {client} = await inSandbox();
		const put = () => client.send(new PutObjectCommand({...target, Body: 'x', IfNoneMatch: '*'}));
		await put();
		await expect(put()).rejects.toMatchObject(
			refusal('PreconditionFailed', 412, {Condition: 'If-None-Match'}),
		);
	});

	test('that a certain object is there fails when it is another or none', async () => {
		const {client} = await inSandbox();
		const put = (IfMatch: string) =>
			client.send(new PutObjectCommand({...target, Body: 'x', IfMatch}));
		await expect(put('"abc"')).rejects.toMatchObject(refusal('NoSuchKey', 404));
		const {ETag = ''} = await client.send(new PutObjectCommand({...target, Body: 'y'}));
		await expect(put('"abc"')).rejects.toMatchObject(
			refusal('PreconditionFailed', 412, {Condition: 'If-Match'}),
		);
		await put(ETag);
	});
});

describe('a body that does not agree with its digest is refused:', () => {
	const CRC32 = 'AAAAAA==';
	test.each([
		['BadDigest', {ChecksumCRC32: CRC32}],
		['BadDigest', {ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA=='}],
		['InvalidDigest', {ContentMD5: 'short'}],
		['InvalidRequest', {ChecksumCRC32: 'AAAAAAAAAAA='}],
		['InvalidRequest', {ChecksumSHA1: 'AAAA'}],
		['InvalidStorageClass', {StorageClass: 'CUPBOARD' as never}],
	])('%s for %j', async (code, fields) => {
		const {sandbox, client} = await inSandbox();
		await expect(
			client.send(new PutObjectCommand({...target, Body: 'hello', ...fields})),
		).rejects.toMatchObject(refusal(code, 400));
		expect(sandbox.store.bucket(Bucket)?.objects.size).toBe(0);
	});
});

test('what is not built is refused instead of ignored', async () => {
	const {client} = await inSandbox();
	const put = {...target, Body: 'x', ServerSideEncryption: 'aws:kms' as const};
	await expect(client.send(new PutObjectCommand(put))).rejects.toMatchObject(
		refusal('NotImplemented', 501),
	);
});

test('objects are listed by both versions of the API, page by page', async () => {
	const {sandbox, client} = await inSandbox();
	for (const key of ['b/2', 'a', 'b/1', 'c', 'b/'])
		sandbox.seed.object({bucket: Bucket, key, size: 7, lastModified: Date.UTC(2026, 0, 1)});
	const keys = (list: {Contents?: Array<{Key?: string}>}) =>
		list.Contents?.map(object => object.Key) ?? [];
	const v1 = await client.send(new ListObjectsCommand({Bucket, Marker: 'a', MaxKeys: 2}));
	expect([keys(v1), v1.IsTruncated, v1.NextMarker]).toEqual([['b/', 'b/1'], true, undefined]);
	const v2 = await client.send(new ListObjectsV2Command({Bucket, StartAfter: 'b/', MaxKeys: 2}));
	expect([keys(v2), v2.KeyCount, v2.IsTruncated]).toEqual([['b/1', 'b/2'], 2, true]);
	const ContinuationToken = v2.NextContinuationToken;
	const rest = await client.send(new ListObjectsV2Command({Bucket, ContinuationToken}));
	expect([keys(rest), rest.IsTruncated]).toEqual([['c'], false]);
	const rolled = await client.send(new ListObjectsCommand({Bucket, Delimiter: '/', MaxKeys: 2}));
	expect([keys(rolled), rolled.CommonPrefixes, rolled.NextMarker]).toEqual([
		['a'],
		[{Prefix: 'b/'}],
		'b/',
	]);
	expect(
		keys(await client.send(new ListObjectsCommand({Bucket, Delimiter: '/', Marker: 'b/'}))),
	).toEqual(['c']);
	await expect(
		client.send(new ListObjectsV2Command({Bucket, ContinuationToken: 'garbage'})),
	).rejects.toMatchObject(refusal('InvalidArgument', 400));
});
