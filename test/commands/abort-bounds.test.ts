import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, openStage} from '../support/stage.js';

/** Three dead uploads of 17 MiB each in one bucket. */
async function boundedStage() {
	const stage = await openStage();
	for (const key of ['a', 'b', 'c']) stage.upload(key);
	const folder = await mkdtemp(join(tmpdir(), 'partway-bounds-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const abort = (...args: string[]) =>
		runCommand(['abort', '-e', stage.sandbox.endpoint, ...args], {env});
	const sent = () => stage.sandbox.requests.count('AbortMultipartUpload');
	return {...stage, abort, sent, folder};
}

const linesIn = (stdout: string) =>
	stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line));

const stalled = ['--stalled-for', '7d', '--yes'];

const denied = {
	respond: {
		status: 403,
		headers: {'content-type': 'application/xml', 'x-amz-request-id': 'DENIED1'},
		body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
	},
};

describe('a plan larger than expected', () => {
	test.each([
		[['--max-count', '2'], 'The plan is of 3 uploads, more than --max-count 2. Nothing was sent.'],
		[['--max-bytes', '50MiB'], 'The plan is of 51.0 MiB, more than --max-bytes 50.0 MiB.'],
	])('%j refuses it whole: 3, and nothing is sent', async (bound, words) => {
		const {abort, sent} = await boundedStage();
		const {code, stdout, stderr} = await abort(bucket, ...stalled, ...bound, '--json');
		expect([code, sent()]).toEqual([3, 0]);
		expect(linesIn(stdout)).toEqual([
			{schema_version: 1, Outcome: 'refused', Message: expect.stringContaining(words)},
		]);
		expect(stderr).toContain(words);
	});

	test('what just fits is carried out', async () => {
		const {abort, sent} = await boundedStage();
		const bounds = ['--max-count', '3', '--max-bytes', '51MiB'];
		expect((await abort(bucket, ...stalled, ...bounds)).code).toBe(0);
		expect(sent()).toBe(3);
	});

	test('a size that is not known is not zero: --max-bytes refuses, --max-count does not', async () => {
		const {sandbox, abort, sent} = await boundedStage();
		const body = `<ListPartsResult><Bucket>${bucket}</Bucket><Key>a</Key><Part><PartNumber>1</PartNumber><LastModified>2020-01-01T00:00:00.000Z</LastModified><ETag>"e"</ETag></Part></ListPartsResult>`;
		const headers = {'content-type': 'application/xml'};
		const fault = {
			operation: 'ListParts',
			key: 'a',
			action: {respond: {status: 200, headers, body}},
		};
		sandbox.faults.add(fault);
		const {code, stderr} = await abort(bucket, ...stalled, '--max-bytes', '1TiB');
		expect([code, sent()]).toEqual([3, 0]);
		expect(stderr).toContain('1 upload of unknown size');
		expect((await abort(bucket, ...stalled, '--max-count', '3', '--dry-run')).code).toBe(0);
	});

	test('a dry run says that it would be refused; a plan from a file is refused too', async () => {
		const {abort, sent, folder} = await boundedStage();
		const dry = await abort(bucket, '--stalled-for', '7d', '--dry-run', '--max-count', '1');
		expect(dry.code).toBe(3);
		expect(dry.stderr).toContain('more than --max-count 1. It would be refused.');
		const file = join(folder, 'plan.jsonl');
		await abort(bucket, '--stalled-for', '7d', '--plan-out', file);
		expect((await abort('--plan', file, '--yes', '--max-count', '2')).code).toBe(3);
		expect(sent()).toBe(0);
	});

	test('the plan in a file says its times as people read them', async () => {
		const {abort, folder} = await boundedStage();
		const file = join(folder, 'plan.jsonl');
		await abort(bucket, '--stalled-for', '7d', '--plan-out', file);
		const [, first] = linesIn(await readFile(file, 'utf8'));
		expect(Date.parse(first.initiatedAt)).toBe(first.initiated);
		expect(Date.parse(first.lastPartAt)).toBe(first.lastPart);
		expect(first.lastPartAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
	});
});

describe('--all-buckets', () => {
	test('each bucket has its own plan; one that refuses hides no other, and the worst code wins', async () => {
		const {sandbox, abort, sent} = await boundedStage();
		for (const name of ['aaa-refusing', 'zzz-other']) sandbox.seed.bucket(name);
		sandbox.seed.upload({
			bucket: 'zzz-other',
			key: 'dead',
			initiated: sandbox.now() - 9e9,
			parts: [],
		});
		sandbox.faults.add({operation: 'ListMultipartUploads', bucket: 'aaa-refusing', action: denied});
		const {code, stdout, stderr} = await abort('--all-buckets', ...stalled, '--json');
		expect([code, sent()]).toEqual([1, 4]);
		expect(linesIn(stdout)).toEqual([
			{
				schema_version: 1,
				Bucket: 'aaa-refusing',
				Outcome: 'failed',
				Code: 'AccessDenied',
				Status: 403,
				RequestId: 'DENIED1',
				Retryable: false,
				Advice: expect.stringContaining('s3:ListBucketMultipartUploads'),
			},
			...['a', 'b', 'c'].map(Key =>
				expect.objectContaining({Bucket: bucket, Key, Outcome: 'gone'}),
			),
			expect.objectContaining({Bucket: 'zzz-other', Key: 'dead', Outcome: 'gone'}),
		]);
		expect(stderr).toContain(`${bucket}: 3 gone; 51.0 MiB freed.`);
		expect(stderr).toContain('Buckets: 3. Done: 2, refused: 0, failed: 1.');
	});

	test('the bounds are for each bucket: one that is refused makes it 3', async () => {
		const {sandbox, abort, sent} = await boundedStage();
		sandbox.seed.bucket('zzz-other');
		sandbox.seed.upload({
			bucket: 'zzz-other',
			key: 'dead',
			initiated: sandbox.now() - 9e9,
			parts: [],
		});
		const {code, stdout} = await abort('--all-buckets', ...stalled, '--max-count', '2', '--json');
		expect([code, sent()]).toEqual([3, 1]);
		expect(linesIn(stdout)[0]).toMatchObject({Bucket: bucket, Outcome: 'refused'});
		const dry = await abort(
			'--all-buckets',
			...stalled.slice(0, 2),
			'--max-count',
			'2',
			'--dry-run',
		);
		expect([dry.code, sent()]).toEqual([3, 1]);
		expect(dry.stderr).toContain('Buckets: 2. Done: 1, refused: 1, failed: 0.');
		const none = await abort('--all-buckets', '--stalled-for', '99d', '--yes');
		for (const name of [bucket, 'zzz-other'])
			expect(none.stderr).toContain(`${name}: Nothing to abort.\n`);
	});

	test('a dry run sends nothing, and without --yes nothing is agreed to where nobody can be asked', async () => {
		const {abort, sent} = await boundedStage();
		const dry = await abort('--all-buckets', '--stalled-for', '7d', '--dry-run', '--json');
		expect([dry.code, linesIn(dry.stdout).length]).toEqual([0, 3]);
		const asked = await abort('--all-buckets', '--stalled-for', '7d');
		expect([asked.code, sent()]).toEqual([3, 0]);
		expect(asked.stderr).toContain(`${bucket}: Refused: there is no terminal to ask on.`);
	});

	test.each([
		[['--all-buckets']],
		[['--all-buckets', bucket, '--all']],
		[['--all-buckets', '--all', '--plan-out', 'x']],
		[[bucket, '--all', '--max-bytes', 'much']],
		[[bucket, '--all', '--max-count', '-1']],
	])('%j is bad usage', async args => {
		const {abort, sandbox} = await boundedStage();
		expect((await abort(...args)).code).toBe(2);
		expect(sandbox.requests.log).toHaveLength(0);
	});
});
