import {expect, test} from 'vitest';
import {
	type Emptying,
	type EmptyingFacts,
	emptyBucket,
} from '../../../source/operations/abort-run/abort-empty.js';
import {gate} from '../../support/gate.js';
import {bucket, MiB, openActStage} from '../act-stage.js';
import {calm, error, left, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';

async function until(of: Emptying, so: (facts: EmptyingFacts) => boolean): Promise<EmptyingFacts> {
	for (;;) {
		const facts = of.facts();
		if (so(facts)) return facts;
		await new Promise(resolve => setTimeout(resolve, 1));
	}
}

test('aborts everything, active uploads too, and says so when nothing is left', async () => {
	const on = await openActStage();
	const targets = uploads(on, 60);
	on.sandbox.seed.part({...targets[7]!, number: 2, size: MiB});
	const emptying = emptyBucket(on.deps, {bucket}, calm);
	const end = await emptying.ended;
	expect(end).toMatchObject({reason: {code: 'empty'}, left: [], results: []});
	expect(emptying.facts()).toMatchObject({state: 'ended', gone: 60, freed: 60 * 8 * MiB + MiB});
	expect(await left(on)).toEqual([]);
});

test('under a prefix leaves the others', async () => {
	const on = await openActStage();
	uploads(on, 5);
	uploads(on, 5, 'other');
	expect(await emptyBucket(on.deps, {bucket, prefix: 'other'}, calm).ended).toMatchObject({
		reason: {code: 'empty'},
	});
	expect(await left(on)).toHaveLength(5);
});

test('lists again, and aborts what came meanwhile', async () => {
	const on = await openActStage();
	uploads(on, 20);
	const {closed, open} = gate();
	on.sandbox.faults.add({operation: abort, times: 1, action: {hold: closed, when: 'before'}});
	const arrived = on.sandbox.requests.next(abort);
	const emptying = emptyBucket(on.deps, {bucket}, calm);
	await arrived;
	uploads(on, 3, 'new');
	open();
	expect(await emptying.ended).toMatchObject({reason: {code: 'empty'}});
	expect(emptying.facts()).toMatchObject({
		...{state: 'ended', gone: 23, freed: 23 * 8 * MiB, round: 3, listed: 0},
		run: {state: 'ended', total: 3, waiting: 0, underWay: 0, counts: {gone: 3}},
	});
});

test('says which are left when nothing changes any more, and why', async () => {
	const on = await openActStage();
	const targets = uploads(on, 12);
	on.sandbox.faults.add({operation: abort, key: /k000[01]/, action: error(403, 'AccessDenied')});
	const emptying = emptyBucket(on.deps, {bucket}, calm);
	const end = await emptying.ended;
	expect(emptying.facts()).toMatchObject({
		...{state: 'ended', gone: 10, listed: 2},
		run: {state: 'ended', total: 2, counts: {failed: 2, gone: 0}},
	});
	expect(end).toMatchObject({reason: {code: 'nothing-changes'}});
	expect(on.sandbox.requests.count(abort)).toBe(14);
	expect(end.left.map(({key}) => key)).toEqual([targets[0]!.key, targets[1]!.key]);
	expect(end.results).toMatchObject(
		Array(2).fill({kind: 'failed', failure: {code: 'AccessDenied'}}),
	);
});

test('gives up when new ones keep coming', async () => {
	const on = await openActStage();
	uploads(on, 1);
	let next = 0;
	const again = {
		...calm,
		onEvent: (event: {kind: string}) => {
			if (event.kind === 'state') uploads(on, 1, `new${next++}-`);
		},
	};
	expect(await emptyBucket(on.deps, {bucket}, again).ended).toMatchObject({
		reason: {code: 'more-keep-coming'},
	});
});

test('can be paused, and stopped; what was not sent stays', async () => {
	const on = await openActStage();
	uploads(on, 20);
	const emptying = emptyBucket(on.deps, {bucket}, {...calm, width: () => 2});
	await until(emptying, ({run}) => (run?.counts.accepted ?? 0) >= 4);
	emptying.pause();
	await until(emptying, ({state}) => state === 'paused');
	const sent = on.sandbox.requests.count(abort);
	expect(await left(on)).toHaveLength(20 - sent);
	emptying.stop();
	expect(await emptying.ended).toMatchObject({reason: {code: 'stopped'}});
	expect(on.sandbox.requests.count(abort)).toBe(sent);
	expect(emptying.facts().gone).toBe(sent);
});

test('pauses when the token expires while it lists, and goes on', async () => {
	const on = await openActStage();
	uploads(on, 5);
	const fault = on.sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: error(400, 'ExpiredToken'),
	});
	const emptying = emptyBucket(on.deps, {bucket}, calm);
	expect(await until(emptying, ({state}) => state === 'paused')).toMatchObject({
		pausedBy: {code: 'ExpiredToken'},
	});
	fault.remove();
	emptying.goOn();
	expect(await emptying.ended).toMatchObject({reason: {code: 'empty'}});
});

test('says that it cannot see where listing is denied', async () => {
	const on = await openActStage();
	uploads(on, 5);
	on.sandbox.faults.add({operation: 'ListMultipartUploads', action: error(403, 'AccessDenied')});
	expect(await emptyBucket(on.deps, {bucket}, calm).ended).toMatchObject({
		reason: {code: 'unseen'},
		failure: {code: 'AccessDenied'},
	});
	expect(on.sandbox.requests.count(abort)).toBe(0);
});

test('says that it cannot see where a listing holds nothing but a row that names no upload', async () => {
	const on = await openActStage();
	const body = `<ListMultipartUploadsResult><Bucket>${bucket}</Bucket><IsTruncated>false</IsTruncated><Upload><Key>x</Key></Upload></ListMultipartUploadsResult>`;
	on.sandbox.faults.add({operation: 'ListMultipartUploads', action: {replaceBody: body}});
	expect(await emptyBucket(on.deps, {bucket}, calm).ended).toMatchObject({
		reason: {code: 'unseen', why: 'rows-dropped', dropped: 1},
	});
});

test('what a round could not prove, and the next listing lacks, is looked up and counted', async () => {
	const on = await openActStage();
	uploads(on, 4);
	const page = {headers: {'content-type': 'text/html'}, body: '<html>Service Unavailable</html>'};
	const lost = {respond: {status: 503, ...page, afterEffect: true}};
	on.sandbox.faults.add({operation: abort, key: 'k0001', times: 1, action: lost});
	const denied = error(400, 'InvalidRequest');
	for (const call of [2, 3])
		on.sandbox.faults.add({operation: 'ListParts', key: 'k0001', call, action: denied});
	const emptying = emptyBucket(on.deps, {bucket}, calm);
	expect(await emptying.ended).toMatchObject({reason: {code: 'empty'}});
	expect(emptying.facts()).toMatchObject({
		gone: 4,
		freed: 4 * 8 * MiB,
		run: {counts: {unknown: 1}},
	});
	expect(await on.journal.openActs()).toEqual([]);
});
