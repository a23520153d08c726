import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Random} from '../../../source/sandbox/random.js';
import type {WatchedService} from './watched-service.js';

const MiB = 1024 ** 2;

/** A program that uploads a file, as it is started. */
export type Uploader = {
	readonly name: 'aws' | 'rclone' | 's3cmd' | 'sdk';
	readonly program: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Bytes. */
	readonly partSize: number;
	/** The checksums that it was asked for: of these clients the SDK alone can be. */
	readonly algorithm?: string;
};

type Job = {
	readonly service: WatchedService;
	readonly folder: string;
	readonly path: string;
	readonly key: string;
	readonly random: Random;
};

/** Of a hundred runs: `aws` takes a second of the processor to start, the others a fifth of that. */
const shares = {rclone: 36, s3cmd: 30, sdk: 28, aws: 6} as const;

const algorithms = [
	...([undefined, 'CRC32', 'CRC32C'] as const),
	...(['CRC64NVME', 'SHA1', 'SHA256'] as const),
];

/** A client with options of its own, by chance. */
export async function drawUploader(job: Job): Promise<Uploader> {
	let left = job.random.between(1, 100);
	for (const [name, share] of Object.entries(shares)) {
		left -= share;
		if (left <= 0) return uploaders[name as Uploader['name']](job);
	}
	return uploaders.rclone(job);
}

const uploaders: {readonly [name in Uploader['name']]: (job: Job) => Promise<Uploader>} = {
	async rclone({service: {endpoint, region, users}, folder, path, key, random}) {
		const partSize = random.between(5, 8) * MiB;
		await writeFile(
			join(folder, 'config'),
			[
				...['[sandbox]', 'type = s3', 'provider = Other'],
				`access_key_id = ${users[0]?.accessKeyId}`,
				`secret_access_key = ${users[0]?.secretAccessKey}`,
				...[`region = ${region}`, `endpoint = ${endpoint}`],
			].join('\n'),
		);
		const args = [
			...['--config', join(folder, 'config'), '--retries', '1', '--low-level-retries', '1'],
			...['--s3-upload-cutoff', '5M', '--s3-chunk-size', `${partSize / MiB}M`],
			...['--s3-upload-concurrency', String(random.between(1, 4))],
			...['copyto', path, `sandbox:bucket/${key}`],
		];
		return {name: 'rclone', program: '/usr/bin/rclone', args, env: {}, partSize};
	},
	async s3cmd({service: {endpoint, region, users}, folder, path, key, random}) {
		const partSize = random.between(5, 8) * MiB;
		const {host} = new URL(endpoint);
		await writeFile(
			join(folder, 'config'),
			[
				...['[default]', `access_key = ${users[0]?.accessKeyId}`],
				`secret_key = ${users[0]?.secretAccessKey}`,
				...[`host_base = ${host}`, `host_bucket = ${host}`, `bucket_location = ${region}`],
				...['use_https = False', `multipart_chunk_size_mb = ${partSize / MiB}`],
			].join('\n'),
		);
		const args = [
			...['-c', join(folder, 'config'), '--no-progress'],
			...['put', path, `s3://bucket/${key}`],
		];
		return {name: 's3cmd', program: '/usr/bin/s3cmd', args, env: {}, partSize};
	},
	async aws({service: {endpoint, region, users}, folder, path, key, random}) {
		const partSize = random.between(5, 8) * MiB;
		await writeFile(
			join(folder, 'config'),
			[
				...['[default]', 's3 =', '  multipart_threshold = 5MB'],
				`  multipart_chunksize = ${partSize / MiB}MB`,
				`  max_concurrent_requests = ${random.between(1, 4)}`,
			].join('\n'),
		);
		const args = [
			...['--endpoint-url', endpoint, 's3', 'cp', '--no-progress'],
			...[path, `s3://bucket/${key}`],
		];
		const env = {
			AWS_ACCESS_KEY_ID: users[0]?.accessKeyId,
			AWS_SECRET_ACCESS_KEY: users[0]?.secretAccessKey,
			AWS_DEFAULT_REGION: region,
			AWS_CONFIG_FILE: join(folder, 'config'),
			AWS_EC2_METADATA_DISABLED: 'true',
		};
		return {name: 'aws', program: '/usr/bin/aws', args, env, partSize};
	},
	async sdk({service: {endpoint, region, users, minPartSize}, path, key, random}) {
		const algorithm = random.pick(algorithms);
		const drawn = random.pick([
			random.between(5, 8) * MiB,
			random.between(5 * MiB, 8 * MiB),
			random.between(MiB / 4, 3 * MiB),
		]);
		const partSize = Math.max(minPartSize, drawn);
		const width = random.between(1, 5);
		const user = users[0];
		const asked = {endpoint, region, user, key, path, partSize, algorithm, width};
		const args = [join(import.meta.dirname, 'sdk-upload.mjs'), JSON.stringify(asked)];
		return {name: 'sdk', program: process.execPath, args, env: {}, partSize, algorithm};
	},
};
