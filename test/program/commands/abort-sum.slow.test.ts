import {describe, expect} from 'vitest';
import type {FaultAction, Sandbox} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {fasterClock, test, to} from '../program-test.js';
import {jsonLines} from './piped.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';
const abort = 'AbortMultipartUpload';
const stalled = ['abort', bucket, '--stalled-for', '7d', '--yes', '--json'];
const nothingSent = /nothing was sent|nothing has changed|before anything was sent|gone already/i;

type Line = {Key: string; UploadId: string; Outcome: string; Message: string; BytesFreed?: number};
type Act = {outcome: string; key: string; bytes?: number; sentence?: string};

function seed(sandbox: Sandbox, count: number): string[] {
	sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	return Array.from({length: count}, (_, n) =>
		sandbox.seed.upload({
			bucket,
			key: `k${String(n).padStart(3, '0')}`,
			initiated: lastModified,
			parts: [{number: 1, size: 8 * MiB, lastModified}],
		}),
	);
}

const html = {headers: {'content-type': 'text/html'}, body: '<html>Service Unavailable</html>'};
const lost: FaultAction = {respond: {status: 503, ...html, afterEffect: true}};

function error(status: number, code: string): FaultAction {
	const headers = {'content-type': 'application/xml'};
	return {respond: {status, headers, body: `<Error><Code>${code}</Code></Error>`}};
}

describe('an Abort that took effect under the 503 of a proxy', () => {
	test('and whose next look is denied is unknown, and 1; the next command looks it up', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		const [uploadId = ''] = seed(sandbox, 1);
		sandbox.faults.add({operation: abort, times: 1, action: lost});
		sandbox.faults.add({operation: 'ListParts', call: 3, action: error(403, 'AccessDenied')});
		const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled)).ended;
		expect(code).toBe(1);
		const [line] = jsonLines<Line>(stdout);
		expect(line).toMatchObject({Key: 'k000', Outcome: 'unknown'});
		expect(stdout + stderr).not.toMatch(nothingSent);
		const history = await pipe(['history', '--json']).ended;
		expect(history.stdout).not.toMatch(nothingSent);
		expect(
			JSON.parse(history.stdout)
				.acts.map(({outcome}: Act) => outcome)
				.sort(),
		).toEqual(['not-sent', 'unknown']);
		// By its id: what was lost is found, and its bytes count.
		const one = ['abort', `s3://${bucket}/k000`, '--upload-id', uploadId, '--yes', '--json'];
		const again = await pipe(...to(sandbox, ...one)).ended;
		expect(again.code).toBe(0);
		expect(jsonLines<Line>(again.stdout)).toMatchObject([
			{Outcome: 'gone', BytesFreed: 8 * MiB, Message: expect.stringContaining('took effect')},
		]);
		expect(sandbox.requests.count(abort)).toBe(1);
		const settled = await pipe(['history', '--outcome', 'gone', '--json']).ended;
		expect(JSON.parse(settled.stdout).acts).toMatchObject([{key: 'k000', bytes: 8 * MiB}]);
	});

	test('and the credentials end: what a look proves, and never that nothing was sent', async ({
		serve,
		pipe,
	}) => {
		for (const forGood of [false, true]) {
			const sandbox = await serve();
			seed(sandbox, 1);
			sandbox.faults.add({operation: abort, times: 1, action: lost});
			const expired = error(400, 'ExpiredToken');
			for (let call = 3; call < (forGood ? 30 : 4); call++)
				sandbox.faults.add({operation: 'ListParts', call, action: expired});
			const {code, stdout, stderr} = await pipe(...to(sandbox, ...stalled)).ended;
			const [line] = jsonLines<Line>(stdout);
			expect(stderr).toContain('ExpiredToken');
			expect(stdout + stderr).not.toMatch(nothingSent);
			if (forGood) expect([code, line]).toMatchObject([1, {Outcome: 'unknown'}]);
			else expect([code, line]).toMatchObject([0, {Outcome: 'gone', BytesFreed: 8 * MiB}]);
		}
	});

	test('and ctrl-c comes before the next attempt: what a look proves, and 130', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		seed(sandbox, 1);
		sandbox.faults.add({operation: abort, times: 1, action: lost});
		const {closed, open} = gate();
		// The re-read of the second attempt waits.
		sandbox.faults.add({operation: 'ListParts', call: 3, action: {hold: closed, when: 'before'}});
		const run = pipe(...to(sandbox, ...stalled));
		while (sandbox.requests.count('ListParts') < 3) await sandbox.requests.next('ListParts');
		run.child.kill('SIGINT');
		await run.has('Stopping', 'stderr');
		open();
		const {code, stdout, stderr} = await run.ended;
		expect(code).toBe(130);
		expect(jsonLines<Line>(stdout)).toMatchObject([{Outcome: 'gone', BytesFreed: 8 * MiB}]);
		expect(stderr).toContain('1 gone; 8.0 MiB freed.');
	});
});

test('after a KILL and a second run the history holds no act that is unknown or not proven', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	seed(sandbox, 60);
	const {closed, open} = gate();
	sandbox.faults.add({operation: abort, every: 10, action: {hold: closed, when: 'before'}});
	const first = pipe(...to(sandbox, ...stalled));
	while (sandbox.requests.count(abort) < 34) await sandbox.requests.next(abort);
	first.child.kill('SIGKILL');
	await first.ended;
	sandbox.faults.clear();
	// Requests that outlived their sender take effect now.
	open();
	const killed = await pipe(['history', '--outcome', 'unknown,accepted', '--json']).ended;
	expect(JSON.parse(killed.stdout).acts.length).toBeGreaterThan(3);

	const second = await pipe(...to(sandbox, ...stalled)).ended;
	expect(second.code).toBe(0);
	expect(second.stderr).toMatch(/Looked up: \d+ earlier aborts? took effect; [\d.]+ MiB freed\./);
	const {stdout} = await pipe(['history', '--json']).ended;
	const {acts} = JSON.parse(stdout) as {acts: Act[]};
	// Those that had an intent and no Abort yet are settled by the second one's.
	const gone = acts.filter(({outcome}) => outcome !== 'settled');
	expect(new Set(gone.map(({outcome}) => outcome))).toEqual(new Set(['gone']));
	// Each upload once, and its bytes.
	expect(gone).toHaveLength(60);
	expect(new Set(gone.map(({key}) => key)).size).toBe(60);
	const freed = gone.reduce((sum, {bytes = 0}) => sum + bytes, 0);
	expect(freed).toBe(60 * 8 * MiB);
});

test('history --look asks the service first, and without a connection reads files only', async ({
	serve,
	pipe,
}) => {
	const sandbox = await serve();
	seed(sandbox, 2);
	sandbox.faults.add({operation: abort, key: 'k000', action: lost});
	sandbox.faults.add({operation: abort, key: 'k001', action: {cut: 'before'}});
	for (let call = 3; call < 9; call++) {
		const action = error(400, 'InvalidRequest');
		sandbox.faults.add({operation: 'ListParts', key: 'k000', call, action});
	}
	const [args, {env}] = to(sandbox, ...stalled);
	expect((await pipe(args, {env: {...env, ...fasterClock}}).ended).code).toBe(1);
	sandbox.faults.clear();
	sandbox.requests.clear();
	const files = await pipe(['history', '--outcome', 'unknown', '--jsonl']).ended;
	expect(new Set(jsonLines<Act>(files.stdout).map(({key}) => key))).toEqual(
		new Set(['k000', 'k001']),
	);
	expect(sandbox.requests.count()).toBe(0);
	const looked = await pipe(...to(sandbox, 'history', '--look', '--jsonl')).ended;
	expect(looked.code).toBe(0);
	expect(looked.stderr).toContain('Looked up: 1 earlier abort took effect; 8.0 MiB freed.');
	expect(looked.stderr).toMatch(/The outcome of \d+ earlier operations? is unknown/);
	const acts = jsonLines<Act>(looked.stdout).filter(({outcome}) => outcome === 'gone');
	expect(acts).toMatchObject([{key: 'k000', bytes: 8 * MiB}]);
	expect(sandbox.requests.count(abort)).toBe(0);
	const alone = await pipe(...to(sandbox, 'history')).ended;
	expect(alone).toMatchObject({code: 2, stderr: expect.stringContaining('needs --look')});
});
