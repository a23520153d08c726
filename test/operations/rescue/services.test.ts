import {expect, test} from 'vitest';
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
