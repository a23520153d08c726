import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	type ChecksumAlgorithm,
	CreateMultipartUploadCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {asksToOverwrite} from '../../../source/multipart/completion/completion.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {
	type CompleteChoice,
	completeUpload,
	prepareCompletion,
} from '../../../source/operations/complete/complete.js';
import {makePublic, readPublicly} from '../../../source/operations/complete/public-read.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {BucketFixture, type Server} from '../../contract/service.js';
import {said} from '../../support/reasons.js';

const MiB = 1024 * 1024;
const key = 'dir/é a.mov';

type PartContent = {readonly number: number; readonly size: number; readonly fill: number};

/** Parts of these sizes under ascending numbers, with gaps or without, each with a content of its own. */
function contents(sizes: fc.Arbitrary<number[]>): fc.Arbitrary<PartContent[]> {
	return fc
		.tuple(sizes, fc.array(fc.integer({min: 1, max: 50}), {minLength: 4, maxLength: 4}), fc.nat())
		.map(([all, steps, seed]) => {
			let number = 0;
			return all.map((size, at) => {
				number += steps[at] ?? 1;
				return {number, size, fill: (seed + at) % 256};
			});
		});
}

const whole = fc.integer({min: 5 * MiB, max: 6 * MiB});
const large = contents(fc.array(whole, {minLength: 3, maxLength: 4}));
const any = contents(
	fc
		.tuple(fc.array(whole, {maxLength: 3}), fc.integer({min: 1, max: 2 * MiB}))
		.map(([all, last]) => [...all, last]),
);

/** A bucket, and what an act needs there. */
async function inWorld(server: Server, run: (on: On) => Promise<void>): Promise<void> {
	const fixture = await BucketFixture.open(server);
	const folder = await mkdtemp(join(tmpdir(), 'partway-completing-'));
	const journal = openJournal({folder});
	try {
		await run({fixture, deps: {gateway: fixture.gateway, journal, connection: 'test'}});
	} finally {
		fixture.close();
		await rm(folder, {recursive: true});
	}
}

type On = {readonly fixture: BucketFixture; readonly deps: Parameters<typeof completeUpload>[0]};

async function uploaded(
	{fixture}: On,
	parts: readonly PartContent[],
	ChecksumAlgorithm?: ChecksumAlgorithm,
): Promise<UploadTarget> {
	const Bucket = fixture.bucket;
	const {UploadId} = await fixture.s3.send(
		new CreateMultipartUploadCommand({Bucket, Key: key, ChecksumAlgorithm}),
	);
	for (const {number, size, fill} of parts)
		await fixture.s3.send(
			new UploadPartCommand({
				...{Bucket, Key: key, UploadId, ChecksumAlgorithm},
				PartNumber: number,
				Body: Buffer.alloc(size, fill),
			}),
		);
	return {bucket: Bucket, key, uploadId: UploadId ?? ''};
}

const plain = (...sizes: number[]): PartContent[] =>
	sizes.map((size, at) => ({number: at + 1, size: size * MiB, fill: at}));

function prepared({fixture}: On, target: UploadTarget, choice: CompleteChoice = {}) {
	return prepareCompletion(fixture.gateway, {...target, keyCertain: true}, undefined, choice);
}

/** Holds a server to what a person is promised of completing. */
export function holdToCompleting(server: () => Server, like: 'aws' | 'ceph-16'): void {
	describe(`completing on a server like ${like}`, () => {
		/** Every run is one upload; the object and its ETag are the server's. */
		const foretold = (parts: fc.Arbitrary<PartContent[]>, numRuns: number) =>
			fc.assert(
				fc.asyncProperty(parts, async all => {
					await inWorld(server(), async on => {
						const target = await uploaded(on, all);
						const plan = await prepared(on, target);
						const size = all.reduce((sum, part) => sum + part.size, 0);
						expect(plan).toMatchObject({size, partCount: all.length});
						const result = await completeUpload(on.deps, plan);
						const there = await on.fixture.gateway.headObject(target);
						expect(there).toMatchObject({size, etag: plan.expected.etag});
						expect(result.kind).toBe('done');
					});
				}),
				{numRuns, endOnFailure: true},
			);

		test('the ETag is foretold: three and four parts of 5 MiB and up', () => foretold(large, 6));

		test('the ETag is foretold: one to four parts', () => foretold(any, 6));

		test('a subset of the parts', () =>
			inWorld(server(), async on => {
				const target = await uploaded(on, plain(5, 5, 1));
				const plan = await prepared(on, target, {excluded: new Set([2])});
				expect(plan.findings[0]).toMatchObject({level: 'warns', code: 'parts-left-out'});
				const result = await completeUpload(on.deps, plan);
				const there = await on.fixture.gateway.headObject(target);
				if (like === 'aws') {
					expect(result.kind).toBe('done');
					expect(there).toMatchObject({size: 6 * MiB, etag: plan.expected.etag});
					return;
				}
				expect(result).toMatchObject({
					kind: 'failed',
					failure: {code: 'InvalidPart'},
					partNumbers: [2],
					reason: said(expect.stringContaining('Ceph RGW needs every uploaded part')),
				});
				expect(there).toBeUndefined();
				// What was left out is still there, and with it the upload can be completed.
				const all = await prepared(on, target);
				expect((await completeUpload(on.deps, all)).kind).toBe('done');
			}));

		test('over an existing object: refused, then forced by typing', () =>
			inWorld(server(), async on => {
				const target = await uploaded(on, plain(5, 1));
				await on.fixture.s3.send(
					new PutObjectCommand({Bucket: target.bucket, Key: key, Body: 'old'}),
				);
				const plan = await prepared(on, target);
				expect(asksToOverwrite(plan)).toBe(true);
				expect((await completeUpload(on.deps, plan)).kind).toBe('refused');
				expect(await on.fixture.gateway.headObject(target)).toMatchObject({size: 3});
				const result = await completeUpload(on.deps, plan, {overwrite: {typedKey: key}});
				expect(result).toMatchObject({kind: 'done', reason: {seen: {size: 6 * MiB}}});
			}));

		test('a small part in the middle: foreseen, and its refusal leads to it', () =>
			inWorld(server(), async on => {
				const target = await uploaded(on, plain(5, 1, 1));
				const plan = await prepared(on, target);
				expect(plan.findings[0]).toMatchObject({code: 'part-too-small', partNumbers: [2]});
				expect(await completeUpload(on.deps, plan)).toMatchObject({
					kind: 'failed',
					failure: {code: 'EntityTooSmall'},
					partNumbers: [2],
				});
				expect((await on.fixture.gateway.listParts(target)).parts).toHaveLength(3);
			}));

		test.each(['CRC32', 'CRC64NVME'] as const)('an upload with %s', async algorithm => {
			await inWorld(server(), async on => {
				const target = await uploaded(on, plain(5, 1), algorithm);
				const plan = await prepared(on, target);
				// Ceph 16 takes checksums and forgets them.
				expect(plan.checksumAlgorithm).toBe(like === 'aws' ? algorithm : undefined);
				expect((await completeUpload(on.deps, plan)).kind).toBe('done');
			});
		});

		test('read from outside: not before public-read, then for anybody', () =>
			inWorld(server(), async on => {
				const target = await uploaded(on, plain(1));
				await completeUpload(on.deps, await prepared(on, target));
				expect((await readPublicly(on.fixture.gateway, target)).kind).toBe('not-readable');
				expect(await makePublic(on.deps, target)).toMatchObject({
					kind: 'done',
					reading: {kind: 'readable', size: MiB},
				});
			}));
	});
}
