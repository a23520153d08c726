import {expect, test} from 'vitest';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {
	completeUpload,
	prepareCompletion,
	sendAgainAfter,
} from '../../../source/operations/complete/complete.js';
import type {CannedAnswer} from '../../../source/sandbox/sandbox.js';
import {said} from '../../support/reasons.js';
import {type ActStage, bucket, key, MiB, openActStage} from '../act-stage.js';

const complete = 'CompleteMultipartUpload';

function answer(code: string, more: Partial<CannedAnswer> = {}): {respond: CannedAnswer} {
	return {
		respond: {
			status: 503,
			headers: {'content-type': 'application/xml'},
			body: `<Error><Code>${code}</Code><Message></Message></Error>`,
			...more,
		},
	};
}

/** Completes without waiting, and tells what came of it, how long it would have waited, and how often it was sent. */
async function completed(
	on: ActStage,
	whilePausing: (target: UploadTarget) => unknown = () => {},
	overwrite?: {readonly typedKey: string},
) {
	const target = on.upload();
	const plan = await prepareCompletion(on.gateway, {...target, keyCertain: true});
	const pauses: number[] = [];
	const result = await completeUpload(on.deps, plan, {
		overwrite,
		async sleep(milliseconds) {
			pauses.push(milliseconds);
			await whilePausing(target);
		},
	});
	const there = await on.gateway.headObject({bucket, key});
	const {acts} = await on.journal.history();
	return {
		kind: result.kind,
		result,
		target,
		pauses,
		sent: on.sandbox.requests.count(complete),
		there: there?.size,
		written: acts.map(({outcome}) => outcome?.outcome),
	};
}

test('SlowDown once or twice, and nothing happened: it is sent again, under one intent', async () => {
	for (const times of [1, 2]) {
		const on = await openActStage();
		on.sandbox.faults.add({operation: complete, times, action: answer('SlowDown')});
		expect(await completed(on)).toMatchObject({
			kind: 'done',
			pauses: sendAgainAfter.slice(0, times),
			sent: times + 1,
			there: 17 * MiB,
			written: ['done'],
		});
	}
});

test('SlowDown for ever: three times, no more, and then it has failed for certain', async () => {
	const on = await openActStage();
	on.sandbox.faults.add({operation: complete, action: answer('SlowDown')});
	const {result, target, ...seen} = await completed(on);
	expect(seen).toMatchObject({kind: 'failed', sent: 3, there: undefined, written: ['failed']});
	expect(result).toMatchObject({reason: said(expect.stringContaining('fewer requests 3 times'))});
	on.sandbox.faults.clear();
	const again = await prepareCompletion(on.gateway, {...target, keyCertain: true});
	expect((await completeUpload(on.deps, again)).kind).toBe('done');
});

test.each<[string, {respond: CannedAnswer}, string, number | undefined]>([
	['though it worked', answer('SlowDown', {afterEffect: true}), 'done', 17 * MiB],
	['under a 200, after it began', answer('SlowDown', {status: 200}), 'unknown', undefined],
	['503 of another code', answer('ServiceUnavailable'), 'unknown', undefined],
	['503 of a proxy', answer('', {body: '<html></html>'}), 'unknown', undefined],
	['500', answer('InternalError', {status: 500}), 'unknown', undefined],
])('is never sent again: %s', async (_name, action, kind, there) => {
	const on = await openActStage();
	on.sandbox.faults.add({operation: complete, action});
	expect(await completed(on)).toMatchObject({kind, sent: 1, pauses: [], there, written: [kind]});
});

test('nor when the look does not prove it: an object came, a part came, or looking is denied', async () => {
	const object = await openActStage();
	object.sandbox.faults.add({operation: complete, action: answer('SlowDown')});
	const other = await completed(object, () => {
		object.sandbox.seed.object({bucket, key, body: 'somebody else'});
	});
	expect(other).toMatchObject({kind: 'unknown', sent: 2, there: 13});

	const part = await openActStage();
	part.sandbox.faults.add({operation: complete, action: answer('SlowDown')});
	const landed = await completed(part, target => {
		part.sandbox.seed.part({...target, number: 9, size: MiB});
	});
	expect(landed).toMatchObject({kind: 'unknown', sent: 2, there: undefined});

	const denied = await openActStage();
	denied.sandbox.faults.add({operation: complete, action: answer('SlowDown')});
	denied.sandbox.faults.add({
		operation: 'HeadObject',
		times: 3,
		action: {respond: {status: 403, body: ''}},
	});
	// What cannot be seen at the key may be replaced only where that is agreed to.
	const agreed = await completed(denied, () => {}, {typedKey: key});
	expect(agreed).toMatchObject({kind: 'unknown', sent: 1});
});

test('what refuses the second takes nothing back of the first', async () => {
	const denied = answer('AccessDenied', {status: 403});
	// It takes effect late, after the look.
	const late = await openActStage();
	late.sandbox.faults.add({operation: complete, times: 1, action: answer('SlowDown')});
	const done = await completed(late, async target => {
		const {parts} = await late.gateway.listParts(target);
		await late.gateway.complete({...target, parts, onlyIfAbsent: true});
		late.sandbox.faults.add({operation: complete, action: denied});
	});
	expect(done).toMatchObject({kind: 'done', sent: 3, written: ['done']});

	// Nothing can be seen of it.
	const blind = await openActStage();
	blind.sandbox.faults.add({operation: complete, times: 1, action: answer('SlowDown')});
	blind.sandbox.faults.add({operation: complete, call: 2, action: denied});
	blind.sandbox.faults.add({
		operation: 'HeadObject',
		call: 4,
		action: {respond: {status: 400, body: ''}},
	});
	const unseen = await completed(blind);
	expect(unseen).toMatchObject({kind: 'unknown', sent: 2, written: ['unknown']});
});

test('a Complete that finds its upload gone tells of the one before whose answer was lost', async () => {
	for (const [action, kind] of [
		[{cut: 'after'}, 'done'],
		[{cut: 'before'}, 'unknown'],
	] as const) {
		const on = await openActStage();
		const target = on.upload();
		const plan = await prepareCompletion(on.gateway, {...target, keyCertain: true});
		on.sandbox.faults.add({operation: complete, times: 1, action});
		const blind = {respond: {status: 400, body: ''}};
		on.sandbox.faults.add({operation: 'HeadObject', call: 2, action: blind});
		expect(await completeUpload(on.deps, plan)).toMatchObject({kind: 'unknown'});
		if (kind === 'unknown')
			on.sandbox.faults.add({
				operation: 'ListParts',
				call: 1,
				action: answer('InvalidRequest', {status: 400}),
			});
		const again = await completeUpload(on.deps, plan);
		expect(again).toMatchObject({
			kind,
			reason: said(expect.stringContaining('Of an earlier Complete')),
		});
		expect(on.sandbox.requests.count(complete)).toBe(1);
		expect(await on.journal.openActs()).toHaveLength(kind === 'unknown' ? 1 : 0);
	}
});
