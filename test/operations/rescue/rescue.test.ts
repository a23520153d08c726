import {appendFileSync} from 'node:fs';
import {appendFile, readdir, readFile, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {AbortMultipartUploadCommand} from '@aws-sdk/client-s3';
import {describe, expect, test, vi} from 'vitest';
import {RunControls} from '../../../source/operations/abort-run/run-controls.js';
import type {RescueProgress} from '../../../source/operations/rescue/rescue-types.js';
import {gate} from '../../support/gate.js';
import {said} from '../../support/reasons.js';
import {bucket, key} from '../act-stage.js';
import {openRescueStage, partSize, type RescueStage} from './rescue-stage.js';

const uploadPart = 'UploadPart';
const complete = 'CompleteMultipartUpload';

/** Nothing was completed: no Complete left, nothing is at the key. */
async function expectNothingCompleted(on: RescueStage): Promise<void> {
	expect(on.asked(complete)).toBe(0);
	expect(await on.object()).toBeUndefined();
}

/** The acts of the journal, oldest first, with their outcomes. */
async function acts({journal}: RescueStage): Promise<string[]> {
	const {acts} = await journal.history();
	return acts.map(({intent, outcome}) => `${intent.act} ${outcome?.outcome}`);
}

describe('a rescue', () => {
	test.each([undefined, 'CRC32', 'SHA1', 'SHA256'] as const)(
		'of an upload with checksums of %s sends what is missing and makes the file',
		async algorithm => {
			const on = await openRescueStage();
			const target = await on.begin(algorithm);
			await on.send(target, [1, 3]);
			const result = await on.rescue(target);
			expect(result).toMatchObject({
				kind: 'done',
				sent: {parts: 3, bytes: 2 * partSize + 1234},
				completed: {kind: 'done'},
			});
			expect(on.asked(uploadPart)).toBe(3);
			expect(on.content.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
			expect(await acts(on)).toEqual(['rescue done', 'complete done']);
			const [{intent, outcome} = expect.fail('no act')] = (await on.journal.history()).acts;
			expect(intent).toMatchObject({file: on.path, bytes: 2 * partSize + 1234});
			expect(outcome?.bytes).toBe(2 * partSize + 1234);
			// What proves the parts ours goes with the upload.
			expect(await readdir(join(on.folder, 'rescues'))).toEqual([]);
		},
	);

	test('of an upload that is whole completes it, and sends no part', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 2, 3, 4, 5]);
		expect(await on.rescue(target)).toMatchObject({kind: 'done', sent: {parts: 0, bytes: 0}});
		expect(on.asked(uploadPart)).toBe(0);
		expect(await acts(on)).toEqual(['complete done']);
	});

	test('of an upload without parts needs a part size, and then sends them all', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		const {plan} = await on.prepare(target);
		expect(plan.findings).toMatchObject([
			{code: 'part-size-needed'},
			{code: 'activity-unknown'},
			{code: 'not-enforced'},
		]);
		expect(await on.rescue(target)).toMatchObject({kind: 'refused'});
		expect(await on.rescue(target, {partSize})).toMatchObject({kind: 'done', sent: {parts: 5}});
		expect(on.content.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
	});

	test('of an empty file makes an empty object', async () => {
		const on = await openRescueStage({size: 0});
		const target = await on.begin();
		expect(await on.rescue(target, {partSize})).toMatchObject({kind: 'done', sent: {parts: 1}});
		expect(await on.object()).toEqual(Buffer.alloc(0));
	});

	test('that is not to complete ends after the parts', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		expect(await on.rescue(target, {noComplete: true})).toMatchObject({kind: 'sent'});
		await expectNothingCompleted(on);
		expect((await on.gateway.listParts(target)).parts).toHaveLength(5);
	});

	test('tells how far it is, and never more than there is', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const seen: RescueProgress[] = [];
		on.sandbox.faults.add({operation: uploadPart, times: 2, action: {cut: 'before'}});
		await on.rescue(target, {}, {onProgress: progress => seen.push(progress)});
		expect([...new Set(seen.map(({phase}) => phase))]).toEqual([
			...['reading', 'sending', 'listing', 'completing'],
		]);
		expect(seen.every(({bytesDone, bytesTotal}) => bytesDone <= bytesTotal)).toBe(true);
		const last = seen.findLast(({phase}) => phase === 'sending');
		expect(last).toMatchObject({partsDone: 3, partsTotal: 3, bytesDone: 2 * partSize + 1234});
	});

	test('sends nothing before its plan was taken, and reads but once more before', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		await on.prepare(target);
		expect([on.asked(uploadPart), on.asked(complete)]).toEqual([0, 0]);
		expect(await acts(on)).toEqual([]);
		expect(await readdir(on.folder)).toEqual(['tape.tar']);
	});

	test('replaces an object only where that was said, and only the one that was shown', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		on.sandbox.seed.object({bucket, key, body: 'before'});
		expect((await on.rescue(target)).kind).toBe('refused');
		const prepared = await on.prepare(target, {overwrite: true});
		on.sandbox.seed.object({bucket, key, body: 'another one'});
		const {sendRescue} = await import('../../../source/operations/rescue/rescue.js');
		expect(await sendRescue(on.deps, prepared)).toMatchObject({
			kind: 'changed',
			changes: [{code: 'object-other'}],
		});
		expect(on.asked(uploadPart)).toBe(0);
		expect(await on.rescue(target, {overwrite: true})).toMatchObject({kind: 'done'});
	});
});

describe('nothing is sent', () => {
	test('to an upload that is active, unless it is named', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		expect(await on.rescue(target, {includeActive: undefined})).toMatchObject({
			kind: 'refused',
			reason: said(
				'Somebody may still be uploading, and that was not confirmed: nothing was sent.',
			),
		});
		expect(on.asked(uploadPart)).toBe(0);
	});

	test('over a connection that is read-only', async () => {
		const on = await openRescueStage({readOnly: true});
		const target = await on.begin();
		await on.send(target, [1]);
		expect(await on.rescue(target)).toMatchObject({
			kind: 'refused',
			reason: {code: 'read-only'},
		});
	});

	test('of a file that changed since it was compared', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const {sendRescue} = await import('../../../source/operations/rescue/rescue.js');
		for (const change of [
			() => appendFile(on.path, 'x'),
			() => utimes(on.path, new Date(), new Date(5)),
			() => writeFile(on.path, 'another'),
		]) {
			await writeFile(on.path, on.content);
			const prepared = await on.prepare(target);
			await change();
			expect(await sendRescue(on.deps, prepared)).toMatchObject({
				kind: 'refused',
				reason: {code: 'rescue-file-changed'},
			});
		}
		expect(on.asked(uploadPart)).toBe(0);
	});

	test.each([
		['a byte of it was changed', 'parts-differ'],
		['it lost its end', 'parts-beyond'],
		['it is another file', 'parts-differ'],
		['it grew behind its last part', 'parts-differ'],
	])('of a file where %s', async (how, code) => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3, 5]);
		if (how.startsWith('a byte')) {
			const changed = Buffer.from(on.content);
			changed[2 * partSize + 7] = (changed[2 * partSize + 7] ?? 0) ^ 1;
			await writeFile(on.path, changed);
		} else if (how.startsWith('it lost')) await truncate(on.path, partSize + 5);
		else if (how.startsWith('it grew')) await appendFile(on.path, 'more');
		else await writeFile(on.path, Buffer.alloc(on.content.length, 7));
		const {plan} = await on.prepare(target);
		const found = plan.findings.filter(({level}) => level === 'blocks');
		expect(found.map(each => each.code)).toContain(code);
		if (how.startsWith('a byte'))
			expect(found).toMatchObject([{partNumbers: [3], first: {start: 2 * partSize}}]);
		expect(await on.rescue(target)).toMatchObject({kind: 'refused'});
		expect(on.asked(uploadPart)).toBe(0);
		await expectNothingCompleted(on);
	});

	test('where parts came after the plan was made', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const prepared = await on.prepare(target);
		await on.send(target, [2]);
		const {sendRescue} = await import('../../../source/operations/rescue/rescue.js');
		expect(await sendRescue(on.deps, prepared)).toEqual({
			kind: 'changed',
			changes: [{code: 'landed', partNumbers: [2]}],
		});
		expect(on.asked(uploadPart)).toBe(0);
	});
});

describe('nothing is completed', () => {
	test.each([
		['of a number that was to be sent', 2],
		['of a number that was proven', 3],
		['behind the end', 6],
	])('where a part %s came from elsewhere while ours were sent', async (_, number) => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation: uploadPart, call: 3, action: {hold: closed, when: 'before'}});
		const result = on.rescue(target);
		// One is held, and the others are there.
		await vi.waitFor(
			async () => expect((await on.gateway.listParts(target)).parts).toHaveLength(4),
			{timeout: 20_000},
		);
		await on.send(target, [number], Buffer.alloc(6 * partSize, 1));
		open();
		expect(await result).toMatchObject({
			kind: 'failed',
			reason: {code: 'rescue-foreign-parts', changes: [{partNumbers: [number]}]},
		});
		await expectNothingCompleted(on);
	});

	test('of a file that was written to while its parts were sent', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const onProgress = ({phase}: RescueProgress) => {
			if (phase === 'listing') appendFileSync(on.path, 'x');
		};
		expect(await on.rescue(target, {}, {onProgress})).toMatchObject({
			kind: 'failed',
			reason: {code: 'rescue-file-changed'},
			sent: {parts: 3},
		});
		await expectNothingCompleted(on);
		expect(await acts(on)).toEqual(['rescue failed']);
	});

	test('where it is stopped while all parts are listed once more', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const controls = new RunControls();
		const onProgress = ({phase}: RescueProgress) => {
			if (phase === 'listing') controls.stop();
		};
		expect(await on.rescue(target, {}, {onProgress, controls})).toMatchObject({
			kind: 'stopped',
			reason: {code: 'rescue-stopped', left: 0},
			sent: {parts: 3},
		});
		await expectNothingCompleted(on);
		expect((await on.rescue(target)).kind).toBe('done');
	});

	test('of an upload that was aborted meanwhile', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const prepared = await on.prepare(target);
		const gone = {Bucket: bucket, Key: key, UploadId: target.uploadId};
		await on.client.send(new AbortMultipartUploadCommand(gone));
		const {sendRescue} = await import('../../../source/operations/rescue/rescue.js');
		expect(await sendRescue(on.deps, prepared)).toMatchObject({
			kind: 'failed',
			reason: {code: 'rescue-upload-gone'},
		});
		await expectNothingCompleted(on);
	});

	test('where a part cannot be sent, however often it is', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		on.sandbox.faults.add({
			operation: uploadPart,
			action: {respond: {status: 500, body: '<Error><Code>InternalError</Code></Error>'}},
		});
		const result = await on.rescue(target);
		expect(result).toMatchObject({kind: 'failed', reason: {code: 'rescue-part-failed', times: 5}});
		await expectNothingCompleted(on);
	});

	test('where the credentials are not taken any more, and the next one goes on', async () => {
		const on = await openRescueStage();
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const expired = on.sandbox.faults.add({
			operation: uploadPart,
			action: {respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'}},
		});
		expect(await on.rescue(target)).toMatchObject({
			kind: 'failed',
			reason: {code: 'rescue-credentials'},
		});
		expired.remove();
		await expectNothingCompleted(on);
		expect((await on.rescue(target)).kind).toBe('done');
	});
});

test('what is written down of the parts holds nothing but numbers, digests and ETags', async () => {
	const on = await openRescueStage();
	const target = await on.begin('CRC32');
	await on.send(target, [1, 3]);
	await on.rescue(target, {noComplete: true});
	const [name = expect.fail('nothing was written')] = await readdir(join(on.folder, 'rescues'));
	const lines = (await readFile(join(on.folder, 'rescues', name), 'utf8')).trim().split('\n');
	expect(lines).toHaveLength(6);
	for (const line of lines)
		expect(Object.keys(JSON.parse(line)).join(' ')).toMatch(
			/^partNumber (start end digests|etag)$/,
		);
});
