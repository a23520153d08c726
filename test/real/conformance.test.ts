import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	CreateBucketCommand,
	DeleteObjectCommand,
	ListObjectVersionsCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {BucketFixture} from '../contract/service.js';
import {ceph16} from '../operations/conformance/known-differences.js';
import {nowhere, runCommand} from '../support/io.js';
import {realServer} from './server.js';

let fixture: BucketFixture | undefined;
afterEach(() => fixture?.close());

/** A conformance run, and what it left in the folder of its state. */
async function tried(bucket: string, ...more: string[]) {
	const folder = await mkdtemp(join(tmpdir(), 'partway-conformance-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const {endpoint, alice} = realServer();
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const ended = await runCommand(
		[
			...['-e', endpoint, 'profiles', 'test', '--conformance', `s3://${bucket}/tests/`],
			...['--json', '--yes', ...more],
		],
		{env, as: alice},
	);
	const runs = await readdir(join(folder, 'conformance')).catch(() => []);
	return {...ended, runs};
}

type Report = {
	readonly Checks: ReadonlyArray<{readonly ID: string; readonly Observed?: unknown}>;
} & Record<string, unknown>;

const observed = ({Checks}: Report) =>
	Object.fromEntries(
		Checks.flatMap(each => ('Observed' in each ? [[each.ID, each.Observed]] : [])),
	);

async function versionsIn({s3, bucket}: BucketFixture) {
	const {Versions = [], DeleteMarkers = []} = await s3.send(
		new ListObjectVersionsCommand({Bucket: bucket}),
	);
	return [...Versions, ...DeleteMarkers].map(({Key, VersionId}) => [Key, VersionId]);
}

test('a conformance run sees of Ceph 16 what its personality shows, and leaves nothing', async () => {
	fixture = await BucketFixture.open(realServer());
	const {code, stdout, runs} = await tried(fixture.bucket);
	const report = JSON.parse(stdout) as Report;
	expect(observed(report)).toEqual(ceph16);
	expect(report).toMatchObject({
		Service: {ID: 'ceph', Version: '16 and 18', Server: null},
		Summary: {Unknown: 0},
		Left: [],
	});
	expect(code).toBe(1);
	expect(runs).toEqual([]);
	expect(await fixture.uploads()).toEqual([]);
	expect(await versionsIn(fixture)).toEqual([]);
});

test('in a bucket that keeps versions its own go by their ids, and those of others stay', async () => {
	fixture = await BucketFixture.open(realServer());
	const {s3, bucket} = fixture;
	await s3.send(
		new PutBucketVersioningCommand({
			Bucket: bucket,
			VersioningConfiguration: {Status: 'Enabled'},
		}),
	);
	const theirs = {Bucket: bucket, Key: 'tests/theirs'};
	for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({...theirs, Body}));
	await s3.send(new DeleteObjectCommand(theirs));
	const before = await versionsIn(fixture);
	expect(before).toHaveLength(3);
	const {stdout, runs} = await tried(bucket);
	const report = JSON.parse(stdout) as Report;
	expect(report).toMatchObject({Left: []});
	expect(observed(report)).toEqual(ceph16);
	expect(runs).toEqual([]);
	expect(await versionsIn(fixture)).toEqual(before);
});

test('a bucket with Object Lock is refused, and nothing is made there', async () => {
	const server = realServer();
	fixture = await BucketFixture.open(server);
	const bucket = `${fixture.bucket}-locked`;
	await fixture.s3.send(
		new CreateBucketCommand({Bucket: bucket, ObjectLockEnabledForBucket: true}),
	);
	const {code, stdout, stderr, runs} = await tried(bucket);
	expect({code, runs}).toEqual({code: 3, runs: []});
	expect(JSON.parse(stdout)).toMatchObject({Outcome: 'refused'});
	expect(stderr).toContain('Object Lock');
	const {Versions = []} = await fixture.s3.send(new ListObjectVersionsCommand({Bucket: bucket}));
	expect(Versions).toEqual([]);
});
