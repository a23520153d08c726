import {createCipheriv, createHash} from 'node:crypto';
import {mkdtemp, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	type ChecksumAlgorithm,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	NoSuchKey,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {algorithmNamed} from '../../../source/sandbox/integrity/algorithms.js';
import type {Random} from '../../../source/sandbox/random.js';
import {type PersonalityName, type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {sandboxSettings} from '../../support/stage.js';

export const bucket = 'media';

const MiB = 1024 * 1024;

/** What runs draw from. The first is S3 with its true limit: its parts are of 5 MiB and more. */
export const services = [
	{like: 'aws', minPartSize: 5 * MiB},
	...(['aws', 'r2', 'minio', 'seaweedfs', 'ceph-16'] as const).map(like => ({
		like,
		minPartSize: 1,
	})),
] as const satisfies ReadonlyArray<{like: PersonalityName; minPartSize: number}>;

const algorithms = [
	...([undefined, 'CRC32', 'CRC32C', 'CRC64NVME'] as const),
	...(['SHA1', 'SHA256', 'SHA512', 'MD5'] as const),
];

/** A service, and what reaches it. */
export type Served = {
	readonly sandbox: Sandbox;
	readonly minPartSize: number;
	readonly client: S3Client;
	readonly gateway: Gateway;
	close(): Promise<void>;
};

export async function serveOne(service: (typeof services)[number]): Promise<Served> {
	const sandbox = await startSandbox(service);
	sandbox.seed.bucket(bucket);
	const client = sandboxClient(sandbox, {requestChecksumCalculation: 'WHEN_REQUIRED'});
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	return {
		...{sandbox, client, gateway, minPartSize: service.minPartSize},
		async close() {
			client.destroy();
			gateway.close();
			await sandbox.close();
		},
	};
}

/** A file, and an upload of it that a client left in the middle. */
export type Interrupted = Served & {
	/** Of this run alone. */
	readonly folder: string;
	readonly path: string;
	readonly content: Buffer;
	readonly target: UploadTarget;
	readonly partSize: number;
	/** Where each part of the file begins, and its end. */
	readonly ends: readonly number[];
	readonly algorithm: ChecksumAlgorithm | undefined;
	/** Numbers of the parts that landed. */
	readonly landed: readonly number[];
	/** Sends a part of these bytes as the client does. */
	send(partNumber: number, body: Buffer, named?: UploadTarget): Promise<void>;
	begin(key: string): Promise<UploadTarget>;
	/** What was drawn, for the message of a failure. */
	readonly told: string;
	remove(): Promise<void>;
};

/** @param least how many parts there are to be, and how many landed; `lastIsShort`: all but the last are alike, so that a file that grew shows. */
export async function interrupt(
	served: Served,
	random: Random,
	seed: number,
	least: {readonly parts?: number; readonly landed?: number; readonly lastIsShort?: boolean} = {},
): Promise<Interrupted> {
	const {sandbox, client, minPartSize} = served;
	const algorithm = random.pick(algorithms);
	const isLarge = minPartSize > 1;
	const partSize = isLarge
		? minPartSize + random.pick([0, 1, random.between(0, MiB)])
		: random.between(2, random.pick([16, 4096, 200_000, 600_000]));
	const most = isLarge ? 3 : 12;
	const ends = endsOf(random, partSize, random.between(least.parts ?? 0, most), {
		isEqual: sandbox.like === 'r2' || least.lastIsShort === true,
		lastIsShort: least.lastIsShort === true,
	});
	const content = bytesOf(random, seed, ends.at(-1) ?? 0);
	const folder = await mkdtemp(join(tmpdir(), 'partway-rescue-'));
	const path = join(folder, 'tape.tar');
	await writeFile(path, content);
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(path, anHourAgo, anHourAgo);

	const begin = async (key: string): Promise<UploadTarget> => {
		const {UploadId: uploadId = ''} = await client.send(
			new CreateMultipartUploadCommand({Bucket: bucket, Key: key, ChecksumAlgorithm: algorithm}),
		);
		return {bucket, key, uploadId};
	};
	const target = await begin(`raw/tape ${seed}.tar`);
	const send = async (partNumber: number, body: Buffer, {key, uploadId} = target) => {
		const hasher = algorithm && algorithmNamed(algorithm)?.create();
		hasher?.update(body);
		await client.send(
			new UploadPartCommand({
				...{Bucket: bucket, Key: key, UploadId: uploadId, PartNumber: partNumber, Body: body},
				...(hasher && {[`Checksum${algorithm}`]: hasher.digest().toString('base64')}),
			}),
		);
	};
	const landed = landedOf(random, ends.length, least.landed ?? 0);
	// One whose sizes differ is understood only where none is missing between its parts.
	const isEqual = ends.every((end, at) => at === ends.length - 1 || end === (at + 1) * partSize);
	const parts = isEqual ? landed : landed.filter((each, at) => each === at + 1);
	for (const number of parts)
		await send(number, content.subarray(ends[number - 2] ?? 0, ends[number - 1]));
	const told = JSON.stringify({
		...{seed, like: sandbox.like, minPartSize, algorithm, partSize, ends: ends.join()},
		landed: parts.join(),
	});
	return {
		...served,
		...{folder, path, content, target, partSize, ends, algorithm, landed: parts, send, begin},
		told,
		remove: () => rm(folder, {recursive: true, force: true, maxRetries: 3}),
	};
}

/** Equal parts and a last one; now and then parts that grow, as some clients send them. */
function endsOf(
	random: Random,
	partSize: number,
	parts: number,
	{isEqual, lastIsShort}: {readonly isEqual: boolean; readonly lastIsShort: boolean},
): number[] {
	const grows = !isEqual && parts > 2 && random.next() < 0.1;
	const ends: number[] = [];
	for (let number = 1; number <= parts; number++) {
		const size = grows ? partSize * number : partSize;
		const isShort = number === parts && (lastIsShort || random.next() < 0.8);
		ends.push((ends.at(-1) ?? 0) + (isShort ? random.between(1, partSize - 1) : size));
	}
	return ends;
}

/** The same for a seed; now and then all bytes are alike, so that parts are. */
function bytesOf(random: Random, seed: number, size: number): Buffer {
	if (random.next() < 0.1) return Buffer.alloc(size, 'a');
	const key = createHash('md5').update(String(seed)).digest();
	return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** Four at once, in the order of their numbers: at the end some of the last ones are there. */
function landedOf(random: Random, parts: number, least: number): number[] {
	const sure = random.between(Math.min(least, parts), parts);
	const numbers = Array.from({length: sure}, (_, at) => at + 1);
	for (let number = sure + 1; number <= Math.min(parts, sure + 4); number++)
		if (random.next() < 0.4) numbers.push(number);
	return random.next() < 0.2 ? numbers.slice(Math.min(1, numbers.length - least)) : numbers;
}

/** What is read at a key; undefined where nothing is. */
export async function objectAt({client}: Served, key: string): Promise<Buffer | undefined> {
	try {
		const {Body} = await client.send(new GetObjectCommand({Bucket: bucket, Key: key}));
		return Buffer.from((await Body?.transformToByteArray()) ?? []);
	} catch (error) {
		if (error instanceof NoSuchKey) return undefined;
		throw error;
	}
}

/** So that a long series of runs keeps nothing. */
export async function removeObject({client}: Served, key: string): Promise<void> {
	await client.send(new DeleteObjectCommand({Bucket: bucket, Key: key}));
}

/** Numbers of the parts that the upload has; undefined once it is over. */
export function partsThere({sandbox}: Served, {uploadId}: UploadTarget): Set<number> | undefined {
	const uploads = sandbox.store.bucket(bucket)?.uploads.items() ?? [];
	const found = uploads.find(({id}) => id === uploadId);
	return found && new Set(found.parts.keys());
}
