import {readFile, writeFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import type {PlannedAbort} from '../../../source/multipart/abort-selection.js';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload} from '../../../source/multipart/query/query.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {findAborts} from '../../../source/operations/abort/find-aborts.js';
import {readPlanFile, writePlanFile} from '../../../source/operations/abort/plan-file.js';
import type {
	AbortRunEvent,
	AbortRunOptions,
	AbortRunPlan,
} from '../../../source/operations/abort-run/abort-run.js';
import {readRunFile} from '../../../source/operations/abort-run/run-file.js';
import type {FaultAction, PersonalityName} from '../../../source/sandbox/sandbox.js';
import {flushesOf} from '../../support/flushes.js';
import {gate} from '../../support/gate.js';
import {asWritten, sentenceOf} from '../../support/reasons.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';
import {error, left, outcomes, start, until, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';
const listing = 'ListMultipartUploads';
const nothing: FaultAction = {respond: {status: 204, body: ''}};
const byListing = 'The service reported success and does not list it.';
const byBoth = 'The service neither knows nor lists it.';

/** Uploads of ten hours are stalled. */
const thresholds = {...defaultThresholds, stalledAfter: 5 * hour};

/** A service whose listing proves that an upload is gone, unless it is said which. */
async function openStage(like: PersonalityName = 'ceph-16'): Promise<ActStage> {
	const on = await openActStage({like});
	return {...on, deps: {...on.deps, thresholds}};
}

/** As the command plans it; the requests for that count. */
async function planned(
	on: ActStage,
	more: {includeActive?: boolean; includeUnknown?: boolean} = {},
): Promise<AbortRunPlan> {
	const found = await findAborts(on, {
		...{bucket, prefix: '', query: everyUpload, thresholds, includeActive: false},
		signal: new AbortController().signal,
		...more,
	});
	const {service, version, listed, selection} = found;
	return {bucket, prefix: '', listed, listedBy: {service, version}, uploads: selection.uploads};
}

async function going(on: ActStage, plan: AbortRunPlan, options: AbortRunOptions = {}) {
	return start(on, plan.uploads, options, plan);
}

async function ended(on: ActStage, plan: AbortRunPlan, options: AbortRunOptions = {}) {
	const run = await going(on, plan, options);
	return {run, facts: await run.ended};
}

/** What was asked of each upload, in its order. */
function asked(on: ActStage, {key}: Pick<UploadTarget, 'key'>): string[] {
	return on.sandbox.requests.log.flatMap(request =>
		request.key === key && request.operation !== listing ? [request.operation] : [],
	);
}

const three = ['ListParts', 'ListParts', abort];
const four = [...three, 'ListParts'];

/** How often the journal tells each of its outcomes in which words. */
async function words(on: ActStage): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (const {outcome} of (await on.journal.history()).acts) {
		const sentence = outcome === undefined ? 'none' : sentenceOf(outcome);
		counts[sentence] = (counts[sentence] ?? 0) + 1;
	}
	return counts;
}

describe('the requests for an upload', () => {
	test('are three where it is stalled and the listing proves it, and two listings for all', async () => {
		const on = await openStage();
		const targets = uploads(on, 30);
		const {facts} = await ended(on, await planned(on));
		expect(facts).toMatchObject({counts: {gone: 30}, freed: 30 * 8 * MiB});
		for (const target of targets) expect(asked(on, target)).toEqual(three);
		expect(on.sandbox.requests.count(listing)).toBe(2);
		expect(await words(on)).toEqual({[byListing]: 30});
		expect(await left(on)).toEqual([]);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('are three where it is empty and counts as stalled', async () => {
		const on = await openStage();
		const targets = [on.upload([], {key: 'a'}), on.upload([], {key: 'b'})];
		expect((await ended(on, await planned(on))).facts.counts.gone).toBe(2);
		for (const target of targets) expect(asked(on, target)).toEqual(three);
	});

	test.each<[string, (on: ActStage, plan: AbortRunPlan) => AbortRunPlan | Promise<AbortRunPlan>]>([
		['it is idle', (_, plan) => plan],
		[
			'it is of unknown state',
			(_, plan) => ({
				...plan,
				uploads: plan.uploads.map(({initiated: _, ...upload}) => ({
					...upload,
					liveness: 'unknown',
				})),
			}),
		],
		['everything was named', (_, plan) => ({...plan, everything: true})],
		['it is the only one', (_, plan) => ({...plan, uploads: plan.uploads.slice(0, 1)})],
		['the listing was not read to its end', (_, plan) => ({...plan, listedBy: undefined})],
		['no listing was made', (_, plan) => ({...plan, listed: undefined})],
		['the version is not known', (_, plan) => ({...plan, listedBy: {service: 'ceph'}})],
		[
			'the plan comes from a file',
			async (on, plan) => {
				const {endpoint} = on.gateway;
				const file = await writePlanFile(`${on.folder}/plan`, {connection: 'c', endpoint, ...plan});
				return readPlanFile(file);
			},
		],
	])('are four where %s', async (name, change) => {
		const on = await openStage();
		// Without parts a date is all that tells.
		for (const key of ['a', 'b']) on.upload(name.includes('unknown') ? [] : [MiB], {key});
		const plan = await change(on, await planned(on));
		const judged = name === 'it is idle' ? defaultThresholds : thresholds;
		const {facts} = await ended({...on, deps: {...on.deps, thresholds: judged}}, plan);
		expect(facts.counts.gone).toBe(plan.uploads.length);
		for (const upload of plan.uploads) expect(asked(on, upload)).toEqual(four);
		expect(await words(on)).toEqual({[byBoth]: plan.uploads.length});
	});

	test('are four where it is active and was named as that', async () => {
		const on = await openStage();
		for (const target of uploads(on, 2)) on.sandbox.seed.part({...target, number: 2, size: MiB});
		const plan = await planned(on, {includeActive: true});
		expect((await ended(on, plan)).facts.counts.gone).toBe(2);
		for (const upload of plan.uploads) expect(asked(on, upload)).toEqual(four);
	});

	test('are four where the run has no file, by which a kill would be told', async () => {
		const on = await openStage();
		uploads(on, 2);
		await writeFile(`${on.folder}/runs`, 'a file where the folder should be');
		const plan = await planned(on);
		expect((await ended(on, plan)).facts.counts.gone).toBe(2);
		for (const upload of plan.uploads) expect(asked(on, upload)).toEqual(four);
	});

	test.each<PersonalityName>(['aws', 'minio', 'r2'])(
		'are four on a service like %s',
		async like => {
			const on = await openStage(like);
			uploads(on, 2);
			const plan = await planned(on);
			expect((await ended(on, plan)).facts.counts.gone).toBe(2);
			for (const upload of plan.uploads) expect(asked(on, upload)).toEqual(four);
		},
	);

	test('are four where only the profile gives the name of such a service', async () => {
		const on = await openStage('aws');
		uploads(on, 2);
		const plan = await planned(on);
		const listedBy = {service: 'ceph', version: '16 and 18'} as const;
		expect((await ended(on, {...plan, listedBy})).facts.counts.gone).toBe(2);
		for (const upload of plan.uploads) expect(asked(on, upload)).toEqual(four);
	});
});

test('the lines of a run are flushed together: fewer times than it has uploads, each of which has three', async () => {
	const on = await openStage();
	uploads(on, 64);
	const plan = await planned(on);
	const flushes = await flushesOf(async () => {
		expect((await ended(on, plan, {width: () => 16})).facts.counts.gone).toBe(64);
	});
	expect(flushes).toBeLessThan(64);
	const lines = (await readFile(on.journal.file, 'utf8')).trimEnd().split('\n');
	expect(lines).toHaveLength(3 * 64);
});

describe('the look after the Abort stays where', () => {
	test.each<[string, FaultAction]>([
		['it was throttled', error(503, 'SlowDown')],
		['its answer was lost', {cut: 'before'}],
		['it was answered by 200', {respond: {status: 200, body: '', afterEffect: true}}],
	])('%s', async (_, action) => {
		const on = await openStage();
		uploads(on, 3);
		const plan = await planned(on);
		on.sandbox.faults.add({operation: abort, key: 'k0001', times: 1, action});
		expect((await ended(on, plan)).facts.counts.gone).toBe(3);
		expect(asked(on, {key: 'k0001'}).at(-1)).toBe('ListParts');
		expect(await words(on)).toMatchObject({[byListing]: 2, [byBoth]: 1});
	});

	test('the re-read failed before', async () => {
		const on = await openStage();
		uploads(on, 3);
		const plan = await planned(on);
		const action = error(503, 'SlowDown');
		on.sandbox.faults.add({operation: 'ListParts', key: 'k0001', times: 4, action});
		expect((await ended(on, plan)).facts.counts.gone).toBe(3);
		expect(asked(on, {key: 'k0001'}).slice(-3)).toEqual(four.slice(-3));
	});

	test('an Abort of before is open in the journal', async () => {
		const on = await openStage();
		const [target] = uploads(on, 3);
		const before = {act: 'abort', connection: 'x', endpoint: on.gateway.endpoint} as const;
		const intent = await on.journal.begin({...before, ...target!});
		await on.journal.end(intent, {outcome: 'unknown', reason: asWritten('Lost.')});
		expect((await ended(on, await planned(on))).facts.counts.gone).toBe(3);
		expect(asked(on, target!)).toEqual(four);
		expect(asked(on, {key: 'k0001'})).toEqual(three);
	});

	test('it was paused between the intent and the Abort', async () => {
		const on = await openStage();
		uploads(on, 2);
		const plan = await planned(on);
		const {closed, open} = gate();
		const hold: FaultAction = {hold: closed, when: 'before'};
		on.sandbox.faults.add({operation: 'ListParts', key: 'k0001', times: 1, action: hold});
		const arrived = on.sandbox.requests.next('ListParts', 'k0001');
		const run = await going(on, plan, {width: () => 2});
		await arrived;
		run.pause();
		open();
		await until(run, ({state}) => state === 'paused');
		run.goOn();
		expect((await run.ended).counts.gone).toBe(2);
		expect(asked(on, {key: 'k0001'}).slice(-3)).toEqual(four.slice(-3));
	});
});

describe('the listing at the end', () => {
	test('begins when the last Abort was answered', async () => {
		const on = await openStage();
		uploads(on, 12);
		const plan = await planned(on);
		const {closed, open} = gate();
		const hold: FaultAction = {hold: closed, when: 'after'};
		on.sandbox.faults.add({operation: abort, key: 'k0003', action: hold});
		const run = await going(on, plan, {slowAfter: 1});
		const facts = await until(run, ({counts}) => counts.accepted === 11);
		expect(facts).toMatchObject({state: 'running', underWay: 1, counts: {gone: 0}});
		expect(on.sandbox.requests.count(listing)).toBe(1);
		open();
		expect((await run.ended).counts.gone).toBe(12);
		const order = on.sandbox.requests.log.map(({operation}) => operation);
		expect(order.lastIndexOf(abort)).toBeLessThan(order.lastIndexOf(listing));
	});

	test('until it is read, each is accepted and yet to be proven: on the screen, in the journal, in the file', async () => {
		const on = await openStage();
		uploads(on, 5);
		const plan = await planned(on);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: listing, action: {hold: closed, when: 'before'}});
		const told: AbortRunEvent[] = [];
		const run = await going(on, plan, {onEvent: event => told.push(event)});
		const proving = on.sandbox.requests.next(listing);
		const facts = await until(run, ({state}) => state === 'proving');
		await proving;
		expect(facts).toMatchObject({counts: {accepted: 5, gone: 0}, freed: 0, freeing: 40 * MiB});
		expect(await words(on)).toEqual({
			'The service reported success, but the listing at the end is still to come.': 5,
		});
		const yet = 'The service reported success; the listing at the end verifies that.';
		const sentences = told.flatMap(event =>
			event.kind === 'result' ? sentenceOf(event.result) : [],
		);
		expect(sentences).toEqual(Array(5).fill(yet));
		const record = async () => [...(await readRunFile(run.file!)).results.values()];
		await expect.poll(async () => (await record()).length).toBe(5);
		for (const {kind, reason} of await record())
			expect([kind, sentenceOf({reason})]).toEqual(['accepted', yet]);
		open();
		expect((await run.ended).counts.gone).toBe(5);
		expect((await record()).map(({kind}) => kind)).toEqual(Array(5).fill('gone'));
	});

	test.each<[string, FaultAction, string]>([
		['is denied', error(403, 'AccessDenied'), 'listing the uploads of the bucket is not allowed'],
		['is not implemented', error(501, 'NotImplemented'), 'the service does not list uploads'],
		['fails for good', error(400, 'InvalidRequest'), 'the listing failed'],
		['does not end', {page: 'repeated'}, 'does not end'],
		[
			'holds a row that names none',
			{
				replaceBody:
					'<ListMultipartUploadsResult><Bucket>media</Bucket><IsTruncated>false</IsTruncated><Upload><Key>x</Key></Upload></ListMultipartUploadsResult>',
			},
			'has no key or no upload id',
		],
	])('%s: each is looked at then, accepted, and as today not proven', async (_, action, why) => {
		const on = await openStage();
		const targets = uploads(on, 10);
		const plan = await planned(on);
		uploads(on, 3, 'other');
		on.sandbox.faults.add({operation: listing, action});
		on.sandbox.faults.add({operation: abort, key: 'k0004', times: 1, action: nothing});
		const {run, facts} = await ended(on, plan);
		// The one that nothing was done to is found out and aborted again.
		expect(facts).toMatchObject({counts: {accepted: 10, gone: 0}, freed: 0, freeing: 0});
		for (const result of run.results())
			expect(sentenceOf(result)).toMatch(
				new RegExp(`^The service no longer knows it, but .*${why}`),
			);
		for (const target of targets) expect(asked(on, target).slice(0, 4)).toEqual(four);
		expect(on.sandbox.requests.log.filter(({key}) => key === 'k0004')).toHaveLength(7);
		expect(await outcomes(on)).toEqual({accepted: 10, failed: 1});
	});

	test('fails, and so do the looks: the service said yes, and nothing more is claimed', async () => {
		const on = await openStage();
		uploads(on, 10);
		const plan = await planned(on);
		const {closed, open} = gate();
		const failure = error(400, 'InvalidRequest');
		on.sandbox.faults.add({operation: listing, action: {hold: closed, when: 'before'}});
		// What strikes a request is known when it arrives: this one may be there before "proving" is.
		on.sandbox.faults.add({operation: listing, action: failure});
		const run = await going(on, plan);
		await until(run, ({state}) => state === 'proving');
		on.sandbox.faults.add({action: failure});
		open();
		expect(await run.ended).toMatchObject({counts: {accepted: 10, gone: 0, unknown: 0}, freed: 0});
		for (const result of run.results())
			expect(sentenceOf(result)).toBe('The service reported success, but the listing failed.');
		expect(await outcomes(on)).toEqual({accepted: 10});
	});

	test('is left out for so few of so many that one by one is less', async () => {
		const on = await openStage();
		const targets = uploads(on, 3);
		const plan = {...(await planned(on)), listed: 3001};
		expect((await ended(on, plan)).facts.counts.gone).toBe(3);
		for (const target of targets) expect(asked(on, target)).toEqual(four);
		expect(on.sandbox.requests.count(listing)).toBe(1 + 3);
		expect(await words(on)).toEqual({[byBoth]: 3});
	});

	test('and not a look by its key proves one of few of a short one', async () => {
		const on = await openStage();
		uploads(on, 3);
		expect((await ended(on, await planned(on))).facts.counts.gone).toBe(3);
		const ends = on.sandbox.requests.log.filter(({operation}) => operation === listing).slice(1);
		expect(ends.map(({query}) => query['prefix'])).toEqual([undefined]);
	});

	test('shows one that a 204 did nothing to: it is aborted again and looked at, never called gone', async () => {
		const on = await openStage();
		uploads(on, 12);
		const plan = await planned(on);
		on.sandbox.faults.add({operation: abort, key: 'k0005', times: 1, action: nothing});
		expect((await ended(on, plan)).facts).toMatchObject({counts: {gone: 12}, freed: 96 * MiB});
		expect(asked(on, {key: 'k0005'})).toEqual([...three, ...four.slice(1)]);
		expect(await left(on)).toEqual([]);
		expect(await outcomes(on)).toEqual({gone: 12, failed: 1});
	});

	test('shows one that every 204 did nothing to: it has failed', async () => {
		const on = await openStage();
		uploads(on, 12);
		const plan = await planned(on);
		on.sandbox.faults.add({operation: abort, key: 'k0005', action: nothing});
		const {run, facts} = await ended(on, plan);
		expect(facts).toMatchObject({counts: {gone: 11, failed: 1}, freed: 88 * MiB});
		expect(sentenceOf(run.results()[0]!)).toContain('and still lists the upload');
		expect(await left(on)).toEqual(['k0005']);
	});

	test('shows one to which parts came meanwhile: it is left alone', async () => {
		const on = await openStage();
		const targets = uploads(on, 12);
		const plan = await planned(on);
		const fault = on.sandbox.faults.add({
			operation: abort,
			key: 'k0005',
			times: 1,
			action: nothing,
		});
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: listing, action: {hold: closed, when: 'before'}, times: 1});
		const run = await going(on, plan);
		await until(run, ({state}) => state === 'proving');
		expect(fault.struck).toBe(1);
		on.sandbox.seed.part({...targets[5]!, number: 2, size: MiB});
		open();
		expect((await run.ended).counts).toMatchObject({gone: 11, failed: 1});
		expect(sentenceOf(run.results()[0]!)).toBe(
			'The service reported success for an Abort and still lists the upload. It is left alone now. It moved: 1 part landed since the confirmation.',
		);
		expect((await on.gateway.listParts(targets[5]!)).parts).toHaveLength(2);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('shows one that comes back with the same id: it is aborted again and looked at', async () => {
		const on = await openStage();
		const targets = uploads(on, 12);
		const plan = await planned(on);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: listing, action: {hold: closed, when: 'before'}, times: 1});
		const run = await going(on, plan);
		await until(run, ({state}) => state === 'proving');
		const back = targets[7]!;
		const {initiated, summary} = plan.uploads[7]!;
		const parts = [{number: 1, size: 8 * MiB, lastModified: summary?.lastPart}];
		on.sandbox.seed.upload({...back, initiated, parts});
		open();
		expect((await run.ended).counts.gone).toBe(12);
		expect(asked(on, back)).toEqual([...three, ...four.slice(1)]);
		expect(await left(on)).toEqual([]);
	});

	test('shows what is gone for a while: it is looked at, and listed once more', async () => {
		const on = await openStage();
		uploads(on, 12);
		const plan = await planned(on);
		const {gateway} = on;
		let times = 0;
		const stale = {
			...gateway,
			get pace() {
				return gateway.pace;
			},
			async listUploadsPage(...asked: Parameters<typeof gateway.listUploadsPage>) {
				const page = await gateway.listUploadsPage(...asked);
				if (++times > 1) return page;
				return {
					...page,
					uploads: plan.uploads.map(({key, uploadId}) => on.row({bucket, key, uploadId})),
				};
			},
		};
		const run = await start(
			{...on, deps: {...on.deps, gateway: stale}},
			plan.uploads as PlannedAbort[],
			{},
			plan,
		);
		expect((await run.ended).counts.gone).toBe(12);
		expect(on.sandbox.requests.count(abort)).toBe(12);
		expect(on.sandbox.requests.count(listing)).toBe(3);
	});
});
