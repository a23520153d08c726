import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, MiB, openStage, type Stage} from '../support/stage.js';

function parts(
	{sandbox}: Pick<Stage, 'sandbox'>,
	uploadId: string,
	args: readonly string[] = [],
	columns?: number,
) {
	return runCommand(
		[
			'parts',
			`s3://${bucket}/raw/tape.tar`,
			'--upload-id',
			uploadId,
			'-e',
			sandbox.endpoint,
			...args,
		],
		{env: nowhere, columns},
	);
}

async function stage() {
	const made = await openStage();
	return {...made, id: made.upload('raw/tape.tar')};
}

test('a line for each part, its fields apart by tabs', async () => {
	const {id, ...made} = await stage();
	const {code, stdout, stderr} = await parts(made, id);
	expect([code, stderr]).toEqual([0, '']);
	const rows = stdout
		.trimEnd()
		.split('\n')
		.map(line => line.split('\t'));
	expect(rows.map(([number, size]) => [number, size])).toEqual([
		['1', String(8 * MiB)],
		['2', String(8 * MiB)],
		['3', String(MiB)],
	]);
	expect(rows[0]?.[2]).toMatch(/\+00:00$/);
	expect(rows[0]?.[3]).toMatch(/^"[0-9a-f]{32}"$/);
});

test('a table on a terminal, and what it adds up to with what is missing', async () => {
	const {upload, ...made} = await stage();
	const sizes = [1, 2, 5, 6].map(number => ({number, size: 8 * MiB}));
	const id = upload('raw/tape.tar', {parts: sizes});
	const {stdout, stderr} = await parts(made, id, [], 60);
	expect(stdout).toMatch(/^ PART +SIZE +LAST MODIFIED +ETAG\n +1 +8\.0 MiB /);
	expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(60);
	expect(stderr).toMatch(/^4 parts, 32\.0 MiB, .*; missing: 3-4\n$/);
});

test('--json', async () => {
	const {id, ...made} = await stage();
	const document = JSON.parse((await parts(made, id, ['--json'])).stdout);
	expect(document).toMatchObject({
		...{Bucket: bucket, Key: 'raw/tape.tar', UploadId: id, StorageClass: 'STANDARD'},
		...{State: 'stalled', PartCount: 3, Bytes: 17 * MiB},
		Owner: {ID: expect.any(String)},
		Initiator: {ID: expect.any(String)},
	});
	expect(document.Parts[1]).toEqual({
		PartNumber: 2,
		LastModified: expect.stringMatching(/\+00:00$/),
		ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
		Size: 8 * MiB,
	});
});

describe('--parts-file', () => {
	test('is what the AWS CLI takes, on stdout or in a new file', async () => {
		const {id, ...made} = await stage();
		const {stdout} = await parts(made, id, ['--parts-file']);
		expect(JSON.parse(stdout).Parts).toHaveLength(3);
		const folder = await mkdtemp(join(tmpdir(), 'partway-parts-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const path = join(folder, 'parts.json');
		const written = await parts(made, id, ['--parts-file', path]);
		expect([written.code, written.stdout]).toEqual([0, '']);
		expect(written.stderr).toContain(`3 parts written to ${path}`);
		expect(await readFile(path, 'utf8')).toBe(stdout);
		const again = await parts(made, id, ['--parts-file', path]);
		expect(again.code).toBe(1);
		expect(again.stderr).toContain('is there already, and is not overwritten');
	});
});

describe('--check tells by its exit code', () => {
	test('0: nothing speaks against it', async () => {
		const {id, ...made} = await stage();
		const {code, stdout} = await parts(made, id, ['--check']);
		expect(code).toBe(0);
		expect(stdout).toContain('17.0 MiB');
		expect(stdout).toMatch(/^Can be completed\.$/m);
		expect(made.sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
	});

	test('1: it cannot be completed', async () => {
		const {upload, ...made} = await stage();
		const id = upload('raw/tape.tar', {parts: []});
		const {code, stdout} = await parts(made, id, ['--check', '--json']);
		expect([code, JSON.parse(stdout).Verdict]).toEqual([1, 'Blocked']);
	});

	test('1: the service may well refuse it', async () => {
		const {upload, ...made} = await stage();
		const id = upload('raw/tape.tar', {sizes: [MiB, MiB]});
		const {code, stdout} = await parts(made, id, ['--check', '--json']);
		expect([code, JSON.parse(stdout).Verdict]).toEqual([1, 'MayBeRefused']);
	});

	test('3: an object is at the key', async () => {
		const {id, ...made} = await stage();
		made.sandbox.seed.object({bucket, key: 'raw/tape.tar', body: 'there'});
		const {code, stdout} = await parts(made, id, ['--check']);
		expect(code).toBe(3);
		expect(stdout).toContain('--overwrite');
	});

	test('3: somebody may still be uploading', async () => {
		const {upload, ...made} = await stage();
		const id = upload('raw/tape.tar', {quiet: 2000});
		const {code, stdout} = await parts(made, id, ['--check', '--json']);
		expect([code, JSON.parse(stdout)]).toMatchObject([
			3,
			{State: 'active', Needs: ['--include-active', '--yes'], Verdict: 'MayBeInUse'},
		]);
	});

	test('1: a gap beside them, or beside an object', async () => {
		const {upload, ...made} = await stage();
		const gap = [1, 3].map(number => ({number, size: 8 * MiB}));
		const id = upload('raw/tape.tar', {quiet: 2000, parts: gap});
		const {code, stdout} = await parts(made, id, ['--check']);
		expect([code, stdout.trimEnd().split('\n').at(-1)]).toEqual([
			1,
			'HAS A HOLE: part 2 is missing.',
		]);
		made.sandbox.seed.object({bucket, key: 'raw/tape.tar', body: 'there'});
		expect((await parts(made, id, ['--check'])).code).toBe(1);
	});

	test('1, with words alone: the parts cannot be read', async () => {
		const made = await stage();
		for (const args of [['--check'], [], ['--json'], ['--parts-file']]) {
			const {code, stdout, stderr} = await parts(made, 'no-such-id', args);
			expect(code).toBe(1);
			if (args[0] === '--json')
				expect(JSON.parse(stdout)).toMatchObject({Outcome: 'failed', Code: 'NoSuchUpload'});
			else expect(stdout).toBe('');
			expect(stderr).toMatch(/^ListParts .*raw\/tape\.tar: NoSuchUpload, HTTP 404, request /);
		}
	});
});

test.each([
	[['parts', bucket, '--upload-id', 'x'], 'names no key'],
	[['parts', `s3://${bucket}/k`], '--upload-id'],
	[['parts', `s3://${bucket}/k`, '--upload-id', ''], 'empty'],
	[['parts', `s3://${bucket}/k`, '--upload-id', 'x', '--check', '--parts-file'], 'goes without'],
])('%j is bad usage', async (args, words) => {
	const {code, stdout, stderr} = await runCommand(args, {env: nowhere});
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toContain(words);
});
