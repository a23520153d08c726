import {createHash} from 'node:crypto';
import {appendFileSync, readdirSync, readlinkSync} from 'node:fs';
import {mkdtemp, rm, truncate} from 'node:fs/promises';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
	type DigestJob,
	type DigestResult,
	digestRanges,
} from '../../../source/operations/digest/digest-ranges.js';
import {FileChanged} from '../../../source/terminal/local-file/file-identity.js';
import {LocalFileError} from '../../../source/terminal/local-file/local-file-error.js';
import {buildChild} from '../../support/child.js';
import {localFile, rangeOf, someBytes} from '../../support/local-file.js';
import {MiB} from '../../support/stage.js';

let folder: string;
let built: URL;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-digest-'));
	const entry = join(import.meta.dirname, '../../../source/operations/digest/digest-worker.ts');
	built = pathToFileURL(await buildChild(entry, folder));
});

afterAll(() => rm(folder, {recursive: true, force: true}));

/** Ranges of a size one after the other, and the rest. */
function jobsOf(length: number, size: number): DigestJob[] {
	return Array.from({length: Math.ceil(length / size)}, (_, at) => ({
		partNumber: at + 1,
		start: at * size,
		end: Math.min(length, (at + 1) * size),
		kinds: ['MD5', 'SHA256', 'CRC64NVME'] as const,
	}));
}

async function all(results: AsyncIterable<DigestResult>): Promise<DigestResult[]> {
	const found: DigestResult[] = [];
	for await (const result of results) found.push(result);
	return found.sort((one, other) => one.partNumber - other.partNumber);
}

function opened(path: string): number {
	const names = readdirSync('/proc/self/fd').map(name => {
		try {
			return readlinkSync(`/proc/self/fd/${name}`);
		} catch {
			return '';
		}
	});
	return names.filter(name => name === path).length;
}

const base64 = (algorithm: string, bytes: Buffer) =>
	createHash(algorithm).update(bytes).digest('base64');

describe.each([
	['in threads', () => built],
	['where nothing is built', () => undefined],
])('digests of ranges, %s', (_where, worker) => {
	test('are those of the bytes of each range, in all ways at once, and every byte is told', async () => {
		const bytes = someBytes(37 * MiB + 5);
		const path = await localFile(bytes);
		const {identity} = await rangeOf(path);
		const jobs = jobsOf(bytes.length, 5 * MiB + 1);
		let told = 0;
		const found = await all(
			digestRanges(path, identity, jobs, {
				worker: worker(),
				onBytes: count => {
					told += count;
				},
			}),
		);
		expect(told).toBe(bytes.length);
		expect(found.map(({partNumber}) => partNumber)).toEqual(jobs.map(({partNumber}) => partNumber));
		for (const [at, {start, end}] of jobs.entries()) {
			const range = bytes.subarray(start, end);
			expect(found[at]?.digests).toMatchObject({
				MD5: base64('md5', range),
				SHA256: base64('sha256', range),
			});
			expect(Buffer.from(found[at]?.digests.CRC64NVME ?? '', 'base64')).toHaveLength(8);
		}
		await expect.poll(() => opened(path)).toBe(0);
	});

	test('of a range of no bytes, and of no range', async () => {
		const path = await localFile(Buffer.alloc(0));
		const {identity} = await rangeOf(path);
		const empty = {partNumber: 1, start: 0, end: 0, kinds: ['MD5'] as const};
		expect(await all(digestRanges(path, identity, [empty], {worker: worker()}))).toEqual([
			{partNumber: 1, digests: {MD5: base64('md5', Buffer.alloc(0))}},
		]);
		expect(await all(digestRanges(path, identity, [], {worker: worker()}))).toEqual([]);
	});

	test('are not given of a file that changed before, or while it is read', async () => {
		const path = await localFile(Buffer.alloc(8 * MiB));
		const before = await rangeOf(path);
		appendFileSync(path, '!');
		const jobs = jobsOf(8 * MiB, MiB);
		await expect(
			all(digestRanges(path, before.identity, jobs, {worker: worker()})),
		).rejects.toBeInstanceOf(FileChanged);
		const {identity} = await rangeOf(path);
		const reading = digestRanges(path, identity, jobs, {worker: worker()});
		await reading.next();
		appendFileSync(path, '!');
		await expect(all(reading)).rejects.toBeInstanceOf(FileChanged);
	});

	test('are not given of a single range while the file changes', async () => {
		const path = await localFile(Buffer.alloc(32 * MiB));
		const {identity} = await rangeOf(path);
		let isTouched = false;
		const reading = digestRanges(path, identity, [{...jobsOf(1, 1)[0]!, end: 32 * MiB}], {
			worker: worker(),
			onBytes() {
				if (!isTouched) appendFileSync(path, '!');
				isTouched = true;
			},
		});
		await expect(all(reading)).rejects.toBeInstanceOf(FileChanged);
	});

	test('are not given of a file that became shorter', async () => {
		const path = await localFile(Buffer.alloc(8 * MiB));
		const {identity} = await rangeOf(path);
		await truncate(path, MiB);
		const thrown = all(digestRanges(path, identity, jobsOf(8 * MiB, MiB), {worker: worker()}));
		await expect(thrown).rejects.toThrow(`${path} has changed since it was looked at.`);
	});

	test('are not given of a file that is not there any more', async () => {
		const path = await localFile(Buffer.alloc(MiB));
		const {identity} = await rangeOf(path);
		await rm(path);
		const thrown = all(digestRanges(path, identity, jobsOf(MiB, MiB), {worker: worker()}));
		await expect(thrown).rejects.toThrow(LocalFileError);
		await expect(thrown).rejects.toThrow(`${path} is not there.`);
	});

	test('end with the signal, and leave nothing behind', async () => {
		const path = await localFile(Buffer.alloc(64 * MiB));
		const {identity} = await rangeOf(path);
		const cancel = new AbortController();
		const reason = new Error('left');
		let told = 0;
		const reading = all(
			digestRanges(path, identity, [{...jobsOf(1, 1)[0]!, end: 64 * MiB}], {
				worker: worker(),
				signal: cancel.signal,
				onBytes(count) {
					told += count;
					cancel.abort(reason);
				},
			}),
		);
		await expect(reading).rejects.toBe(reason);
		expect(told).toBeLessThan(64 * MiB);
		await expect.poll(() => opened(path)).toBe(0);
		const late = {worker: worker(), signal: AbortSignal.abort(reason)};
		await expect(all(digestRanges(path, identity, [], late))).rejects.toBe(reason);
	});

	test('are taken no faster than they are wanted', async () => {
		const path = await localFile(Buffer.alloc(8 * MiB));
		const {identity} = await rangeOf(path);
		let given = 0;
		function* jobs() {
			for (const job of jobsOf(8 * MiB, 16 * 1024)) {
				given++;
				yield job;
			}
		}
		const most = Math.min(availableParallelism(), 4);
		let wanted = 0;
		for await (const _result of digestRanges(path, identity, jobs(), {worker: worker()})) {
			wanted++;
			await new Promise(resolve => setTimeout(resolve, 2));
			// Those that wait to be taken, those that are under way, and the one that comes next.
			expect(given - wanted).toBeLessThanOrEqual(2 * most + 1);
			if (wanted === 50) break;
		}
		expect(wanted).toBe(50);
		await expect.poll(() => opened(path)).toBe(0);
	});
});

test('a defect of a thread is thrown here', async () => {
	const path = await localFile(Buffer.alloc(10));
	const {identity} = await rangeOf(path);
	const odd = [{...jobsOf(10, 10)[0]!, kinds: ['CRC16' as 'CRC32']}];
	for (const worker of [built, undefined])
		await expect(all(digestRanges(path, identity, odd, {worker}))).rejects.toThrow(
			'a thread that hashes failed',
		);
});
