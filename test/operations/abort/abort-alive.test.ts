import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {PlannedAbort} from '../../../source/multipart/abort-selection.js';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import {emptyBucket} from '../../../source/operations/abort-run/abort-empty.js';
import {runFilePath} from '../../../source/operations/abort-run/run-folder.js';
import {encodeRunLine} from '../../../source/operations/abort-run/run-record.js';
import {resumeAbortRun} from '../../../source/operations/abort-run/run-resume.js';
import {said, sentenceOf} from '../../support/reasons.js';
import {left, planFor, run, uploads} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

const minute = 60_000;

/** Two uploads that a plan holds as stalled, as it was made by a clock that is wrong: a part of `live` landed five minutes ago. */
async function wronglyPlanned(on: ActStage): Promise<PlannedAbort[]> {
	const [dead] = uploads(on, 1, 'dead');
	const live = on.upload([8 * MiB], {key: 'live'});
	on.sandbox.seed.part({...live, number: 2, size: MiB, lastModified: Date.now() - 5.5 * minute});
	const plan = await planFor(on, [dead!, live]);
	expect(plan.map(({liveness}) => liveness)).toEqual(['idle', 'active']);
	return plan.map(planned => ({...planned, liveness: 'stalled'}));
}

describe('what was planned as stalled and is active when it is read again', () => {
	test('is left alone by a run, and named', async () => {
		const on = await openActStage();
		const going = await run(on, await wronglyPlanned(on));
		expect(going.facts().counts).toMatchObject({gone: 1, 'left-alone': 1});
		expect(going.results()[0]).toMatchObject({
			kind: 'left-alone',
			reason: said('It is active: its last part landed 5 m ago.'),
			upload: {key: 'live'},
		});
		expect(await left(on)).toEqual(['live']);
	});

	test('is left alone by a run that is taken up again', async () => {
		const on = await openActStage();
		const planned = await wronglyPlanned(on);
		const id = 'e0f1c2d3-0000-4000-8000-000000000007';
		const file = runFilePath(on.folder, id);
		const header = {
			...{id, time: new Date().toISOString(), pid: 2 ** 30, host: 'elsewhere'},
			...{connection: 'test', endpoint: on.gateway.endpoint, bucket},
			confirmed: {uploads: 2, bytes: 17 * MiB},
		};
		const lines = [
			encodeRunLine({type: 'run', header}),
			...planned.map(upload => encodeRunLine({type: 'upload', upload})),
			encodeRunLine({type: 'planned', uploads: 2}),
		];
		await mkdir(dirname(file), {recursive: true});
		await writeFile(file, `${lines.join('\n')}\n`);
		const facts = await (await resumeAbortRun(on.deps, file)).ended;
		expect(facts.counts).toMatchObject({gone: 1, 'left-alone': 1});
		expect(await left(on)).toEqual(['live']);
	});

	test('is left alone by an abort of it alone', async () => {
		const on = await openActStage();
		await wronglyPlanned(on);
		const [page] = await on.gateway
			.listUploadsPage({bucket, prefix: 'live'})
			.then(({uploads}) => uploads);
		const plan = await planAbort(on.gateway, bucket, page!);
		expect(await abortUpload(on.deps, {...plan, liveness: 'idle'})).toMatchObject({
			kind: 'left-alone',
			reason: said('It is active: its last part landed 5 m ago.'),
		});
		expect(await left(on)).toContain('live');
		// As what it is, it was named.
		expect(await abortUpload(on.deps, plan)).toMatchObject({kind: 'gone'});
	});

	test('was initiated just now: its parts need not tell', async () => {
		const on = await openActStage();
		const [target] = uploads(on, 1);
		const plan = await planFor(on, [target!]);
		const young = plan.map(each => ({...each, initiated: Date.now() - 2.5 * minute}));
		const going = await run(on, young);
		expect(sentenceOf(going.results()[0])).toBe('It is active: it was initiated 2 m ago.');
	});

	test('or lacks a date that tells: it is left alone, unless it was named as unknown', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		// As a partway of before planned what the listing gives no date for.
		const seen = {...on.gateway};
		const gateway = {
			...seen,
			async summarizeParts(...given: Parameters<typeof seen.summarizeParts>) {
				return {...(await seen.summarizeParts(...given)), lacksDates: true as const};
			},
		};
		const unsure = {...on, deps: {...on.deps, gateway}} as ActStage;
		const going = await run(unsure, plan);
		expect(going.results()[0]).toMatchObject({
			kind: 'left-alone',
			reason: said('Whether it is active is unknown: a date is missing.'),
		});
		const named = await run(
			unsure,
			plan.map(each => ({...each, liveness: 'unknown' as const})),
		);
		expect(named.facts().counts).toMatchObject({gone: 1});
	});

	test('is judged by the thresholds of the connection', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		const thresholds = {activeWithin: 48 * hour, stalledAfter: 96 * hour};
		const going = await run({...on, deps: {...on.deps, thresholds}} as ActStage, plan);
		expect(going.facts().counts).toMatchObject({gone: 0, 'left-alone': 1});
	});

	test('is aborted where it was named as active, and by an emptying that named everything', async () => {
		const on = await openActStage();
		const [dead, live] = await wronglyPlanned(on);
		const going = await run(on, [dead!, {...live!, liveness: 'active'}]);
		expect(going.facts().counts).toMatchObject({gone: 2, 'left-alone': 0});
		await wronglyPlanned(on);
		const end = await emptyBucket(on.deps, {bucket}, {sleep: async () => {}}).ended;
		expect(end).toMatchObject({reason: {code: 'empty'}});
	});
});
