import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, day, openStage} from '../support/stage.js';

const flink = 'out/part-4005733d-a830-4323-8291-8866de98b582-0';

/** A dead upload, and one that looks as dead and is held. */
async function heldStage() {
	const stage = await openStage();
	stage.upload('dead', {quiet: 40 * day});
	const uploadId = stage.upload(flink, {quiet: 40 * day});
	const folder = await mkdtemp(join(tmpdir(), 'partway-held-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const abort = (...args: string[]) =>
		runCommand(['abort', '-e', stage.sandbox.endpoint, ...args], {env});
	const sent = () => stage.sandbox.requests.count('AbortMultipartUpload');
	return {stage, abort, sent, uploadId, folder};
}

const linesIn = (stdout: string) =>
	stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as {Key?: string; Outcome: string; Reason?: string});

test('many: left out and counted; --include-active does not cover it, --include-held does', async () => {
	const {abort, sent} = await heldStage();
	const stalled = [bucket, '--stalled-for', '7d', '--yes', '--json'];
	const {code, stdout, stderr} = await abort(...stalled, '--include-active');
	expect(code).toBe(0);
	expect(linesIn(stdout)).toEqual([
		expect.objectContaining({Key: 'dead', Outcome: 'gone'}),
		expect.objectContaining({Outcome: 'left-out', Reason: 'held', Count: 1}),
	]);
	expect(stderr).toContain('Left out: 1 held by flink (--include-held takes them).');
	const named = await abort(...stalled, '--include-held');
	expect(linesIn(named.stdout)).toEqual([expect.objectContaining({Key: flink, Outcome: 'gone'})]);
	expect(sent()).toBe(2);
});

test('a dry run tells who holds what it would take', async () => {
	const {abort, sent} = await heldStage();
	const {stdout, stderr} = await abort(bucket, '--all', '--dry-run', '--json', '--include-held');
	expect(stderr).toContain('! 1 of them IS HELD OPEN ON PURPOSE by flink. A job that writes it');
	expect(linesIn(stdout)).toEqual([
		expect.objectContaining({Key: 'dead', State: 'stalled'}),
		expect.objectContaining({Key: flink, State: 'held', Maker: 'flink'}),
	]);
	expect(sent()).toBe(0);
});

test('one that is named: refused with what is lost, until it is named as held', async () => {
	const {abort, sent, uploadId} = await heldStage();
	const one = [`s3://${bucket}/${flink}`, '--upload-id', uploadId, '--yes'];
	const {code, stderr} = await abort(...one, '--include-active');
	expect([code, sent()]).toEqual([3, 0]);
	expect(stderr).toMatch(/It is held by flink\. A job .* Add --include-held to abort it\./);
	expect((await abort(...one, '--include-held')).code).toBe(0);
	expect(sent()).toBe(1);
});

test('a plan in a file holds what it was made with', async () => {
	const {abort, sent, folder} = await heldStage();
	const file = join(folder, 'plan.jsonl');
	await abort(bucket, '--all', '--include-held', '--plan-out', file);
	expect(sent()).toBe(0);
	const {code} = await abort('--plan', file, '--yes');
	expect([code, sent()]).toEqual([0, 2]);
});
