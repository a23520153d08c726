import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {test, to} from '../program-test.js';

const MiB = 1024 * 1024;
const bucket = 'media';
const key = 'tape.tar';

function seed(sandbox: Sandbox): string[] {
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * 24 * 60 * 60_000;
	const parts = [{number: 1, size: MiB, lastModified}];
	return ['--upload-id', sandbox.seed.upload({bucket, key, initiated: lastModified, parts})];
}

const one = `s3://${bucket}/${key}`;
const complete = 'CompleteMultipartUpload';
const abort = 'AbortMultipartUpload';

describe.runIf(process.platform === 'linux')('where stdout takes nothing', () => {
	test.for([
		[complete, ['complete', one], 'Done.'],
		[complete, ['complete', one, '--json'], 'Done.'],
		[abort, ['abort', one], `gone: s3://${bucket}/${key}`],
		[abort, ['abort', one, '--json'], `gone: s3://${bucket}/${key}`],
		[abort, ['abort', `s3://${bucket}/t`, '--all', '--json'], '1 gone; 1.0 MiB freed.'],
	] as const)(
		'an act that happened is told on stderr: %s by %o',
		async ([operation, args, happened], {serve, pipe}) => {
			const sandbox = await serve();
			const named = seed(sandbox);
			const all = args[2] === '--all';
			const [words, options] = to(sandbox, ...args, ...(all ? [] : named), '--yes');
			const {code, stderr} = await pipe(words, {...options, output: '/dev/full'}).ended;
			expect(sandbox.requests.count(operation)).toBe(1);
			expect(stderr).toContain(happened);
			expect(stderr).toContain('The output cannot be written: the disk is full.');
			expect(code).toBe(1);
		},
	);
});

test.runIf(process.platform === 'linux')(
	'an abort of many without --json writes nothing on stdout, which may be full',
	async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const [words, options] = to(sandbox, 'abort', bucket, '--all', '--yes');
		const {code, stderr} = await pipe(words, {...options, output: '/dev/full'}).ended;
		expect(sandbox.requests.count(abort)).toBe(1);
		expect([code, stderr]).toEqual([0, '1 gone; 1.0 MiB freed.\n']);
	},
);

test('an act that failed is no success where nobody reads', async ({serve, pipe}) => {
	const sandbox = await serve();
	const named = seed(sandbox);
	const body = '<Error><Code>AccessDenied</Code><Message>No</Message></Error>';
	const headers = {'content-type': 'application/xml'};
	for (const operation of [complete, abort])
		sandbox.faults.add({operation, action: {respond: {status: 403, headers, body}}});
	for (const command of ['complete', 'abort']) {
		const run = pipe(...to(sandbox, command, one, ...named, '--yes', '--json'));
		run.closeStdout();
		expect(await run.ended).toMatchObject({code: 1});
	}
});
