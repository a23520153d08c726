import {GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {inSandbox} from './in-sandbox.js';

const target = {Bucket: 'bucket', Key: 'k'};

test('tags are put with an object, counted and read', async () => {
	const {client} = await inSandbox();
	await client.send(new PutObjectCommand({...target, Body: 'x', Tagging: 'a=1&b%20c=%26'}));
	expect((await client.send(new GetObjectTaggingCommand(target))).TagSet).toEqual([
		{Key: 'a', Value: '1'},
		{Key: 'b c', Value: '&'},
	]);
	expect((await client.send(new HeadObjectCommand(target))).TagCount).toBe(2);
});

const many = Array.from({length: 11}, (_, at) => `k${at}=v`).join('&');

test.each([
	['too many', many],
	['doubled', 'a=1&a=2'],
	['too long in a key', `${'k'.repeat(129)}=v`],
	['too long in a value', `k=${'v'.repeat(257)}`],
])('tags that are %s are refused', async (_, Tagging) => {
	const {client} = await inSandbox();
	await expect(
		client.send(new PutObjectCommand({...target, Body: 'x', Tagging})),
	).rejects.toMatchObject({$metadata: {httpStatusCode: 400}});
});
