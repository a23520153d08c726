import {fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	ListMultipartUploadsCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as esbuild from 'esbuild';
import {missingPackages, startCeph} from '../../scripts/ceph.mjs';

/** Runs work for each number below `count`, `width` at a time. */
async function forEach(count, width, work) {
	let next = 0;
	const worker = async () => {
		while (next < count) await work(next++);
	};
	await Promise.all(Array.from({length: width}, worker));
}

/** In no order at all: 7919 is a prime. */
export const keyOf = (nth, count) =>
	`team-${nth % 97}/project/${String((nth * 7919) % count).padStart(9, '0')}.tar.zst`;

/**
 * A sandbox in a process of its own.
 *
 * @param {string} folder where its program is built
 * @param {{latency?: number, like?: string}} options milliseconds added to each answer; the service that it takes after
 */
export async function startSandboxApart(folder, options = {}) {
	const program = join(folder, 'sandbox-host.mjs');
	await esbuild.build({
		entryPoints: [fileURLToPath(new URL('sandbox-host.mjs', import.meta.url))],
		outfile: program,
		bundle: true,
		platform: 'node',
		format: 'esm',
	});
	await esbuild.stop();
	const child = fork(program, [JSON.stringify(options)], {
		execArgv: ['--max-old-space-size=8192'],
	});
	const ask = async message => {
		child.send(message);
		const [answer] = await once(child, 'message');
		return answer;
	};
	const [{endpoint, user}] = await once(child, 'message');
	return {
		...{name: 'sandbox', endpoint, user, provider: 'Other'},
		/** Uploads begun a month ago. */
		fill: (bucket, count, parts = 1) => ask({fill: {bucket, count, parts}}),
		left: bucket => ask({left: bucket}),
		/** How many requests there were since the last question. */
		requests: () => ask({requests: true}),
		async stop() {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

/** A Ceph of this machine's own, started for the bench; undefined, with the reason on stderr, where it is not installed. */
export async function startCephHere() {
	const missing = await missingPackages();
	if (missing.length > 0) {
		console.error(`Without Ceph: ${missing.join(', ')} is not installed.`);
		return undefined;
	}
	const ceph = await startCeph();
	const [user] = ceph.users;
	const client = new S3Client({
		endpoint: ceph.endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		credentials: user,
		requestChecksumCalculation: 'WHEN_REQUIRED',
	});
	return {
		...{name: 'Ceph', endpoint: ceph.endpoint, user, provider: 'Ceph'},
		async fill(bucket, count, parts = 1) {
			await client.send(new CreateBucketCommand({Bucket: bucket}));
			await forEach(count, 16, async nth => {
				const target = {Bucket: bucket, Key: keyOf(nth, count)};
				const {UploadId} = await client.send(new CreateMultipartUploadCommand(target));
				for (let PartNumber = 1; PartNumber <= parts; PartNumber++)
					await client.send(new UploadPartCommand({...target, UploadId, PartNumber, Body: 'part'}));
			});
		},
		async left(bucket) {
			const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: bucket}));
			return Uploads.length;
		},
		async requests() {},
		async stop() {
			client.destroy();
			await ceph.stop();
		},
	};
}
