import {mkdir, rm} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {isBlocked, planCompletion} from '../../../source/multipart/completion/completion.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import {
	type CompletePhase,
	completeUpload,
	prepareCompletion,
} from '../../../source/operations/complete/complete.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {said} from '../../support/reasons.js';
import {type ActStage, bucket, hour, key, MiB, openActStage} from '../act-stage.js';

const complete = 'CompleteMultipartUpload';

async function prepared({gateway}: ActStage, target: UploadTarget) {
	return prepareCompletion(gateway, {...target, keyCertain: true});
}

/** What the last outcome in the journal says; undefined when no act was begun. */
async function written({journal}: ActStage): Promise<string | undefined> {
	return (await journal.history()).acts.at(-1)?.outcome?.outcome;
}

describe('a Complete', () => {
	test('that works is done: HeadObject agrees, and the journal says so', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		const phases: CompletePhase[] = [];
		const result = await completeUpload(on.deps, plan, {onPhase: phase => phases.push(phase)});
		expect(result).toMatchObject({
			kind: 'done',
			etag: plan.expected.etag,
			reason: said('HeadObject shows 17.0 MiB with the expected ETag.'),
		});
		expect(result).toHaveProperty('location', expect.stringContaining(bucket));
		expect(phases).toEqual(['reading', 'sending', 'looking']);
		expect(await on.gateway.headObject({bucket, key})).toMatchObject({size: 17 * MiB});
		expect((await on.journal.history()).acts).toMatchObject([
			{
				intent: {act: 'complete', ...target, planned: {size: 17 * MiB, partCount: 3}},
				outcome: {outcome: 'done', etag: plan.expected.etag},
			},
		]);
		const [sent] = on.sandbox.requests.log.filter(({operation}) => operation === complete);
		expect(sent?.headers['if-none-match']).toBe('*');
	});

	test('has its intent on the disk before it is sent', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(complete);
		const result = completeUpload(on.deps, plan);
		await arrived;
		expect(await openJournal({folder: on.folder}).openActs()).toMatchObject([
			{intent: {act: 'complete', key}, state: 'running'},
		]);
		open();
		expect((await result).kind).toBe('done');
	});

	test.each([
		['CRC32', 'COMPOSITE'],
		['SHA256', 'COMPOSITE'],
		['CRC64NVME', 'FULL_OBJECT'],
	])('repeats the %s checksums of its parts', async (algorithm, type) => {
		const on = await openActStage();
		// A CRC64NVME of pretended bytes does not add up; what counts here is what is sent.
		const target = on.upload([8 * MiB, MiB], {algorithm});
		const plan = await prepared(on, target);
		expect(plan.checksumType).toBe(type);
		expect(plan.parts.every(part => Object.keys(part.checksums).length === 1)).toBe(true);
		expect((await completeUpload(on.deps, plan)).kind).toBe('done');
		const [sent] = on.sandbox.requests.log.filter(({operation}) => operation === complete);
		expect(sent?.headers['x-amz-checksum-type']).toBe(type);
	});

	test('whose outcome cannot be written is told all the same, with the problem', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(complete);
		const result = completeUpload(on.deps, plan);
		await arrived;
		await rm(on.journal.file);
		await mkdir(on.journal.file);
		open();
		expect(await result).toMatchObject({
			kind: 'done',
			journalProblem: {problem: {code: 'unavailable'}},
		});
	});
});

describe('the true outcome is shown, and one Complete reached the server', () => {
	const page = '<html><body>Sign in</body></html>';
	const error =
		'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code><Message>We</Message></Error>';
	const xml = {'content-type': 'application/xml'};
	const cases: Array<
		[name: string, action: FaultAction, kind: string, status: {upload: boolean; code?: string}]
	> = [
		['cut before the effect', {cut: 'before'}, 'unknown', {upload: true}],
		['cut after the effect', {cut: 'after'}, 'done', {upload: false}],
		['cut within the answer', {cut: 'mid-body'}, 'done', {upload: false}],
		[
			'200 with an error body',
			{respond: {status: 200, headers: xml, body: error}},
			'unknown',
			{upload: true},
		],
		[
			'200 with an error body and a newline',
			{respond: {status: 200, headers: xml, body: `${error}\n`}},
			'unknown',
			{upload: true},
		],
		[
			'200 with a refusal',
			{respond: {status: 200, headers: xml, body: error.replace('InternalError', 'InvalidPart')}},
			'failed',
			{upload: true, code: 'InvalidPart'},
		],
		[
			'200 with an error body though it worked',
			{respond: {status: 200, headers: xml, body: error, afterEffect: true}},
			'done',
			{upload: false},
		],
		['200 with a web page', {respond: {status: 200, body: page}}, 'unknown', {upload: true}],
		[
			'200 with a web page though it worked',
			{respond: {status: 200, body: page, afterEffect: true}},
			'done',
			{upload: false},
		],
		['an empty 200', {respond: {status: 200, body: ''}}, 'unknown', {upload: true}],
		[
			'an empty 200 though it worked',
			{respond: {status: 200, body: '', afterEffect: true}},
			'done',
			{upload: false},
		],
		[
			// Ceph RGW 16.2 answers a Complete that worked like this.
			'an empty ETag though it worked',
			{
				respond: {
					status: 200,
					headers: xml,
					body: '<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>',
					afterEffect: true,
				},
			},
			'done',
			{upload: false},
		],
		['503', {respond: {status: 503, body: ''}}, 'unknown', {upload: true}],
		[
			'500 though it worked',
			{respond: {status: 500, headers: xml, body: error, afterEffect: true}},
			'done',
			{upload: false},
		],
		[
			// What a proxy that sent it twice brings back.
			'NoSuchUpload though it worked',
			{
				respond: {
					status: 404,
					headers: xml,
					body: error.replace('InternalError', 'NoSuchUpload'),
					afterEffect: true,
				},
			},
			'done',
			{upload: false},
		],
		[
			'412 though it worked',
			{
				respond: {
					status: 412,
					headers: xml,
					body: error.replace('InternalError', 'PreconditionFailed'),
					afterEffect: true,
				},
			},
			'done',
			{upload: false},
		],
		[
			'403',
			{respond: {status: 403, headers: xml, body: error.replace('InternalError', 'AccessDenied')}},
			'failed',
			{upload: true, code: 'AccessDenied'},
		],
		[
			'403 of a proxy',
			{respond: {status: 403, headers: {'content-type': 'text/html'}, body: page}},
			'unknown',
			{upload: true},
		],
		[
			'404 of a proxy',
			{respond: {status: 404, headers: {'content-type': 'text/html'}, body: page}},
			'unknown',
			{upload: true},
		],
	];

	test.each(cases)('%s', async (_name, action, kind, {upload, code}) => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		on.sandbox.faults.add({operation: complete, action});
		const result = await completeUpload(on.deps, plan);
		expect(result.kind).toBe(kind);
		if (code !== undefined) expect(result).toMatchObject({failure: {code}});
		expect(await written(on)).toBe(kind);
		expect(on.sandbox.requests.count(complete)).toBe(1);
		// The witness: what the server holds.
		on.sandbox.faults.clear();
		const there = await on.gateway.headObject({bucket, key});
		expect(there !== undefined).toBe(!upload);
		const blocked = await on.journal.openActs();
		expect(blocked).toHaveLength(kind === 'unknown' ? 1 : 0);
	});

	test('a server that never answers is given up, and then it is unknown', async () => {
		const on = await openActStage({actSilence: 300});
		const plan = await prepared(on, on.upload());
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const result = await completeUpload(on.deps, plan);
		open();
		expect(result).toMatchObject({
			kind: 'unknown',
			reason: said(
				'The answer was lost; nothing is at the key yet, and the upload is still listed.',
			),
		});
	});

	test.each([
		['success', 'done'],
		['failure', 'unknown'],
	])('white space for longer than any silence, then %s', async (_end, kind) => {
		const on = await openActStage({actSilence: 300});
		const plan = await prepared(on, on.upload());
		on.sandbox.faults.add({operation: complete, action: {whitespace: {every: 50, until: 1000}}});
		const result = completeUpload(on.deps, plan);
		if (kind === 'unknown') {
			await on.sandbox.requests.next(complete);
			await on.gateway.abort(plan.target);
		}
		expect((await result).kind).toBe(kind);
		expect(on.sandbox.requests.count(complete)).toBe(1);
	});

	test('an object that appears between look and send is not overwritten: failed', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(complete);
		const result = completeUpload(on.deps, plan);
		await arrived;
		on.sandbox.seed.object({bucket, key, body: 'somebody else'});
		open();
		expect(await result).toMatchObject({
			kind: 'failed',
			failure: {code: 'PreconditionFailed'},
		});
		expect(await on.gateway.headObject({bucket, key})).toMatchObject({size: 13});
	});

	test('HeadObject is denied: accepted, and why; denied without a yes: unknown', async () => {
		const on = await openActStage();
		on.sandbox.faults.add({operation: 'HeadObject', action: {respond: {status: 403, body: ''}}});
		const plan = await prepared(on, on.upload());
		expect(plan.existing).toBe('denied');
		// An object may be there, and nothing is known to keep this service from replacing it.
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'refused',
			finding: {code: 'destination-not-seen'},
		});
		expect(on.sandbox.requests.count(complete)).toBe(0);
		const overwrite = {typedKey: key};
		const result = await completeUpload(on.deps, plan, {overwrite});
		expect(result).toMatchObject({
			kind: 'accepted',
			reason: said(expect.stringContaining('not allowed (HeadObject)')),
		});
		expect(on.sandbox.requests.count(complete)).toBe(1);

		const other = on.upload(undefined, {key: 'other'});
		const again = await prepared(on, other);
		on.sandbox.faults.add({operation: complete, action: {cut: 'after'}});
		const typed = {overwrite: {typedKey: 'other'}};
		expect((await completeUpload(on.deps, again, typed)).kind).toBe('unknown');
	});

	test('an ETag that cannot be predicted: accepted, and why', async () => {
		const on = await openActStage();
		const uploadId = on.sandbox.seed.upload({
			bucket,
			key,
			initiated: 0,
			parts: [{number: 1, size: MiB, etag: 'not-an-md5'}],
		});
		const plan = await prepared(on, {bucket, key, uploadId});
		expect(plan.expected.reason).toBe('the ETag of part 1 is not an MD5');
		on.sandbox.faults.add({
			operation: complete,
			action: {
				respond: {
					status: 200,
					body: '<CompleteMultipartUploadResult><ETag>"own"</ETag></CompleteMultipartUploadResult>',
				},
			},
		});
		// The object as a service with ETags of its own would show it.
		on.sandbox.faults.add({
			operation: 'HeadObject',
			call: 2,
			action: {
				respond: {status: 200, headers: {etag: '"own"', 'content-length': '1048576'}, body: ''},
			},
		});
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'accepted',
			reason: said(expect.stringContaining('cannot be known')),
		});
	});
});

describe('nothing is sent', () => {
	test('when a part landed since the plan: what changed, and the new plan', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		on.sandbox.seed.part({...target, number: 4, size: MiB});
		const result = await completeUpload(on.deps, plan);
		expect(result).toMatchObject({
			kind: 'changed',
			changes: [{code: 'landed', partNumbers: [4]}],
			plan: {partCount: 4},
		});
		expect(on.sandbox.requests.count(complete)).toBe(0);
		expect(await written(on)).toBeUndefined();
	});

	test('when an object appeared since the plan', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		on.sandbox.seed.object({bucket, key, size: 1024});
		const result = await completeUpload(on.deps, plan);
		expect(result).toMatchObject({
			kind: 'changed',
			changes: [{code: 'object-new', size: 1024}],
		});
		expect(result.kind === 'changed' && isBlocked(result.plan)).toBe(true);
		expect(on.sandbox.requests.count(complete)).toBe(0);
	});

	test('when it was confirmed as quiet and is active by the look before, its parts the same', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		expect(plan.liveness).toBe('idle');
		// Of a connection by which a part of ten hours ago is a recent one.
		const thresholds = {activeWithin: 11 * hour, stalledAfter: 24 * hour};
		const known = {...plan.known, thresholds};
		const agreed = planCompletion({...known, now: known.now + 2 * hour});
		expect(agreed.liveness).toBe('idle');
		expect(await completeUpload(on.deps, agreed)).toMatchObject({
			kind: 'changed',
			changes: [{code: 'active-now'}],
			plan: {liveness: 'active'},
		});
		expect(on.sandbox.requests.count(complete)).toBe(0);
		expect(await written(on)).toBeUndefined();
		expect((await completeUpload(on.deps, planCompletion(known))).kind).toBe('done');
	});

	test('when the plan is blocked, or the connection read-only', async () => {
		const on = await openActStage();
		const none = await prepared(on, on.upload([]));
		expect(await completeUpload(on.deps, none)).toMatchObject({
			kind: 'refused',
			finding: {code: 'no-parts', allLeftOut: false},
		});
		const uncertain = await prepareCompletion(on.gateway, {...on.upload(), keyCertain: false});
		expect((await completeUpload(on.deps, uncertain)).kind).toBe('refused');
		expect(on.sandbox.requests.count(complete)).toBe(0);

		const readOnly = await openActStage({readOnly: true});
		const plan = await prepared(readOnly, readOnly.upload());
		expect(await completeUpload(readOnly.deps, plan)).toMatchObject({
			kind: 'refused',
			reason: said(expect.stringContaining('read-only')),
		});
		expect(await written(readOnly)).toBeUndefined();
	});

	test('when the upload is gone', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		await on.gateway.abort(target);
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'failed',
			failure: {code: 'NoSuchUpload'},
		});
		expect(on.sandbox.requests.count(complete)).toBe(0);
	});

	test('when the signal was aborted before; afterwards it changes nothing', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		await expect(
			completeUpload(on.deps, plan, {signal: AbortSignal.abort(new Error('left'))}),
		).rejects.toThrow('left');
		expect(on.sandbox.requests.count(complete)).toBe(0);

		const leaving = new AbortController();
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(complete);
		const result = completeUpload(on.deps, plan, {signal: leaving.signal});
		await arrived;
		leaving.abort();
		open();
		expect((await result).kind).toBe('done');
	});

	test('twice: while one is under way, and while the outcome is unknown', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(complete);
		const first = completeUpload(on.deps, plan);
		await arrived;
		const elsewhere = {...on.deps, journal: openJournal({folder: on.folder})};
		for (const deps of [on.deps, elsewhere]) {
			expect(await completeUpload(deps, plan)).toMatchObject({
				kind: 'refused',
				reason: {code: 'journal', problem: {code: 'under-way'}},
			});
			const abort = await planAbort(on.gateway, bucket, on.row(target));
			expect(await abortUpload(deps, abort)).toMatchObject({
				kind: 'refused',
				reason: {code: 'journal', problem: {code: 'under-way'}},
			});
		}
		open();
		expect((await first).kind).toBe('done');
		expect(on.sandbox.requests.count(complete)).toBe(1);
		expect(on.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
	});

	test('while an unknown Complete is not settled, neither again nor an Abort', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target);
		on.sandbox.faults.add({operation: complete, action: {cut: 'before'}});
		expect((await completeUpload(on.deps, plan)).kind).toBe('unknown');
		on.sandbox.faults.clear();
		expect(await completeUpload(on.deps, plan, {keyTyped: true})).toMatchObject({
			kind: 'refused',
			reason: {code: 'journal', problem: {code: 'unsettled'}},
		});
		const abort = await planAbort(on.gateway, bucket, on.row(target));
		expect(await abortUpload(on.deps, abort, {keyTyped: true})).toMatchObject({
			kind: 'refused',
			reason: {code: 'journal', problem: {code: 'unsettled'}},
		});
		expect(on.sandbox.requests.count(complete)).toBe(1);
		expect(on.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
	});
});

test('the shape of the plan with an object already there is blocked from the start', async () => {
	const on = await openActStage();
	on.sandbox.seed.object({bucket, key, size: 1024});
	const plan = await prepared(on, on.upload());
	expect(plan.findings[0]).toMatchObject({level: 'blocks', code: 'object-exists'});
	expect((await completeUpload(on.deps, plan)).kind).toBe('refused');
	expect(on.sandbox.requests.count(complete)).toBe(0);
});
