import {randomBytes} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	HeadObjectCommand,
	NotFound,
	PutBucketPolicyCommand,
	PutObjectCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {BucketFixture, wholePart} from '../contract/service.js';
import {nowhere, runCommand} from '../support/io.js';
import {
	actionsOf,
	type Place,
	policies,
	type Statement,
	without,
	works,
} from '../support/permissions.js';
import {realServer} from './server.js';

/** As `scripts/ceph.mjs` calls him. */
const bob = 'arn:aws:iam:::user/bob';

const MiB = 1024 * 1024;

/** Ceph lists for each user his own buckets, whatever a policy of a bucket says. */
const isOfBuckets = (action: string) => action !== 's3:ListAllMyBuckets';

/** Whether the work shows here that it needs the right: a rule reads the parts only of what is older than its days. */
const isSeenHere = (title: string, action: string) =>
	isOfBuckets(action) && !(title === 'Rules' && action === 's3:ListMultipartUploadParts');

/** Bob's connection to the server, to which what was uploaded just now is stalled. */
function connectionTo(endpoint: string) {
	const quiet = {activeWithin: '0.001s', stalledAfter: '0.001s'};
	const credentials = {kind: 'environment'};
	return {version: 2, profiles: {bob: {endpoint, pathStyle: true, credentials, ...quiet}}};
}

/** A bucket of Alice's in which Bob may do what the statements allow, and nothing else. */
async function placeWith(
	statements: readonly Statement[],
): Promise<Place & {readonly s3: S3Client}> {
	const fixture = await BucketFixture.open(realServer());
	onTestFinished(() => fixture.close());
	const {bucket, server, s3} = fixture;
	const folder = await mkdtemp(join(tmpdir(), 'partway-permissions-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const [file, content] = [join(folder, 'file'), randomBytes(6 * MiB)];
	await writeFile(file, content);
	const {uploadId} = (await fixture.uploadOf('raw/x', [1, 2])).target;
	await fixture.uploadOf('raw/x2', [1]);
	const left = await fixture.initiate('raw/file');
	const named = {Bucket: bucket, Key: left.key, UploadId: left.uploadId, PartNumber: 1};
	await s3.send(new UploadPartCommand({...named, Body: content.subarray(0, 5 * MiB)}));
	const Statement = statements
		.map(each => ({
			...{Effect: each.Effect, Principal: {AWS: bob}},
			Action: actionsOf(each).filter(isOfBuckets),
			Resource: each.Resource.replace('media-archive', bucket),
		}))
		.filter(({Action}) => Action.length > 0);
	const policy = JSON.stringify({Version: '2012-10-17', Statement});
	// A policy that allows nothing is none.
	if (Statement.length > 0)
		await s3.send(new PutBucketPolicyCommand({Bucket: bucket, Policy: policy}));
	const connection = JSON.stringify(connectionTo(server.endpoint));
	await writeFile(join(folder, 'config.json'), connection, {mode: 0o600});
	const env = {...nowhere, PARTWAY_STATE_DIR: folder, PARTWAY_CONFIG_DIR: folder};
	// The clock of its answers counts seconds.
	const stalled = ['list', bucket, '--query', 'state:stalled', '--count', '-p', 'own:bob'];
	await vi.waitFor(
		async () => expect((await runCommand(stalled, {env, as: server.alice})).stdout).toBe('3\n'),
		{timeout: 30_000},
	);
	return {
		s3,
		...{bucket, uploadId, file, fileSize: content.length},
		chosen: '--query key:raw/x*',
		async run(...lines) {
			const ended = [];
			for (const line of lines)
				ended.push(await runCommand([...line.split(' '), '-p', 'own:bob'], {env, as: server.bob}));
			return {
				codes: ended.map(({code}) => code),
				said: ended.map(({stdout, stderr}) => stdout + stderr).join('\n'),
			};
		},
		uploadsLeft: async () => (await fixture.uploads()).length,
		async sizeAt(Key) {
			try {
				return (await s3.send(new HeadObjectCommand({Bucket: bucket, Key}))).ContentLength;
			} catch (error) {
				if (error instanceof NotFound) return undefined;
				throw error;
			}
		},
	};
}

describe('on a real server, as a policy of the bucket', () => {
	// What a Ceph is tried for differs there whoever asks: see conformance.test.ts.
	const tried = [...policies].filter(([title]) => title !== 'To try a service');

	describe.each(tried)('%s', (title, statements) => {
		const work = works[title]!;

		test('with exactly these rights, all of it is done', async () => {
			expect(await work(await placeWith(statements))).toBe(true);
		});

		const actions = [...new Set(statements.flatMap(actionsOf))].filter(action =>
			isSeenHere(title, action),
		);

		test.each(actions)('without %s, not all of it is', async action => {
			expect(await work(await placeWith(without(statements, action)))).toBe(false);
		});
	});

	test('an object that may not be seen is not replaced unless that is agreed to', async () => {
		const statements = without(policies.get('To complete')!, 's3:GetObject');
		const {bucket, s3, uploadId, run, sizeAt} = await placeWith(
			without(statements, 's3:ListBucket'),
		);
		const named = `complete s3://${bucket}/raw/x --upload-id ${uploadId} --yes`;
		await s3.send(new PutObjectCommand({Bucket: bucket, Key: 'raw/x', Body: 'precious'}));
		const refused = await run(named);
		expect(refused.codes).toEqual([3]);
		expect(refused.said).toContain('Here it needs --overwrite.');
		expect(await sizeAt('raw/x')).toBe(8);
		await run(`${named} --overwrite`);
		expect(await sizeAt('raw/x')).toBe(wholePart + 1);
	});

	test('an abort of one is accepted: of an upload that is gone Ceph says that it may not be looked at', async () => {
		const {bucket, uploadId, run, uploadsLeft} = await placeWith(policies.get('To clean up')!);
		const {codes, said} = await run(`abort s3://${bucket}/raw/x --upload-id ${uploadId} --yes`);
		expect(codes).toEqual([1]);
		expect(said).toContain('AccessDenied');
		expect(said).toContain('accepted, not verified:');
		expect(await uploadsLeft()).toBe(2);
	});
});
