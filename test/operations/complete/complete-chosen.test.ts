import {describe, expect, test} from 'vitest';
import {asksToOverwrite, replan} from '../../../source/multipart/completion/completion.js';
import {verdictOf} from '../../../source/multipart/completion/verdict.js';
import {serviceFacts} from '../../../source/multipart/services/service.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {
	type CompleteChoice,
	completeUpload,
	prepareCompletion,
} from '../../../source/operations/complete/complete.js';
import {gate} from '../../support/gate.js';
import {said} from '../../support/reasons.js';
import {type ActStage, bucket, key, MiB, openActStage} from '../act-stage.js';

const complete = 'CompleteMultipartUpload';
const aws = serviceFacts({endpoint: 'https://s3.eu-west-1.amazonaws.com'});

function prepared({gateway}: ActStage, target: UploadTarget, choice: CompleteChoice = {}) {
	return prepareCompletion(gateway, {...target, keyCertain: true}, undefined, choice);
}

/** The headers of the Completes that reached the server. */
function arrived({sandbox}: ActStage) {
	return sandbox.requests.log
		.filter(({operation}) => operation === complete)
		.map(({headers}) => headers);
}

describe('a subset of the parts', () => {
	test('is put together where the service drops the rest, with the ETag of the subset', async () => {
		const on = await openActStage();
		const target = on.upload([8 * MiB, 8 * MiB, 8 * MiB, MiB]);
		const plan = await prepared(on, target, {excluded: new Set([2, 4])});
		expect(plan).toMatchObject({partCount: 2, size: 16 * MiB});
		const result = await completeUpload(on.deps, plan);
		expect(result).toMatchObject({kind: 'done', etag: plan.expected.etag});
		expect(await on.gateway.headObject({bucket, key})).toMatchObject({
			size: 16 * MiB,
			etag: plan.expected.etag,
		});
		expect(arrived(on)).toHaveLength(1);
	});

	test('is warned of on Ceph, and its refusal leads to what was left out', async () => {
		const on = await openActStage({like: 'ceph-16'});
		const target = on.upload();
		const plan = await prepared(on, target, {excluded: new Set([2])});
		expect(plan.findings[0]).toMatchObject({level: 'warns', code: 'parts-left-out'});
		expect(verdictOf(plan).kind).toBe('refusal-likely');
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'failed',
			failure: {code: 'InvalidPart', named: {}},
			partNumbers: [2],
			reason: said(
				'Part 2 was left out, but Ceph RGW needs every uploaded part to be named. The service refused, and nothing has changed.',
			),
		});
		expect(await on.gateway.headObject({bucket, key})).toBeUndefined();
		expect((await on.gateway.listParts(target)).parts).toHaveLength(3);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('stays chosen when all is read again: a part that landed since is told', async () => {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepared(on, target, {excluded: new Set([2])});
		on.sandbox.seed.part({...target, number: 4, size: MiB});
		const result = await completeUpload(on.deps, plan);
		expect(result).toMatchObject({kind: 'changed', changes: [{code: 'landed', partNumbers: [4]}]});
		const again = result.kind === 'changed' ? result.plan : plan;
		expect(again.parts.map(({partNumber}) => partNumber)).toEqual([1, 3, 4]);
		expect(arrived(on)).toEqual([]);
	});
});

describe('a small part in the middle', () => {
	test.each([
		['aws', 'the service names it', {partNumber: 2, proposedSize: MiB}],
		['ceph-16', 'the plan names it, since Ceph does not', {}],
	] as const)('like %s: foreseen, and refused with the part, for %s', async (like, _why, named) => {
		const on = await openActStage({like});
		const plan = await prepared(on, on.upload([8 * MiB, MiB, MiB]));
		expect(plan.findings[0]).toMatchObject({code: 'part-too-small', partNumbers: [2]});
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'failed',
			failure: {code: 'EntityTooSmall', named},
			partNumbers: [2],
			reason: said(
				'Part 2 holds 1.0 MiB: every part except the last needs at least 5 MiB. The service refused, and nothing has changed.',
			),
		});
		expect(arrived(on)).toHaveLength(1);
	});

	test('refused under a 200, after white space for more than three silences', async () => {
		const on = await openActStage({actSilence: 200});
		const plan = await prepared(on, on.upload([8 * MiB, MiB, MiB]));
		on.sandbox.faults.add({operation: complete, action: {whitespace: {every: 50, until: 700}}});
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'failed',
			failure: {code: 'EntityTooSmall', status: 200},
			partNumbers: [2],
		});
		expect(arrived(on)).toHaveLength(1);
	});
});

describe('over an existing object', () => {
	async function over(like?: 'ceph-16') {
		const on = await openActStage(like === undefined ? {} : {like});
		on.sandbox.seed.object({bucket, key, body: 'old'});
		const plan = await prepared(on, on.upload());
		return {on, plan};
	}

	test.each([undefined, 'ceph-16'] as const)(
		'refused, then forced by typing the key (%s)',
		async like => {
			const {on, plan} = await over(like);
			expect(asksToOverwrite(plan)).toBe(true);
			expect((await completeUpload(on.deps, plan)).kind).toBe('refused');
			expect(await completeUpload(on.deps, plan, {overwrite: {typedKey: 'raw'}})).toMatchObject({
				kind: 'refused',
				reason: said(expect.stringContaining('not the key')),
			});
			// A plan that says so itself is not a typed key.
			expect((await completeUpload(on.deps, replan(plan, {overwrite: true}))).kind).toBe('refused');
			expect(arrived(on)).toEqual([]);

			const result = await completeUpload(on.deps, plan, {overwrite: {typedKey: key}});
			expect(result).toMatchObject({kind: 'done', etag: plan.expected.etag});
			const [headers] = arrived(on);
			expect(headers?.['if-match']).toBe(
				typeof plan.existing === 'object' ? plan.existing.etag : 'none',
			);
			expect(headers).not.toHaveProperty('if-none-match');
			expect(arrived(on)).toHaveLength(1);
		},
	);

	test('that another one replaced before the look: what changed, and nothing is sent', async () => {
		const {on, plan} = await over();
		on.sandbox.seed.object({bucket, key, body: 'somebody else'});
		expect(await completeUpload(on.deps, plan, {overwrite: {typedKey: key}})).toMatchObject({
			kind: 'changed',
			changes: [{code: 'object-other', size: 13}],
		});
		expect(arrived(on)).toEqual([]);
	});

	test.each([
		['another one', 'somebody else', 'PreconditionFailed', 'The object at the key is not'],
		['nothing', undefined, 'NoSuchKey', 'The object that was to be replaced is gone.'],
	])(
		'where %s is there between look and send: failed, and it stays',
		async (_name, body, code, sentence) => {
			const {on, plan} = await over();
			const {closed, open} = gate();
			on.sandbox.faults.add({operation: complete, action: {hold: closed, when: 'before'}});
			const sent = on.sandbox.requests.next(complete);
			const result = completeUpload(on.deps, plan, {overwrite: {typedKey: key}});
			await sent;
			if (body === undefined) on.sandbox.store.bucket(bucket)?.deleteObject(key);
			else on.sandbox.seed.object({bucket, key, body});
			open();
			expect(await result).toMatchObject({
				kind: 'failed',
				failure: {code},
				reason: said(expect.stringContaining(sentence)),
			});
			const now = await on.gateway.headObject({bucket, key});
			expect(now?.size).toBe(body?.length);
			expect(arrived(on)).toHaveLength(1);
		},
	);

	test('typing the key where nothing is there still asks for If-None-Match', async () => {
		const on = await openActStage();
		const plan = await prepared(on, on.upload());
		const result = await completeUpload(on.deps, plan, {overwrite: {typedKey: key}});
		expect(result.kind).toBe('done');
		expect(arrived(on)[0]?.['if-none-match']).toBe('*');
	});
});

describe('the size of the object', () => {
	test('goes along where the service is known to compare it, and nowhere else', async () => {
		const on = await openActStage();
		const first = await prepared(on, on.upload(), {facts: aws});
		expect((await completeUpload(on.deps, first)).kind).toBe('done');
		const second = await prepared(on, on.upload(undefined, {key: 'other'}));
		expect((await completeUpload(on.deps, second)).kind).toBe('done');
		expect(arrived(on).map(headers => headers['x-amz-mp-object-size'])).toEqual([
			String(17 * MiB),
			undefined,
		]);
	});
});
