import {
	DeleteBucketTaggingCommand,
	DeleteObjectTaggingCommand,
	GetBucketTaggingCommand,
	GetObjectTaggingCommand,
	HeadObjectCommand,
	PutBucketTaggingCommand,
	PutObjectCommand,
	PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {inSandbox, refusal} from './in-sandbox.js';

const Bucket = 'bucket';
const target = {Bucket, Key: 'k'};
const tags = (count: number) =>
	Array.from({length: count}, (_, at) => ({Key: `k${at}`, Value: `v ${at}&`}));

test('tags of an object are put with it, replaced, counted and deleted', async () => {
	const {client} = await inSandbox();
	const get = async () => (await client.send(new GetObjectTaggingCommand(target))).TagSet;
	const count = async () => (await client.send(new HeadObjectCommand(target))).TagCount;
	await client.send(new PutObjectCommand({...target, Body: 'x', Tagging: 'a=1&b%20c=%26'}));
	expect(await get()).toEqual([
		{Key: 'a', Value: '1'},
		{Key: 'b c', Value: '&'},
	]);
	expect(await count()).toBe(2);
	await client.send(new PutObjectTaggingCommand({...target, Tagging: {TagSet: tags(3)}}));
	expect([await get(), await count()]).toEqual([tags(3), 3]);
	await client.send(new DeleteObjectTaggingCommand(target));
	expect([await get(), await count()]).toEqual([[], undefined]);
});

test('tags are refused when they are too many, too long or doubled', async () => {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: Bucket, key: 'k', body: 'x'});
	const put = (TagSet: Array<{Key: string; Value: string}>) =>
		client.send(new PutObjectTaggingCommand({...target, Tagging: {TagSet}}));
	const tag = {Key: 'a', Value: 'b'};
	await expect(put(tags(11))).rejects.toMatchObject(refusal('BadRequest', 400));
	await expect(put([tag, tag])).rejects.toMatchObject(refusal('InvalidTag', 400));
	for (const wrong of [{Key: 'k'.repeat(129)}, {Value: 'v'.repeat(257)}]) {
		await expect(put([{...tag, ...wrong}])).rejects.toMatchObject(refusal('InvalidTag', 400));
	}
	for (const Tagging of ['a=1&a=2', `${'k'.repeat(129)}=v`]) {
		await expect(
			client.send(new PutObjectCommand({...target, Body: 'x', Tagging})),
		).rejects.toMatchObject({$metadata: {httpStatusCode: 400}});
	}
});

test('tags of a bucket are put, told and deleted', async () => {
	const {client} = await inSandbox();
	const get = () => client.send(new GetBucketTaggingCommand({Bucket}));
	await expect(get()).rejects.toMatchObject(refusal('NoSuchTagSet', 404));
	await client.send(new PutBucketTaggingCommand({Bucket, Tagging: {TagSet: tags(50)}}));
	expect((await get()).TagSet).toEqual(tags(50));
	await client.send(new DeleteBucketTaggingCommand({Bucket}));
	await expect(get()).rejects.toMatchObject(refusal('NoSuchTagSet', 404));
});
