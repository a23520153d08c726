import {describe, expect, test} from 'vitest';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {said, sentenceOf} from '../../support/reasons.js';
import {
	error,
	left,
	outcomes,
	planFor,
	run,
	start,
	until,
	uploads,
} from '../abort-run/abort-run-stage.js';
import {type ActStage, bucket, MiB, openActStage} from '../act-stage.js';

const abort = 'AbortMultipartUpload';
const page = {headers: {'content-type': 'text/html'}, body: '<html>Service Unavailable</html>'};
const proxy503: FaultAction = {respond: {status: 503, ...page, afterEffect: true}};
const nothingSent = /nothing was sent|nothing has changed|before anything was sent|gone already/i;
const options = {sleep: async () => {}};

/** What the journal says of every act, in words. */
async function journalWords({journal}: ActStage): Promise<string> {
	const {acts} = await journal.history();
	return acts
		.flatMap(({outcome, earlier}) => [...earlier, outcome].map(each => sentenceOf(each)))
		.join('\n');
}

describe('an Abort whose first answer was lost after it took effect', () => {
	const answers: Array<[string, FaultAction]> = [
		['503 of a proxy', proxy503],
		['504 of a proxy', {respond: {status: 504, ...page, afterEffect: true}}],
		['503 SlowDown', error(503, 'SlowDown', {afterEffect: true})],
		['404 of a proxy', {respond: {status: 404, ...page, afterEffect: true}}],
		['200 of a proxy', {respond: {status: 200, ...page, afterEffect: true}}],
		['202', {respond: {status: 202, body: '', afterEffect: true}}],
		['reset', {cut: 'after'}],
	];
	test.each(answers)('%s: it is gone by us, and its bytes count', async (_name, action) => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 3));
		on.sandbox.faults.add({operation: abort, key: 'k0001', action});
		const ended = await run(on, plan);
		expect(ended.facts()).toMatchObject({counts: {gone: 3}, freed: 24 * MiB, freeing: 0});
		expect(await on.journal.openActs()).toEqual([]);
		expect(await journalWords(on)).not.toMatch(/gone already/);
		const {acts} = await on.journal.history();
		expect(acts.filter(({standing}) => standing === 'gone')).toHaveLength(3);
	});

	test.each([
		['the next look is denied', error(403, 'AccessDenied')],
		['the next look fails for good', error(400, 'InvalidRequest')],
	])('%s, and so are those after it: unknown', async (_name, action) => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 2));
		on.sandbox.faults.add({operation: abort, key: 'k0001', times: 1, action: proxy503});
		const events: string[] = [];
		// The first re-read is answered, nothing after it.
		for (let call = 2; call < 9; call++)
			on.sandbox.faults.add({operation: 'ListParts', key: 'k0001', call, action});
		const ended = await run(on, plan, {
			onEvent: event => {
				if (event.kind === 'result') events.push(sentenceOf(event.result));
			},
		});
		expect(ended.facts()).toMatchObject({counts: {gone: 1, unknown: 1}, freed: 8 * MiB});
		expect(ended.results()).toMatchObject([
			{kind: 'unknown', failure: {operation: abort, code: 'HTTP 503'}},
		]);
		expect(events.join('\n')).not.toMatch(nothingSent);
		expect(await journalWords(on)).not.toMatch(nothingSent);
		expect(await on.journal.openActs()).toMatchObject([{intent: {key: 'k0001'}}]);
	});

	test('and the credentials end: a stop then proves it by a look, or says that it is unknown', async () => {
		for (const isRenewed of [true, false]) {
			const on = await openActStage();
			const plan = await planFor(on, uploads(on, 1));
			on.sandbox.faults.add({operation: abort, times: 1, action: proxy503});
			const expired = error(400, 'ExpiredToken');
			const going = await start(on, plan, {
				sleep: async () => {
					// Before it is read again.
					on.sandbox.faults.add({action: expired});
				},
			});
			const paused = await until(going, ({state}) => state === 'paused');
			expect(paused).toMatchObject({waiting: 1, pausedBy: {code: 'ExpiredToken'}});
			if (isRenewed) on.sandbox.faults.clear();
			going.stop();
			const {counts, freed} = await going.ended;
			if (isRenewed) expect({counts, freed}).toMatchObject({counts: {gone: 1}, freed: 8 * MiB});
			else {
				expect(counts).toMatchObject({unknown: 1, stopped: 0});
				expect(sentenceOf(going.results()[0])).not.toMatch(nothingSent);
			}
			expect(await on.journal.openActs()).toHaveLength(isRenewed ? 0 : 1);
		}
	});

	test('and it is stopped between two attempts: what a look shows', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 4));
		on.sandbox.faults.add({operation: abort, key: /k000[01]/, action: proxy503});
		const dropped = {respond: {status: 503, ...page}};
		on.sandbox.faults.add({operation: abort, key: 'k0002', action: dropped});
		on.sandbox.faults.add({operation: abort, key: 'k0003', action: error(503, 'SlowDown')});
		const {closed, open} = gate();
		const going = await start(on, plan, {sleep: () => closed});
		await until(going, ({throttled, underWay}) => throttled === 4 && underWay === 0);
		going.stop();
		const {counts, freed} = await going.ended;
		open();
		// S3's own SlowDown is believed once the upload is seen; a proxy's 503 never is.
		expect(counts).toMatchObject({gone: 2, unknown: 1, stopped: 1});
		expect(freed).toBe(16 * MiB);
		for (const each of going.results()) expect(sentenceOf(each)).not.toMatch(nothingSent);
		expect(await outcomes(on)).toEqual({gone: 2, unknown: 1, failed: 1});
	});

	test('and the next one is refused, or its upload is another process’: unknown, then gone', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 503, ...page}}});
		on.sandbox.faults.add({operation: abort, action: error(403, 'AccessDenied')});
		const ended = await run(on, plan);
		expect(ended.results()).toMatchObject([{kind: 'unknown', failure: {code: 'HTTP 503'}}]);
		expect(sentenceOf(ended.results()[0])).not.toMatch(nothingSent);
		expect(await on.journal.openActs()).toHaveLength(1);
		// It takes effect late; another run finds it gone, by what the journal holds open.
		on.sandbox.faults.clear();
		await on.gateway.abort({bucket, ...plan[0]!});
		const again = await run(on, plan);
		expect(again.facts()).toMatchObject({counts: {gone: 1}, freed: 8 * MiB});
		expect(await on.journal.openActs()).toEqual([]);
	});
});

test('an Abort whose answer was lost counts also after others that were answered by a yes in vain', async () => {
	const on = await openActStage();
	const plan = await planFor(on, uploads(on, 1));
	on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 503, ...page}}});
	on.sandbox.faults.add({operation: abort, action: {respond: {status: 204, body: ''}}});
	const ended = await run(on, plan);
	expect(ended.results()).toMatchObject([{kind: 'unknown', failure: {code: 'HTTP 503'}}]);
	expect(await on.journal.openActs()).not.toEqual([]);
});

test('an Abort that was answered by a yes and seen to be none is not accepted when later looks are denied', async () => {
	const on = await openActStage();
	const plan = await planFor(on, uploads(on, 1));
	on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 204, body: ''}}});
	const denied = error(403, 'AccessDenied');
	on.sandbox.faults.add({operation: 'ListMultipartUploads', action: denied});
	// The re-read and the look after the Abort are answered.
	for (const call of [3, 4, 5])
		on.sandbox.faults.add({operation: 'ListParts', call, action: denied});
	const ended = await run(on, plan);
	expect(ended.results()).toMatchObject([
		{
			kind: 'unknown',
			reason: said(expect.stringContaining('reported success and still listed the upload')),
		},
	]);
	expect(await on.journal.openActs()).toHaveLength(1);
});

describe('an Abort that S3 says it did not take', () => {
	test('is believed once the upload is seen, and then what came after it counts', async () => {
		const on = await openActStage();
		const targets = uploads(on, 1);
		const plan = await planFor(on, targets);
		on.sandbox.faults.add({operation: abort, times: 1, action: error(503, 'SlowDown')});
		const going = await start(on, plan, {
			sleep: async () => {
				on.sandbox.seed.part({...targets[0]!, number: 2, size: MiB});
			},
		});
		expect((await going.ended).counts).toMatchObject({'left-alone': 1, unknown: 0});
		expect(await left(on)).toEqual(['k0000']);
		expect(await on.journal.openActs()).toEqual([]);
		expect(await outcomes(on)).toEqual({failed: 1, 'not-sent': 1});
	});
});

describe('a single Abort', () => {
	async function plan(on: ActStage) {
		const target = on.upload([8 * MiB]);
		return {target, planned: await planAbort(on.gateway, bucket, on.row(target))};
	}

	test('answered by a yes that was none is sent again only to what is as it was', async () => {
		const on = await openActStage();
		const {target, planned} = await plan(on);
		on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 204, body: ''}}});
		const sleep = async () => {
			on.sandbox.seed.part({...target, number: 2, size: MiB});
		};
		const result = await abortUpload(on.deps, planned, {sleep});
		expect(result).toMatchObject({kind: 'failed', freed: undefined});
		expect(sentenceOf(result)).toContain('1 part landed since the confirmation');
		expect(sentenceOf(result)).not.toMatch(nothingSent);
		expect(on.sandbox.requests.count(abort)).toBe(1);
		expect((await on.gateway.listParts(target)).parts).toHaveLength(2);
		expect(await outcomes(on)).toEqual({failed: 1});
	});

	test('answered by a yes, and gone by the time it is read again, is ours', async () => {
		const on = await openActStage();
		const {target, planned} = await plan(on);
		on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 204, body: ''}}});
		const sleep = async () => {
			await on.gateway.abort(target);
		};
		expect(await abortUpload(on.deps, planned, {sleep})).toMatchObject({
			kind: 'gone',
			freed: 8 * MiB,
		});
		expect(await outcomes(on)).toEqual({gone: 1});
	});

	test('after one whose answer was lost: what became of it is the sum of both', async () => {
		const on = await openActStage();
		const {target, planned} = await plan(on);
		on.sandbox.faults.add({operation: abort, times: 1, action: {cut: 'before'}});
		expect(await abortUpload(on.deps, planned, options)).toMatchObject({kind: 'unknown'});
		// Refused now, and nothing tells that the lost one will not take effect.
		const denied = on.sandbox.faults.add({operation: abort, action: error(403, 'AccessDenied')});
		const refused = await abortUpload(on.deps, planned, options);
		expect(refused).toMatchObject({kind: 'unknown'});
		expect(sentenceOf(refused)).not.toMatch(nothingSent);
		denied.remove();
		// Not to be read now: unknown as well.
		const unread = on.sandbox.faults.add({
			operation: 'ListParts',
			action: error(400, 'InvalidRequest'),
		});
		const blind = await abortUpload(on.deps, planned, options);
		expect(blind).toMatchObject({kind: 'unknown'});
		expect(sentenceOf(blind)).not.toMatch(nothingSent);
		unread.remove();
		// It moved.
		on.sandbox.seed.part({...target, number: 2, size: MiB});
		const moved = await abortUpload(on.deps, planned, options);
		expect(moved).toMatchObject({kind: 'unknown'});
		expect(sentenceOf(moved)).toContain('1 part landed since');
		expect(on.sandbox.requests.count(abort)).toBe(2);
		// It takes effect.
		await on.gateway.abort(target);
		expect(await abortUpload(on.deps, planned, options)).toMatchObject({
			kind: 'gone',
			reason: said('The service neither knows nor lists it.'),
			freed: 8 * MiB,
		});
		expect(await on.journal.openActs()).toEqual([]);
	});
});
