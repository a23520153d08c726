import {execFile, spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, rm, stat} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	DeleteBucketCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	PutObjectCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {BodyFiles} from '../../source/sandbox/store/body-files.js';
import {buildChild} from '../support/child.js';
import {inSandbox, refusal} from './in-sandbox.js';

const target = {Bucket: 'bucket', Key: 'k'};
const mib = 1024 ** 2;
const before = process.env['TMPDIR'];
let folder = '';

/** A folder for temporary files of its own, so that what is in it came from here. */
beforeEach(async () => {
	folder = await mkdtemp(join(before ?? tmpdir(), 'partway-test-'));
	process.env['TMPDIR'] = folder;
});

afterEach(async () => {
	if (before === undefined) delete process.env['TMPDIR'];
	else process.env['TMPDIR'] = before;
	await rm(folder, {recursive: true});
});

/** Names and inodes of all stored bodies. */
async function stored(): Promise<string[]> {
	const names = await readdir(folder, {recursive: true});
	const files = await Promise.all(
		names.map(async name => {
			const facts = await stat(join(folder, name));
			return facts.isFile() ? [`${name} ${facts.ino}`] : [];
		}),
	);
	return files.flat().sort();
}

const count = () => stored().then(files => files.length);

async function uploadPart(client: S3Client, UploadId: string, PartNumber: number, Body: Buffer) {
	const part = {...target, UploadId, PartNumber, Body};
	const {ETag, ChecksumCRC32} = await client.send(new UploadPartCommand(part));
	return {PartNumber, ETag, ChecksumCRC32};
}

describe('bodies on disk', () => {
	test('of parts become those of the object: none is copied, the others go', async () => {
		const {sandbox, client} = await inSandbox();
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const bodies = [randomBytes(5 * mib), randomBytes(100_000), randomBytes(100_000)];
		const parts = [];
		for (const [at, body] of bodies.entries())
			parts.push(await uploadPart(client, UploadId, at + 1, body));
		const files = await stored();
		expect(files).toHaveLength(3);
		const MultipartUpload = {Parts: parts.slice(0, 2)};
		await client.send(new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload}));
		await expect.poll(stored).toEqual(files.slice(0, 2));
		const {Body} = await client.send(new GetObjectCommand(target));
		const whole = Buffer.from(await Body!.transformToByteArray());
		expect(whole.equals(Buffer.concat(bodies.slice(0, 2)))).toBe(true);
	});

	test('go when a part or an object is replaced, deleted or refused', async () => {
		const {sandbox, client} = await inSandbox();
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const Body = randomBytes(100_000);
		await uploadPart(client, UploadId, 1, Body);
		const first = await stored();
		await uploadPart(client, UploadId, 1, Body);
		await expect.poll(stored).not.toEqual(first);
		await expect.poll(count).toBe(1);
		await client.send(new AbortMultipartUploadCommand({...target, UploadId}));
		await expect.poll(count).toBe(0);
		const put = (more: object = {}) =>
			client.send(new PutObjectCommand({...target, Body, ...more}));
		await put();
		await expect(put({ChecksumCRC32: 'AAAAAA=='})).rejects.toMatchObject(refusal('BadDigest', 400));
		await expect(put({IfNoneMatch: '*'})).rejects.toMatchObject(refusal('PreconditionFailed', 412));
		await expect.poll(count).toBe(1);
		await client.send(new DeleteObjectCommand(target));
		await expect.poll(count).toBe(0);
		const again = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		await uploadPart(client, again, 1, Body);
		await client.send(new DeleteBucketCommand({Bucket: 'bucket'}));
		await expect.poll(count).toBe(0);
	});

	test('stay while an answer reads them, though the object is gone', async () => {
		const {sandbox, client} = await inSandbox();
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const bodies = [1, 2].map(() => randomBytes(8 * mib));
		const Parts = [];
		for (const [at, body] of bodies.entries())
			Parts.push(await uploadPart(client, UploadId, at + 1, body));
		const MultipartUpload = {Parts};
		await client.send(new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload}));
		const {Body} = await client.send(new GetObjectCommand(target));
		await client.send(new DeleteObjectCommand(target));
		const read = Buffer.from(await Body!.transformToByteArray());
		expect(read.equals(Buffer.concat(bodies))).toBe(true);
		await expect.poll(count).toBe(0);
	});

	test('are not left when the client goes in the middle', async () => {
		const {sandbox, client} = await inSandbox();
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const stop = new AbortController();
		async function* endless() {
			for (let at = 0; ; at++) {
				yield Buffer.alloc(65_536);
				if (at === 40) await expect.poll(count).toBe(1);
				if (at === 40) stop.abort();
			}
		}
		const part = {...target, UploadId, PartNumber: 1, ContentLength: 64 * mib};
		await expect(
			client.send(new UploadPartCommand({...part, Body: Readable.from(endless())}), {
				abortSignal: stop.signal,
			}),
		).rejects.toThrow();
		await expect.poll(count).toBe(0);
	});

	test('go with the sandbox', async () => {
		const {sandbox, client} = await inSandbox();
		await client.send(new PutObjectCommand({...target, Body: randomBytes(100_000)}));
		expect(await readdir(folder)).toHaveLength(1);
		await sandbox.close();
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('the folder of a process', () => {
	async function storeOne(): Promise<BodyFiles> {
		const files = new BodyFiles();
		await files.store(Readable.from([Buffer.alloc(100_000)]));
		return files;
	}

	test('that was killed is removed by the next, that of a running one is not', async () => {
		const gone = spawn(process.execPath, ['-e', '']);
		await once(gone, 'exit');
		const name = (pid: number | undefined) => `partway-sandbox-${hostname()}-${pid}-abcdef`;
		for (const pid of [gone.pid, process.ppid]) await mkdir(join(folder, name(pid)));
		const files = await storeOne();
		const names = await readdir(folder);
		expect(names).toHaveLength(2);
		expect(names).toContain(name(process.ppid));
		await files.close();
	});

	test('that exits without closing goes too', async () => {
		const program = await buildChild(
			fileURLToPath(new URL('exiting-child.ts', import.meta.url)),
			folder,
		);
		await promisify(execFile)(process.execPath, [program], {env: {TMPDIR: folder}});
		expect(await readdir(folder)).toEqual(['exiting-child.mjs']);
	});
});

test('a part of 256 MiB passes through without being held', async () => {
	const {sandbox, client} = await inSandbox({}, {requestChecksumCalculation: 'WHEN_REQUIRED'});
	const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
	const piece = randomBytes(mib);
	const md5 = createHash('md5');
	let highest = 0;
	const start = process.memoryUsage().rss;
	async function* pieces() {
		for (let at = 0; at < 256; at++) {
			md5.update(piece);
			yield piece;
			highest = Math.max(highest, process.memoryUsage().rss - start);
		}
	}
	client.middlewareStack.add(
		next => args => {
			const {headers} = args.request as {headers: Record<string, string>};
			headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
			return next(args);
		},
		{step: 'build', name: 'do not hash', priority: 'low'},
	);
	const {ETag} = await client.send(
		new UploadPartCommand({
			...target,
			UploadId,
			PartNumber: 1,
			Body: Readable.from(pieces()),
			ContentLength: 256 * mib,
		}),
	);
	expect(ETag).toBe(`"${md5.digest('hex')}"`);
	expect(highest).toBeLessThan(128 * mib);
});
