import {describe, expect, onTestFinished, test} from 'vitest';
import {abortUpload, planAbort} from '../../../source/operations/abort/abort.js';
import {completeUpload, prepareCompletion} from '../../../source/operations/complete/complete.js';
import {type Intent, openJournal} from '../../../source/operations/journal/journal.js';
import {probablyFailedAfter} from '../../../source/operations/journal/journal-acts.js';
import {
	lookAgainAfter,
	type Settlement,
	settleAborts,
	settleAct,
	watchAct,
} from '../../../source/operations/journal/settle.js';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {asWritten, said} from '../../support/reasons.js';
import {type ActStage, bucket, key, MiB, openActStage} from '../act-stage.js';

const denied: FaultAction = {respond: {status: 403, body: ''}};

/** A Complete whose answer was lost before it had an effect; nothing strikes any more. */
async function unknownComplete(on: ActStage): Promise<Intent> {
	const target = on.upload();
	const plan = await prepareCompletion(on.gateway, {...target, keyCertain: true});
	on.sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {cut: 'before'}});
	expect((await completeUpload(on.deps, plan)).kind).toBe('unknown');
	on.sandbox.faults.clear();
	on.sandbox.requests.clear();
	return onlyOpen(on);
}

async function unknownAbort(on: ActStage, target = on.upload()): Promise<Intent> {
	const {endpoint} = on.gateway;
	const intent = await on.journal.begin({act: 'abort', connection: 'test', endpoint, ...target});
	await on.journal.end(intent, {outcome: 'unknown', reason: asWritten('The answer was lost.')});
	return intent;
}

async function onlyOpen({journal}: ActStage): Promise<Intent> {
	const [open] = await journal.openActs();
	return open?.intent ?? expect.fail('no act is open');
}

async function outcomes({journal}: ActStage): Promise<Array<string | undefined>> {
	return (await journal.history()).acts.map(past => past.outcome?.outcome);
}

const later = (milliseconds: number) => ({now: () => Date.now() + milliseconds});

/** The Complete that was lost has its effect after all: as the server would do it, late. */
async function completeLate(on: ActStage, intent: Intent): Promise<void> {
	const {parts} = await on.gateway.listParts(targetOf(intent));
	await on.gateway.complete({...targetOf(intent), parts, onlyIfAbsent: false});
}

function targetOf({bucket, key, uploadId}: Intent) {
	return {bucket, key, uploadId};
}

describe('an unknown Complete', () => {
	test('whose object comes late is done', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		expect(await settleAct(on.deps, intent)).toMatchObject({
			kind: 'unknown',
			reason: said(
				'No answer is known; nothing is at the key yet, and the upload is still listed.',
			),
		});
		await completeLate(on, intent);
		expect(await settleAct(on.deps, intent)).toMatchObject({kind: 'done'});
		expect(await outcomes(on)).toEqual(['done']);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('has probably failed after 15 minutes, not before; then the key is to be typed', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		const before = await settleAct({...on.deps, ...later(probablyFailedAfter - 60_000)}, intent);
		expect(before.kind).toBe('unknown');
		const after = await settleAct({...on.deps, ...later(probablyFailedAfter)}, intent);
		expect(after.kind).toBe('probably-failed');
		expect(await outcomes(on)).toEqual(['probably-failed']);

		const plan = await prepareCompletion(on.gateway, {...targetOf(intent), keyCertain: true});
		expect(await completeUpload(on.deps, plan)).toMatchObject({
			kind: 'refused',
			reason: {code: 'journal', problem: {code: 'key-must-be-typed'}},
		});
		expect(await completeUpload(on.deps, plan, {keyTyped: true})).toMatchObject({kind: 'done'});
		expect(await on.journal.openActs()).toEqual([]);
	});

	const old = later(probablyFailedAfter);

	test('that has probably failed and comes after all is done', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		await settleAct({...on.deps, ...old}, intent);
		await completeLate(on, intent);
		expect((await settleAct({...on.deps, ...old}, intent)).kind).toBe('done');
	});

	test('stays unknown when the upload is gone and no object is there', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		await on.gateway.abort(targetOf(intent));
		expect(await settleAct({...on.deps, ...old}, intent)).toMatchObject({
			kind: 'unknown',
			reason: said('No answer is known; nothing is at the key yet, and the upload is gone.'),
		});
	});

	test('stays unknown while the key may not be looked at, or a part is lacking', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		const fault = on.sandbox.faults.add({operation: 'HeadObject', action: denied});
		expect((await settleAct({...on.deps, ...old}, intent)).kind).toBe('unknown');
		fault.remove();
		const smaller = {...intent, planned: {size: 18 * MiB, partCount: 3}};
		expect((await settleAct({...on.deps, ...old}, smaller)).kind).toBe('unknown');
		const fewer = {...intent, planned: {size: 17 * MiB, partCount: 4}};
		expect((await settleAct({...on.deps, ...old}, fewer)).kind).toBe('unknown');
	});

	test('is not done by an identical object that was there before', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		await completeLate(on, intent);
		const before = await on.gateway.headObject({bucket, key});
		expect((await settleAct(on.deps, {...intent, before})).kind).toBe('unknown');
	});

	test('that probably failed does not become unknown by a look that fails', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		await settleAct({...on.deps, ...old}, intent);
		on.sandbox.faults.add({operation: 'HeadObject', action: {respond: {status: 400, body: ''}}});
		expect((await settleAct({...on.deps, ...old}, intent)).kind).toBe('unknown');
		expect(await outcomes(on)).toEqual(['probably-failed']);
	});
});

describe('an unknown Abort', () => {
	test('is gone once it is', async () => {
		const on = await openActStage();
		const intent = await unknownAbort(on);
		expect(await settleAct(on.deps, intent)).toMatchObject({
			kind: 'unknown',
			reason: said('The upload is still listed: the abort may be repeated.'),
		});
		await on.gateway.abort(targetOf(intent));
		expect(await settleAct(on.deps, intent)).toMatchObject({kind: 'gone'});
		expect(await outcomes(on)).toEqual(['gone']);
	});

	test('of an upload that is still listed after 15 minutes has probably failed', async () => {
		const on = await openActStage();
		const intent = await unknownAbort(on);
		expect((await settleAct({...on.deps, ...later(probablyFailedAfter)}, intent)).kind).toBe(
			'probably-failed',
		);
	});

	test('is accepted where listing is denied, unknown where nothing can be seen', async () => {
		const on = await openActStage();
		const intent = await unknownAbort(on);
		await on.gateway.abort(targetOf(intent));
		const both = on.sandbox.faults.add({operation: 'ListParts', action: denied});
		on.sandbox.faults.add({operation: 'ListMultipartUploads', action: denied});
		expect((await settleAct(on.deps, intent)).kind).toBe('unknown');
		both.remove();
		expect((await settleAct(on.deps, intent)).kind).toBe('accepted');
	});
});

describe('nothing is looked up', () => {
	test('of an act that is still waited for, or was settled, or sent to another endpoint', async () => {
		const on = await openActStage();
		const {endpoint} = on.gateway;
		const act = {act: 'abort' as const, connection: 'test', ...on.upload()};
		const running = await on.journal.begin({...act, endpoint});
		const elsewhere = openJournal({folder: on.folder});
		expect((await settleAct({...on.deps, journal: elsewhere}, running)).kind).toBe('running');
		await on.journal.end(running, {outcome: 'gone', reason: asWritten('It is gone.')});
		expect((await settleAct(on.deps, running)).kind).toBe('settled');
		const other = await on.journal.begin({...act, endpoint: 'https://other.example'});
		await on.journal.end(other, {outcome: 'unknown', reason: asWritten('Lost.')});
		expect((await settleAct(on.deps, other)).kind).toBe('elsewhere');
		expect(on.sandbox.requests.count()).toBe(0);
	});

	test('of one whose process was killed before its outcome: then it is looked up', async () => {
		const on = await openActStage();
		const {endpoint} = on.gateway;
		const act = {act: 'abort' as const, connection: 'test', endpoint, ...on.upload()};
		const intent = await on.journal.begin(act);
		await on.gateway.abort(targetOf(intent));
		const next = openJournal({folder: on.folder, isAlive: () => false});
		expect((await settleAct({...on.deps, journal: next}, intent)).kind).toBe('gone');
	});
});

describe('watching', () => {
	test('looks after 5, 30 and 120 seconds, and ends when it is settled', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		const slept: number[] = [];
		const seen: Settlement[] = [];
		const sleep = async (milliseconds: number) => {
			slept.push(milliseconds);
			if (slept.length === 3) await completeLate(on, intent);
		};
		for await (const settlement of watchAct(on.deps, intent, {sleep})) seen.push(settlement);
		expect(lookAgainAfter).toEqual([5_000, 30_000, 120_000]);
		expect(slept).toEqual([5_000, 25_000, 90_000]);
		expect(seen.map(({kind}) => kind)).toEqual(['unknown', 'unknown', 'done']);
	});

	test('ends with the first look that settles it, and with the signal', async () => {
		const on = await openActStage();
		const intent = await unknownComplete(on);
		const leaving = new AbortController();
		const watching = watchAct(on.deps, intent, {signal: leaving.signal});
		const first = watching.next();
		leaving.abort();
		await expect(first).rejects.toThrow('abort');

		await completeLate(on, intent);
		const seen: string[] = [];
		for await (const {kind} of watchAct(on.deps, intent, {sleep: async () => {}})) seen.push(kind);
		expect(seen).toEqual(['done']);
	});
});

describe('a look-up', () => {
	test('goes under the terms that the act was sent with', async () => {
		const on = await openActStage();
		const target = on.upload();
		const terms = {requestPayer: 'requester'} as const;
		const owned = on.gateway.withTerms(terms);
		onTestFinished(() => owned.close());
		on.sandbox.faults.add({operation: 'AbortMultipartUpload', action: {cut: 'before'}});
		const plan = await planAbort(owned, target.bucket, on.row(target));
		await abortUpload({...on.deps, gateway: owned}, plan);
		const intent = await onlyOpen(on);
		expect(intent).toMatchObject({
			terms,
			caller: on.sandbox.users[0]?.accessKeyId,
			bytes: 17 * MiB,
		});
		const payers = () => on.sandbox.requests.log.map(({headers}) => headers['x-amz-request-payer']);
		on.sandbox.requests.clear();
		// The connection of now has none.
		await settleAct(on.deps, intent);
		expect(new Set(payers())).toEqual(new Set(['requester']));
		on.sandbox.requests.clear();
		await settleAborts(on.deps, await on.journal.openActs(), {bucket: target.bucket});
		expect(new Set(payers())).toEqual(new Set(['requester']));
		// An older partway recorded none: then those of the connection hold.
		const old = await unknownAbort(on, on.upload());
		on.sandbox.requests.clear();
		await settleAct({...on.deps, gateway: owned}, old);
		expect(new Set(payers())).toEqual(new Set(['requester']));
	});
});
