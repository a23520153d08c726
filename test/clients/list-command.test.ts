import {expect, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {nowhere, runCommand} from '../support/io.js';
import {mixedKey} from '../support/key-shapes.js';
import {bucket, MiB, openStage} from '../support/stage.js';
import {awsCli} from './aws-cli.js';
import {expectListLikeAws} from './list-like-aws.js';

test.each(['aws', 'ceph-16', 'minio', 'seaweedfs', 'r2'] as const)(
	'partway list --jsonl prints what the AWS CLI prints, and maybe more: %s',
	async like => {
		const sandbox = await startSandbox({like});
		const [user] = sandbox.users;
		// Rows show that it is none of before September 2024.
		const older = ', and before September 2024 only under a prefix that is a whole key';
		const wordsOf = (count: number) =>
			like === 'minio'
				? `MinIO lists uploads from memory${count === 0 ? older : ''}: this list may be incomplete.\n`
				: '';
		for (const count of [0, 1, 1001]) {
			const bucket = `listed-${count}`;
			sandbox.seed.bucket(bucket);
			for (let at = 0; at < count; at++)
				sandbox.seed.upload({
					bucket,
					key: mixedKey(at),
					// Some to the second and some to the millisecond.
					initiated: Math.floor(sandbox.now() / 1000) * 1000 - at * 501,
					...(at % 3 === 0 ? {checksumAlgorithm: 'CRC32'} : {}),
				});
			const server = {endpoint: sandbox.endpoint, ...user!};
			expect(await expectListLikeAws(server, bucket, wordsOf(count))).toBe(count);
		}
		await sandbox.close();
	},
);

test('partway parts --json prints what aws s3api list-parts prints, and more', async () => {
	const {sandbox, upload} = await openStage();
	const aws = await awsCli(sandbox);
	for (const checksumAlgorithm of [undefined, 'SHA256']) {
		const sizes = [8 * MiB, 8 * MiB, MiB];
		const id = upload('a b/写', {sizes, ...(checksumAlgorithm ? {checksumAlgorithm} : {})});
		const named = `--bucket ${bucket} --key 'a b/写' --upload-id ${id}`;
		const theirs = await aws.run(
			`aws --endpoint-url ${sandbox.endpoint} s3api list-parts ${named} --output json`,
		);
		const ours = await runCommand(
			['parts', `s3://${bucket}/a b/写`, '--upload-id', id, '-e', sandbox.endpoint, '--json'],
			{env: nowhere},
		);
		expect(ours.code).toBe(0);
		expect(JSON.parse(ours.stdout)).toMatchObject(JSON.parse(theirs.stdout));
	}
});
