import {readFile, utimes} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {startAbortRun} from '../../../source/operations/abort-run/abort-run.js';
import {RunFileError} from '../../../source/operations/abort-run/error.js';
import {gate} from '../../support/gate.js';
import {bucket, MiB, openActStage} from '../act-stage.js';
import {error, left, outcomes, planFor, run, start, until, uploads} from './abort-run-stage.js';

const abort = 'AbortMultipartUpload';

describe('pause', () => {
	test('waits for what was sent, sends nothing more, and goes on with the rest', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 20));
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: abort, times: 3, action: {hold: closed, when: 'before'}});
		const going = await start(on, plan, {width: () => 3});
		await until(going, () => on.sandbox.requests.count(abort) === 3);
		going.pause();
		// As many again have their intents and wait for their turn.
		expect(going.facts()).toMatchObject({state: 'pausing', underWay: 6, waiting: 14});
		const reads = on.sandbox.requests.count('ListParts');
		open();
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused).toMatchObject({underWay: 0, waiting: 17, counts: {accepted: 3}});
		expect(paused.pausedBy).toBeUndefined();
		expect(on.sandbox.requests.count(abort)).toBe(3);
		expect(on.sandbox.requests.count('ListParts') - reads).toBe(3);
		expect(await left(on)).toHaveLength(17);
		going.goOn();
		expect((await going.ended).counts.gone).toBe(20);
	});

	test('during a re-read sends no Abort for it; it is read again later', async () => {
		const on = await openActStage();
		const targets = uploads(on, 1);
		const plan = await planFor(on, targets);
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: 'ListParts',
			times: 1,
			action: {hold: closed, when: 'after'},
		});
		const arrived = on.sandbox.requests.next('ListParts');
		const going = await start(on, plan);
		await arrived;
		going.pause();
		open();
		await until(going, ({state}) => state === 'paused');
		expect(on.sandbox.requests.count(abort)).toBe(0);
		on.sandbox.seed.part({...targets[0]!, number: 2, size: MiB});
		going.goOn();
		expect((await going.ended).counts['left-alone']).toBe(1);
	});

	test('right after the start begins nothing; stop then ends it', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 3));
		const going = startAbortRun(on.deps, {bucket, uploads: plan});
		going.pause();
		await until(going, ({state}) => state === 'paused');
		going.stop();
		expect((await going.ended).counts.stopped).toBe(3);
		expect(on.sandbox.requests.count()).toBe(0);
		expect((await on.journal.history()).acts).toEqual([]);
	});
});

describe('stop', () => {
	test('proves what was sent and leaves the rest untouched', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 20));
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: abort, action: {hold: closed, when: 'before'}});
		const going = await start(on, plan, {width: () => 4});
		await until(going, () => on.sandbox.requests.count(abort) === 4);
		going.stop();
		expect(going.facts()).toMatchObject({state: 'stopping', underWay: 8, waiting: 0});
		open();
		const facts = await going.ended;
		expect(facts.counts).toMatchObject({gone: 4, stopped: 16});
		expect(on.sandbox.requests.count(abort)).toBe(4);
		expect(await left(on)).toHaveLength(16);
		expect(await outcomes(on)).toEqual({gone: 4, 'not-sent': 4});
		expect(going.results().map(({kind}) => kind)).toEqual(Array(16).fill('stopped'));
		const again = await run(
			on,
			going.results().map(({upload}) => upload),
		);
		expect(again.facts().counts.gone).toBe(16);
	});

	test('ends a paused run, and one that waits to try again', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 5));
		on.sandbox.faults.add({operation: abort, action: error(503, 'SlowDown')});
		const {closed, open} = gate();
		const going = await start(on, plan, {sleep: () => closed});
		await until(going, ({underWay, throttled}) => underWay === 0 && throttled === 5);
		expect(going.facts()).toMatchObject({state: 'running', waiting: 5});
		going.pause();
		expect(going.facts().state).toBe('paused');
		going.stop();
		expect((await going.ended).counts.stopped).toBe(5);
		open();
	});
});

describe('the rate', () => {
	test('is not told while paused, and counts nothing that a stop kept from being sent', async () => {
		const on = await openActStage();
		const going = await start(on, uploads(on, 60), {width: () => 1});
		const {counts} = await until(going, ({rate}) => rate !== undefined);
		expect(going.facts().timeLeft).toBeDefined();
		going.pause();
		expect(going.facts()).toMatchObject({rate: undefined, timeLeft: undefined});
		await until(going, ({state}) => state === 'paused');
		going.goOn();
		const at = performance.now();
		const before = going.facts().counts.accepted;
		await until(going, ({rate}) => rate !== undefined);
		going.stop();
		const {rate, counts: after} = going.facts();
		expect(after.stopped).toBeGreaterThan(0);
		expect(counts.accepted).toBeLessThan(60);
		const most = (after.accepted - before + 1) / ((performance.now() - at) / 1000);
		expect(rate).toBeLessThan(most * 1.5);
		await going.ended;
	});
});

describe('a run pauses by itself', () => {
	test('when another process took its file, for good, and writes nothing more to it', async () => {
		const on = await openActStage();
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: abort, action: {hold: closed, when: 'before'}});
		const going = await start(on, uploads(on, 10), {width: () => 2});
		await until(going, () => on.sandbox.requests.count(abort) === 2);
		const longAgo = new Date(Date.now() - 60_000);
		await utimes(`${going.file}.lock`, longAgo, longAgo);
		await until(going, ({state}) => state === 'pausing');
		expect(going.facts().pausedBy).toBeInstanceOf(RunFileError);
		const text = await readFile(going.file!, 'utf8');
		going.goOn();
		expect(going.facts()).toMatchObject({state: 'pausing', pausedBy: {name: 'RunFileError'}});
		open();
		await until(going, ({state}) => state === 'paused');
		going.stop();
		expect((await going.ended).counts).toMatchObject({gone: 2, stopped: 8});
		expect(await readFile(going.file!, 'utf8')).toBe(text);
		expect(on.sandbox.requests.count(abort)).toBe(2);
	});

	test('when the token expires in the middle, and goes on with a new one', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 40));
		const going = await start(on, plan, {width: () => 4});
		await until(going, ({counts}) => counts.accepted >= 10);
		const expired = on.sandbox.faults.add({action: error(400, 'ExpiredToken')});
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused.pausedBy).toMatchObject({code: 'ExpiredToken'});
		const {accepted, failed, unknown, ...others} = paused.counts;
		expect(failed).toBe(0);
		expect(others).toMatchObject({gone: 0, 'left-alone': 0, refused: 0, stopped: 0});
		// One whose Abort was answered and whose look was not waits for its proof.
		expect(accepted + unknown + paused.waiting).toBe(40);
		expired.remove();
		going.goOn();
		expect(going.facts().pausedBy).toBeUndefined();
		expect((await going.ended).counts.gone).toBe(40);
		expect(await left(on)).toEqual([]);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('when the network is lost, and proves what may have been sent', async () => {
		const on = await openActStage({actSilence: 100});
		const plan = await planFor(on, uploads(on, 30));
		const {closed, open} = gate();
		on.sandbox.faults.add({
			operation: abort,
			key: /k000[5-9]/,
			times: 5,
			action: {hold: closed, when: 'after'},
		});
		const reads = on.sandbox.faults.add({
			operation: 'ListParts',
			key: /k001/,
			action: error(400, 'RequestExpired'),
		});
		const going = await start(on, plan, {width: () => 5});
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused.pausedBy).toBeDefined();
		reads.remove();
		open();
		going.goOn();
		await until(going, ({state}) => {
			if (state === 'paused') going.goOn();
			return state === 'ended';
		});
		expect(going.facts().counts.gone).toBe(30);
		expect(await on.journal.openActs()).toEqual([]);
	});

	test('while it proves, and a stop then leaves them accepted', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 10));
		on.sandbox.faults.add({operation: 'ListMultipartUploads', action: error(400, 'ExpiredToken')});
		const going = await start(on, plan);
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused).toMatchObject({counts: {accepted: 10}, pausedBy: {code: 'ExpiredToken'}});
		going.stop();
		expect((await going.ended).counts).toMatchObject({accepted: 10, unknown: 0});
	});

	test('when the token expires right after an Abort, which is not accepted before it was looked at', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 1));
		const expired = error(400, 'ExpiredToken');
		// The re-read is answered, and the Abort.
		const fault = on.sandbox.faults.add({operation: 'ListParts', call: 2, action: expired});
		const later = on.sandbox.faults.add({operation: 'ListMultipartUploads', action: expired});
		const going = await start(on, plan);
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused).toMatchObject({
			...{counts: {accepted: 0, unknown: 1}, pausedBy: {code: 'ExpiredToken'}},
			...{freed: 0, freeing: 8 * MiB},
		});
		expect(on.sandbox.requests.count('ListMultipartUploads')).toBe(0);
		for (const each of [fault, later]) each.remove();
		going.goOn();
		expect(await going.ended).toMatchObject({counts: {gone: 1, unknown: 0}, freeing: 0});
	});

	test('when the journal cannot be written, before anything is sent', async () => {
		const on = await openActStage();
		const plan = await planFor(on, uploads(on, 10));
		const {JournalError} = await import('../../../source/operations/journal/journal.js');
		let full = true;
		const journal = {
			...on.journal,
			begin: async (...act: Parameters<typeof on.journal.begin>) => {
				if (full)
					throw new JournalError({
						code: 'unavailable',
						by: 'unusable',
						why: 'the disk is full',
						file: '',
					});
				return on.journal.begin(...act);
			},
		};
		const going = startAbortRun({...on.deps, journal}, {bucket, uploads: plan});
		const paused = await until(going, ({state}) => state === 'paused');
		expect(paused).toMatchObject({waiting: 10, pausedBy: {problem: {why: 'the disk is full'}}});
		expect(on.sandbox.requests.count()).toBe(0);
		full = false;
		going.goOn();
		expect((await going.ended).counts.gone).toBe(10);
	});
});
