import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readFile, rm, truncate, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {emptyBucket} from '../../../source/operations/abort-run/abort-empty.js';
import {startAbortRun} from '../../../source/operations/abort-run/abort-run.js';
import {readRunFile} from '../../../source/operations/abort-run/run-file.js';
import {runFiles} from '../../../source/operations/abort-run/run-folder.js';
import {
	endRun,
	interruptedRuns,
	resumeAbortRun,
} from '../../../source/operations/abort-run/run-resume.js';
import {settleEarlier} from '../../../source/operations/journal/settle-earlier.js';
import {buildChild} from '../../support/child.js';
import {gate} from '../../support/gate.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';
import {calm, left, outcomes, planFor, run, until, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';
let scratch: string;
let program: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'partway-run-'));
	program = await buildChild(join(import.meta.dirname, 'abort-run-child.ts'), scratch);
});

afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
	await rm(scratch, {recursive: true});
});

/** A process of its own that has planned an abort of everything in the bucket. */
async function planner(on: ActStage): Promise<ChildProcess> {
	const [user] = on.sandbox.users;
	const args = [on.sandbox.endpoint, bucket, user?.accessKeyId ?? '', user?.secretAccessKey ?? ''];
	const child = spawn(process.execPath, [program, ...args], {
		env: {...process.env, PARTWAY_STATE_DIR: on.folder},
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	children.push(child);
	await once(child.stdout!, 'data');
	on.sandbox.requests.clear();
	return child;
}

/** Kills it once so many Aborts have arrived. Every 25th is held, and takes effect only when it is let go. */
async function killAfter(on: ActStage, child: ChildProcess, aborts: number): Promise<() => void> {
	const {closed, open} = gate();
	on.sandbox.faults.add({operation: abort, every: 25, action: {hold: closed, when: 'before'}});
	child.stdin?.write('go\n');
	while (on.sandbox.requests.count(abort) < aborts) await on.sandbox.requests.next(abort);
	child.kill('SIGKILL');
	await once(child, 'exit');
	on.sandbox.faults.clear();
	return open;
}

/** Kills it once all its Aborts were answered and the listing that proves them is asked for. */
async function killBeforeProof(on: ActStage, child: ChildProcess): Promise<void> {
	const {closed, open} = gate();
	on.sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: {hold: closed, when: 'before'},
	});
	child.stdin?.write('go\n');
	await on.sandbox.requests.next('ListMultipartUploads');
	child.kill('SIGKILL');
	await once(child, 'exit');
	on.sandbox.faults.clear();
	open();
}

describe('a run that was killed in the middle', () => {
	test('is found, says what was done and what is unknown, and is taken up to its end', async () => {
		const on = await openActStage();
		const targets = uploads(on, 400);
		const child = await planner(on);
		// Part landed after the plan: it must survive both runs.
		on.sandbox.seed.part({...targets[350]!, number: 2, size: MiB});
		expect(await interruptedRuns(on.journal)).toEqual([]);
		const release = await killAfter(on, child, 60);

		const runs = await interruptedRuns(on.journal);
		expect(runs).toHaveLength(1);
		const [found] = runs;
		expect(found).toMatchObject({total: 400, header: {bucket, confirmed: {uploads: 400}}});
		const {accepted, unknown, notSent, done} = found!;
		expect(accepted + unknown + notSent + done).toBe(400);
		expect(accepted).toBeGreaterThan(0);
		expect(unknown).toBe((await on.journal.openActs()).length);
		expect(unknown).toBeGreaterThanOrEqual(2);
		expect(notSent).toBeGreaterThan(0);

		// The requests that outlived their sender take effect now.
		release();
		on.sandbox.requests.clear();
		const resumed = await resumeAbortRun(on.deps, found!.file, calm);
		const facts = await resumed.ended;
		const counts = Object.entries(facts.counts).filter(([, count]) => count > 0);
		expect(Object.fromEntries(counts)).toEqual({gone: 399, 'left-alone': 1});
		expect(facts.total).toBe(400);
		expect(resumed.id).toBe(found!.header.id);
		// Each upload once, whether it was aborted before the kill or after it.
		expect(facts).toMatchObject({freed: 399 * 8 * MiB, freeing: 0});
		expect(await left(on)).toEqual([targets[350]!.key]);
		expect(await on.journal.openActs()).toEqual([]);
		// What was accepted before the kill is proven under its own act, and none is written beside it.
		const standings = (await on.journal.history()).acts.map(({standing}) => standing);
		expect(standings.filter(each => each === 'gone')).toHaveLength(399);
		expect(standings.filter(each => each === 'accepted')).toEqual([]);
		const others = standings.filter(each => each !== 'gone' && each !== 'resolved');
		expect(others).toEqual(['not-sent']);
		expect(on.sandbox.requests.count(abort)).toBeLessThanOrEqual(notSent + unknown);
		expect(await interruptedRuns(on.journal)).toEqual([]);
		const record = await readRunFile(found!.file);
		expect(record).toMatchObject({ended: true, whole: true, carrier: {pid: process.pid}});
		const kinds = [...record.results.values()].map(({kind}) => kind);
		expect(kinds.filter(kind => kind === 'gone')).toHaveLength(399);
	});

	test('is not found while its process lives, nor taken up by two', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 5));
		const going = startAbortRun(on.deps, {bucket, uploads: plan}, {...calm, width: () => 1});
		going.pause();
		await until(going, ({state}) => state === 'paused');
		while ((await runFiles(on.folder)).length === 0) await new Promise(setImmediate);
		expect(await interruptedRuns(on.journal, () => true)).toEqual([]);
		going.stop();
		await going.ended;
	});

	test('is not taken from a process that is suspended, however old its lock is', async () => {
		const on = await openActStage();
		uploads(on, 20);
		const child = await planner(on);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: abort, action: {hold: closed, when: 'before'}});
		child.stdin?.write('go\n');
		await on.sandbox.requests.next(abort);
		child.kill('SIGSTOP');
		const [file] = await runFiles(on.folder);
		const longAgo = new Date(Date.now() - 60_000);
		await utimes(`${file}.lock`, longAgo, longAgo);
		expect(await interruptedRuns(on.journal)).toEqual([]);
		await expect(resumeAbortRun(on.deps, file!)).rejects.toThrow('Another partway carries this');
		child.kill('SIGKILL');
		await once(child, 'exit');
		open();
		on.sandbox.faults.clear();
		expect(await interruptedRuns(on.journal)).toMatchObject([{file, wasEmptying: false}]);
		const resumed = await resumeAbortRun(on.deps, file!, calm);
		expect((await resumed.ended).counts.gone).toBe(20);
	});

	test('can be ended, as an emptying is, which then begins anew', async () => {
		const on = await openActStage();
		uploads(on, 60);
		const release = await killAfter(on, await planner(on), 30);
		release();
		const [file] = await runFiles(on.folder);
		// The header of an emptying differs in this alone.
		const text = await readFile(file!, 'utf8');
		await writeFile(file!, text.replace('{"v":1,', '{"v":1,"everything":true,'));
		expect(await interruptedRuns(on.journal)).toMatchObject([{file, wasEmptying: true}]);
		const before = await left(on);
		on.sandbox.requests.clear();
		const {gone, ...ended} = await endRun(on.deps, file!);
		expect(ended).toMatchObject({header: {bucket}});
		// What was accepted is looked up too.
		const acts = (await on.journal.history()).acts.filter(({standing}) => standing === 'accepted');
		expect(acts).toEqual([]);
		expect(on.sandbox.requests.count(abort)).toBe(0);
		expect(await left(on)).toEqual(before);
		expect(before.length).toBeGreaterThan(0);
		expect(await interruptedRuns(on.journal)).toEqual([]);
		expect(await readRunFile(file!)).toMatchObject({ended: true});
		expect(gone).toEqual({uploads: 60 - before.length, freed: (60 - before.length) * 8 * MiB});
		const emptying = emptyBucket(on.deps, {bucket}, {...calm, before: gone});
		expect(await emptying.ended).toMatchObject({reason: {code: 'empty'}});
		expect(emptying.facts()).toMatchObject({gone: 60, freed: 60 * 8 * MiB});
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('between the Aborts and the proof is looked up, and nothing is believed of it', async () => {
		const on = await openActStage({like: 'ceph-16'});
		const initiated = Date.now() - 48 * hour;
		for (let at = 0; at < 30; at++) on.upload([8 * MiB], {key: `k${at}`, initiated});
		const child = await planner(on);
		// The service says yes to two, and does nothing.
		const nothing = {respond: {status: 204, body: ''}};
		for (const key of ['k7', 'k8']) on.sandbox.faults.add({operation: abort, key, action: nothing});
		await killBeforeProof(on, child);
		// Nothing was looked at after its Abort.
		expect(on.sandbox.requests.counts).toMatchObject({ListParts: 30, [abort]: 30});

		expect(await outcomes(on)).toEqual({accepted: 30});
		const runs = await interruptedRuns(on.journal);
		expect(runs).toMatchObject([{total: 30, accepted: 30, done: 0, unknown: 0, notSent: 0}]);
		on.sandbox.requests.clear();
		const {gone} = await settleEarlier(on.deps, {});
		expect(gone).toHaveLength(28);
		expect(gone.map(({key}) => key)).not.toContain('k7');
		expect(on.sandbox.requests.counts).toEqual({ListParts: 30, ListMultipartUploads: 1});
		expect(await outcomes(on)).toEqual({gone: 28, accepted: 2});
		expect(await interruptedRuns(on.journal)).toMatchObject([{done: 28, accepted: 2}]);

		on.sandbox.requests.clear();
		const resumed = await resumeAbortRun(on.deps, runs[0]!.file, calm);
		expect(await resumed.ended).toMatchObject({counts: {gone: 30}, freed: 30 * 8 * MiB});
		const sent = on.sandbox.requests.log.filter(({operation}) => operation === abort);
		expect(sent.map(({key}) => key).sort()).toEqual(['k7', 'k8']);
		// One look at what was accepted, and, where it is still there, a re-read, an Abort and a look.
		expect(on.sandbox.requests.count('ListParts')).toBe(2 + 2 + 2);
		expect(await left(on)).toEqual([]);
		expect(await outcomes(on)).toEqual({gone: 30, failed: 2});
	});

	test('whose parts cannot be looked up stays accepted', async () => {
		const on = await openActStage({like: 'ceph-16'});
		on.upload([8 * MiB], {initiated: Date.now() - 48 * hour});
		await killBeforeProof(on, await planner(on));
		const [killed] = await interruptedRuns(on.journal);
		const failing = {status: 400, body: '<Error><Code>InvalidRequest</Code></Error>'};
		on.sandbox.faults.add({operation: 'ListParts', action: {respond: failing}});
		const resumed = await resumeAbortRun(on.deps, killed!.file, calm);
		expect(await resumed.ended).toMatchObject({counts: {accepted: 1, unknown: 0}});
		expect(await outcomes(on)).toEqual({accepted: 1});
	});

	test('in whose place is no file, or one without an end, is none, says why, and holds nothing up', async () => {
		const on = await openActStage();
		const ended = await run(on, await planFor(on, uploads(on, 1)));
		const runs = dirname(ended.file!);
		execFileSync('mkfifo', [join(runs, 'pipe.jsonl')]);
		await mkdir(join(runs, 'folder.jsonl'));
		await writeFile(join(runs, 'zeros.jsonl'), '');
		await truncate(join(runs, 'zeros.jsonl'), 3 * 1024 * MiB);
		expect(await interruptedRuns(on.journal)).toEqual([]);
		const wrong = ['folder', 'pipe', 'zeros'].map(name =>
			readRunFile(join(runs, `${name}.jsonl`)).catch(error => error.message.replace(runs, '')),
		);
		expect(await Promise.all(wrong)).toEqual([
			'/folder.jsonl cannot be read (it is a folder).',
			'/pipe.jsonl cannot be read (it is a named pipe).',
			'Line 1 is not JSON: /zeros.jsonl',
		]);
		// Nor do they keep another run from its file.
		const next = await run(on, await planFor(on, uploads(on, 1)));
		expect(next.file).toBeDefined();
	});
});
