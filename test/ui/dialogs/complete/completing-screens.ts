import {
	type ChecksumAlgorithm,
	CreateMultipartUploadCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {BucketFixture, type Server} from '../../../contract/service.js';
import {type OpenedApp, openApp} from '../../../support/app.js';
import type {Reachable} from '../../../support/stage.js';

const MiB = 1024 * 1024;
const key = 'dir/a.mov';
const outcome = /^ +\S (Done|Failed|Unknown)\.$/m;

/** A bucket with one upload whose parts just landed, its parts open on the screen. */
async function onScreen(
	server: Server,
	sizes: readonly number[],
	run: (app: OpenedApp<Reachable>, fixture: BucketFixture) => Promise<void>,
	{algorithm, object}: {algorithm?: ChecksumAlgorithm; object?: string} = {},
): Promise<void> {
	const fixture = await BucketFixture.open(server);
	try {
		const at = {Bucket: fixture.bucket, Key: key, ChecksumAlgorithm: algorithm};
		const {UploadId} = await fixture.s3.send(new CreateMultipartUploadCommand(at));
		for (const [index, size] of sizes.entries())
			await fixture.s3.send(
				new UploadPartCommand({
					...at,
					UploadId,
					PartNumber: index + 1,
					Body: Buffer.alloc(size * MiB, index),
				}),
			);
		if (object !== undefined)
			await fixture.s3.send(new PutObjectCommand({Bucket: fixture.bucket, Key: key, Body: object}));
		const app = await openApp(
			{endpoint: server.endpoint, region: 'us-east-1', users: [server.alice]},
			{target: {bucket: fixture.bucket}, size: {columns: 110, rows: 36}},
		);
		await app.listed();
		await app.press('enter');
		await app.waitFor('LAST MODIFIED');
		await run(app, fixture);
	} finally {
		fixture.close();
	}
}

/** Goes through the confirmation of parts that landed lately, and tells what became of it. */
async function complete(app: OpenedApp<Reachable>): Promise<string | undefined> {
	await app.press('c');
	await app.waitFor('type the key to go on');
	await app.type(key);
	await app.press('enter');
	return outcome.exec(await app.waitFor(outcome))?.[1];
}

const words = (app: OpenedApp<Reachable>) => app.screen().replaceAll(/\s+/g, ' ');
const objectOf = ({gateway, bucket}: BucketFixture) => gateway.headObject({bucket, key});

/** Holds the screens to what a person is promised of completing, on a server of that kind. */
export function holdScreensToCompleting(server: () => Server, like: 'aws' | 'ceph-16'): void {
	describe(`completing on the screens, on a server like ${like}`, () => {
		test('a subset: foreseen on the parts screen; where it is refused, that is explained', () =>
			onScreen(server(), [5, 5, 1], async (app, fixture) => {
				await app.press('j', 'space');
				await app.waitFor('(1 left out)');
				expect(app.screen()).toContain('May be refused');
				expect(words(app)).toContain(
					like === 'ceph-16'
						? 'Part 2 is left out: Ceph RGW refuses a Complete that does not name every uploaded part (InvalidPart).'
						: 'Part 2 is left out: the object will lack its data',
				);
				const told = await complete(app);
				if (like === 'aws') {
					expect(told).toBe('Done');
					expect(await objectOf(fixture)).toMatchObject({size: 6 * MiB});
					return;
				}
				expect(told).toBe('Failed');
				expect(words(app)).toContain(
					'Part 2 was left out, but Ceph RGW needs every uploaded part to be named.',
				);
				expect(await objectOf(fixture)).toBeUndefined();
				await app.press('o');
				await app.waitFor(() => /▸ × +2 /.test(app.row('▸')));
				await app.press('space');
				await app.waitFor(/ 3 parts, 11\.0 MiB;/);
				expect(await complete(app)).toBe('Done');
				expect(await objectOf(fixture)).toMatchObject({size: 11 * MiB});
			}));

		test('over an object: refused, then forced by typing its key', () =>
			onScreen(
				server(),
				[5, 1],
				async (app, fixture) => {
					await app.waitFor('An object is at this key already: c asks to replace it');
					await app.press('c');
					await app.waitFor('type the key to replace what is there');
					expect(app.screen()).toContain('will be REPLACED');
					await app.type(key.slice(1));
					await app.press('enter');
					expect(await objectOf(fixture)).toMatchObject({size: 3});
					await app.press('ctrl-u');
					await app.type(key);
					await app.press('enter');
					expect(outcome.exec(await app.waitFor(outcome))?.[1]).toBe('Done');
					expect(await objectOf(fixture)).toMatchObject({size: 6 * MiB});
				},
				{object: 'old'},
			));

		test('a small part in the middle: foreseen; the refusal names it and leads to it', () =>
			onScreen(server(), [5, 1, 1], async (app, fixture) => {
				expect(app.screen()).toContain('May be refused');
				expect(words(app)).toContain('Part 2 holds 1.0 MiB');
				expect(await complete(app)).toBe('Failed');
				expect(app.screen()).toContain('EntityTooSmall');
				expect(words(app)).toContain('Part 2 holds 1.0 MiB');
				await app.press('g', 'o');
				await app.waitFor(() => /▸ ▄ +2 .*too small/.test(app.row('▸')));
				expect(await objectOf(fixture)).toBeUndefined();
			}));

		test.each(['CRC32', 'CRC64NVME'] as const)('an upload with %s', algorithm =>
			onScreen(
				server(),
				[5, 1],
				async (app, fixture) => {
					const repeated = `The ${algorithm} checksum of every part is sent`;
					// Ceph 16 takes checksums and forgets them (measured).
					if (like === 'aws') expect(words(app)).toContain(repeated);
					else expect(words(app)).not.toContain(repeated);
					expect(await complete(app)).toBe('Done');
					expect(await objectOf(fixture)).toMatchObject({size: 6 * MiB});
				},
				{algorithm},
			),
		);
	});
}
