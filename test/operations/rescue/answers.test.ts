import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {FaultAction} from '../../../source/sandbox/sandbox.js';
import {error} from '../abort-run/abort-run-stage.js';
import {openRescueStage, partSize, type RescueStage} from './rescue-stage.js';

const uploadPart = 'UploadPart';
const complete = 'CompleteMultipartUpload';

/** An upload of two parts, the first of which is there. */
async function openHalf(algorithm?: 'CRC32') {
	const on = await openRescueStage({size: partSize + 100});
	const target = await on.begin(algorithm);
	await on.send(target, [1]);
	return {on, target};
}

async function expectNothingCompleted(on: RescueStage) {
	expect(on.asked(complete)).toBe(0);
	expect(await on.object()).toBeUndefined();
}

const kept = async (on: RescueStage) => (await readdir(join(on.folder, 'rescues'))).length;

describe('the answer to a part', () => {
	test('that says it was damaged on its way: it is sent again', async () => {
		const {on, target} = await openHalf();
		on.sandbox.faults.add({operation: uploadPart, times: 1, action: error(400, 'BadDigest')});
		expect((await on.rescue(target)).kind).toBe('done');
		expect(on.asked(uploadPart)).toBe(2);
	});

	test('that the upload is gone: it is sent no more', async () => {
		const {on, target} = await openHalf();
		on.sandbox.faults.add({operation: uploadPart, action: error(404, 'NoSuchUpload')});
		expect(await on.rescue(target)).toMatchObject({
			kind: 'failed',
			reason: {code: 'rescue-upload-gone'},
		});
		expect(on.asked(uploadPart)).toBe(1);
		await expectNothingCompleted(on);
	});

	const respond = (headers: Record<string, string>): FaultAction => ({
		respond: {status: 200, headers, body: '', afterEffect: true},
	});
	test.each([
		['ETag', undefined, {ETag: '"00000000000000000000000000000000"'}],
		['checksum', 'CRC32', {ETag: '"x"', 'x-amz-checksum-crc32': 'AAAAAA=='}],
	] as const)(
		'whose %s is another than that of what was sent: nothing is completed',
		async (_, algorithm, headers) => {
			const {on, target} = await openHalf(algorithm);
			on.sandbox.faults.add({operation: uploadPart, action: respond(headers)});
			expect(await on.rescue(target)).toMatchObject({
				kind: 'failed',
				reason: {code: 'rescue-part-damaged', partNumber: 2},
			});
			await expectNothingCompleted(on);
		},
	);

	test('that never comes: it was written down before what was sent, and the next rescue knows it', async () => {
		const {on, target} = await openHalf();
		const fault = on.sandbox.faults.add({operation: uploadPart, action: {cut: 'after'}});
		expect((await on.rescue(target)).kind).toBe('failed');
		expect(await kept(on)).toBe(1);
		fault.remove();
		const {plan} = await on.prepare(target);
		expect(plan.known.sent.get(2)).toMatchObject({range: {start: partSize, end: partSize + 100}});
	});
});

test('a part that is listed no more is not left out of what is completed', async () => {
	const {on, target} = await openHalf();
	const onProgress = ({phase}: {phase: string}) => {
		if (phase !== 'listing') return;
		const body = `<ListPartsResult><Bucket>${target.bucket}</Bucket><Key>${target.key}</Key><UploadId>${target.uploadId}</UploadId><IsTruncated>false</IsTruncated></ListPartsResult>`;
		on.sandbox.faults.add({operation: 'ListParts', action: {replaceBody: body}});
	};
	expect(await on.rescue(target, {}, {onProgress})).toMatchObject({
		kind: 'failed',
		reason: {code: 'rescue-parts-lost', partNumbers: [1, 2]},
	});
	await expectNothingCompleted(on);
	// What proves the second one ours is kept: the upload is not over.
	expect(await kept(on)).toBe(1);
});

test('a Complete that is refused leaves what proves the parts ours', async () => {
	const {on, target} = await openHalf();
	const refused = on.sandbox.faults.add({operation: complete, action: error(403, 'AccessDenied')});
	expect((await on.rescue(target)).kind).toBe('failed');
	expect(await kept(on)).toBe(1);
	refused.remove();
	expect(await on.rescue(target)).toMatchObject({kind: 'done', sent: {parts: 0}});
	expect(await kept(on)).toBe(0);
});
