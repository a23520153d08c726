import {appendFile, mkdtemp, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {PlannedAbort} from '../../../source/multipart/abort-selection.js';
import {
	carrier,
	createRunFile,
	type RunHeader,
	type RunResult,
	readRunFile,
	reopenRunFile,
} from '../../../source/operations/abort-run/run-file.js';
import {removeOldRuns, runFiles} from '../../../source/operations/abort-run/run-folder.js';
import {
	endRun,
	interruptedRuns,
	resumeAbortRun,
} from '../../../source/operations/abort-run/run-resume.js';
import type {Outcome} from '../../../source/operations/journal/journal.js';
import {asWritten} from '../../support/reasons.js';
import {type ActStage, bucket, MiB, openActStage} from '../act-stage.js';
import {calm, left, outcomes, planFor, run, start, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';
const reason = asWritten('So it was.');

/** The file of a run that was let go of before its end; by another process, whose pid is used no more. */
async function interrupted(
	on: ActStage,
	plan: readonly PlannedAbort[],
	results: readonly Omit<RunResult, 'reason'>[] = [],
	more: Partial<RunHeader> = {},
) {
	const {endpoint} = on.gateway;
	const confirmed = {uploads: plan.length, bytes: plan.length * 8 * MiB};
	const run = {id: 'r', connection: 'test', endpoint, bucket, confirmed};
	const header = {...carrier(), pid: 4_000_000, ...run, ...more};
	const written = await createRunFile(on.folder, header, plan);
	for (const result of results) written.result({...result, reason});
	await written.close();
	return written.file;
}

/** An Abort of that run, as the journal has it. */
async function act(on: ActStage, upload: PlannedAbort, outcome?: Outcome['outcome']) {
	const {key, uploadId} = upload;
	const {endpoint} = on.gateway;
	const named = {act: 'abort', connection: 'test', endpoint, bucket, key, uploadId} as const;
	const intent = await on.journal.begin({...named, run: 'r', bytes: 8 * MiB});
	if (outcome !== undefined) await on.journal.end(intent, {outcome, reason});
}

describe('a run that was interrupted', () => {
	test('was not carried out to its end: what has ended is counted and left as it is, the rest is aborted', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 5));
		await on.gateway.abort({bucket, ...plan[0]!});
		on.sandbox.requests.clear();
		const file = await interrupted(on, plan, [
			{n: 0, kind: 'gone', freed: 8 * MiB},
			{n: 1, kind: 'left-alone'},
			{n: 2, kind: 'failed'},
			{n: 3, kind: 'stopped'},
		]);
		expect(await interruptedRuns(on.journal)).toMatchObject([
			{total: 5, done: 3, accepted: 0, unknown: 0, notSent: 2},
		]);
		const resumed = await resumeAbortRun(on.deps, file, calm);
		const facts = await resumed.ended;
		expect(facts).toMatchObject({total: 5, counts: {gone: 3, 'left-alone': 1, failed: 1}});
		expect(facts.freed).toBe(3 * 8 * MiB);
		expect(resumed.results().map(({kind}) => kind)).toEqual(['left-alone', 'failed']);
		expect(await left(on)).toEqual(['k0001', 'k0002']);
		expect(on.sandbox.requests.log.some(({key}) => key === 'k0001' || key === 'k0002')).toBe(false);
	});

	test('has accepted what a look does not find, and aborts again what is there', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 3));
		for (const upload of plan) await act(on, upload, 'accepted');
		for (const upload of plan.slice(1)) await on.gateway.abort({bucket, ...upload});
		on.sandbox.requests.clear();
		// What the file says of it is no proof either.
		const file = await interrupted(on, plan, [{n: 0, kind: 'accepted'}]);
		expect(await interruptedRuns(on.journal)).toMatchObject([{done: 0, accepted: 3, notSent: 0}]);
		const resumed = await resumeAbortRun(on.deps, file, calm);
		expect(await resumed.ended).toMatchObject({counts: {gone: 3}, freed: 3 * 8 * MiB});
		expect(on.sandbox.requests.log.filter(each => each.operation === abort)).toMatchObject([
			{key: 'k0000'},
		]);
		expect(await outcomes(on)).toEqual({gone: 3, failed: 1});
		const {results} = await readRunFile(file);
		expect([...results.values()].map(({kind}) => kind)).toEqual(['gone', 'gone', 'gone']);
	});

	test('and is stopped as soon as it goes on proves what was accepted, and sends nothing', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 3));
		for (const upload of plan.slice(0, 2)) {
			await act(on, upload, 'accepted');
			await on.gateway.abort({bucket, ...upload});
		}
		on.sandbox.requests.clear();
		const resumed = await resumeAbortRun(on.deps, await interrupted(on, plan), calm);
		resumed.stop();
		expect(await resumed.ended).toMatchObject({counts: {gone: 2, stopped: 1, accepted: 0}});
		expect(on.sandbox.requests.count(abort)).toBe(0);
	});

	test('of which one Abort is unknown does not count that upload as accepted for another one', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		for (const outcome of ['accepted', 'unknown'] as const) await act(on, plan[0]!, outcome);
		await interrupted(on, plan);
		expect(await interruptedRuns(on.journal)).toMatchObject([{unknown: 1, accepted: 0}]);
	});

	test('writes to its file what only the journal knew', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 2));
		await act(on, plan[0]!, 'gone');
		await on.gateway.abort({bucket, ...plan[0]!});
		const file = await interrupted(on, plan);
		const resumed = await resumeAbortRun(on.deps, file, calm);
		expect((await resumed.ended).counts.gone).toBe(2);
		const {results} = await readRunFile(file);
		expect([results.get(0)?.kind, results.get(1)?.kind]).toEqual(['gone', 'gone']);
	});

	test('can be ended for good, once: what was accepted is looked up, what is gone is counted, nothing is sent', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 5));
		for (const upload of plan.slice(0, 2)) await on.gateway.abort({bucket, ...upload});
		await act(on, plan[1]!, 'accepted');
		await act(on, plan[2]!, 'unknown');
		const acted = [
			{n: 0, kind: 'gone', freed: 8 * MiB},
			{n: 3, kind: 'left-alone'},
		] as const;
		const file = await interrupted(on, plan, acted);
		on.sandbox.requests.clear();
		const {unknown, gone} = await endRun(on.deps, file);
		expect({unknown, gone}).toEqual({unknown: 1, gone: {uploads: 2, freed: 2 * 8 * MiB}});
		expect(await readRunFile(file)).toMatchObject({ended: true});
		expect(await interruptedRuns(on.journal)).toEqual([]);
		const {counts} = on.sandbox.requests;
		// As another process may, that has shown it before.
		for (const take of [resumeAbortRun, endRun])
			await expect(take(on.deps, file)).rejects.toThrow('carries this run out, or ended it');
		expect(on.sandbox.requests.counts).toEqual(counts);
		expect(on.sandbox.requests.count(abort)).toBe(0);
	});

	test('belongs to its own endpoint', async () => {
		const on = await openActStage();
		const other = await openActStage();
		const file = await interrupted(on, await planFor(on, uploads(on, 2)));
		for (const take of [resumeAbortRun, endRun])
			await expect(take(other.deps, file)).rejects.toThrow('begun over another connection');
		expect(other.sandbox.requests.count()).toBe(0);
		expect(await interruptedRuns(on.journal)).toHaveLength(1);
	});

	test('is none before its plan was written to its end', async () => {
		const on = await openActStage();
		const file = await interrupted(on, await planFor(on, uploads(on, 2)));
		const text = await readFile(file, 'utf8');
		await writeFile(file, text.slice(0, text.indexOf('{"type":"planned"')));
		expect(await readRunFile(file)).toMatchObject({whole: false});
		expect(await interruptedRuns(on.journal)).toEqual([]);
	});

	test('is none while another process carries it out, also one that took it meanwhile', async () => {
		const on = await openActStage();
		const file = await interrupted(on, await planFor(on, uploads(on, 1)), [], {host: hostname()});
		const text = await readFile(file, 'utf8');
		expect(await interruptedRuns(on.journal, () => true)).toEqual([]);
		const carriesOut = 'Another partway carries this run out';
		await expect(reopenRunFile(file, () => true)).rejects.toThrow(carriesOut);
		// It lives once this one has waited for the file.
		let asked = 0;
		await expect(reopenRunFile(file, () => ++asked > 1)).rejects.toThrow(carriesOut);
		expect(asked).toBe(2);
		expect(await readFile(file, 'utf8')).toBe(text);
	});

	test('is carried out by who took it up last, until that lets go of it', async () => {
		const on = await openActStage();
		const file = await interrupted(on, await planFor(on, uploads(on, 1)));
		const {opened} = await reopenRunFile(file);
		expect(await interruptedRuns(on.journal, () => false)).toEqual([]);
		await opened.close();
		expect(await interruptedRuns(on.journal, () => true)).toMatchObject([{file}]);
	});
});

test('a run that breaks off has not ended: it can be taken up', async () => {
	const on = await openActStage();
	const plan = await planFor(on, uploads(on, 2));
	const abortWrongly = async () => {
		throw new TypeError('a defect');
	};
	const broken = {...on.deps, gateway: {...on.gateway, abort: abortWrongly}};
	const going = await start({...on, deps: broken}, plan);
	await expect(going.ended).rejects.toThrow('a defect');
	expect(await interruptedRuns(on.journal)).toMatchObject([{file: going.file, done: 0}]);
});

describe('the file of a run', () => {
	test('holds what was confirmed, the plan, a result for each, and an end; for its owner only', async () => {
		const on = await openActStage();
		const targets = uploads(on, 3);
		const plan = await planFor(on, targets);
		on.sandbox.seed.part({...targets[1]!, number: 2, size: MiB});
		const ended = await run(on, plan, {}, {prefix: 'k', listed: 3});
		const lines = (await readFile(ended.file!, 'utf8')).trimEnd().split('\n');
		const values = lines.map(line => JSON.parse(line) as Record<string, unknown>);
		expect(values[0]).toMatchObject({
			v: 1,
			type: 'run',
			id: ended.id,
			connection: 'test',
			endpoint: on.gateway.endpoint,
			bucket,
			prefix: 'k',
			confirmed: {uploads: 3, bytes: 24 * MiB},
		});
		const {lastPart, fingerprint} = plan[0]?.summary ?? {};
		expect(values[1]).toMatchObject({
			type: 'upload',
			...{key: 'k0000', uploadId: targets[0]!.uploadId, liveness: 'idle'},
			...{count: 1, bytes: 8 * MiB, lastPart, fingerprint},
		});
		expect(values[4]).toEqual({type: 'planned', uploads: 3});
		expect(values.at(-1)).toMatchObject({type: 'end'});
		const record = await readRunFile(ended.file!);
		expect(record.uploads).toEqual(plan);
		expect(record.results.get(0)).toMatchObject({kind: 'gone', freed: 8 * MiB});
		expect(record.results.get(1)).toMatchObject({kind: 'left-alone'});
		expect((await stat(ended.file!)).mode & 0o777).toBe(0o600);
		expect(await outcomes(on)).toEqual({gone: 2, 'not-sent': 1});
	});

	test('whose last line was cut short is read, and goes on after it', async () => {
		const on = await openActStage();
		const ended = await run(on, uploads(on, 3));
		const text = await readFile(ended.file!, 'utf8');
		const lines = text.trimEnd().split('\n');
		const cut = `${lines.slice(0, -2).join('\n')}\n${lines.at(-2)?.slice(0, 30)}`;
		await writeFile(ended.file!, cut);
		expect(await interruptedRuns(on.journal)).toMatchObject([
			// The journal says what the file has lost.
			{total: 3, done: 3, accepted: 0},
		]);
		const again = await resumeAbortRun(on.deps, ended.file!, calm);
		expect((await again.ended).counts.gone).toBe(3);
		expect(await readRunFile(ended.file!)).toMatchObject({ended: true});
	});

	const header =
		'{"v":1,"type":"run","id":"1","time":"t","pid":1,"host":"h","connection":"c","endpoint":"e","bucket":"b","confirmed":{"uploads":1,"bytes":1}}';
	const upload = '{"type":"upload","key":"k","uploadId":"u","liveness":"stalled"}';
	const planned = '{"type":"planned","uploads":1}';
	test.each([
		['an empty file', '', 'The file is empty'],
		['something else', '{"hello":1}\n', 'Line 1 is not the beginning of a plan'],
		['no JSON', 'hello\nworld\n', 'Line 1 is not JSON'],
		[
			'a later version',
			header.replace('"v":1', '"v":2'),
			'Line 1 has version 2; this partway reads version 1',
		],
		['no bucket', `${header.replace('"bucket":"b",', '')}\n`, 'Line 1 has no bucket'],
		[
			'an empty key',
			`${header}\n${upload.replace('"k"', '""')}\n${planned}\n`,
			'Line 2 has a key that is no text that is not empty',
		],
		[
			'a count without a fingerprint',
			`${header}\n${upload.replace('}', ',"count":1,"bytes":2}')}\n${planned}\n`,
			'Line 2 has no fingerprint',
		],
		[
			'a made-up liveness',
			`${header}\n${upload.replace('stalled', 'dead')}\n${planned}\n`,
			'Line 2 has a liveness that is not known',
		],
		['a lacking upload', `${header}\n${planned}\n${planned}\n`, 'Line 2 does not belong here'],
		[
			'an upload after the plan',
			`${header}\n${upload}\n${planned}\n${upload}\n${upload}\n`,
			'Line 4 does not belong here',
		],
		[
			'a result beyond the plan',
			`${header}\n${upload}\n${planned}\n{"type":"result","n":1,"kind":"gone","sentence":""}\n${planned}\n`,
			'Line 4 does not belong here',
		],
		[
			'a line that is none, and another one behind it',
			`${header}\n${upload}\n${planned}\n{"type":"resu\n{"type":"end","time":"t"}\n`,
			'Line 4 is not JSON',
		],
		[
			'a key with bytes that are no text',
			`${header}\n${upload.replace('"k"', '"\ufffd"')}\n${planned}\n`,
			'Line 2 holds bytes that are no text',
		],
		[
			'an unknown type',
			`${header}\n{"type":"x"}\n${planned}\n`,
			'Line 2 has the type "x", which is not known',
		],
	])('%s is refused with the line', async (_name, text, message) => {
		const folder = await mkdtemp(join(tmpdir(), 'partway-run-file-'));
		onTestFinished(() => rm(folder, {recursive: true}));
		const file = join(folder, 'broken.jsonl');
		await writeFile(file, text);
		await expect(readRunFile(file)).rejects.toThrow(message);
	});

	test('is removed a month after its end, and never before it has ended', async () => {
		const on = await openActStage();
		const old = await run(on, uploads(on, 1));
		const open = await run(on, uploads(on, 1));
		const fresh = await run(on, uploads(on, 1));
		const text = await readFile(open.file!, 'utf8');
		await writeFile(open.file!, text.slice(0, text.indexOf('{"type":"end"')));
		const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60_000);
		for (const file of [old.file!, open.file!]) await utimes(file, longAgo, longAgo);
		await removeOldRuns(on.folder);
		expect((await runFiles(on.folder)).sort()).toEqual([open.file!, fresh.file!].sort());
		await appendFile(open.file!, '{"type":"end","time":"t"}\n');
		await start(on, uploads(on, 1)).then(({ended}) => ended);
		expect(await runFiles(on.folder)).toHaveLength(3);
	});

	test('that cannot be written does not keep the run from aborting', async () => {
		const on = await openActStage();
		await writeFile(join(on.folder, 'runs'), 'a file where the folder should be');
		const ended = await run(on, uploads(on, 2));
		expect(ended.facts().counts.gone).toBe(2);
		expect(ended.file).toBeUndefined();
	});
});
