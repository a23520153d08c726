import {beforeEach, describe, expect, test} from 'vitest';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {completeUpload, prepareCompletion} from '../../../source/operations/complete/complete.js';
import {makePublic, readPublicly} from '../../../source/operations/complete/public-read.js';
import {probablyFailedAfter} from '../../../source/operations/journal/journal-acts.js';
import {settleAct} from '../../../source/operations/journal/settle.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {asWritten, said, sentenceOf} from '../../support/reasons.js';
import {type ActStage, bucket, key, openActStage} from '../act-stage.js';

const putAcl = 'PutObjectAcl';
const target: UploadTarget = {bucket, key, uploadId: 'u'};

let on: ActStage;
beforeEach(async () => {
	on = await openActStage();
	on.sandbox.seed.object({bucket, key, body: 'seen'});
});

function refusal(status: number, code: string, message = ''): FaultAction {
	const body = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return {respond: {status, headers: {'content-type': 'application/xml'}, body}};
}

function settings() {
	const of = on.sandbox.store.bucket(bucket)?.settings;
	if (of === undefined) throw new Error('no bucket');
	return of;
}

const nothingBlocked = {
	BlockPublicAcls: false,
	IgnorePublicAcls: false,
	BlockPublicPolicy: false,
	RestrictPublicBuckets: false,
};

async function written() {
	const {acts} = await on.journal.history();
	return acts.map(({intent, outcome}) => [intent.act, outcome?.outcome]);
}

describe('can it be read from outside', () => {
	test('not, until it is public; asked at the endpoint, signed by nobody', async () => {
		expect(await readPublicly(on.gateway, target)).toMatchObject({
			kind: 'not-readable',
			failure: {status: 403},
		});
		await on.gateway.putPublicReadAcl(target);
		expect(await readPublicly(on.gateway, target)).toMatchObject({
			kind: 'readable',
			size: 4,
		});
		const heads = on.sandbox.requests.log.filter(({operation}) => operation === 'HeadObject');
		expect(heads).toHaveLength(2);
		for (const {headers} of heads) expect(headers).not.toHaveProperty('authorization');
	});

	test.each<[string, FaultAction, string]>([
		['401', {respond: {status: 401, body: ''}}, 'not-readable'],
		['400 (R2 asks for a signature so)', {respond: {status: 400, body: ''}}, 'not-readable'],
		['404', {respond: {status: 404, body: ''}}, 'absent'],
		['500', {respond: {status: 500, body: ''}}, 'no-answer'],
		['301', {respond: {status: 301, body: ''}}, 'no-answer'],
		['nothing', {cut: 'before'}, 'no-answer'],
	])('%s', async (_name, action, kind) => {
		on.sandbox.faults.add({operation: 'HeadObject', action});
		expect((await readPublicly(on.gateway, target)).kind).toBe(kind);
	});
});

describe('making it public', () => {
	test('after a Complete: done, since it can be read then; intent and outcome are written', async () => {
		const other = on.upload(undefined, {key: 'made'});
		const plan = await prepareCompletion(on.gateway, {...other, keyCertain: true});
		await completeUpload(on.deps, plan);
		expect(await makePublic(on.deps, other)).toMatchObject({
			kind: 'done',
			reading: {kind: 'readable'},
		});
		expect(await written()).toEqual([
			['complete', 'done'],
			['acl', 'done'],
		]);
		const [sent] = on.sandbox.requests.log.filter(({operation}) => operation === putAcl);
		expect(sent?.headers['x-amz-acl']).toBe('public-read');
	});

	test('has its intent on the disk before it is sent, and one at a time', async () => {
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: putAcl, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(putAcl);
		const first = makePublic(on.deps, target);
		await arrived;
		expect(await on.journal.openActs()).toMatchObject([
			{intent: {act: 'acl', key}, state: 'running'},
		]);
		expect(await makePublic(on.deps, target)).toMatchObject({
			kind: 'refused',
			reason: {code: 'journal', problem: {code: 'under-way'}},
		});
		open();
		expect((await first).kind).toBe('done');
		expect(on.sandbox.requests.count(putAcl)).toBe(1);
	});

	test('is refused by a read-only connection, and nothing is written', async () => {
		on = await openActStage({readOnly: true});
		expect(await makePublic(on.deps, target)).toMatchObject({
			kind: 'refused',
			reason: said(expect.stringContaining('read-only')),
		});
		expect(on.sandbox.requests.count(putAcl)).toBe(0);
		expect(await written()).toEqual([]);
	});

	test('ACLs are disabled: failed, and said', async () => {
		settings().ownership = 'BucketOwnerEnforced';
		expect(await makePublic(on.deps, target)).toMatchObject({
			kind: 'failed',
			failure: {code: 'AccessControlListNotSupported'},
			reason: said(expect.stringContaining('ACLs are disabled')),
		});
		expect(await written()).toEqual([['acl', 'failed']]);
	});

	test('public ACLs are blocked: failed, and said', async () => {
		settings().publicAccessBlock = {...nothingBlocked, BlockPublicAcls: true};
		expect(await makePublic(on.deps, target)).toMatchObject({
			kind: 'failed',
			failure: {code: 'AccessDenied'},
			reason: said('Block Public Access forbids public ACLs here. Nothing has changed.'),
		});
	});

	test('public ACLs are ignored: accepted, and said', async () => {
		settings().publicAccessBlock = {...nothingBlocked, IgnorePublicAcls: true};
		expect(await makePublic(on.deps, target)).toMatchObject({
			kind: 'accepted',
			reason: said(expect.stringContaining('ignores public ACLs')),
			reading: {kind: 'not-readable'},
		});
	});

	test.each<[string, FaultAction, string, RegExp]>([
		['403', refusal(403, 'AccessDenied'), 'failed', /s3:PutObjectAcl/],
		[
			'403 that names the setting of the account',
			refusal(403, 'AccessDenied', 'because public ACLs are blocked by the BlockPublicAcls block'),
			'failed',
			/Block Public Access forbids/,
		],
		['501', refusal(501, 'NotImplemented'), 'failed', /no ACLs/],
		['404', refusal(404, 'NoSuchKey'), 'failed', /gone/],
		['cut before', {cut: 'before'}, 'unknown', /^The answer was lost\./],
		['cut after', {cut: 'after'}, 'done', /Anybody can read it/],
		['500', refusal(500, 'InternalError'), 'unknown', /^The answer is inconclusive\./],
	])('%s', async (_name, action, kind, words) => {
		on.sandbox.faults.add({operation: putAcl, action});
		const result = await makePublic(on.deps, target);
		expect(result).toMatchObject({kind, reason: said(expect.stringMatching(words))});
		expect(on.sandbox.requests.count(putAcl)).toBe(1);
		expect(await written()).toEqual([['acl', kind]]);
	});
});

describe('an ACL change with an unknown outcome', () => {
	beforeEach(async () => {
		on.sandbox.faults.add({operation: putAcl, times: 1, action: {cut: 'before'}});
		expect((await makePublic(on.deps, target)).kind).toBe('unknown');
	});

	test('may be repeated, and stands in no other act’s way', async () => {
		const act = {connection: 'test', endpoint: on.gateway.endpoint, ...target};
		const intent = await on.journal.begin({...act, act: 'abort'});
		await on.journal.end(intent, {outcome: 'failed', reason: asWritten('')});
		expect((await makePublic(on.deps, target)).kind).toBe('done');
	});

	test('is settled by looking: unknown, probably failed, and done once it can be read', async () => {
		const [open] = await on.journal.openActs();
		const intent = open!.intent;
		const later = () => Date.parse(intent.time) + probablyFailedAfter;
		expect((await settleAct(on.deps, intent)).kind).toBe('unknown');
		expect((await settleAct({...on.deps, now: later}, intent)).kind).toBe('probably-failed');
		await on.gateway.putPublicReadAcl(target);
		expect((await settleAct(on.deps, intent)).kind).toBe('done');
		expect(await on.journal.openActs()).toEqual([]);
	});
});

test('an ACL that was set settles no Complete of the same upload', async () => {
	const act = {connection: 'test', endpoint: on.gateway.endpoint, ...target};
	const acl = await on.journal.begin({...act, act: 'acl'});
	await on.journal.end(acl, {outcome: 'unknown', reason: asWritten('')});
	const complete = await on.journal.begin({
		...act,
		act: 'complete',
		planned: {size: 4, partCount: 1},
	});
	await on.journal.end(complete, {outcome: 'unknown', reason: asWritten('')});
	await on.journal.end(acl, {outcome: 'done', reason: asWritten('')});
	expect((await on.journal.openActs()).map(({intent}) => intent.act)).toEqual(['complete']);
	expect(await makePublic(on.deps, target)).toMatchObject({
		kind: 'refused',
		reason: {code: 'journal', problem: {code: 'unsettled'}},
	});
});

test('what refuses an ACL change takes nothing back of one before whose answer was lost', async () => {
	on.sandbox.faults.add({operation: putAcl, times: 1, action: {cut: 'before'}});
	expect(await makePublic(on.deps, target)).toMatchObject({kind: 'unknown'});
	on.sandbox.faults.add({operation: putAcl, action: refusal(403, 'AccessDenied')});
	const refused = await makePublic(on.deps, target);
	expect(refused).toMatchObject({kind: 'unknown', failure: {code: 'AccessDenied'}});
	expect(sentenceOf(refused)).not.toMatch(/nothing has changed/i);
	// It takes effect late.
	on.sandbox.faults.clear();
	await on.gateway.putPublicReadAcl(target);
	on.sandbox.faults.add({operation: putAcl, action: refusal(403, 'AccessDenied')});
	expect(await makePublic(on.deps, target)).toMatchObject({kind: 'done'});
});
