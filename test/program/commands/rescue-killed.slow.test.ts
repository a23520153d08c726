import {randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	CreateMultipartUploadCommand,
	GetObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {test, to} from '../program-test.js';

const MiB = 1024 * 1024;
const bucket = 'media';
const key = 'raw/tape 1\n.tar';
const partSize = 5 * MiB;

/** Numbers that follow from a seed, from 0 up to a bound. */
function drawn(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * below);
	};
}

/** A client that died: an upload of the file with some of its parts. */
async function leftBehind(
	sandbox: Sandbox,
	content: Buffer,
	numbers: readonly number[],
	algorithm: 'CRC32' | 'SHA256' | 'CRC64NVME' | undefined,
): Promise<void> {
	sandbox.seed.bucket(bucket);
	const client = sandboxClient(sandbox, {requestChecksumCalculation: 'WHEN_REQUIRED'});
	const checked = algorithm === undefined ? {} : {ChecksumAlgorithm: algorithm};
	const {UploadId} = await client.send(
		new CreateMultipartUploadCommand({Bucket: bucket, Key: key, ...checked}),
	);
	for (const PartNumber of numbers)
		await client.send(
			new UploadPartCommand({
				...{Bucket: bucket, Key: key, UploadId, PartNumber, ...checked},
				Body: content.subarray((PartNumber - 1) * partSize, PartNumber * partSize),
			}),
		);
	client.destroy();
	sandbox.requests.clear();
}

async function object(sandbox: Sandbox): Promise<Buffer> {
	const client = sandboxClient(sandbox);
	const {Body} = await client.send(new GetObjectCommand({Bucket: bucket, Key: key}));
	const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
	client.destroy();
	return bytes;
}

/** The numbers of the parts that were sent and taken, in the order in which they arrived. */
function taken(sandbox: Sandbox): number[] {
	return sandbox.requests.log
		.filter(({operation, status}) => operation === 'UploadPart' && status === 200)
		.map(({query}) => Number(query['partNumber']));
}

describe('a rescue that is killed', () => {
	test.for([1, 2, 3, 4])(
		'goes on by the same command, and sends nothing twice but what was under way (%i)',
		async (seed, {serve, pipe, home}) => {
			const below = drawn(seed);
			const sandbox = await serve({latency: 20});
			const count = 5 + below(4);
			const content = randomBytes((count - 1) * partSize + 1 + below(partSize));
			const there = Array.from({length: count}, (_, at) => at + 1).filter(() => below(3) === 0);
			const path = join(home.folder, 'tape.tar');
			await writeFile(path, content);
			await utimes(path, new Date(0), new Date(86_400_000));
			const algorithm = ([undefined, 'CRC32', 'SHA256', 'CRC64NVME'] as const)[below(4)];
			await leftBehind(sandbox, content, there, algorithm);
			const [args, env] = to(sandbox, 'rescue', path, `s3://${bucket}/${key}`);
			const all = [...args, '--part-size', '5MiB', '--yes', '--include-active'];
			const before: number[] = [];
			for (let kills = 0; kills < 2; kills++) {
				const killed = pipe(all, env);
				// A moment within one of the first parts.
				for (let parts = below(2) + 1; parts > 0; parts--)
					await Promise.race([sandbox.requests.next('UploadPart'), killed.ended]);
				await new Promise(resolve => setTimeout(resolve, below(60)));
				killed.child.kill('SIGKILL');
				await killed.ended;
				const now = taken(sandbox);
				expect(before.filter(number => now.slice(before.length).includes(number))).toEqual([]);
				before.splice(0, before.length, ...now);
			}
			const {code, stdout, stderr} = await pipe(all, env).ended;
			expect([code, stderr]).toEqual([0, '']);
			expect(stdout).toContain('Done. HeadObject shows');
			expect(content.equals(await object(sandbox))).toBe(true);
			const sent = taken(sandbox);
			expect(new Set([...sent, ...there]).size).toBe(count);
			// What was proven there before is never sent.
			expect(sent.filter(number => there.includes(number))).toEqual([]);
		},
	);
});
