import {appendFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {test, to} from '../program-test.js';
import {jsonLines} from './piped.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';
const key = 'tape.tar';

/** An upload of so many parts that are ten days old; gives back how the command line names it. */
function seed(sandbox: Sandbox, count = 3): string[] {
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	const parts = Array.from({length: count}, (_, at) => ({
		number: at + 1,
		size: 5 * MiB,
		lastModified,
	}));
	const uploadId = sandbox.seed.upload({bucket, key, initiated: lastModified, parts});
	return [`s3://${bucket}/${key}`, '--upload-id', uploadId];
}

describe('partway parts', () => {
	test('prints data on stdout and nothing else', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		const table = await pipe(...to(sandbox, 'parts', ...named)).ended;
		expect([table.code, table.stderr]).toEqual([0, '']);
		expect(table.stdout.trim().split('\n')).toHaveLength(3);
		const json = await pipe(...to(sandbox, 'parts', ...named, '--json')).ended;
		expect(JSON.parse(json.stdout)).toMatchObject({Key: key, PartCount: 3, Bytes: 15 * MiB});
	});

	test('names the right that is lacking: 1', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		const headers = {'content-type': 'application/xml'};
		const body = '<Error><Code>AccessDenied</Code><Message>No</Message></Error>';
		sandbox.faults.add({operation: 'ListParts', action: {respond: {status: 403, headers, body}}});
		const {code, stdout, stderr} = await pipe(...to(sandbox, 'parts', ...named)).ended;
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain('s3:ListMultipartUploadParts on arn:aws:s3:::media/tape.tar');
	});

	test('ends quietly where nobody reads, and with 130 at ctrl-c', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox, 2000);
		const run = pipe(...to(sandbox, 'parts', ...named, '--json'));
		run.closeStdout();
		expect(await run.ended).toMatchObject({code: 0, stderr: ''});
		const never = new Promise<void>(() => {});
		sandbox.faults.add({operation: 'ListParts', action: {hold: never, when: 'before'}});
		const arrived = sandbox.requests.next('ListParts');
		const interrupted = pipe(...to(sandbox, 'parts', ...named));
		await arrived;
		interrupted.child.kill('SIGINT');
		expect(await interrupted.ended).toMatchObject({code: 130, stdout: ''});
	});
});

describe('partway history', () => {
	test('prints what was done, names a damaged line, and ends quietly where nobody reads', async ({
		serve,
		pipe,
		home,
	}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		expect((await pipe(...to(sandbox, 'abort', ...named, '--yes')).ended).code).toBe(0);
		const {code, stdout, stderr} = await pipe(['history', '--jsonl']).ended;
		expect([code, stderr]).toEqual([0, '']);
		expect(jsonLines(stdout)).toMatchObject([{act: 'abort', outcome: 'gone', bucket, key}]);
		const unread = pipe(['history', '--json']);
		unread.closeStdout();
		expect(await unread.ended).toMatchObject({code: 0, stderr: ''});
		await appendFile(join(home.stateFolder, 'acts.jsonl'), 'no line of ours\n');
		const damaged = await pipe(['history', '--jsonl']).ended;
		expect(damaged.code).toBe(1);
		expect(jsonLines(damaged.stdout)).toHaveLength(1);
		expect(damaged.stderr).toContain('acts.jsonl');
	});
});

test('partway completion prints a script for each shell, and knows no other', async ({pipe}) => {
	for (const shell of ['bash', 'zsh', 'fish']) {
		const {code, stdout, stderr} = await pipe(['completion', shell]).ended;
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toContain('partway');
	}
	expect(await pipe(['completion', 'tcsh']).ended).toMatchObject({code: 2, stdout: ''});
});
