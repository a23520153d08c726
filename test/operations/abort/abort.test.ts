import {describe, expect, test} from 'vitest';
import type {Upload} from '../../../source/multipart/upload.js';
import {
	type AbortOptions,
	type AbortPlan,
	type AbortResult,
	abortUpload,
	planAbort,
} from '../../../source/operations/abort/abort.js';
import {repeatAfter} from '../../../source/operations/abort/abort-verdict.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {said, sentenceOf} from '../../support/reasons.js';
import {type ActStage, bucket, hour, MiB, openActStage} from '../act-stage.js';

const abort = 'AbortMultipartUpload';
const page = '<html><body>Not here</body></html>';
const xml = {'content-type': 'application/xml'};
const error = (code: string) => `<Error><Code>${code}</Code><Message>We</Message></Error>`;

function planAll(on: ActStage, uploads: readonly Upload[]): Promise<AbortPlan[]> {
	return Promise.all(uploads.map(upload => planAbort(on.gateway, bucket, upload)));
}

/** One after the other, without pauses. */
async function abortAll(
	on: ActStage,
	plans: readonly AbortPlan[],
	options: AbortOptions = {},
): Promise<AbortResult[]> {
	const results: AbortResult[] = [];
	for (const plan of plans)
		results.push(await abortUpload(on.deps, plan, {sleep: async () => {}, ...options}));
	return results;
}

/** Plans and aborts in one go. */
async function run(on: ActStage, uploads: Upload[], options: AbortOptions = {}) {
	return abortAll(on, await planAll(on, uploads), options);
}

async function written({journal}: ActStage): Promise<Array<string | undefined>> {
	return (await journal.history()).acts.map(past => past.outcome?.outcome);
}

describe('the plan', () => {
	test('says of each upload its parts, bytes, last part and whether it is active', async () => {
		const on = await openActStage();
		const stalled = on.row(on.upload([8 * MiB, MiB]), {initiated: Date.now() - 48 * hour});
		const moving = on.upload([8 * MiB], {key: 'moving'});
		on.sandbox.seed.part({...moving, number: 2, size: MiB});
		const young = on.row(on.upload([], {key: 'young'}), {initiated: Date.now()});
		const empty = on.row(on.upload([], {key: 'empty'}), {initiated: Date.now() - 2 * hour});
		const never = on.row(on.upload([], {key: 'never'}), {initiated: Date.now() - 6 * hour});
		const thresholds = {activeWithin: hour, stalledAfter: 5 * hour};
		const plans = await Promise.all(
			[stalled, on.row(moving), young, empty, never].map(upload =>
				planAbort(on.gateway, bucket, upload, {thresholds}),
			),
		);
		const states = ['stalled', 'active', 'active', 'empty', 'stalled'];
		expect(plans.map(plan => plan.liveness)).toEqual(states);
		expect(plans[0]?.reading).toMatchObject({kind: 'read', summary: {count: 2, bytes: 9 * MiB}});
	});

	test('names what is gone, not allowed, failed, and what is never acted on', async () => {
		const on = await openActStage();
		const gone = on.upload([], {key: 'gone'});
		await on.gateway.abort(gone);
		on.sandbox.faults.add({
			operation: 'ListParts',
			key: 'denied',
			action: {respond: {status: 403, headers: xml, body: error('AccessDenied')}},
		});
		on.sandbox.faults.add({
			operation: 'ListParts',
			key: 'failed',
			action: {respond: {status: 400, headers: xml, body: error('InvalidRequest')}},
		});
		const rows = [
			on.row(gone),
			on.row(on.upload([], {key: 'denied'})),
			on.row(on.upload([], {key: 'failed'})),
			on.row(on.upload(), {keyCertain: false}),
			on.row(on.upload(), {key: ''}),
		];
		const plans = await planAll(on, rows);
		expect(plans.map(({reading}) => reading.kind)).toEqual([
			'gone',
			'denied',
			'failed',
			'refused',
			'refused',
		]);
		expect(plans.map(({liveness}) => liveness)).toEqual(Array(5).fill('unknown'));
		const [wasGone, , ...others] = plans;
		const results = await abortAll(on, [wasGone!, ...others]);
		expect(results.map(({kind}) => kind)).toEqual(['gone', 'failed', 'refused', 'refused']);
		expect(on.sandbox.requests.count(abort)).toBe(1);
	});

	test('ends with the signal', async () => {
		const on = await openActStage();
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
		const stop = new AbortController();
		const arrived = on.sandbox.requests.next('ListParts');
		const plan = planAbort(on.gateway, bucket, on.row(on.upload()), {signal: stop.signal});
		await arrived;
		stop.abort(new Error('left'));
		await expect(plan).rejects.toThrow('left');
		open();
	});
});

describe('an Abort', () => {
	test('of several is proven gone for each, in the journal and on the server', async () => {
		const on = await openActStage();
		const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map(key => on.row(on.upload(undefined, {key})));
		const kept = on.upload(undefined, {key: 'a'});
		const results = await run(on, rows);
		expect(results.map(({kind, freed}) => ({kind, freed}))).toEqual(
			Array(6).fill({kind: 'gone', freed: 17 * MiB}),
		);
		expect(results.map(({target}) => target.key)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
		expect(await written(on)).toEqual(Array(6).fill('gone'));
		// By upload id only: the other upload of the same key is still there.
		const {uploads} = await on.gateway.listUploadsPage({bucket});
		expect(uploads.map(({uploadId}) => uploadId)).toEqual([kept.uploadId]);
	});

	const cases: Array<[name: string, action: FaultAction, kind: string, isThere: boolean]> = [
		['cut before the effect', {cut: 'before'}, 'unknown', true],
		['cut after the effect', {cut: 'after'}, 'gone', false],
		['503', {respond: {status: 503, body: ''}}, 'unknown', true],
		['503 though it worked', {respond: {status: 503, body: '', afterEffect: true}}, 'gone', false],
		['403', {respond: {status: 403, headers: xml, body: error('AccessDenied')}}, 'failed', true],
		['a bare 404', {respond: {status: 404, body: ''}}, 'failed', true],
		[
			'the 404 of a proxy',
			{respond: {status: 404, headers: {'content-type': 'text/html'}, body: page}},
			'failed',
			true,
		],
		[
			'NoSuchBucket',
			{respond: {status: 404, headers: xml, body: error('NoSuchBucket')}},
			'failed',
			true,
		],
		[
			'NoSuchUpload though it is listed',
			{respond: {status: 404, headers: xml, body: error('NoSuchUpload')}},
			'failed',
			true,
		],
		[
			'NoSuchUpload of one that was gone',
			{
				respond: {
					status: 404,
					headers: xml,
					body: error('NoSuchUpload'),
					afterEffect: true,
				},
			},
			'gone',
			false,
		],
		['204 that did nothing, three times', {respond: {status: 204, body: ''}}, 'failed', true],
	];

	test.each(cases)('answered by %s', async (_name, action, kind, isThere) => {
		const on = await openActStage();
		const target = on.upload();
		on.sandbox.faults.add({operation: abort, action});
		const [result] = await run(on, [on.row(target)]);
		expect(result?.kind).toBe(kind);
		expect(result?.freed).toBe(kind === 'gone' ? 17 * MiB : undefined);
		expect(await written(on)).toEqual([kind]);
		const {uploads} = await on.gateway.listUploadsPage({bucket});
		expect(uploads.length > 0).toBe(isThere);
		expect(await on.journal.openActs()).toHaveLength(kind === 'unknown' ? 1 : 0);
	});

	test('is repeated while parts that were in flight land, and only so often', async () => {
		const on = await openActStage();
		const target = on.upload();
		on.sandbox.faults.add({operation: abort, times: 1, action: {respond: {status: 204, body: ''}}});
		const pauses: number[] = [];
		const sleep = async (milliseconds: number) => {
			pauses.push(milliseconds);
		};
		expect(await run(on, [on.row(target)], {sleep})).toMatchObject([{kind: 'gone'}]);
		expect(on.sandbox.requests.count(abort)).toBe(2);
		expect(pauses).toEqual([repeatAfter[0]]);

		on.sandbox.requests.clear();
		const stubborn = on.upload(undefined, {key: 'stubborn'});
		on.sandbox.faults.add({operation: abort, action: {respond: {status: 204, body: ''}}});
		const [result] = await run(on, [on.row(stubborn)]);
		expect(result).toMatchObject({
			kind: 'failed',
			reason: said(expect.stringContaining('3 times')),
		});
		expect(on.sandbox.requests.count(abort)).toBe(3);
	});

	test('of a key that the server does not know fails while the id is still listed', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plans = await planAll(on, [on.row(target)]);
		// As Ceph RGW does with a key that is off by its encoding: unknown to both, and listed.
		const unknown = {respond: {status: 404, headers: xml, body: error('NoSuchUpload')}};
		on.sandbox.faults.add({operation: abort, action: unknown});
		on.sandbox.faults.add({operation: 'ListParts', call: 2, action: unknown});
		expect(await abortAll(on, plans)).toMatchObject([
			{kind: 'failed', reason: said(expect.stringContaining('does not know this key'))},
		]);
		// The same when it says so just before: then nothing is sent.
		on.sandbox.faults.clear();
		on.sandbox.requests.clear();
		on.sandbox.faults.add({operation: 'ListParts', action: unknown});
		expect(await abortAll(on, plans)).toMatchObject([
			{kind: 'failed', reason: said(expect.stringContaining('does not know this key'))},
		]);
		expect(on.sandbox.requests.count(abort)).toBe(0);
	});

	test.each([
		['a b', 'a%20b'],
		['a b', 'a+b'],
		['raw/a+b', 'raw/a b'],
		['é', 'e\u0301'],
	])(
		'of %j under the key %j is no success: the id is listed under its true key',
		async (key, off) => {
			const on = await openActStage();
			const target = on.upload(undefined, {key});
			const row = on.row({...target, key: off});
			expect(await run(on, [row])).toMatchObject([
				{kind: 'failed', reason: said(expect.stringContaining('does not know this key'))},
			]);
			const denied = {respond: {status: 403, headers: xml, body: error('AccessDenied')}};
			const fault = on.sandbox.faults.add({operation: 'ListParts', times: 2, action: denied});
			// Where the listing is seen it shows whose the id is, and nothing is sent.
			const [plan] = await planAll(on, [row]);
			expect(plan?.reading).toMatchObject({
				kind: 'refused',
				reason: said(expect.stringContaining('does not show this key with this id')),
			});
			fault.remove();
			expect(on.sandbox.requests.count(abort)).toBe(0);
			const twice = on.sandbox.faults.add({operation: 'ListParts', times: 2, action: denied});
			on.sandbox.faults.add({operation: 'ListMultipartUploads', times: 1, action: denied});
			expect(await run(on, [row])).toMatchObject([{kind: 'failed'}]);
			expect(twice.struck).toBe(2);
			expect(on.sandbox.requests.count(abort)).toBeGreaterThan(0);
			expect(await on.gateway.listParts(target)).toMatchObject({parts: {length: 3}});
		},
	);

	test.each([
		['AccessDenied', 403, 'not allowed'],
		['MethodNotAllowed', 405, 'does not list uploads'],
		['NotImplemented', 501, 'does not list uploads'],
	])('where listing answers %s is accepted, not verified', async (code, status, why) => {
		const on = await openActStage();
		const target = on.upload();
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {respond: {status, headers: xml, body: error(code)}},
		});
		const [result] = await run(on, [on.row(target)]);
		expect(result).toMatchObject({kind: 'accepted', reason: said(expect.stringContaining(why))});
		expect(await written(on)).toEqual(['accepted']);
		// A lost answer says less, but NoSuchUpload by its code is enough to accept.
		on.sandbox.faults.add({operation: abort, action: {cut: 'after'}});
		const [lost] = await run(on, [on.row(on.upload())]);
		expect(lost?.kind).toBe('accepted');
	});

	test('where parts may not be listed is accepted', async () => {
		const on = await openActStage();
		const target = on.upload();
		on.sandbox.faults.add({
			operation: 'ListParts',
			action: {respond: {status: 403, headers: xml, body: error('AccessDenied')}},
		});
		const [result] = await run(on, [on.row(target)]);
		expect(result).toMatchObject({
			kind: 'accepted',
			reason: said(expect.stringContaining('listing its parts is not allowed')),
		});
		on.sandbox.faults.add({operation: abort, action: {cut: 'after'}});
		const [lost] = await run(on, [on.row(on.upload())]);
		expect(lost?.kind).toBe('unknown');
	});

	test('is not gone while its parts are listed, even where the listing lacks it', async () => {
		const on = await openActStage();
		on.sandbox.faults.add({operation: abort, action: {respond: {status: 204, body: ''}}});
		const body =
			'<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>';
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {respond: {status: 200, headers: xml, body}},
		});
		expect(await run(on, [on.row(on.upload())])).toMatchObject([{kind: 'failed'}]);
	});

	test('whose look fails is unknown, though the service reported success', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plans = await planAll(on, [on.row(target)]);
		on.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {respond: {status: 400, headers: xml, body: error('InvalidRequest')}},
		});
		expect(await abortAll(on, plans)).toMatchObject([{kind: 'unknown'}]);
	});
});

describe('an upload is left alone', () => {
	test('when a part landed since the confirmation, or was uploaded again', async () => {
		const on = await openActStage();
		const more = on.upload(undefined, {key: 'more'});
		const again = on.upload(undefined, {key: 'again'});
		const still = on.upload(undefined, {key: 'still'});
		const plans = await planAll(
			on,
			[more, again, still].map(t => on.row(t)),
		);
		on.sandbox.seed.part({...more, number: 4, size: MiB});
		on.sandbox.seed.part({...again, number: 3, size: MiB});
		const results = await abortAll(on, plans);
		expect(results.map(({kind}) => kind)).toEqual(['left-alone', 'left-alone', 'gone']);
		expect(sentenceOf(results[0])).toBe('It moved: 1 part landed since the confirmation.');
		expect(sentenceOf(results[1])).toContain('parts changed');
		expect(on.sandbox.requests.count(abort)).toBe(1);
	});

	test('but not when it was named as active: then it may move on', async () => {
		const on = await openActStage();
		const target = on.upload();
		on.sandbox.seed.part({...target, number: 4, size: MiB});
		const plans = await planAll(on, [on.row(target)]);
		expect(plans[0]?.liveness).toBe('active');
		on.sandbox.seed.part({...target, number: 5, size: MiB});
		expect(await abortAll(on, plans)).toMatchObject([{kind: 'gone', freed: 19 * MiB}]);
	});

	test('when it could be read before and no longer, or only now', async () => {
		const on = await openActStage();
		const row = on.row(on.upload());
		const plans = await planAll(on, [row]);
		const denied = on.sandbox.faults.add({
			operation: 'ListParts',
			action: {respond: {status: 403, headers: xml, body: error('AccessDenied')}},
		});
		expect(await abortAll(on, plans)).toMatchObject([
			{kind: 'failed', failure: {code: 'AccessDenied'}},
		]);
		const blind = await planAll(on, [row]);
		denied.remove();
		expect(await abortAll(on, blind)).toMatchObject([
			{kind: 'left-alone', reason: said(expect.stringContaining('only now'))},
		]);
		expect(on.sandbox.requests.count(abort)).toBe(0);
	});

	test('when the connection is read-only', async () => {
		const on = await openActStage({readOnly: true});
		expect(await run(on, [on.row(on.upload())])).toMatchObject([{kind: 'refused'}]);
		expect(await written(on)).toEqual([]);
	});
});
