import {expect, test, vi} from 'vitest';
import {RunControls} from '../../../source/operations/abort-run/run-controls.js';
import type {RescueProgress} from '../../../source/operations/rescue/rescue-types.js';
import {gate} from '../../support/gate.js';
import {openRescueStage, partSize} from './rescue-stage.js';

test.each([
	['ceph-16', 'done'],
	['minio', 'done'],
	['seaweedfs', 'done'],
	// Its ETags follow from no part.
	['r2', 'accepted'],
] as const)(
	'as on %s the object is the file, and it is %s: done only where its ETag proves that',
	async (like, kind) => {
		const on = await openRescueStage({like});
		const target = await on.begin();
		await on.send(target, [1, 3]);
		const {plan} = await on.prepare(target);
		const unproven = plan.parts.some(({judgement}) => judgement === 'unproven');
		const result = await on.rescue(target, unproven ? {resendUnproven: true} : {});
		expect(result.kind).toBe(kind);
		expect(on.content.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
		expect(result).toMatchObject({sent: {parts: unproven ? 5 : 3}});
	},
);

test('parts that show nothing stop it until they are to be sent again, and then are known by their answers', async () => {
	const on = await openRescueStage();
	const target = await on.begin();
	await on.send(target, [1, 3]);
	// As under SSE-KMS: what the listing shows is no MD5.
	on.sandbox.faults.add({
		operation: 'ListParts',
		action: {
			replaceBody: `<ListPartsResult><Bucket>media</Bucket><Key>${target.key}</Key><UploadId>${target.uploadId}</UploadId>${[1, 3].map(number => `<Part><PartNumber>${number}</PartNumber><LastModified>2026-11-20T12:00:00.000Z</LastModified><ETag>"opaque-${number}"</ETag><Size>${partSize}</Size></Part>`).join('')}<IsTruncated>false</IsTruncated></ListPartsResult>`,
		},
	});
	const {plan} = await on.prepare(target);
	expect(plan.findings).toMatchObject([
		{level: 'blocks', code: 'parts-unproven', partNumbers: [1, 3]},
		{code: 'not-enforced'},
	]);
	expect((await on.rescue(target)).kind).toBe('refused');
	expect([on.asked('UploadPart'), on.asked('CompleteMultipartUpload')]).toEqual([0, 0]);
});

test('one that is stopped waits for the parts under way, and one that is paused sends nothing until it goes on', async () => {
	const on = await openRescueStage({size: 8 * partSize});
	const target = await on.begin();
	const controls = new RunControls();
	controls.pause();
	const going = on.rescue(target, {partSize}, {controls});
	await new Promise(resolve => setTimeout(resolve, 500));
	expect(on.asked('UploadPart')).toBe(0);
	const {closed, open} = gate();
	on.sandbox.faults.add({operation: 'UploadPart', call: 1, action: {hold: closed, when: 'after'}});
	const arrived = on.sandbox.requests.next('UploadPart');
	controls.goOn();
	await arrived;
	controls.stop();
	open();
	const result = await going;
	expect(result).toMatchObject({kind: 'stopped', reason: {code: 'rescue-stopped'}});
	const {parts} = await on.gateway.listParts(target);
	expect(result).toMatchObject({sent: {parts: parts.length}});
	expect(parts.length).toBeGreaterThan(0);
	expect(on.asked('CompleteMultipartUpload')).toBe(0);
});

test('one that is paused is ended by its signal', async () => {
	const on = await openRescueStage();
	const target = await on.begin();
	const controls = new RunControls();
	controls.pause();
	const ending = new AbortController();
	const onProgress = ({phase}: RescueProgress) => {
		if (phase === 'sending') setImmediate(() => ending.abort());
	};
	const result = await on.rescue(target, {partSize}, {controls, onProgress, signal: ending.signal});
	expect(result).toMatchObject({kind: 'stopped', sent: {parts: 0}});
	expect(on.asked('UploadPart')).toBe(0);
});

test('one that goes on is not paused again by a late answer to the credentials of before', async () => {
	const on = await openRescueStage();
	const target = await on.begin();
	await on.send(target, [1, 3]);
	const late = gate();
	on.sandbox.faults.add({
		...{operation: 'UploadPart', call: 1},
		action: {hold: late.closed, when: 'before'},
	});
	const expired = on.sandbox.faults.add({
		operation: 'UploadPart',
		action: {respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'}},
	});
	const controls = new RunControls();
	const going = on.rescue(target, {}, {controls});
	await vi.waitFor(() => expect(controls.isPaused).toBe(true), {timeout: 60_000});
	expired.remove();
	controls.goOn();
	// The two others.
	await vi.waitFor(async () => expect((await on.gateway.listParts(target)).parts).toHaveLength(4), {
		timeout: 60_000,
	});
	late.open();
	expect((await going).kind).toBe('done');
});
