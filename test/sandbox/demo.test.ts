import {
	CompleteMultipartUploadCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {specialKeys} from '../../source/sandbox/demo/special-cases.js';
import {seedDemo, startDemoTicker} from '../../source/sandbox/demo.js';
import {personalityNames, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {refusal} from './in-sandbox.js';

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const mib = 1024 ** 2;

async function demo(options: SandboxOptions = {}) {
	const sandbox = await startSandbox({now: () => now, ...options});
	const client = sandboxClient(sandbox, {systemClockOffset: now - Date.now()});
	onTestFinished(async () => {
		client.destroy();
		await sandbox.close();
	});
	const seeded = seedDemo(sandbox);
	const bucket = sandbox.store.bucket(seeded.bucket)!;
	const uploads = bucket.uploads.items();
	return {
		...{sandbox, client, seeded, bucket, uploads},
		/** The uploads of a key, each with the sizes of its parts in order, by number. */
		of(key: string) {
			return uploads
				.filter(upload => upload.key === key)
				.map(upload => ({
					...upload,
					numbers: [...upload.parts.keys()],
					sizes: [...upload.parts.values()].map(({body}) => body.size),
				}));
		},
		/** Completes an upload with all that is listed of it. */
		async complete(key: string, more: {IfNoneMatch?: string} = {}) {
			const [upload] = uploads.filter(candidate => candidate.key === key);
			const target = {Bucket: seeded.bucket, Key: key, UploadId: upload?.id};
			const {Parts} = await client.send(new ListPartsCommand(target));
			const MultipartUpload = {
				Parts: Parts?.map(({PartNumber, ETag, ChecksumCRC32}) => ({
					PartNumber,
					ETag,
					ChecksumCRC32,
				})),
			};
			return client.send(new CompleteMultipartUploadCommand({...target, MultipartUpload, ...more}));
		},
	};
}

describe('the world', () => {
	test('is of several buckets, one of them of somebody else, some with uploads', async () => {
		const {sandbox, client} = await demo();
		const {Buckets} = await client.send(new ListBucketsCommand({}));
		expect(Buckets?.map(({Name}) => Name)).toEqual([
			'acme-analytics',
			'acme-media',
			'acme-website',
		]);
		const buckets = sandbox.store.buckets().map(({name, owner}) => [name, owner.name]);
		expect(buckets).toContainEqual(['partner-exchange', 'bob']);
	});

	test('has uploads of every age, most of them stalled, over months', async () => {
		const {uploads} = await demo();
		expect(uploads.length).toBeGreaterThan(140);
		const kinds = {active: 0, idle: 0, stalled: 0, empty: 0};
		const ages: number[] = [];
		for (const {initiated, parts} of uploads) {
			const last = Math.max(initiated, ...[...parts.values()].map(part => part.lastModified));
			expect(last).toBeLessThanOrEqual(now);
			ages.push(now - initiated);
			if (parts.size === 0) kinds.empty++;
			else if (now - last < hour) kinds.active++;
			else kinds[now - last < day ? 'idle' : 'stalled']++;
		}
		expect(Math.min(...Object.values(kinds))).toBeGreaterThan(4);
		expect(kinds.stalled).toBeGreaterThan(uploads.length / 2);
		expect(Math.max(...ages)).toBeGreaterThan(120 * day);
	});

	test('is that of several teams', async () => {
		const {uploads} = await demo();
		const teams = new Map<string | undefined, number>();
		for (const {key} of uploads) {
			const [team] = key.split('/');
			teams.set(team, (teams.get(team) ?? 0) + 1);
		}
		expect([...teams.values()].filter(count => count > 9).length).toBeGreaterThan(5);
	});

	test('has empty uploads, one of them minutes old', async () => {
		const {of} = await demo();
		const [young] = of(specialKeys.justBegun);
		const [old] = of(specialKeys.neverBegun);
		expect([young?.numbers, old?.numbers]).toEqual([[], []]);
		expect(now - young!.initiated).toBeLessThan(10 * minute);
		expect(now - old!.initiated).toBeGreaterThan(30 * day);
	});

	test('has one with a gap, and one with a small part in the middle', async () => {
		const {of, complete} = await demo();
		const [gap] = of(specialKeys.gap);
		expect(gap?.numbers).not.toContain(17);
		expect([gap?.numbers[0], gap?.numbers.at(-1)]).toEqual([1, 48]);
		const [small] = of(specialKeys.smallPart);
		expect(small?.sizes.slice(0, -1).filter(size => size < 5 * mib)).toHaveLength(1);
		await expect(complete(specialKeys.smallPart)).rejects.toMatchObject(
			refusal('EntityTooSmall', 400, {PartNumber: '9'}),
		);
	});

	test('has one whose last part is as large as the rest, and one that is certainly complete', async () => {
		const {of, complete, client, seeded} = await demo();
		// A tour begins on it: it is the first of the list.
		const first = await client.send(
			new ListMultipartUploadsCommand({Bucket: seeded.bucket, MaxUploads: 1}),
		);
		expect(first.Uploads?.[0]?.Key).toBe(specialKeys.complete);
		const [alike] = of(specialKeys.equalLast);
		expect(new Set(alike?.sizes).size).toBe(1);
		const [whole] = of(specialKeys.complete);
		expect(new Set(whole?.sizes.slice(0, -1)).size).toBe(1);
		expect(whole?.sizes.at(-1)).toBeLessThan(whole!.sizes[0]!);
		expect(whole?.numbers).toEqual(whole?.sizes.map((_, at) => at + 1));
		const {ETag} = await complete(specialKeys.complete);
		const head = await client.send(
			new HeadObjectCommand({Bucket: seeded.bucket, Key: specialKeys.complete}),
		);
		expect(head).toMatchObject({
			ETag,
			ContentLength: whole?.sizes.reduce((sum, size) => sum + size),
		});
	});

	test('has two uploads of one key, and one that would overwrite an object', async () => {
		const {of, bucket, complete} = await demo();
		expect(of(specialKeys.twice)).toHaveLength(2);
		expect(bucket.object(specialKeys.overwrites)).toBeDefined();
		await expect(complete(specialKeys.overwrites, {IfNoneMatch: '*'})).rejects.toMatchObject(
			refusal('PreconditionFailed', 412),
		);
	});

	test('has one with checksums, which completes', async () => {
		const {of, complete} = await demo();
		expect(of(specialKeys.checksums)[0]?.checksum?.algorithm.name).toBe('CRC32');
		expect((await complete(specialKeys.checksums)).ChecksumCRC32).toMatch(/-33$/);
	});

	test('has keys that are taken for something else', async () => {
		const {uploads} = await demo();
		const keys = uploads.map(({key}) => key);
		for (const hostile of [
			'\u001b',
			'\u202e',
			'\u200b',
			'\n',
			'\t',
			' ',
			'+',
			'%',
			'//',
			'写',
			'🎬',
		])
			expect(keys.some(key => key.includes(hostile))).toBe(true);
	});

	test('has sizes up to a terabyte, which cost nothing', async () => {
		const {of, uploads} = await demo();
		const total = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0);
		expect(total(of(specialKeys.terabyte)[0]?.sizes ?? [])).toBe(1024 ** 4);
		const all = uploads.flatMap(({parts}) => [...parts.values()].map(({body}) => body.size));
		expect(total(all)).toBeGreaterThan(2 * 1024 ** 4);
	});

	test('has a bucket where others upload too, and what they began can be completed and seen', async () => {
		const {sandbox, client} = await demo();
		const uploads = sandbox.store.bucket('acme-analytics')!.uploads.items();
		expect([...new Set(uploads.map(({initiator}) => initiator.name))].sort()).toEqual([
			...['alice', 'bob'],
		]);
		const upload = uploads.find(
			({initiator, parts}) => initiator.name === 'bob' && parts.size > 1,
		)!;
		const target = {Bucket: 'acme-analytics', Key: upload.key};
		const Parts = [...upload.parts.values()].map(({number, etag}) => ({
			...{PartNumber: number, ETag: etag},
		}));
		const MultipartUpload = {Parts};
		await client.send(
			new CompleteMultipartUploadCommand({...target, UploadId: upload.id, MultipartUpload}),
		);
		await client.send(new HeadObjectCommand(target));
	});

	test('has a bucket that cleans up by itself', async () => {
		const {client} = await demo();
		const target = {Bucket: 'acme-website'};
		const {Uploads = []} = await client.send(new ListMultipartUploadsCommand(target));
		expect(Uploads.length).toBeGreaterThan(1);
		for (const {Key, UploadId} of Uploads) {
			const {AbortDate, AbortRuleId} = await client.send(
				new ListPartsCommand({...target, Key, UploadId}),
			);
			expect(AbortRuleId).toBe('forgotten-uploads');
			expect(AbortDate?.getTime()).toBeGreaterThan(now);
		}
	});

	test.each(personalityNames)('can be seeded on %s, with ids of its shape', async like => {
		const {uploads, sandbox} = await demo({like});
		expect(uploads.length).toBeGreaterThan(140);
		const shape = uploads[0]!.id.slice(0, 2);
		expect(shape === '2~').toBe(sandbox.like === 'ceph-16');
	});
});

test('the world is the same on every run', async () => {
	const ids = async () => (await demo()).uploads.map(upload => [upload.key, upload.id]);
	expect(await ids()).toEqual(await ids());
});

test('the world can be listed', async () => {
	const {client, seeded, uploads} = await demo();
	const page = await client.send(new ListMultipartUploadsCommand({Bucket: seeded.bucket}));
	expect(page.Uploads?.map(upload => upload.Key)).toEqual(uploads.map(upload => upload.key));
});

test('parts arrive in the moving uploads, and no more once those are gone or all is closed', async () => {
	vi.useFakeTimers();
	onTestFinished(() => {
		vi.useRealTimers();
	});
	const {sandbox, seeded, bucket} = await demo();
	const moving = () =>
		seeded.moving.flatMap(({key, uploadId}) => bucket.upload(key, uploadId) ?? []);
	const count = () => moving().reduce((sum, {parts}) => sum + parts.size, 0);
	const before = count();
	startDemoTicker(sandbox, seeded, 100);
	vi.advanceTimersByTime(1000);
	expect(count()).toBe(before + 10);
	for (const upload of moving().slice(1)) bucket.abortUpload(upload);
	const alone = count();
	vi.advanceTimersByTime(1000);
	expect(count()).toBe(alone + 10);
	for (const upload of moving()) bucket.abortUpload(upload);
	vi.advanceTimersByTime(1000);
	expect(vi.getTimerCount()).toBe(1);
	await sandbox.close();
	expect(vi.getTimerCount()).toBe(0);
});
