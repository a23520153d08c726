import {
	DeleteObjectCommand,
	DeleteObjectsCommand,
	GetBucketEncryptionCommand,
	GetBucketPolicyCommand,
	GetBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {inSandbox, refusal} from './in-sandbox.js';
import {oddKeys} from './odd-keys.js';

const Bucket = 'bucket';

describe('deleting many objects', () => {
	test('deletes those that are named, and says of each that it did', async () => {
		const {sandbox, client} = await inSandbox();
		for (const key of [...oddKeys, 'stays']) sandbox.seed.object({bucket: Bucket, key, body: 'x'});
		const Objects = [...oddKeys, 'was never there'].map(Key => ({Key}));
		const answer = await client.send(new DeleteObjectsCommand({Bucket, Delete: {Objects}}));
		expect(answer.Deleted?.map(({Key}) => Key)).toEqual(Objects.map(({Key}) => Key));
		expect(answer.Errors).toBeUndefined();
		expect(
			sandbox.store
				.bucket(Bucket)
				?.objects.items()
				.map(({key}) => key),
		).toEqual(['stays']);
	});

	test('says nothing when it is to be quiet, but for errors', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.object({bucket: Bucket, key: 'a', body: 'x'});
		const Objects = [
			{Key: 'a', VersionId: 'null'},
			{Key: 'b', VersionId: 'abc'},
		];
		const Delete = {Objects, Quiet: true};
		const answer = await client.send(new DeleteObjectsCommand({Bucket, Delete}));
		expect(answer.Deleted).toBeUndefined();
		expect(answer.Errors).toMatchObject([{Key: 'b', VersionId: 'abc', Code: 'NoSuchVersion'}]);
		expect(sandbox.store.bucket(Bucket)?.objects.size).toBe(0);
	});

	test.each([0, 1001])('is refused for %i of them', async count => {
		const {client} = await inSandbox();
		const Objects = Array.from({length: count}, (_, at) => ({Key: String(at)}));
		await expect(
			client.send(new DeleteObjectsCommand({Bucket, Delete: {Objects}})),
		).rejects.toMatchObject(refusal('MalformedXML', 400));
	});

	test('must agree with its digest', async () => {
		const {client} = await inSandbox();
		const Delete = {Objects: [{Key: 'a'}]};
		client.middlewareStack.add(
			next => args => {
				const {headers} = args.request as {headers: Record<string, string>};
				headers['x-amz-checksum-crc32'] = 'AAAAAA==';
				return next(args);
			},
			{step: 'build', priority: 'low', name: 'tamper'},
		);
		await expect(client.send(new DeleteObjectsCommand({Bucket, Delete}))).rejects.toMatchObject(
			refusal('BadDigest', 400),
		);
	});
});

test('a version other than the one there is cannot be deleted', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: Bucket, key: 'a', body: 'x'});
	const target = {Bucket, Key: 'a'};
	await expect(
		client.send(new DeleteObjectCommand({...target, VersionId: 'abc'})),
	).rejects.toMatchObject(refusal('InvalidArgument', 400));
	await client.send(new DeleteObjectCommand({...target, VersionId: 'null'}));
	expect(sandbox.store.bucket(Bucket)?.objects.size).toBe(0);
});

test('what is never set is answered as S3 does for what was not set', async () => {
	const {client} = await inSandbox();
	const versioning = await client.send(new GetBucketVersioningCommand({Bucket}));
	expect(versioning.Status).toBeUndefined();
	const encryption = await client.send(new GetBucketEncryptionCommand({Bucket}));
	expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
		{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}},
	]);
	await expect(client.send(new GetBucketPolicyCommand({Bucket}))).rejects.toMatchObject(
		refusal('NoSuchBucketPolicy', 404, {BucketName: Bucket}),
	);
});
