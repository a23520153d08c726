import {afterEach, describe, expect, test} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {accountId} from '../../../source/sandbox/users.js';
import {adviceOf} from '../../support/hints.js';
import {openStage, sandboxSettings} from '../../support/stage.js';
import {
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const request = {...target, parts: [{partNumber: 1, etag: '"e"', checksums: {}}]};
const completed = '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

async function asked(
	call: (gateway: Gateway) => Promise<unknown>,
	body = '',
	settings: Partial<ConnectionSettings> = {},
) {
	server = await startRawServer(() => ({body}));
	const gateway = gatewayTo(server.endpoint, settings);
	await call(gateway);
	gateway.close();
	const [seen] = server.seen;
	if (seen === undefined) throw new Error('nothing arrived');
	return seen;
}

const calls: Array<[name: string, call: (gateway: Gateway) => Promise<unknown>, body: string]> = [
	['listUploadsPage', on => on.listUploadsPage({bucket: 'b'}), uploadsXml('')],
	[
		'listParts',
		on => on.listParts(target),
		'<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>',
	],
	['complete', on => on.complete({...request, onlyIfAbsent: true}), completed],
	['abort', on => on.abort(target), ''],
	['headObject', on => on.headObject(target), ''],
	['putPublicReadAcl', on => on.putPublicReadAcl(target), ''],
];

describe('the terms of a bucket', () => {
	test.each(calls)('%s carries the expected owner and the payer', async (_name, call, body) => {
		const {headers} = await asked(call, body, {
			expectedBucketOwner: '111122223333',
			requestPayer: 'requester',
		});
		expect(headers['x-amz-expected-bucket-owner']).toBe('111122223333');
		expect(headers['x-amz-request-payer']).toBe('requester');
	});

	test.each(calls)('%s carries neither when they are not set', async (_name, call, body) => {
		const {headers} = await asked(call, body);
		expect(headers).not.toHaveProperty('x-amz-expected-bucket-owner');
		expect(headers).not.toHaveProperty('x-amz-request-payer');
	});
});

describe('the terms of a single act', () => {
	const own = {expectedBucketOwner: '111122223333', requestPayer: 'requester'} as const;

	test.each(calls)('%s carries them in the place of those of the connection', async (...each) => {
		const [, call, body] = each;
		const other = {expectedBucketOwner: '444455556666'};
		const {headers} = await asked(
			async gateway => {
				expect(gateway.terms).toEqual(own);
				const forOne = gateway.withTerms(other);
				await call(forOne);
				forOne.close();
			},
			body,
			own,
		);
		expect(headers['x-amz-expected-bucket-owner']).toBe('444455556666');
		expect(headers).not.toHaveProperty('x-amz-request-payer');
	});

	test('leave the connection as it is, read-only included', async () => {
		server = await startRawServer(() => ({body: completed}));
		const gateway = gatewayTo(server.endpoint, {readOnly: true, ...own});
		const forOne = gateway.withTerms({});
		expect(forOne).toMatchObject({readOnly: true, endpoint: gateway.endpoint});
		await forOne.headObject(target);
		await gateway.headObject(target);
		const owners = server.seen.map(({headers}) => headers['x-amz-expected-bucket-owner']);
		expect(owners).toEqual([undefined, own.expectedBucketOwner]);
		expect(await thrownBy(() => forOne.abort(target))).toMatchObject({code: 'ReadOnly'});
	});

	test('a bucket of another owner is denied, and the words say that this may be why', async () => {
		const {sandbox} = await openStage();
		sandbox.seed.bucket('theirs');
		const gateway = createAwsGateway(sandboxSettings(sandbox));
		const denied = await thrownBy(() =>
			gateway.withTerms({expectedBucketOwner: '000000000000'}).listUploadsPage({bucket: 'theirs'}),
		);
		expect(denied).toMatchObject({code: 'AccessDenied', status: 403});
		expect(adviceOf(denied as S3Failure)).toBe(
			'The caller lacks s3:ListBucketMultipartUploads on arn:aws:s3:::theirs, or the bucket does not belong to the expected account 000000000000.',
		);
		const owner = accountId(sandbox.users[0]!);
		await gateway.withTerms({expectedBucketOwner: owner}).listUploadsPage({bucket: 'theirs'});
		gateway.close();
	});
});

describe('a Complete over an object', () => {
	test('carries If-Match and the size, and no If-None-Match', async () => {
		const {headers} = await asked(
			on => on.complete({...request, onlyIfAbsent: false, ifMatch: '"old"', objectSize: 17}),
			completed,
		);
		expect(headers['if-match']).toBe('"old"');
		expect(headers['x-amz-mp-object-size']).toBe('17');
		expect(headers).not.toHaveProperty('if-none-match');
	});
});

describe('what an error names', () => {
	const fields =
		'<PartNumber>2</PartNumber><ETag>abc</ETag><ProposedSize>5</ProposedSize><MinSizeAllowed>5242880</MinSizeAllowed>';
	const named = {partNumber: 2, etag: 'abc', proposedSize: 5, minSizeAllowed: 5_242_880};
	test.each([400, 200])('under a %s', async status => {
		const body = errorXml('EntityTooSmall', 'small').replace('</Error>', `${fields}</Error>`);
		server = await startRawServer(() => ({status, body: `${body}${status === 200 ? '\n' : ''}`}));
		const gateway = gatewayTo(server.endpoint);
		const failure = await thrownBy(() => gateway.complete({...request, onlyIfAbsent: true}));
		expect(failure).toMatchObject({code: 'EntityTooSmall', named});
	});

	test('is nothing where it names nothing, or nonsense', async () => {
		const body = errorXml('InvalidPart').replace(
			'</Error>',
			'<PartNumber>two</PartNumber><ETag></ETag></Error>',
		);
		server = await startRawServer(() => ({status: 400, body}));
		const gateway = gatewayTo(server.endpoint);
		const failure = await thrownBy(() => gateway.complete({...request, onlyIfAbsent: true}));
		expect(failure).toHaveProperty('named', {});
	});
});

describe('a look without credentials', () => {
	test('is signed by nobody and carries no terms of the owner', async () => {
		const {method, url, headers} = await asked(
			on => on.anonymousHead({bucket: 'b', key: 'a b'}),
			'',
			{
				expectedBucketOwner: '111122223333',
				requestPayer: 'requester',
			},
		);
		expect([method, url]).toEqual(['HEAD', '/b/a%20b']);
		for (const name of Object.keys(headers))
			expect(name).not.toMatch(/authorization|security-token|bucket-owner|request-payer/);
	});

	test('sees an object once it is public', async () => {
		const {sandbox} = await openStage();
		sandbox.seed.bucket('open');
		sandbox.seed.object({bucket: 'open', key: 'k', body: 'seen'});
		const gateway = createAwsGateway(sandboxSettings(sandbox));
		const object = {bucket: 'open', key: 'k'};
		expect(await thrownBy(() => gateway.anonymousHead(object))).toMatchObject({
			code: 'AccessDenied',
			status: 403,
		});
		await gateway.putPublicReadAcl(object);
		expect(await gateway.anonymousHead(object)).toMatchObject({size: 4});
		gateway.close();
	});

	test('Block Public Access is read, or is not set', async () => {
		const {sandbox} = await openStage();
		sandbox.seed.bucket('shut');
		const gateway = createAwsGateway(sandboxSettings(sandbox));
		expect(await gateway.publicAccessBlock('shut')).toBeUndefined();
		sandbox.store.bucket('shut')!.settings.publicAccessBlock = {
			BlockPublicAcls: true,
			IgnorePublicAcls: false,
			BlockPublicPolicy: true,
			RestrictPublicBuckets: true,
		};
		expect(await gateway.publicAccessBlock('shut')).toEqual({
			blocksPublicAcls: true,
			ignoresPublicAcls: false,
		});
		gateway.close();
	});

	test('a read-only connection may look and may not open', async () => {
		server = await startRawServer(() => ({}));
		const gateway = gatewayTo(server.endpoint, {readOnly: true});
		await gateway.anonymousHead(target);
		expect(server.seen.length).toBe(1);
		expect(await thrownBy(() => gateway.putPublicReadAcl(target))).toMatchObject({
			code: 'ReadOnly',
			effect: 'never',
		});
		expect(server.seen.length).toBe(1);
	});
});
