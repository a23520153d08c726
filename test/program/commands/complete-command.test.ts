import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {describe, expect} from 'vitest';
import type {FaultAction, Sandbox} from '../../../source/sandbox/sandbox.js';
import {runCommand} from '../../support/io.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {fasterClock, test, to} from '../program-test.js';
import {untouched} from '../pty.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';
const key = 'raw/tape 1\n.tar';
const complete = 'CompleteMultipartUpload';

/** An upload whose parts have these sizes and are `quiet` old; gives back how the command line names it. */
function seed(
	sandbox: Sandbox,
	sizes: readonly number[] = [8, 8, 1],
	numbers = [1, 2, 3],
	quiet = day,
): string[] {
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - quiet;
	const parts = sizes.map((size, at) => ({number: numbers[at]!, size: size * MiB, lastModified}));
	const uploadId = sandbox.seed.upload({bucket, key, initiated: lastModified, parts});
	return ['complete', `s3://${bucket}/${key}`, '--upload-id', uploadId];
}

function error(status: number, code: string): FaultAction {
	const headers = {'content-type': 'application/xml'};
	const body = `<Error><Code>${code}</Code><Message>We</Message></Error>`;
	return {respond: {status, headers, body}};
}

/** Bytes of what is at the key; undefined for nothing. */
async function there(sandbox: Sandbox): Promise<number | undefined> {
	const head = new HeadObjectCommand({Bucket: bucket, Key: key});
	const object = await sandboxClient(sandbox)
		.send(head)
		.catch(() => undefined);
	return object?.ContentLength;
}

describe('an upload', () => {
	test('is completed of all its parts, looked up, and told as the AWS CLI tells it', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		const plan = await pipe(...to(sandbox, ...named, '--dry-run')).ended;
		expect(plan.code).toBe(0);
		expect(plan.stdout).toContain('makes      17.0 MiB (17,825,792 bytes) from 3 parts');
		expect(plan.stdout).toContain('raw/tape 1\\u{a}.tar');
		expect(await there(sandbox)).toBeUndefined();
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...named, '--json')).ended;
		expect([code, stderr]).toEqual([0, '']);
		expect(JSON.parse(stdout)).toMatchObject({
			...{Bucket: bucket, Key: key, Outcome: 'done', Bytes: 17 * MiB, PartCount: 3},
			ETag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/),
			Location: expect.stringContaining(sandbox.endpoint),
		});
		expect(await there(sandbox)).toBe(17 * MiB);
		expect(sandbox.requests.count(complete)).toBe(1);
		const again = await pipe(...to(sandbox, ...named)).ended;
		expect(again).toMatchObject({code: 1, stdout: ''});
		expect(again.stderr).toContain('NoSuchUpload, HTTP 404, request ');
		expect(again.stderr).toContain('partway completed it from this machine: ');
	});

	test('is completed of the parts that are named, and of no others', async ({
		serve,
		pipe,
		home,
	}) => {
		const sandbox = await serve();
		const named = seed(sandbox, [8, 8, 8], [1, 2, 4]);
		const lacking = await pipe(...to(sandbox, ...named, '--parts', '1-3')).ended;
		expect(lacking).toMatchObject({code: 3, stdout: ''});
		expect(lacking.stderr).toContain('Part 3 is not there: nothing was sent.');
		const file = join(home.folder, 'parts.json');
		await writeFile(file, '{"Parts":[{"PartNumber":1,"ETag":"00000000000000000000000000000000"}]}');
		const other = await pipe(...to(sandbox, ...named, '--parts-file', file)).ended;
		expect(other.code).toBe(3);
		expect(other.stderr).toContain('Part 1 has another ETag on the service than in the file');
		expect(sandbox.requests.count(complete)).toBe(0);
		const done = await pipe(...to(sandbox, ...named, '--parts', '1-2')).ended;
		expect(done).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('Done. HeadObject shows'),
		});
		expect(await there(sandbox)).toBe(16 * MiB);
	});

	test('with a gap needs --yes, since nothing says that the gap is meant: 3', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		const named = seed(sandbox, [8, 8], [1, 3]);
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...named)).ended;
		expect([code, stdout]).toEqual([3, '']);
		// What tells beforehand tells the same.
		expect((await pipe(...to(sandbox, ...named, '--dry-run')).ended).code).toBe(3);
		expect((await pipe(...to(sandbox, ...named, '--dry-run', '--yes')).ended).code).toBe(0);
		const check = ['parts', ...named.slice(1), '--check'];
		expect((await pipe(...to(sandbox, ...check)).ended).code).toBe(1);
		expect(stderr).toContain('! Part 2 is missing: the object would lack its data.');
		expect(sandbox.requests.count(complete)).toBe(0);
		expect((await pipe(...to(sandbox, ...named, '--yes')).ended).code).toBe(0);
	});

	test('whose plan is blocked is not sent: 3', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox, []);
		const {code, stderr} = await pipe(...to(sandbox, ...named, '--yes')).ended;
		expect(code).toBe(3);
		expect(stderr).toContain('Cannot be completed.');
		expect(sandbox.requests.count(complete)).toBe(0);
	});
});

describe('one whose last part came two seconds ago', () => {
	const active = (sandbox: Sandbox) => seed(sandbox, [8, 8, 1], [1, 2, 3], 2000);
	const words = '! 3 parts landed within the last hour: somebody may still be uploading.';

	test.for([
		[[], 3, '--include-active and --yes'],
		[['--include-active'], 3, '--yes'],
		[['--yes'], 3, '--include-active'],
		[['--yes', '--include-active'], 0, ''],
	] as const)('with %j ends with %i', async ([flags, code, said], {serve, pipe}) => {
		const sandbox = await serve();
		const named = active(sandbox);
		const dry = await pipe(...to(sandbox, ...named, ...flags, '--dry-run')).ended;
		expect(dry.code).toBe(code);
		const ended = await pipe(...to(sandbox, ...named, ...flags)).ended;
		expect(ended.code).toBe(code);
		expect(sandbox.requests.count(complete)).toBe(code === 0 ? 1 : 0);
		if (code === 0) return;
		expect(ended.stdout).toBe('');
		expect(ended.stderr).toContain(words);
		expect(ended.stderr).toContain(`Refused: add ${said} to allow that. Nothing was sent.`);
		expect(dry.stdout).toContain(words);
		expect(dry.stderr).toContain(`needs ${said}.`);
	});

	test('over an object names all three options, and takes all three', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = active(sandbox);
		sandbox.seed.object({bucket, key, size: 5});
		const all = '--overwrite, --include-active and --yes';
		const dry = await pipe(...to(sandbox, ...named, '--dry-run', '--json')).ended;
		expect(JSON.parse(dry.stdout)).toMatchObject({State: 'active', Needs: all.split(/, | and /)});
		expect(dry).toMatchObject({code: 3, stderr: expect.stringContaining(`needs ${all}.`)});
		const refused = await pipe(...to(sandbox, ...named)).ended;
		expect(refused.stderr).toContain(`an object is at this key. Here it needs ${all}.`);
		const part = await pipe(...to(sandbox, ...named, '--overwrite', '--yes')).ended;
		expect([refused.code, part.code]).toEqual([3, 3]);
		expect(sandbox.requests.count(complete)).toBe(0);
		const flags = ['--overwrite', '--yes', '--include-active'];
		expect((await pipe(...to(sandbox, ...named, ...flags)).ended).code).toBe(0);
	});

	test('is told by parts --check: 3', async ({serve, pipe}) => {
		const sandbox = await serve();
		const check = ['parts', ...active(sandbox).slice(1), '--check'];
		const {code, stdout} = await pipe(...to(sandbox, ...check)).ended;
		expect([code, stdout]).toEqual([3, expect.stringContaining(words)]);
	});

	test('is asked for by its key on a terminal, as the key is shown', async ({serve, start}) => {
		const sandbox = await serve();
		const named = active(sandbox);
		const shown = 'raw/tape 1\\u{a}.tar';
		const no = await start(...to(sandbox, ...named));
		await no.waitFor(`Type ${shown} to go on:`);
		no.type('yes\r');
		expect((await no.ended()).code).toBe(3);
		expect(sandbox.requests.count(complete)).toBe(0);
		const yes = await start(...to(sandbox, ...named));
		await yes.waitFor(`Type ${shown} to go on:`);
		yes.type(`${shown}\r`);
		expect((await yes.ended()).code).toBe(0);
		expect(sandbox.requests.count(complete)).toBe(1);
	});
});

/** ListParts of a service that gives no dates. */
function withoutDates(sandbox: Sandbox, uploadId: string): void {
	const part = (number: number) =>
		`<Part><PartNumber>${number}</PartNumber><ETag>"${String(number).repeat(32)}"</ETag><Size>${5 * MiB}</Size></Part>`;
	const body = `<ListPartsResult><Bucket>${bucket}</Bucket><UploadId>${uploadId}</UploadId><IsTruncated>false</IsTruncated>${part(1)}${part(2)}</ListPartsResult>`;
	const headers = {'content-type': 'application/xml'};
	sandbox.faults.add({operation: 'ListParts', action: {respond: {status: 200, headers, body}}});
}

test('one whose parts have no dates needs --yes, and no more: it may be active', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	sandbox.seed.bucket(bucket);
	const parts = [1, 2].map(number => ({
		number,
		size: 5 * MiB,
		etag: String(number).repeat(32),
	}));
	const uploadId = sandbox.seed.upload({bucket, key, parts});
	const named = ['complete', `s3://${bucket}/${key}`, '--upload-id', uploadId];
	withoutDates(sandbox, uploadId);
	const check = await pipe(...to(sandbox, 'parts', ...named.slice(1), '--check')).ended;
	expect(check.code).toBe(3);
	const dry = await pipe(...to(sandbox, ...named, '--dry-run')).ended;
	expect(dry).toMatchObject({code: 3, stderr: expect.stringContaining('needs --yes.')});
	const refused = await pipe(...to(sandbox, ...named)).ended;
	expect(refused.code).toBe(3);
	expect(refused.stderr).toContain('whether somebody is still uploading is unknown');
	expect(sandbox.requests.count(complete)).toBe(0);
	expect((await pipe(...to(sandbox, ...named, '--yes')).ended).code).toBe(0);
});

test('one that comes alive between the plan and the look before: 3, with what changed', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	const named = seed(sandbox);
	const uploadId = named.at(-1)!;
	let open = () => {};
	const closed = new Promise<void>(resolve => {
		open = resolve;
	});
	sandbox.faults.add({operation: 'ListParts', call: 2, action: {hold: closed, when: 'before'}});
	const arrived = sandbox.requests.next('ListParts').then(() => sandbox.requests.next('ListParts'));
	const run = pipe(...to(sandbox, ...named, '--yes', '--json'));
	await arrived;
	sandbox.seed.part({bucket, key, uploadId, number: 4, size: MiB});
	open();
	const {code, stdout} = await run.ended;
	expect(code).toBe(3);
	expect(JSON.parse(stdout)).toMatchObject({
		Outcome: 'changed',
		Message: 'Part 4 has landed since.',
	});
	expect(sandbox.requests.count(complete)).toBe(0);
});

test('an object that is there is replaced with --overwrite only', async ({serve, pipe}) => {
	const sandbox = await serve();
	const named = seed(sandbox);
	sandbox.seed.object({bucket, key, size: 5});
	const refused = await pipe(...to(sandbox, ...named, '--yes')).ended;
	expect(refused).toMatchObject({code: 3, stdout: ''});
	expect(refused.stderr).toContain('Refused: an object is at this key. Nothing was sent.');
	expect(sandbox.requests.count(complete)).toBe(0);
	expect(await there(sandbox)).toBe(5);
	const done = await pipe(...to(sandbox, ...named, '--overwrite')).ended;
	expect(done.code).toBe(0);
	expect(await there(sandbox)).toBe(17 * MiB);
});

describe('the outcome', () => {
	test('unknown is told as that: 1, and the journal keeps it', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		sandbox.faults.add({operation: complete, action: {cut: 'before'}});
		const [args, {env}] = to(sandbox, ...named, '--json');
		const run = pipe(args, {env: {...env, ...fasterClock}});
		const {code, stdout, stderr} = await run.ended;
		expect(code).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({Outcome: 'unknown'});
		expect(stderr).toContain('Unknown. The answer was lost; nothing is at the key yet');
		sandbox.faults.clear();
		// Never a second one while the first is not settled, nor an Abort.
		const again = await pipe(...to(sandbox, ...named)).ended;
		expect(again).toMatchObject({code: 3, stderr: expect.stringContaining('unknown outcome')});
		const abort = ['abort', ...named.slice(1), '--yes', '--include-active'];
		expect((await pipe(...to(sandbox, ...abort)).ended).code).toBe(3);
		expect(sandbox.requests.count(complete)).toBe(1);
	});

	test('of a lost answer that worked is looked up: done', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		sandbox.faults.add({operation: complete, action: {cut: 'after'}});
		const {code, stdout} = await pipe(...to(sandbox, ...named)).ended;
		expect([code, stdout]).toEqual([0, expect.stringContaining('Done.')]);
	});

	test('failed names the right that is lacking: 1', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		sandbox.faults.add({operation: complete, action: error(403, 'AccessDenied')});
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...named)).ended;
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain(
			'CompleteMultipartUpload media/raw/tape 1\\u{a}.tar: AccessDenied, HTTP 403',
		);
		expect(stderr).toContain('s3:PutObject on arn:aws:s3:::media/raw/tape');
	});

	test('is heard after ctrl-c too: it was sent, and runs on: 130', async ({serve, pipe}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		let open = () => {};
		const closed = new Promise<void>(resolve => {
			open = resolve;
		});
		sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = sandbox.requests.next(complete);
		const run = pipe(...to(sandbox, ...named, '--json'));
		await arrived;
		run.child.kill('SIGINT');
		await run.has('It was sent: waiting for the outcome.', 'stderr');
		open();
		const {code, stdout} = await run.ended;
		expect(code).toBe(130);
		expect(JSON.parse(stdout)).toMatchObject({Outcome: 'done'});
	});

	test('is the exit code where nobody reads it', async ({serve, pipe}) => {
		const sandbox = await serve();
		const run = pipe(...to(sandbox, ...seed(sandbox), '--json'));
		run.closeStdout();
		expect(await run.ended).toMatchObject({code: 0, stderr: ''});
		expect(await there(sandbox)).toBe(17 * MiB);
	});
});

test('ctrl-c before it is sent ends it at once: 130, and nothing was sent', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	const named = seed(sandbox);
	const never = new Promise<void>(() => {});
	sandbox.faults.add({operation: 'ListParts', action: {hold: never, when: 'before'}});
	const arrived = sandbox.requests.next('ListParts');
	const run = pipe(...to(sandbox, ...named));
	await arrived;
	run.child.kill('SIGINT');
	expect((await run.ended).code).toBe(130);
	expect(sandbox.requests.count(complete)).toBe(0);
});

test('on a terminal it shows the plan and asks', async ({serve, start}) => {
	const sandbox = await serve();
	const named = seed(sandbox);
	const no = await start(...to(sandbox, ...named));
	await no.waitFor('Type yes to go on:');
	expect(no.screen()).toContain('17.0 MiB (17,825,792 bytes) from 3 parts');
	no.type('\r');
	expect(await no.ended()).toMatchObject({code: 3, terminal: untouched});
	const interrupted = await start(...to(sandbox, ...named));
	await interrupted.waitFor('Type yes to go on:');
	// The shell around it would hear the key, too.
	interrupted.signal('SIGINT');
	expect((await interrupted.ended()).code).toBe(130);
	expect(sandbox.requests.count(complete)).toBe(0);
	const yes = await start(...to(sandbox, ...named));
	await yes.waitFor('Type yes to go on:');
	yes.type('yes\r');
	const {code, words, terminal} = await yes.ended();
	expect({code, terminal}).toEqual({code: 0, terminal: untouched});
	expect(words).toContain('Done. HeadObject shows 17.0 MiB');
});

test.each([
	[['complete', 's3://media/a'], "'--upload-id <id>' not specified"],
	[['complete', 'media', '--upload-id', 'x'], 'names no key'],
	[['complete', 's3://media/a', '--upload-id', 'x', '--parts', '1-'], '--parts: "1-"'],
	[['complete', 's3://media/a', '--upload-id', 'x', '--parts', '4-2'], '--parts: "4-2"'],
	[['complete', 's3://media/a', '--upload-id', 'x', '--parts', '0'], '--parts: "0"'],
	[
		['complete', 's3://media/a', '--upload-id', 'x', '--parts', '1', '--parts-file', 'f'],
		'not both',
	],
	[
		['complete', 's3://media/a', '--upload-id', 'x', '--parts-file', '/nowhere/f'],
		'/nowhere/f is not there',
	],
])('%j is bad usage: 2', async (args, words) => {
	const ended = await runCommand([...args, '-e', 'http://127.0.0.1:9']);
	expect(ended).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining(words)});
});
