import {createHash, randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {CreateMultipartUploadCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import {expect, onTestFinished} from 'vitest';
import {BucketFixture, wholePart} from '../contract/service.js';
import {keysInEnv, test} from '../program/program-test.js';
import {realServer} from './server.js';

test('an upload under SSE-C is not rescued, and what its Complete came to cannot be looked at', async ({
	home,
	pipe,
}) => {
	const fixture = await BucketFixture.open(realServer());
	onTestFinished(() => fixture.close());
	const {bucket: Bucket, s3, server} = fixture;
	const secret = randomBytes(32);
	const encryption = {
		SSECustomerAlgorithm: 'AES256',
		SSECustomerKey: secret.toString('base64'),
		SSECustomerKeyMD5: createHash('md5').update(secret).digest('base64'),
	};
	const content = randomBytes(wholePart + 1);
	const path = join(home.folder, 'tape.tar');
	await writeFile(path, content);
	await utimes(path, new Date(0), new Date(86_400_000));
	const named = {Bucket, Key: 'tape.tar'};
	const {UploadId} = await s3.send(new CreateMultipartUploadCommand({...named, ...encryption}));
	const Body = content.subarray(0, wholePart);
	await s3.send(new UploadPartCommand({...named, UploadId, PartNumber: 1, Body, ...encryption}));
	const run = (command: string, ...args: string[]) =>
		pipe([command, ...args, '-e', server.endpoint, '--yes', '--include-active'], {
			env: keysInEnv(server.alice),
		}).ended;

	const address = `s3://${Bucket}/tape.tar`;
	const rescued = await run('rescue', path, address, '--part-size', '5MiB', '--replace-different');
	expect(rescued.code).toBe(1);
	expect(rescued.stderr).toMatch(/^Failed\. Its parts need a customer-provided key \(SSE-C\): /);
	expect(rescued.stderr).toContain('finish it with a client that has the key');

	const completed = await run('complete', address, '--upload-id', UploadId!);
	expect(completed.code).toBe(1);
	// Ceph 16 answers with an empty ETag, which says nothing.
	expect(completed.stderr).toMatch(/^(Unknown|Accepted, not verified)\. /);
	expect(completed.stderr).toContain('or the object is encrypted with a customer-provided key');
});
