import {once} from 'node:events';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {CreateMultipartUploadCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {Random} from '../../source/sandbox/random.js';
import {nowhere, runCommand} from '../support/io.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {type ClientStage, clientStage, storedBytes, uploadsOf} from './client.js';

const MiB = 1024 ** 2;
const firstSeed = Number(
	process.env['SEED'] ?? (process.env['CI'] ? 20_261_122 : Date.now() % 1e6),
);

const stages = {
	aws: () =>
		clientStage('aws', async ({endpoint, region, users: [user]}) => ({
			args: ['--endpoint-url', endpoint],
			env: {
				AWS_ACCESS_KEY_ID: user?.accessKeyId,
				AWS_SECRET_ACCESS_KEY: user?.secretAccessKey,
				AWS_DEFAULT_REGION: region,
				AWS_EC2_METADATA_DISABLED: 'true',
			},
		})),
	rclone: () =>
		clientStage('rclone', async ({endpoint, region, users: [user]}, folder) => {
			await writeFile(
				join(folder, 'config'),
				[
					...['[sandbox]', 'type = s3', 'provider = Other'],
					`access_key_id = ${user?.accessKeyId}`,
					`secret_access_key = ${user?.secretAccessKey}`,
					...[`region = ${region}`, `endpoint = ${endpoint}`],
				].join('\n'),
			);
			const parts = ['--s3-chunk-size', '5M', '--s3-upload-cutoff', '5M'];
			return {args: ['--config', 'config', '--retries', '1', '--low-level-retries', '1', ...parts]};
		}),
	s3cmd: () =>
		clientStage('s3cmd', async ({endpoint, region, users: [user]}, folder) => {
			const {host} = new URL(endpoint);
			await writeFile(
				join(folder, 'config'),
				[
					'[default]',
					`access_key = ${user?.accessKeyId}`,
					`secret_key = ${user?.secretAccessKey}`,
					...[`host_base = ${host}`, `host_bucket = ${host}`, `bucket_location = ${region}`],
					...['use_https = False', 'multipart_chunk_size_mb = 5'],
				].join('\n'),
			);
			return {args: ['-c', 'config', '--no-progress']};
		}),
} as const;

const commands = {
	aws: ['s3', 'cp', 'file', 's3://bucket/k'],
	rclone: ['copyto', 'file', 'sandbox:bucket/k'],
	s3cmd: ['put', 'file', 's3://bucket/k'],
} as const;

const landed = ({sandbox}: ClientStage) =>
	sandbox.requests.log.filter(({operation, status}) => operation === 'UploadPart' && status === 200)
		.length;

/** Some parts land at once and some after a while, until the client is ended. */
async function killAtRandom(stage: ClientStage, args: readonly string[], random: Random) {
	const {faults} = stage.sandbox;
	const enough = random.between(1, 3);
	const last = new Promise<void>(() => {});
	for (let call = enough + 1; call < 20; call++)
		faults.add({operation: 'UploadPart', call, action: {hold: last, when: 'before'}});
	const child = stage.start(...args);
	const ended = once(child, 'exit');
	await expect.poll(() => landed(stage)).toBe(enough);
	await new Promise(go => setTimeout(go, random.between(0, 50)));
	child.kill('SIGKILL');
	await ended;
	faults.clear();
}

/** The rescue of the file finishes it, and sends what is missing alone. */
async function expectRescued(stage: ClientStage, partSize: string) {
	const {sandbox, folder, content} = stage;
	const [[, there] = expect.fail('no upload is left')] = uploadsOf(stage);
	sandbox.requests.clear();
	const {code, stdout, stderr} = await runCommand(
		[
			...['rescue', join(folder, 'file'), 's3://bucket/k', '-e', sandbox.endpoint, '--json'],
			...['--yes', '--include-active', ...(there < 2 ? ['--part-size', partSize] : [])],
		],
		{
			env: {...nowhere, PARTWAY_STATE_DIR: join(folder, 'state')},
		},
	);
	expect([code, stderr]).toEqual([0, '']);
	expect(JSON.parse(stdout)).toMatchObject({Outcome: 'done', Bytes: content.length});
	expect((await storedBytes(stage, 'k')).equals(content)).toBe(true);
	const parts = JSON.parse(stdout).PartCount as number;
	expect([sandbox.requests.count('UploadPart'), uploadsOf(stage)]).toEqual([parts - there, []]);
}

async function age({folder}: ClientStage) {
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(join(folder, 'file'), anHourAgo, anHourAgo);
}

describe.each(['aws', 'rclone', 's3cmd'] as const)('an upload by %s', name => {
	test.each([0, 1])('that was killed at a random moment is finished (%i)', async nth => {
		const seed = firstSeed + nth;
		const stage = await stages[name]();
		await age(stage);
		await killAtRandom(stage, commands[name], new Random(seed));
		await expectRescued(stage, name === 'aws' ? '8MiB' : '5MiB');
	});
});

test('an upload by the SDK with its usual checksums is finished', async () => {
	const stage = await stages.s3cmd();
	await age(stage);
	const client = sandboxClient(stage.sandbox);
	const on = {Bucket: 'bucket', Key: 'k'};
	for (const algorithm of ['CRC32', 'CRC64NVME'] as const) {
		const {UploadId} = await client.send(
			new CreateMultipartUploadCommand({...on, ChecksumAlgorithm: algorithm}),
		);
		for (const number of [1, 2, 4])
			await client.send(
				new UploadPartCommand({
					...{...on, UploadId, PartNumber: number, ChecksumAlgorithm: algorithm},
					Body: stage.content.subarray((number - 1) * 6 * MiB, number * 6 * MiB),
				}),
			);
		await expectRescued(stage, '6MiB');
		stage.sandbox.store.bucket('bucket')?.deleteObject('k');
	}
	client.destroy();
});
