import {createHash, randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {GetObjectCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, expect} from 'vitest';
import {Random} from '../../source/sandbox/random.js';
import {BucketFixture, wholePart} from '../contract/service.js';
import {type Home, keysInEnv, test} from '../program/program-test.js';
import {firstByteChanged} from '../support/changed.js';
import {realServer} from './server.js';

const key = 'raw/tape 1+2%20.tar';
const firstSeed = Number(
	process.env['SEED'] ?? (process.env['CI'] ? 20_261_122 : Date.now() % 1e6),
);

let fixture: BucketFixture;

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
});

afterEach(() => fixture.close());

/** A file, and an upload that has some of its parts. */
async function begun({folder}: Home, numbers: readonly number[]) {
	const content = randomBytes(6 * wholePart + 4321);
	const path = join(folder, 'tape.tar');
	await writeFile(path, content);
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(path, anHourAgo, anHourAgo);
	const {target} = await fixture.uploadOf(key, []);
	for (const number of numbers)
		await fixture.s3.send(
			new UploadPartCommand({
				...{Bucket: target.bucket, Key: key, UploadId: target.uploadId, PartNumber: number},
				Body: content.subarray((number - 1) * wholePart, number * wholePart),
			}),
		);
	const args = [
		...['rescue', path, `s3://${target.bucket}/${key}`, '-e', fixture.server.endpoint],
		...['--upload-id', target.uploadId, '--include-active', '--yes', '--json'],
	];
	return {content, path, target, args};
}

async function objectIn(bucket: string): Promise<string> {
	const {Body} = await fixture.s3.send(new GetObjectCommand({Bucket: bucket, Key: key}));
	return createHash('sha256')
		.update((await Body?.transformToByteArray()) ?? '')
		.digest('hex');
}

for (const nth of [0, 1, 2])
	test(`partway rescue that is killed goes on and makes the file on a real server (${nth})`, async ({
		home,
		pipe,
	}) => {
		const random = new Random(firstSeed + nth);
		const landed = [1, 2, 3, 5].slice(0, random.between(2, 4));
		const {content, target, args} = await begun(home, landed);
		const env = keysInEnv(fixture.server.alice);
		for (let kills = random.between(1, 2); kills > 0; kills--) {
			const killed = pipe([...args, '--no-complete'], {env});
			const {parts: before} = await fixture.gateway.listParts(target);
			const enough = before.length + 1;
			const deadline = Date.now() + random.between(400, 2500);
			while (Date.now() < deadline) {
				const {parts} = await fixture.gateway.listParts(target);
				if (parts.length >= enough) break;
			}
			killed.child.kill('SIGKILL');
			await killed.ended;
		}
		const {parts: there} = await fixture.gateway.listParts(target);
		const {code, stdout, stderr} = await pipe(args, {env}).ended;
		expect([code, stderr], `seed ${firstSeed + nth}`).toEqual([0, '']);
		const {Outcome, SentParts} = JSON.parse(stdout);
		expect([Outcome, SentParts <= 7 - there.length]).toEqual(['done', true]);
		expect(await objectIn(target.bucket)).toBe(createHash('sha256').update(content).digest('hex'));
	});

test('partway rescue completes nothing of another file on a real server', async ({home, pipe}) => {
	const {path, content, target, args} = await begun(home, [1, 3]);
	await writeFile(path, firstByteChanged(content));
	const {code, stderr} = await pipe(args, {env: keysInEnv(fixture.server.alice)}).ended;
	expect(code).toBe(3);
	expect(stderr).toContain('Part 1 differs from the file');
	expect((await fixture.gateway.listParts(target)).parts).toHaveLength(2);
});
