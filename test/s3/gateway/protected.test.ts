import {afterEach, describe, expect, test} from 'vitest';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {
	formatProtected,
	type ProtectedPrefix,
	protecting,
} from '../../../source/s3/gateway/protected.js';
import {saying} from '../../support/hints.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';
import {thrownBy} from '../raw-server.js';

const gateways: Gateway[] = [];
afterEach(() => {
	for (const gateway of gateways.splice(0)) gateway.close();
});

async function protectedWorld(protectedPrefixes: readonly ProtectedPrefix[]) {
	const {sandbox, upload} = await openStage();
	const gateway = createAwsGateway({...sandboxSettings(sandbox), protectedPrefixes});
	gateways.push(gateway);
	const acts = (key: string, uploadId: string, on: Gateway = gateway) => {
		const target = {bucket, key, uploadId};
		return [
			() => on.abort(target),
			() => on.complete({...target, parts: [], onlyIfAbsent: true}),
			() => on.putPublicReadAcl(target),
		];
	};
	return {sandbox, upload, gateway, acts};
}

describe('what is under a protected prefix', () => {
	test('is read, and never changed: no act on it arrives at the server', async () => {
		const {sandbox, upload, gateway, acts} = await protectedWorld([{bucket, prefix: 'archive/'}]);
		const uploadId = upload('archive/2025.tar');
		for (const act of acts('archive/2025.tar', uploadId))
			expect(await thrownBy(act)).toMatchObject({
				code: 'Protected',
				serverMessage: `s3://${bucket}/archive/ is protected.`,
				effect: 'never',
				retryable: false,
				status: undefined,
				hint: saying('The profile protects this prefix: nothing was sent.'),
			});
		expect(sandbox.requests.log).toEqual([]);
		const {uploads} = await gateway.listUploadsPage({bucket});
		expect(uploads).toMatchObject([{uploadId}]);
		expect(await gateway.listParts({bucket, key: 'archive/2025.tar', uploadId})).toMatchObject({
			parts: [{partNumber: 1}, {partNumber: 2}, {partNumber: 3}],
		});
		expect(await gateway.headObject({bucket, key: 'archive/2025.tar'})).toBeUndefined();
	});

	test('stays protected under the terms of a single act', async () => {
		const {sandbox, upload, gateway, acts} = await protectedWorld([{prefix: 'archive/'}]);
		const uploadId = upload('archive/a');
		const forOne = gateway.withTerms({requestPayer: 'requester'});
		gateways.push(forOne);
		for (const act of acts('archive/a', uploadId, forOne))
			expect(await thrownBy(act)).toMatchObject({code: 'Protected'});
		expect(sandbox.requests.log).toEqual([]);
	});

	test('ends where the prefix and the bucket end', async () => {
		const {sandbox, upload, gateway} = await protectedWorld([
			{bucket, prefix: 'archive/'},
			{bucket: 'another', prefix: ''},
		]);
		for (const key of ['archive', 'Archive/a', 'old/archive/a'])
			await gateway.abort({bucket, key, uploadId: upload(key)});
		expect(sandbox.requests.count('AbortMultipartUpload')).toBe(3);
		expect((await gateway.listUploadsPage({bucket})).uploads).toEqual([]);
	});

	test('is told from read-only, which protects everything', async () => {
		const {sandbox, upload} = await openStage();
		const gateway = createAwsGateway({
			...sandboxSettings(sandbox),
			readOnly: true,
			protectedPrefixes: [{prefix: 'archive/'}],
		});
		gateways.push(gateway);
		const uploadId = upload('archive/a');
		const refused = (await thrownBy(() =>
			gateway.abort({bucket, key: 'archive/a', uploadId}),
		)) as S3Failure;
		expect(refused.code).toBe('ReadOnly');
		expect(sandbox.requests.log).toEqual([]);
	});
});

describe('which entry protects', () => {
	const entries = [{bucket: 'b', prefix: 'x/'}, {prefix: 'logs'}];
	test.each([
		[{bucket: 'b', key: 'x/1'}, 's3://b/x/'],
		[{bucket: 'c', key: 'x/1'}, undefined],
		[{bucket: 'c', key: 'logs-2024/x'}, 'logs'],
		[{bucket: 'b', key: 'y'}, undefined],
		// A rule for a whole bucket would touch what is protected in it.
		[{bucket: 'b'}, 's3://b/x/'],
		[{bucket: 'c'}, 'logs'],
	])('of %j it is %s', (touched, written) => {
		const found = protecting(entries, touched);
		expect(found && formatProtected(found)).toBe(written);
	});

	test('an act on another whole bucket is free', () => {
		expect(protecting([{bucket: 'b', prefix: 'x/'}], {bucket: 'c'})).toBeUndefined();
	});
});
