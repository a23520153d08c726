import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {expect, onTestFinished, test, vi} from 'vitest';
import {seedDemo, startDemoTicker} from '../../source/sandbox/demo.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {sandboxClient} from '../support/sandbox-client.js';

const now = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;

async function demo() {
	const sandbox = await startSandbox({now: () => now});
	onTestFinished(() => sandbox.close());
	const seeded = seedDemo(sandbox);
	const bucket = sandbox.store.bucket(seeded.bucket)!;
	return {sandbox, seeded, bucket, uploads: bucket.uploads.items()};
}

test('the world has uploads of every kind', async () => {
	const {bucket, uploads} = await demo();
	expect(uploads.length).toBeGreaterThan(140);
	const kinds = {active: 0, idle: 0, stalled: 0, empty: 0};
	for (const {initiated, parts} of uploads) {
		const last = Math.max(initiated, ...[...parts.values()].map(part => part.lastModified));
		expect(last).toBeLessThanOrEqual(now);
		if (parts.size === 0) kinds.empty++;
		if (now - last < hour) kinds.active++;
		else kinds[now - last < 24 * hour ? 'idle' : 'stalled']++;
	}
	expect(Math.min(...Object.values(kinds))).toBeGreaterThan(4);
	const sizes = uploads.map(({parts}) =>
		[...parts.values()].reduce((sum, part) => sum + part.body.size, 0),
	);
	expect(Math.max(...sizes)).toBe(1024 ** 4);
	const keys = uploads.map(upload => upload.key);
	expect(keys.some((key, at) => key === keys[at + 1])).toBe(true);
	expect(uploads.some(({key}) => bucket.object(key) !== undefined)).toBe(true);
	expect(uploads.some(({checksum}) => checksum?.algorithm.name === 'CRC32')).toBe(true);
	for (const hostile of ['\u001b', '\u202e', '\n', ' ', '写', '🎬']) {
		expect(keys.some(key => key.includes(hostile))).toBe(true);
	}
});

test('the world is the same on every run', async () => {
	const ids = async () => (await demo()).uploads.map(upload => [upload.key, upload.id]);
	expect(await ids()).toEqual(await ids());
});

test('the world can be listed', async () => {
	const {sandbox, seeded, uploads} = await demo();
	const client = sandboxClient(sandbox, {systemClockOffset: now - Date.now()});
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
