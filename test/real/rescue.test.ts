import {randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	CreateMultipartUploadCommand,
	GetObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, expect} from 'vitest';
import {BucketFixture, wholePart} from '../contract/service.js';
import {keysInEnv, test} from '../program/program-test.js';
import {realServer} from './server.js';

const key = 'raw/tape 1+2%20.tar';

let fixture: BucketFixture;

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
});

afterEach(() => fixture.close());

test('an upload that its client left is finished from the file, after a kill too', async ({
	pipe,
	home,
}) => {
	const {bucket, s3, server} = fixture;
	const content = randomBytes(5 * wholePart + 4321);
	const path = join(home.folder, 'tape.tar');
	await writeFile(path, content);
	await utimes(path, new Date(0), new Date(86_400_000));
	const {UploadId} = await s3.send(new CreateMultipartUploadCommand({Bucket: bucket, Key: key}));
	for (const PartNumber of [1, 4])
		await s3.send(
			new UploadPartCommand({
				...{Bucket: bucket, Key: key, UploadId, PartNumber},
				Body: content.subarray((PartNumber - 1) * wholePart, PartNumber * wholePart),
			}),
		);
	const env = {env: keysInEnv(server.alice)};
	const named = ['rescue', path, `s3://${bucket}/${key}`, '-e', server.endpoint];
	const agreed = [...named, '--yes', '--include-active'];

	const plan = await pipe([...agreed, '--dry-run', '--json'], env).ended;
	expect(plan.code).toBe(0);
	expect(JSON.parse(plan.stdout)).toMatchObject({
		...{PartSize: wholePart, PartCount: 6, SavedBytes: 2 * wholePart},
		Parts: [{Judgement: 'proven'}, {Judgement: 'proven'}],
	});

	// Another file is told from it, and nothing is sent of it.
	const other = join(home.folder, 'other.tar');
	await writeFile(other, randomBytes(content.length));
	const refused = await pipe(['rescue', other, ...named.slice(2), '--yes', '--include-active'], env)
		.ended;
	expect(refused.code).toBe(3);
	expect(refused.stderr).toContain('No part matches');

	const killed = pipe([...agreed, '--no-complete'], env);
	setTimeout(() => killed.child.kill('SIGKILL'), 1500);
	await killed.ended;
	const done = await pipe(agreed, env).ended;
	expect([done.stderr, done.code]).toEqual(['', 0]);
	expect(done.stdout).toContain('Done. HeadObject shows 25.0 MiB with the expected ETag.');
	const {Body} = await s3.send(new GetObjectCommand({Bucket: bucket, Key: key}));
	expect(content.equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
});
