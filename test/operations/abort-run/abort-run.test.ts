import {describe, expect, test} from 'vitest';
import type {AbortRunEvent} from '../../../source/operations/abort-run/abort-run.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {asWritten, said, sentenceOf} from '../../support/reasons.js';
import {MiB, openActStage} from '../act-stage.js';
import {error, left, outcomes, planFor, run, start, until, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';

describe('a run', () => {
	test('of many is proven by one listing, each is in the journal, nothing else is touched', async () => {
		const on = await openActStage();
		const kept = on.upload(undefined, {key: 'kept'});
		const {run, facts} = await start(on, uploads(on, 200)).then(async run => ({
			run,
			facts: await run.ended,
		}));
		expect(facts).toMatchObject({state: 'ended', total: 200, waiting: 0, underWay: 0});
		expect(facts.counts).toMatchObject({gone: 200, accepted: 0, failed: 0});
		expect(facts).toMatchObject({freed: 200 * 8 * MiB, freeing: 0});
		expect(facts.widestWindow).toBeGreaterThan(0);
		expect(run.results()).toEqual([]);
		expect(await left(on)).toEqual([kept.key]);
		expect(on.sandbox.requests.counts).toMatchObject({ListParts: 400, [abort]: 200});
		const {acts} = await on.journal.history();
		expect(new Set(acts.map(({intent}) => intent.run))).toEqual(new Set([run.id]));
		expect(await outcomes(on)).toEqual({gone: 200});
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('asks the listing once for many, and key by key for a few of a long one', async () => {
		const on = await openActStage();
		const many = await run(on, uploads(on, 20), {}, {listed: 20});
		expect(many.facts().counts.gone).toBe(20);
		expect(on.sandbox.requests.count('ListMultipartUploads')).toBe(1);
		const few = await run(on, uploads(on, 20), {}, {listed: 20_000});
		expect(few.facts().counts.gone).toBe(20);
		expect(on.sandbox.requests.count('ListMultipartUploads')).toBe(20);
	});

	test('tells of each upload what it comes to, and how the run stands', async () => {
		const on = await openActStage();
		const events: AbortRunEvent[] = [];
		await run(on, uploads(on, 10), {onEvent: event => events.push(event)});
		const kinds = events.map(event => (event.kind === 'state' ? event.state : event.result.kind));
		expect(kinds).toEqual([
			...Array(10).fill('accepted'),
			'proving',
			...Array(10).fill('gone'),
			'ended',
		]);
	});

	test('writes the intent before the re-read, so that nothing lies between it and the Abort', async () => {
		const on = await openActStage();
		const [target] = uploads(on, 1);
		const plan = await planFor(on, [target!]);
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: 'ListParts',
			action: {hold: closed, when: 'before'},
			times: 1,
		});
		const arrived = on.sandbox.requests.next('ListParts');
		const started = start(on, plan);
		await arrived;
		expect(await on.journal.openActs()).toMatchObject([{state: 'running'}]);
		open();
		await (await started).ended;
		const order = on.sandbox.requests.log.map(({operation}) => operation);
		expect(order.slice(0, 3)).toEqual(['ListParts', abort, 'ListParts']);
	});

	test('on a read-only connection sends nothing', async () => {
		const on = await openActStage({readOnly: true});
		const ended = await run(on, uploads(on, 3));
		expect(ended.facts().counts.refused).toBe(3);
		expect(on.sandbox.requests.count(abort)).toBe(0);
		expect(await outcomes(on)).toEqual({});
	});
});

describe('an upload', () => {
	test('that got a part between the plan and the re-read survives', async () => {
		const on = await openActStage();
		const targets = uploads(on, 40);
		const plan = await planFor(on, targets);
		const moved = targets.filter((_, at) => at % 4 === 0);
		for (const target of moved) on.sandbox.seed.part({...target, number: 2, size: MiB});
		const ended = await run(on, plan);
		expect(ended.facts().counts).toMatchObject({gone: 30, 'left-alone': 10});
		expect(sentenceOf(ended.results()[0])).toBe('It moved: 1 part landed since the confirmation.');
		expect(await left(on)).toEqual(moved.map(({key}) => key));
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('that moved is aborted when everything was named, or it was named as active', async () => {
		const on = await openActStage();
		const targets = uploads(on, 2);
		const plan = await planFor(on, targets);
		for (const target of targets) on.sandbox.seed.part({...target, number: 2, size: MiB});
		const active = await planFor(on, [targets[1]!]);
		expect(active[0]?.liveness).toBe('active');
		on.sandbox.seed.part({...targets[1]!, number: 3, size: MiB});
		expect((await run(on, active)).facts().counts.gone).toBe(1);
		expect((await run(on, [plan[0]!])).facts().counts['left-alone']).toBe(1);
		expect((await run(on, [plan[0]!], {}, {everything: true})).facts().counts.gone).toBe(1);
	});

	test('whose Complete is under way or unknown elsewhere is refused, the others go on', async () => {
		const on = await openActStage();
		const targets = uploads(on, 10);
		const complete = {act: 'complete', connection: 'x', endpoint: 'http://other'} as const;
		const planned = {size: 1, partCount: 1};
		await on.journal.begin({...complete, ...targets[0]!, planned});
		const unknown = await on.journal.begin({...complete, ...targets[1]!, planned});
		await on.journal.end(unknown, {outcome: 'unknown', reason: asWritten('Lost.')});
		const ended = await run(on, targets);
		expect(ended.facts().counts).toMatchObject({gone: 8, refused: 2});
		expect(ended.results().map(({reason}) => reason)).toMatchObject([
			{code: 'journal', problem: {code: 'under-way'}},
			{code: 'journal', problem: {code: 'unsettled'}},
		]);
		expect(await left(on)).toEqual([targets[0]!.key, targets[1]!.key]);
	});

	test('that was gone before is proven so, and frees nothing', async () => {
		const on = await openActStage();
		const targets = uploads(on, 12);
		const plan = await planFor(on, targets);
		await on.gateway.abort(targets[3]!);
		const ended = await run(on, plan);
		expect(ended.facts()).toMatchObject({counts: {gone: 12}, freed: 11 * 8 * MiB});
		expect(await outcomes(on)).toEqual({gone: 11, 'not-sent': 1});
	});

	test('that is slow to abort does not hold the others', async () => {
		const on = await openActStage();
		const targets = uploads(on, 30);
		const plan = await planFor(on, targets);
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: abort,
			key: /k000[01]/,
			action: {hold: closed, when: 'before'},
		});
		const going = await start(on, plan, {width: () => 2});
		// Both lanes are taken; after a moment neither counts any more.
		const facts = await until(going, ({counts}) => counts.accepted === 28);
		expect(facts).toMatchObject({underWay: 2, waiting: 0, state: 'running'});
		open();
		expect((await going.ended).counts.gone).toBe(30);
	});

	test('asks no more at a time than the width, which may change; as many again have their intents', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 20));
		let width = 3;
		let asking = 0;
		let most = 0;
		const counted =
			<A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
			async (...args: A) => {
				most = Math.max(most, ++asking);
				return ask(...args).finally(() => asking--);
			};
		const {gateway} = on.deps;
		const counting = {
			...gateway,
			summarizeParts: counted(gateway.summarizeParts),
			abort: counted(gateway.abort),
		};
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: abort, times: 3, action: {hold: closed, when: 'before'}});
		// On a busy machine an Abort may take longer than two seconds.
		const options = {width: () => width, slowAfter: 10 * 60_000};
		const going = await start({...on, deps: {...on.deps, gateway: counting}}, plan, options);
		await until(going, () => on.sandbox.requests.count(abort) === 3);
		expect(most).toBe(3);
		expect(going.facts()).toMatchObject({underWay: 6, waiting: 14});
		width = 1;
		open();
		await until(going, ({counts}) => counts.accepted >= 3);
		most = 0;
		let atWork = 0;
		await until(going, ({underWay, counts}) => {
			if (counts.accepted > 6) atWork = Math.max(atWork, underWay);
			return counts.accepted + counts.gone === 20;
		});
		expect([most, atWork]).toEqual([1, 2]);
		expect((await going.ended).counts.gone).toBe(20);
	});
});

describe('an answer', () => {
	test('404 for an upload that is listed is a failure and never gone', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 30));
		// As Ceph RGW does with a key that is off by its encoding: unknown to both, and listed.
		const unknown = error(404, 'NoSuchUpload');
		on.sandbox.faults.add({operation: abort, key: /k000/, action: unknown});
		on.sandbox.faults.add({operation: 'ListParts', key: /k001/, action: unknown});
		const ended = await run(on, plan);
		expect(ended.facts()).toMatchObject({counts: {gone: 10, failed: 20}, freed: 10 * 8 * MiB});
		for (const each of ended.results())
			expect(sentenceOf(each)).toContain('does not know this key, and still lists the upload');
		expect(await left(on)).toHaveLength(20);
	});

	test('that refuses an Abort for certain is a failed act; one that is left alone was not sent', async () => {
		const on = await openActStage();
		const targets = uploads(on, 2);
		const plan = await planFor(on, targets);
		on.sandbox.seed.part({...targets[1]!, number: 2, size: MiB});
		on.sandbox.faults.add({operation: abort, key: /k0000/, action: error(403, 'AccessDenied')});
		await run(on, plan);
		expect(await outcomes(on)).toEqual({failed: 1, 'not-sent': 1});
	});

	const cases: Array<[name: string, action: FaultAction, kind: string, isThere: boolean]> = [
		['cut before the effect', {cut: 'before'}, 'unknown', true],
		['cut after the effect', {cut: 'after'}, 'gone', false],
		['500', error(500, 'InternalError'), 'unknown', true],
		['503 for ever', error(503, 'SlowDown'), 'failed', true],
		['503 though it worked', error(503, 'SlowDown', {afterEffect: true}), 'gone', false],
		['403', error(403, 'AccessDenied'), 'failed', true],
		['a bare 404', {respond: {status: 404, body: ''}}, 'failed', true],
		['NoSuchBucket', error(404, 'NoSuchBucket'), 'failed', true],
		['NoSuchUpload and gone', error(404, 'NoSuchUpload', {afterEffect: true}), 'gone', false],
		['204 that does nothing', {respond: {status: 204, body: ''}}, 'failed', true],
	];

	test.each(cases)('%s', async (_name, action, kind, isThere) => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		on.sandbox.faults.add({operation: abort, action});
		const ended = await run(on, plan);
		expect(ended.facts().counts).toMatchObject({[kind]: 1});
		expect((await left(on)).length > 0).toBe(isThere);
		const open = await on.journal.openActs();
		expect(open.length > 0).toBe(kind === 'unknown');
	});

	test('503 to a share of 30 % of all requests loses nothing', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 60));
		const fault = on.sandbox.faults.add({share: 0.3, action: error(503, 'SlowDown')});
		const ended = await run(on, plan, {width: () => 8});
		expect(fault.struck).toBeGreaterThan(40);
		expect(ended.facts().counts.gone).toBe(60);
		expect(ended.facts().throttled).toBeGreaterThan(0);
		on.sandbox.faults.clear();
		expect(await left(on)).toEqual([]);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('that is lost is sent again when the upload is as it was, and not when it moved', async () => {
		const on = await openActStage();
		const targets = uploads(on, 2);
		const plan = await planFor(on, targets);
		on.sandbox.faults.add({
			operation: abort,
			key: targets[0]!.key,
			times: 2,
			action: {cut: 'before'},
		});
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: abort,
			key: targets[1]!.key,
			times: 1,
			action: {hold: closed, when: 'before'},
		});
		on.sandbox.faults.add({
			operation: abort,
			key: targets[1]!.key,
			times: 1,
			action: {cut: 'before'},
		});
		const arrived = on.sandbox.requests.next(abort, targets[1]!.key);
		const going = await start(on, plan);
		await arrived;
		on.sandbox.seed.part({...targets[1]!, number: 2, size: MiB});
		open();
		// The lost Abort may still be on its way to the upload that is left alone.
		expect((await going.ended).counts).toMatchObject({gone: 1, unknown: 1});
		expect(going.results()).toMatchObject([
			{kind: 'unknown', reason: said(expect.stringContaining('1 part landed since'))},
		]);
		expect(await left(on)).toEqual([targets[1]!.key]);
		expect(on.sandbox.requests.count(abort)).toBe(4);
		expect(await on.journal.openActs()).toHaveLength(1);
	});

	test('yes to an upload that is listed again later is not repeated when its parts are others', async () => {
		const on = await openActStage();
		const targets = uploads(on, 12);
		const plan = await planFor(on, targets);
		const late = targets[5]!;
		const fault = on.sandbox.faults.add({
			operation: abort,
			key: late.key,
			times: 1,
			action: {respond: {status: 204, body: ''}},
		});
		// The look after the Abort finds nothing; then a part that was in flight lands.
		on.sandbox.faults.add({
			operation: 'ListParts',
			key: late.key,
			call: 2,
			action: error(404, 'NoSuchUpload'),
		});
		const going = await start(on, plan);
		await until(going, () => fault.struck === 1);
		on.sandbox.seed.part({...late, number: 2, size: MiB});
		expect((await going.ended).counts).toMatchObject({gone: 11, failed: 1});
		expect(sentenceOf(going.results()[0])).toBe(
			'The service reported success for an Abort and still lists the upload. It is left alone now. It moved: 1 part landed since the confirmation.',
		);
		expect((await on.gateway.listParts(late)).parts).toHaveLength(2);
		expect(await left(on)).toEqual([late.key]);
		expect(await outcomes(on)).toEqual({gone: 11, failed: 1, 'not-sent': 1});
	});

	test('yes to an upload that is listed again as it was is repeated', async () => {
		const on = await openActStage();
		const targets = uploads(on, 12);
		const plan = await planFor(on, targets);
		const {key} = targets[5]!;
		const nothing = {respond: {status: 204, body: ''}};
		on.sandbox.faults.add({operation: abort, key, times: 1, action: nothing});
		// The look after the Abort finds nothing, and the listing shows it.
		const unknown = error(404, 'NoSuchUpload');
		on.sandbox.faults.add({operation: 'ListParts', key, call: 2, action: unknown});
		const going = await start(on, plan);
		expect((await going.ended).counts.gone).toBe(12);
		expect(await left(on)).toEqual([]);
		expect(await outcomes(on)).toEqual({gone: 12, failed: 1});
	});
});

describe('where the listing', () => {
	test.each([
		['is denied', error(403, 'AccessDenied'), 'listing the uploads of the bucket is not allowed'],
		['is not implemented', error(501, 'NotImplemented'), 'the service does not list uploads'],
		['fails for good', error(400, 'InvalidRequest'), 'the listing failed'],
		['does not end', {page: 'repeated'} as const, 'does not end'],
	])('%s, they are accepted and not proven', async (_name, action, why) => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 10));
		uploads(on, 3, 'other');
		on.sandbox.faults.add({operation: 'ListMultipartUploads', action});
		const ended = await run(on, plan);
		expect(ended.facts()).toMatchObject({counts: {accepted: 10, gone: 0}, freed: 0, freeing: 0});
		for (const each of ended.results()) expect(sentenceOf(each)).toContain(why);
		expect(await outcomes(on)).toEqual({accepted: 10});
	});

	test('of parts is denied, they are accepted', async () => {
		const on = await openActStage();
		const targets = uploads(on, 10);
		on.sandbox.faults.add({operation: 'ListParts', action: error(403, 'AccessDenied')});
		const plan = targets.map(({key, uploadId}) => ({key, uploadId, liveness: 'unknown'}) as const);
		const ended = await run(on, plan);
		expect(ended.facts().counts).toMatchObject({accepted: 10});
		expect(await left(on)).toEqual([]);
	});

	test('is throttled, it is asked again', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 10));
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			times: 4,
			action: error(503, 'SlowDown'),
		});
		expect((await run(on, plan)).facts().counts.gone).toBe(10);
	});

	test('is that of a SeaweedFS, which answers for any id, they are accepted', async () => {
		const on = await openActStage({like: 'seaweedfs'});
		const plan = await planFor(on, uploads(on, 10));
		const ended = await run(on, plan);
		expect(ended.facts().counts).toMatchObject({accepted: 10});
		expect(sentenceOf(ended.results()[0])).toContain('empty list of parts');
	});
});

describe('bucket', () => {
	test.each(['minio', 'ceph-16'] as const)('like that of %s: all are proven gone', async like => {
		const on = await openActStage({like});
		const ended = await run(on, uploads(on, 30));
		expect(ended.facts().counts.gone).toBe(30);
		expect(await left(on)).toEqual([]);
	});
});
