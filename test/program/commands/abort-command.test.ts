import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {open, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {describe, expect} from 'vitest';
import type {FaultAction, Sandbox} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {fasterClock, test, to} from '../program-test.js';
import {program, untouched} from '../pty.js';
import {jsonLines} from './piped.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';
const abort = 'AbortMultipartUpload';

type Line = {Key: string; UploadId: string; Outcome: string; Message: string; Code?: string};

/** Uploads `k000` … of one part that is ten days old; `live` has a part of now. */
function seed(sandbox: Sandbox, count = 3): void {
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	for (let n = 0; n < count; n++)
		sandbox.seed.upload({
			bucket,
			key: `k${String(n).padStart(3, '0')}`,
			initiated: lastModified,
			parts: [{number: 1, size: 8 * MiB, lastModified}],
		});
	sandbox.seed.upload({
		bucket,
		key: 'live',
		initiated: lastModified,
		parts: [{number: 1, size: 8 * MiB, lastModified: sandbox.now()}],
	});
}

async function listed(sandbox: Sandbox): Promise<Array<{key: string; uploadId: string}>> {
	const {Uploads = []} = await sandboxClient(sandbox).send(
		new ListMultipartUploadsCommand({Bucket: bucket}),
	);
	return Uploads.map(({Key = '', UploadId = ''}) => ({key: Key, uploadId: UploadId}));
}

async function left(sandbox: Sandbox): Promise<string[]> {
	return (await listed(sandbox)).map(({key}) => key);
}

const stalled = ['abort', bucket, '--stalled-for', '7d'];

function error(status: number, code: string): FaultAction {
	const headers = {'content-type': 'application/xml'};
	return {
		respond: {status, headers, body: `<Error><Code>${code}</Code><Message>We</Message></Error>`},
	};
}

describe('what a query finds', () => {
	test('is shown by a dry run, which sends no Abort', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled, '--dry-run')).ended;
		expect(code).toBe(0);
		expect(stdout.match(/^k00\d\t.*\tstalled$/gm)).toHaveLength(3);
		expect(stdout).not.toContain('live');
		expect(stderr).toContain('3 uploads of media');
		const json = await pipe(...to(sandbox, ...stalled, '-n', '--json')).ended;
		expect(jsonLines(json.stdout)[0]).toMatchObject({
			...{Bucket: bucket, Key: 'k000', Outcome: 'planned', State: 'stalled'},
			...{PartCount: 1, Bytes: 8 * MiB},
		});
		expect(sandbox.requests.count(abort)).toBe(0);
	});

	test('is refused without --yes where nobody can be asked: 3', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled)).ended;
		expect([code, stdout]).toEqual([3, '']);
		expect(stderr).toContain('3 uploads of media');
		expect(stderr).toContain('Add --yes to go on. Nothing was sent.');
		expect(sandbox.requests.count(abort)).toBe(0);
	});

	test('is aborted with --yes, a line of JSON for each; what is active stays', async ({
		serve,
		pipe,
		home,
	}) => {
		const sandbox = await serve();
		seed(sandbox);
		const run = pipe(...to(sandbox, 'abort', bucket, '-q', 'size>1MiB', '--yes', '--json'));
		const {code, stdout, stderr} = await run.ended;
		expect(code).toBe(0);
		const lines = jsonLines<Line>(stdout);
		// What is left out is counted behind them.
		expect(lines.pop()).toEqual({
			...{Bucket: bucket, Outcome: 'left-out', Reason: 'active', Count: 1},
		});
		expect(lines.map(({Key, Outcome}) => [Key, Outcome]).sort()).toEqual(
			['k000', 'k001', 'k002'].map(key => [key, 'gone']),
		);
		expect(lines[0]).toMatchObject({Bucket: bucket, BytesFreed: 8 * MiB});
		expect(stderr).toContain('Left out: 1 active (--include-active takes them).');
		expect(stderr).toContain('3 gone; 24.0 MiB freed.');
		expect(await left(sandbox)).toEqual(['live']);
		// What was done is on record.
		const journal = await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8');
		expect(journal.match(/"outcome":"gone"/g)).toHaveLength(3);
		const all = await pipe(...to(sandbox, 'abort', bucket, '--all', '--yes', '--include-active'))
			.ended;
		expect(all).toMatchObject({code: 0, stdout: ''});
		expect(all.stderr.match(/freed/g)).toHaveLength(1);
		expect(all.stderr).toMatch(/^1 gone; 8\.0 MiB freed\.$/m);
		expect(await left(sandbox)).toEqual([]);
	});

	test('half of which fails: each is named, and 1', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 4);
		sandbox.faults.add({operation: abort, key: /k00[13]/, action: error(403, 'AccessDenied')});
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled, '-y', '--json')).ended;
		expect(code).toBe(1);
		const failed = jsonLines<Line>(stdout).filter(({Outcome}) => Outcome !== 'gone');
		failed.sort((one, other) => (one.Key < other.Key ? -1 : 1));
		expect(failed).toMatchObject([
			{Key: 'k001', Outcome: 'failed', Code: 'AccessDenied'},
			{Key: 'k003', Outcome: 'failed', Code: 'AccessDenied'},
		]);
		expect(stderr).toMatch(/failed: s3:\/\/media\/k001 \(.*\n.*AccessDenied, HTTP 403, request /);
		expect(stderr).toContain('s3:AbortMultipartUpload on arn:aws:s3:::media/k003');
		expect(stderr).toContain('2 gone, 2 failed; 16.0 MiB freed.');
		expect(await left(sandbox)).toEqual(['k001', 'k003', 'live']);
	});

	test('of which one is unknown: named, and 1; next time it is aborted', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 2);
		const fault = sandbox.faults.add({operation: abort, key: 'k001', action: {cut: 'before'}});
		const [args, {env}] = to(sandbox, ...stalled, '-y', '--json');
		const run = pipe(args, {env: {...env, ...fasterClock}});
		const {code, stdout, stderr} = await run.ended;
		expect(code).toBe(1);
		const outcomes = jsonLines<Line>(stdout).map(({Key, Outcome}) => [Key, Outcome]);
		expect(outcomes.sort()).toEqual([
			['k000', 'gone'],
			['k001', 'unknown'],
		]);
		expect(stderr).toContain('unknown: s3://media/k001');
		fault.remove();
		expect((await pipe(...to(sandbox, ...stalled, '-y')).ended).code).toBe(0);
		expect(await left(sandbox)).toEqual(['live']);
	});

	test('without the right to list: the action is named, and 1', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const fault = sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: error(403, 'AccessDenied'),
		});
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled, '-y')).ended;
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain('s3:ListBucketMultipartUploads on arn:aws:s3:::media');
		fault.remove();
		// Whose parts may not be listed is never taken.
		sandbox.faults.add({operation: 'ListParts', key: 'k000', action: error(403, 'AccessDenied')});
		const some = await pipe(...to(sandbox, ...stalled, '-y')).ended;
		expect(some).toMatchObject({code: 1, stdout: ''});
		expect(some.stderr).toContain('2 gone; 16.0 MiB freed.');
		expect(some.stderr).toContain('s3:ListMultipartUploadParts on arn:aws:s3:::media/k000');
		expect(await left(sandbox)).toEqual(['k000', 'live']);
	});

	test('is refused on a read-only connection: 3', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {code, stderr} = await pipe(...to(sandbox, ...stalled, '-y', '--read-only')).ended;
		expect([code, stderr]).toEqual([3, 'This connection is read-only: nothing was sent.\n']);
	});
});

test('ctrl-c begins nothing more, waits for what was sent, and tells it: 130', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	seed(sandbox, 60);
	let open = () => {};
	const closed = new Promise<void>(resolve => {
		open = resolve;
	});
	sandbox.faults.add({operation: abort, action: {hold: closed, when: 'before'}});
	const arrived = sandbox.requests.next(abort);
	const run = pipe(...to(sandbox, ...stalled, '-y', '--json'));
	await arrived;
	run.child.kill('SIGINT');
	await run.has('Stopping: waiting for what was sent.', 'stderr');
	const sent = sandbox.requests.count(abort);
	open();
	const {code, stdout, stderr} = await run.ended;
	expect(code).toBe(130);
	const lines = jsonLines<Line>(stdout);
	expect(lines).toHaveLength(60);
	const gone = lines.filter(({Outcome}) => Outcome === 'gone');
	expect(gone.length).toBeGreaterThanOrEqual(sent);
	expect(gone.length).toBeLessThan(60);
	expect(lines.filter(({Outcome}) => Outcome === 'stopped')).toHaveLength(60 - gone.length);
	expect(stderr).toContain(`${gone.length} gone, ${60 - gone.length} not sent`);
	expect(await left(sandbox)).toHaveLength(60 - gone.length + 1);
});

test('a reader that goes away changes nothing: what was agreed to is done, and on record', async ({
	serve,
	pipe,
	home,
}) => {
	const sandbox = await serve();
	seed(sandbox, 40);
	const run = pipe(...to(sandbox, ...stalled, '-y', '--json'));
	run.closeStdout();
	const {code, stderr} = await run.ended;
	expect([code, stderr]).toEqual([0, expect.stringContaining('40 gone')]);
	expect(stderr).not.toContain('EPIPE');
	const journal = await readFile(join(home.stateFolder, 'acts.jsonl'), 'utf8');
	expect(journal.match(/"outcome":"gone"/g)).toHaveLength(40);
	expect(await left(sandbox)).toEqual(['live']);
});

test('what the profile protects is in no plan, no dry run and no question', async ({
	serve,
	pipe,
	home,
}) => {
	const sandbox = await serve();
	seed(sandbox);
	const [user] = sandbox.users;
	const add = [
		'profiles',
		'add',
		'lab',
		'-e',
		sandbox.endpoint,
		'--access-key-id',
		user!.accessKeyId,
	];
	const protect = ['--protect', `s3://${bucket}/k000`, '--secret-from-stdin'];
	const adding = pipe([...add, ...protect], {input: `${user!.secretAccessKey}\n`});
	expect((await adding.ended).code).toBe(0);
	const lab = (...args: string[]) => pipe([...args, '-p', 'lab']).ended;
	const shown = await lab(...stalled, '--dry-run');
	expect(shown.stdout.match(/^k00\d\t/gm)).toEqual(['k001\t', 'k002\t']);
	expect(shown.stderr).toContain('Left out: 1 under a protected prefix.');
	const [upload] = await listed(sandbox);
	const one = ['abort', `s3://${bucket}/${upload!.key}`, '--upload-id', upload!.uploadId];
	const refused = await lab(...one, '--dry-run');
	expect(refused).toMatchObject({code: 3, stderr: expect.stringContaining('The profile protects')});
	// A plan that was made without the protection.
	const file = join(home.folder, 'plan.jsonl');
	expect((await pipe(...to(sandbox, ...stalled, '--plan-out', file)).ended).code).toBe(0);
	const done = await lab('abort', '--plan', file, '--yes');
	expect(done).toMatchObject({code: 3, stdout: ''});
	expect(done.stderr).toContain('2 gone; 16.0 MiB freed.');
	expect(done.stderr).toMatch(/^refused: s3:\/\/media\/k000 .*The profile protects/m);
	expect(await left(sandbox)).toEqual(['k000', 'live']);
	// So it ends every night where nothing else is in the way.
	expect((await lab(...stalled, '--yes')).code).toBe(0);
});

test('where what is written cannot be kept, the acts are done all the same, and the history has them', async ({
	serve,
	home,
}) => {
	const sandbox = await serve();
	seed(sandbox);
	const [args, {env}] = to(sandbox, ...stalled, '--yes', '--json');
	const full = await open('/dev/full', 'w');
	const child = spawn(process.execPath, [program, ...args], {
		env: {...home.env, ...env},
		stdio: ['ignore', full.fd, 'pipe'],
	});
	let stderr = '';
	child.stderr?.setEncoding('utf8').on('data', text => {
		stderr += text;
	});
	const [code] = await once(child, 'close');
	await full.close();
	expect(code).toBe(1);
	expect(stderr).toContain('3 gone; 24.0 MiB freed.');
	expect(stderr).toContain(
		'partway history shows the outcome of each. The output cannot be written: the disk is full.',
	);
	expect(stderr).not.toMatch(/\bat .*\.js/);
	expect(await left(sandbox)).toEqual(['live']);
});

describe('a plan', () => {
	test('is kept, and carried out as it is: what moved or vanished is named', async ({
		serve,
		pipe,
		home,
	}) => {
		const sandbox = await serve();
		seed(sandbox, 5);
		const file = join(home.folder, 'plan.jsonl');
		const made = await pipe(...to(sandbox, ...stalled, '--plan-out', file)).ended;
		expect(made).toMatchObject({code: 0, stdout: ''});
		expect(made.stderr).toContain('The plan of 5 uploads is written, nothing is aborted');
		expect(await left(sandbox)).toHaveLength(6);
		// It is never overwritten.
		expect((await pipe(...to(sandbox, ...stalled, '--plan-out', file)).ended).code).toBe(2);

		const [, first, second] = await listed(sandbox);
		sandbox.seed.part({bucket, ...first!, number: 2, size: MiB});
		const elsewhere = ['abort', `s3://${bucket}/${second!.key}`, '--upload-id', second!.uploadId];
		expect((await pipe(...to(sandbox, ...elsewhere, '--yes')).ended).code).toBe(0);
		const late = sandbox.now() - 10 * day;
		sandbox.seed.upload({
			bucket,
			key: 'new',
			initiated: late,
			parts: [{number: 1, size: MiB, lastModified: late}],
		});

		expect((await pipe(...to(sandbox, 'abort', '--plan', file)).ended).code).toBe(3);
		const shown = await pipe(...to(sandbox, 'abort', '--plan', file, '--dry-run')).ended;
		expect(shown.stdout.match(/\tstalled$/gm)).toHaveLength(5);
		const done = await pipe(...to(sandbox, 'abort', '--plan', file, '--yes', '--json')).ended;
		expect(done.code).toBe(0);
		const lines = new Map(jsonLines<Line>(done.stdout).map(line => [line.Key, line]));
		expect(lines.get('k001')).toMatchObject({
			Outcome: 'left-alone',
			Message: 'It moved: 1 part landed since the confirmation.',
		});
		expect(lines.get('k002')).toMatchObject({Message: 'It was gone already.'});
		expect(lines.size).toBe(5);
		expect(done.stderr).toContain('3 gone, 1 left alone, 1 gone already; 24.0 MiB freed.');
		expect(done.stderr).toContain('left alone: s3://media/k001');
		expect(done.stderr).toMatch(/s3:\/\/media\/k002 \(.*\): It was gone already\./);
		expect(await left(sandbox)).toEqual(['k001', 'live', 'new']);
	});

	test('of another endpoint, or that is none, is refused', async ({serve, pipe, home}) => {
		const [one, other] = [await serve(), await serve()];
		seed(one);
		seed(other);
		const file = join(home.folder, 'plan.jsonl');
		await pipe(...to(one, ...stalled, '--plan-out', file)).ended;
		const refused = await pipe(...to(other, 'abort', '--plan', file, '-y')).ended;
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain(one.endpoint);
		await writeFile(file, (await readFile(file, 'utf8')).slice(0, -5));
		const cut = await pipe(...to(one, 'abort', '--plan', file, '-y')).ended;
		expect(cut).toMatchObject({code: 2, stderr: expect.stringContaining('cut short')});
		expect(one.requests.count(abort) + other.requests.count(abort)).toBe(0);
	});
});

test('a key that a terminal would obey is harmless in the words and in the JSON, and comes back whole', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	const key = 'a\u001b]0;title\u0007\u202eb\u0085';
	sandbox.seed.bucket(bucket);
	const initiated = sandbox.now() - 10 * day;
	sandbox.seed.upload({bucket, key, initiated});
	const shown = await pipe(...to(sandbox, 'abort', bucket, '--all', '-n', '--json')).ended;
	const done = await pipe(...to(sandbox, 'abort', bucket, '--all', '-y', '--json')).ended;
	for (const {code, stdout, stderr} of [shown, done]) {
		expect(code).toBe(0);
		expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e\u0085]/);
		expect(jsonLines<Line>(stdout)[0]?.Key).toBe(key);
	}
});

describe('one upload', () => {
	const address = (key: string, uploadId: string) => [
		'abort',
		`s3://media/${key}`,
		'--upload-id',
		uploadId,
	];

	test('is aborted by its id, and that is proven', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox);
		const [upload] = await listed(sandbox);
		const named = address(upload!.key, upload!.uploadId);
		expect((await pipe(...to(sandbox, ...named)).ended).code).toBe(3);
		const {code, stdout} = await pipe(...to(sandbox, ...named, '--yes', '--json')).ended;
		expect(code).toBe(0);
		expect(jsonLines(stdout)).toMatchObject([{Outcome: 'gone', BytesFreed: 8 * MiB}]);
		expect(await left(sandbox)).toEqual(['k001', 'k002', 'live']);
		const again = await pipe(...to(sandbox, ...named, '--yes')).ended;
		expect(again).toMatchObject({code: 1, stdout: ''});
		expect(again.stderr).toContain('does not know this upload');
		expect(again.stderr).toMatch(/partway aborted it from this machine: .* over options, 20/);
	});

	test('that is active needs --include-active: 3', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 0);
		const [upload] = await listed(sandbox);
		const named = address(upload!.key, upload!.uploadId);
		const refused = await pipe(...to(sandbox, ...named, '--yes')).ended;
		expect(refused).toMatchObject({code: 3, stderr: expect.stringContaining('It is active')});
		expect(sandbox.requests.count(abort)).toBe(0);
		expect((await pipe(...to(sandbox, ...named, '-y', '--include-active')).ended).code).toBe(0);
		expect(await left(sandbox)).toEqual([]);
	});
});

test('on a terminal --all-buckets asks for each bucket by its name: a no to one is none to the next', async ({
	serve,
	start,
}) => {
	const sandbox = await serve();
	const lastModified = sandbox.now() - 10 * 24 * 60 * 60_000;
	const parts = [{number: 1, size: MiB, lastModified}];
	for (const [name, count] of [
		['alpha', 2],
		['beta', 3],
		['gamma', 1],
	] as const) {
		sandbox.seed.bucket(name);
		for (let nth = 0; nth < count; nth++)
			sandbox.seed.upload({bucket: name, key: `k${nth}`, initiated: lastModified, parts});
	}
	const run = await start(...to(sandbox, 'abort', '--all-buckets', '--stalled-for', '7d'));
	await run.waitFor('Abort these uploads of alpha? Type 2 to go on:');
	run.type('2\r');
	await run.waitFor('Abort these uploads of beta? Type 3 to go on:');
	// The number of another bucket.
	run.type('2\r');
	await run.waitFor('Abort this upload of gamma? Type 1 to go on:');
	run.type('1\r');
	const {code, words, terminal} = await run.ended();
	expect({code, terminal}).toEqual({code: 3, terminal: untouched});
	const aborted = sandbox.requests.log.filter(({operation}) => operation === abort);
	expect(aborted.map(request => request.bucket).sort()).toEqual(['alpha', 'alpha', 'gamma']);
	expect(words).toContain('alpha: 2 gone; 2.0 MiB freed.');
	expect(words).toContain('beta: Not confirmed: nothing was sent.');
	expect(words).toContain('Buckets: 3. Done: 2, refused: 1, failed: 0.');
});

test('on a terminal it shows the plan and asks for the number', async ({serve, start}) => {
	const sandbox = await serve();
	seed(sandbox);
	const no = await start(...to(sandbox, ...stalled));
	await no.waitFor('Type 3 to go on:');
	expect(no.screen()).toMatch(/^k000 +10 d ago +10 d ago +1 +8\.0 MiB +stalled/m);
	no.type('yes\r');
	expect(await no.ended()).toMatchObject({code: 3, terminal: untouched});
	expect(sandbox.requests.count(abort)).toBe(0);
	const yes = await start(...to(sandbox, ...stalled));
	await yes.waitFor('Type 3 to go on:');
	yes.type('3\r');
	const {code, words, terminal} = await yes.ended();
	expect({code, terminal}).toEqual({code: 0, terminal: untouched});
	expect(words).toContain('3 gone; 24.0 MiB freed.');
	expect(await left(sandbox)).toEqual(['live']);
	const interrupted = await start(...to(sandbox, 'abort', bucket, '--all'));
	await interrupted.waitFor('Left out: 1 active (--include-active takes them).');
	await interrupted.waitFor('Nothing is aborted.');
	expect((await interrupted.ended()).code).toBe(0);
});

test.each([
	[['abort', bucket], 'Which uploads?'],
	[['abort', bucket, '-q', 'state:dead'], '“dead” is no state'],
	[['abort', bucket, '-q', '', '--yes'], '--all means every upload'],
	[['abort', bucket, '-q', ' ', '--yes'], '--query is empty'],
	[['abort', bucket, '--all', '-q', 'state:stalled'], 'do not go together'],
	[['abort', bucket, '--prefix', '', '--all', '--yes'], '--prefix is empty'],
	[['abort', 's3://media/', '--all', '--yes'], 'names no prefix after the slash'],
	[['abort', '', '--all', '--yes'], 'The target is empty'],
	[['abort', '--all', '--yes'], '--all needs a bucket as TARGET'],
	[['abort', bucket, '--all', '--upload-id', 'x'], 'do not go together'],
	[['abort', bucket, '--plan', '/nowhere/plan'], 'The plan names the bucket'],
	[['abort', '--plan', '/nowhere/plan'], '/nowhere/plan cannot be read (ENOENT)'],
	[['abort', bucket, '--upload-id', 'x'], 'names no key'],
])('%j is bad usage: 2', async (args, words) => {
	const {runCommand} = await import('../../support/io.js');
	const ended = await runCommand([...args, '-e', 'http://127.0.0.1:9']);
	expect(ended).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining(words)});
});
