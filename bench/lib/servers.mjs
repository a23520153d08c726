import {fork} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
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
import {keyOf} from './key-of.mjs';
import {processorOf} from './process.mjs';

/** Runs work for each number below `count`, `width` at a time. */
async function forEach(count, width, work) {
	let next = 0;
	const worker = async () => {
		while (next < count) await work(next++);
	};
	await Promise.all(Array.from({length: width}, worker));
}

/**
 * A sandbox in a process of its own. It takes after Ceph 16, one of the services on which partway lists side by side and
 * leaves out the look after an Abort, for all clients.
 *
 * @param {string} folder where its program is built
 * @param {{latency?: number}} options milliseconds added to each answer
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
	const child = fork(program, [JSON.stringify({like: 'ceph-16', ...options})], {
		execArgv: ['--max-old-space-size=8192'],
	});
	const ask = async message => {
		child.send(message);
		const [answer] = await once(child, 'message');
		return answer;
	};
	const [{endpoint, user}] = await once(child, 'message');
	return {
		...{name: 'sandbox', endpoint, user, provider: 'Ceph'},
		/** Uploads begun a month ago, under so many first prefixes. */
		fill: (bucket, count, parts, prefixes) => ask({fill: {bucket, count, parts, prefixes}}),
		left: bucket => ask({left: bucket}),
		/** How many requests there were since the last question. */
		requests: () => ask({requests: true}),
		/** Seconds of processor that it took so far. */
		busy: () => processorOf(child.pid),
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
		async fill(bucket, count, parts) {
			await client.send(new CreateBucketCommand({Bucket: bucket}));
			await forEach(count, 16, async nth => {
				const target = {Bucket: bucket, Key: keyOf(nth, count)};
				const {UploadId} = await client.send(new CreateMultipartUploadCommand(target));
				for (let PartNumber = 1; PartNumber <= parts; PartNumber++)
					await client.send(new UploadPartCommand({...target, UploadId, PartNumber, Body: 'part'}));
			});
			// Older than a second, from when on they count as stalled.
			await pause(2100);
		},
		async left(bucket) {
			const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: bucket}));
			return Uploads.length;
		},
		async requests() {},
		busy: () => undefined,
		async stop() {
			client.destroy();
			await ceph.stop();
		},
	};
}
