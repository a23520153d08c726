import {randomBytes} from 'node:crypto';
import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	type CopyObjectCommandInput,
	GetObjectCommand,
	GetObjectTaggingCommand,
	HeadObjectCommand,
	ListPartsCommand,
	PutObjectCommand,
	UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {md5Hex} from '../../source/sandbox/integrity/etag.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';

const mib = 1024 ** 2;

async function withSource() {
	const {sandbox, client} = await inSandbox();
	const {ETag = ''} = await client.send(
		new PutObjectCommand({
			Bucket: 'bucket',
			Key: 'a b+ö',
			Body: 'hello',
			ContentType: 'text/plain',
			Metadata: {color: 'blue'},
			Tagging: 'team=red',
			ChecksumAlgorithm: 'SHA256',
		}),
	);
	const CopySource = `bucket/${encodeURIComponent('a b+ö')}`;
	const copy = (input: Partial<CopyObjectCommandInput> = {}) =>
		client.send(new CopyObjectCommand({Bucket: 'bucket', Key: 'copy', CopySource, ...input}));
	const head = (Key = 'copy') =>
		client.send(new HeadObjectCommand({Bucket: 'bucket', Key, ChecksumMode: 'ENABLED'}));
	return {sandbox, client, copy, head, ETag, CopySource};
}

describe('a copy', () => {
	test('has the bytes, type, metadata, tags and checksum of its source', async () => {
		const {client, copy, head, ETag} = await withSource();
		const {CopyObjectResult} = await copy();
		expect(CopyObjectResult?.ETag).toBe(ETag);
		expect(CopyObjectResult?.LastModified).toBeInstanceOf(Date);
		expect(await head()).toMatchObject({
			ContentType: 'text/plain',
			Metadata: {color: 'blue'},
			ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
			TagCount: 1,
		});
		const {Body} = await client.send(new GetObjectCommand({Bucket: 'bucket', Key: 'copy'}));
		expect(await Body?.transformToString()).toBe('hello');
	});

	test('has others where the request says so', async () => {
		const {client, copy, head} = await withSource();
		await copy({
			MetadataDirective: 'REPLACE',
			Metadata: {shape: 'round'},
			ContentType: 'text/html',
			TaggingDirective: 'REPLACE',
			Tagging: 'team=green',
			StorageClass: 'STANDARD_IA',
			ChecksumAlgorithm: 'CRC32C',
		});
		expect(await head()).toMatchObject({
			ContentType: 'text/html',
			Metadata: {shape: 'round'},
			StorageClass: 'STANDARD_IA',
			ChecksumCRC32C: 'mnG7TA==',
			ChecksumType: 'FULL_OBJECT',
		});
		const tags = await client.send(new GetObjectTaggingCommand({Bucket: 'bucket', Key: 'copy'}));
		expect(tags.TagSet).toEqual([{Key: 'team', Value: 'green'}]);
	});

	test('of an object in parts is in one piece', async () => {
		const {sandbox, client, copy, head} = await withSource();
		const target = {Bucket: 'bucket', Key: 'parts'};
		const parts = [5 * mib, 3].map((size, at) => ({number: at + 1, size}));
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'parts', parts});
		const {Parts} = await client.send(new ListPartsCommand({...target, UploadId}));
		await client.send(
			new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload: {Parts}}),
		);
		await copy({CopySource: 'bucket/parts'});
		const {Body} = await client.send(new GetObjectCommand(target));
		const bytes = await Body!.transformToByteArray();
		expect(await head()).toMatchObject({ContentLength: 5 * mib + 3, ETag: `"${md5Hex(bytes)}"`});
	});

	test('onto itself must change something', async () => {
		const {copy, head, CopySource} = await withSource();
		const same = {Key: 'a b+ö', CopySource};
		await expect(copy(same)).rejects.toMatchObject(refusal('InvalidRequest', 400));
		await copy({...same, MetadataDirective: 'REPLACE', Metadata: {new: 'yes'}});
		expect((await head('a b+ö')).Metadata).toEqual({new: 'yes'});
	});

	test.each<[string, Partial<CopyObjectCommandInput>, number]>([
		['NoSuchKey', {CopySource: 'bucket/missing'}, 404],
		['NoSuchBucket', {CopySource: 'missing/k'}, 404],
		['InvalidArgument', {CopySource: 'bucket'}, 400],
		['InvalidArgument', {MetadataDirective: 'GUESS' as never}, 400],
		['PreconditionFailed', {CopySourceIfMatch: '"other"'}, 412],
		['PreconditionFailed', {CopySourceIfNoneMatch: '*'}, 412],
		['PreconditionFailed', {CopySourceIfUnmodifiedSince: new Date(0)}, 412],
		['PreconditionFailed', {CopySourceIfModifiedSince: new Date('2100-01-01')}, 412],
	])('is refused with %s for %j', async (code, input, status) => {
		const {sandbox, copy} = await withSource();
		await expect(copy(input)).rejects.toMatchObject(refusal(code, status));
		expect(sandbox.store.bucket('bucket')?.objects.size).toBe(1);
	});

	test('needs to be allowed to read the source', async () => {
		const {sandbox, CopySource} = await withSource();
		const bob = sandboxClient(sandbox, {user: sandbox.users[1]});
		sandbox.seed.bucket('his', {owner: 'bob'});
		await expect(
			bob.send(new CopyObjectCommand({Bucket: 'his', Key: 'k', CopySource})),
		).rejects.toMatchObject(refusal('AccessDenied', 403));
	});
});

describe('a part that is copied', () => {
	test('is a range of its source, and outlives it', async () => {
		const {sandbox, client} = await inSandbox();
		const body = randomBytes(6 * mib);
		const source = {Bucket: 'bucket', Key: 'source'};
		await client.send(new PutObjectCommand({...source, Body: body}));
		const target = {Bucket: 'bucket', Key: 'k'};
		const upload = {bucket: 'bucket', key: 'k', checksumAlgorithm: 'CRC32'};
		const UploadId = sandbox.seed.upload(upload);
		const copy = async (PartNumber: number, CopySourceRange?: string) => {
			const {CopyPartResult} = await client.send(
				new UploadPartCopyCommand({
					...target,
					UploadId,
					PartNumber,
					CopySource: 'bucket/source',
					CopySourceRange,
				}),
			);
			return {PartNumber, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32};
		};
		const Parts = [await copy(1), await copy(2, 'bytes=10-19')];
		expect(Parts[1]?.ETag).toBe(`"${md5Hex(body.subarray(10, 20))}"`);
		await client.send(new PutObjectCommand({...source, Body: 'replaced'}));
		await client.send(
			new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload: {Parts}}),
		);
		const {Body} = await client.send(new GetObjectCommand(target));
		const expected = Buffer.concat([body, body.subarray(10, 20)]);
		expect(Buffer.from(await Body!.transformToByteArray()).equals(expected)).toBe(true);
	});

	test.each(['bytes=0-5', 'bytes=3-2', 'bytes=0-', '0-2'])('has no range %s', async range => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.object({bucket: 'bucket', key: 'source', body: 'hello'});
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		await expect(
			client.send(
				new UploadPartCopyCommand({
					Bucket: 'bucket',
					Key: 'k',
					UploadId,
					PartNumber: 1,
					CopySource: 'bucket/source',
					CopySourceRange: range,
				}),
			),
		).rejects.toMatchObject(refusal('InvalidArgument', 400));
	});
});

test.each([' ', '_', '__', '?versionId', 'a+b', '%41', 'ä/ö'])(
	'an object called %j is copied under its name',
	async Key => {
		const {client} = await inSandbox();
		await client.send(new PutObjectCommand({Bucket: 'bucket', Key, Body: Key}));
		const CopySource = `bucket/${encodeURIComponent(Key)}`;
		await client.send(new CopyObjectCommand({Bucket: 'bucket', Key: 'copy', CopySource}));
		const head = await client.send(new HeadObjectCommand({Bucket: 'bucket', Key: 'copy'}));
		expect(head.ContentLength).toBe(Buffer.byteLength(Key));
	},
);

test('a plus in the name of a source is a space, as in a form', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: 'bucket', key: 'a b', body: 'x'});
	const copy = {Bucket: 'bucket', Key: 'copy', CopySource: '/bucket/a+b'};
	await client.send(new CopyObjectCommand(copy));
	expect(sandbox.store.bucket('bucket')?.object('copy')?.body.size).toBe(1);
});
