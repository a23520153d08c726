import {expect, onTestFinished, test, vi} from 'vitest';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {sentenceOf} from '../../support/reasons.js';
import {outcomes, planFor, start, uploads} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, MiB, openActStage} from '../act-stage.js';

const abort = 'AbortMultipartUpload';

/** Milliseconds that pass with the nth look at the parts; the last one holds for all that come after it. */
type Takes = readonly [number, ...number[]];

/** A time that stands still, but for what the looks take, and what passes before an Abort leaves. */
function withTime(
	on: ActStage,
	takes: Takes,
	{
		beforeAbort = [0] as Takes,
		onLook = () => {},
		/** Whether the gateway is told nothing of when an Abort may leave. */
		heedless = false,
	} = {},
): ActStage {
	let now = Date.now();
	let looks = 0;
	let aborts = 0;
	const nth = (times: Takes, at: number) => times[Math.min(at, times.length - 1)] ?? 0;
	const time = vi.spyOn(Date, 'now').mockImplementation(() => now);
	onTestFinished(() => time.mockRestore());
	const {gateway} = on;
	const slow: Gateway = {
		...gateway,
		get pace() {
			return gateway.pace;
		},
		async summarizeParts(...asked) {
			const summary = await gateway.summarizeParts(...asked);
			now += nth(takes, looks++);
			onLook();
			return summary;
		},
		abort({leaves, ...target}) {
			now += nth(beforeAbort, aborts++);
			return gateway.abort(heedless ? target : {...target, leaves});
		},
	};
	return {...on, gateway: slow, deps: {...on.deps, gateway: slow}};
}

/** A run over one upload, by the rule that holds for all. */
async function runOver(on: ActStage, takes: Takes, more: Parameters<typeof withTime>[2] = {}) {
	const plan = await planFor(on, uploads(on, 1));
	const run = await start(withTime(on, takes, more), plan, {readWithin: undefined});
	return {run, facts: await run.ended};
}

const sent = (on: ActStage) => on.sandbox.requests.log.map(({operation}) => operation).slice(0, -1);

test('an Abort that leaves two seconds after its parts were asked for is sent', async () => {
	const on = await openActStage();
	const {facts} = await runOver(on, [2000]);
	expect(facts).toMatchObject({counts: {gone: 1}, widestWindow: 2000});
	expect(sent(on)).toEqual(['ListParts', abort, 'ListParts']);
});

test.each<[string, Takes]>([
	['longer than that', [2001, 0]],
	['longer than that, twice', [60_000, 2001, 5]],
	['no time at all, since the clock was put back', [-1, 0]],
])('where reading them takes %s, they are read again', async (_, takes) => {
	const on = await openActStage();
	const {facts} = await runOver(on, takes);
	expect(facts.counts.gone).toBe(1);
	expect(facts.widestWindow).toBe(takes.at(-1));
	expect(sent(on)).toEqual([...takes.map(() => 'ListParts'), abort, 'ListParts']);
});

test('what came meanwhile is seen by that: it is left alone', async () => {
	const on = await openActStage();
	const targets = uploads(on, 1);
	const plan = await planFor(on, targets);
	let looks = 0;
	const onLook = () => {
		if (++looks === 1) on.sandbox.seed.part({...targets[0]!, number: 2, size: MiB});
	};
	const run = await start(withTime(on, [2001, 0], {onLook}), plan, {readWithin: undefined});
	expect((await run.ended).counts['left-alone']).toBe(1);
	expect(on.sandbox.requests.count(abort)).toBe(0);
});

test('where it always takes longer, nothing is sent, and it is said', async () => {
	const on = await openActStage();
	const {run, facts} = await runOver(on, [2001]);
	expect(facts.counts.failed).toBe(1);
	expect(sentenceOf(run.results()[0]!)).toBe(
		'Its parts could not be read within two seconds before an Abort. Abort it alone.',
	);
	expect(on.sandbox.requests.counts).toEqual({ListParts: 9});
	expect(await outcomes(on)).toEqual({'not-sent': 3});
});

test('one that is aborted alone is read three times, and then aborted', async () => {
	const on = await openActStage();
	const target = on.upload();
	const plan = await planAbort(on.gateway, bucket, on.row(target));
	on.sandbox.requests.clear();
	const result = await abortUpload(withTime(on, [2001]).deps, plan);
	expect(result.kind).toBe('gone');
	expect(sent(on)).toEqual(['ListParts', 'ListParts', 'ListParts', abort, 'ListParts']);
});

test.each<[string, Takes]>([
	['the Abort waits longer than that in the gateway', [2001, 0]],
	['it does so twice', [60_000, 2001, 0]],
	['the clock is put back there', [-1, 0]],
])('where %s, nothing is sent, and they are read again', async (_, beforeAbort) => {
	const on = await openActStage();
	const {facts} = await runOver(on, [0], {beforeAbort});
	expect(facts).toMatchObject({counts: {gone: 1}, widestWindow: 0});
	expect(sent(on)).toEqual([...beforeAbort.map(() => 'ListParts'), abort, 'ListParts']);
});

test('what came while it waited there is seen: it is left alone', async () => {
	const on = await openActStage();
	const targets = uploads(on, 1);
	const plan = await planFor(on, targets);
	let looks = 0;
	const onLook = () => {
		if (++looks === 2) on.sandbox.seed.part({...targets[0]!, number: 2, size: MiB});
	};
	const more = {beforeAbort: [2001, 2001, 0], onLook} as const;
	const run = await start(withTime(on, [0], more), plan, {readWithin: undefined});
	expect((await run.ended).counts['left-alone']).toBe(1);
	expect(on.sandbox.requests.count(abort)).toBe(0);
});

test('where it always waits longer there, nothing is sent, and it is said', async () => {
	const on = await openActStage();
	const {run, facts} = await runOver(on, [0], {beforeAbort: [2001]});
	expect(facts.counts.failed).toBe(1);
	expect(sentenceOf(run.results()[0]!)).toBe(
		'Its parts could not be read within two seconds before an Abort. Abort it alone.',
	);
	expect(on.sandbox.requests.counts).toEqual({ListParts: 9});
	expect(await outcomes(on)).toEqual({'not-sent': 3});
});

test('one that is aborted alone leaves at the third time, however long it waits there', async () => {
	const on = await openActStage();
	const target = on.upload();
	const plan = await planAbort(on.gateway, bucket, on.row(target));
	on.sandbox.requests.clear();
	const result = await abortUpload(withTime(on, [0], {beforeAbort: [2001]}).deps, plan);
	expect(result.kind).toBe('gone');
	expect(sent(on)).toEqual(['ListParts', 'ListParts', 'ListParts', abort, 'ListParts']);
});

test('an Abort that left later all the same is looked at, also where the listing would prove it', async () => {
	const on = await openActStage({like: 'ceph-16'});
	const thresholds = {activeWithin: 1, stalledAfter: 1};
	const plan = await planFor(on, uploads(on, 2));
	const listedBy = {service: 'ceph', version: '16 and 18'} as const;
	const late = {beforeAbort: [2001], heedless: true} as const;
	const slow = withTime({...on, deps: {...on.deps, thresholds}}, [0], late);
	const run = await start(
		slow,
		plan,
		{readWithin: undefined, width: () => 1},
		{listed: 2, listedBy},
	);
	expect(await run.ended).toMatchObject({counts: {gone: 2}, widestWindow: 2001});
	expect(on.sandbox.requests.count('ListParts')).toBe(4);
});
