import {PutBucketPolicyCommand} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {
	type ConnectionTest,
	isFine,
} from '../../source/operations/connection-test/connection-test.js';
import {testConnection} from '../../source/operations/connection-test/test-connection.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import {BucketFixture, type Credentials} from '../contract/service.js';
import {sandboxSettings} from '../support/stage.js';
import {realServer} from './server.js';

let fixture: BucketFixture;

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
});

afterEach(() => fixture.close());

async function tested(credentials: Credentials, prefix = ''): Promise<ConnectionTest> {
	const {endpoint} = fixture.server;
	const settings = sandboxSettings({endpoint, region: 'us-east-1', users: [credentials]});
	const gateway = createAwsGateway(settings);
	onTestFinished(() => gateway.close());
	const target = {bucket: fixture.bucket, prefix};
	return testConnection(gateway, {settings, target, env: {}});
}

const told = ({permissions}: ConnectionTest) =>
	permissions
		.slice(0, 5)
		.map(({operation, verdict, code}) => [operation, verdict, code ?? ''].join(' ').trimEnd());

/** Lets everybody do this, and nothing else any more. */
async function allow(...rules: ReadonlyArray<readonly [action: string, resource: string]>) {
	const Statement = rules.map(([Action, resource]) => ({
		...{Effect: 'Allow', Principal: '*', Action, Resource: `arn:aws:s3:::${resource}`},
	}));
	const Policy = JSON.stringify({Version: '2012-10-17', Statement});
	await fixture.s3.send(new PutBucketPolicyCommand({Bucket: fixture.bucket, Policy}));
}

const all = ['ListBuckets', 'ListMultipartUploads', 'ListObjectsV2', 'ListParts', 'HeadObject'];

describe('what a connection is good for', () => {
	test('of the owner, with an upload and an object', async () => {
		await fixture.uploadOf('a', [1]);
		const {target, parts} = await fixture.uploadOf('b', [1]);
		await fixture.complete(target, parts);
		const held = await tested(fixture.server.alice);
		expect(told(held)).toEqual(all.map(each => `${each} allowed`));
		expect(isFine(held)).toBe(true);
		expect(held.service?.id).toBe('ceph');
		expect(held.caller?.id).toBeTruthy();
		expect(Math.abs(held.clockOffset ?? Number.NaN)).toBeLessThan(60_000);
	});

	test('of another user, who is allowed nothing', async () => {
		const found = await tested(fixture.server.bob);
		expect(told(found)).toEqual([
			'ListBuckets allowed',
			...all.slice(1).map(each => `${each} denied AccessDenied`),
		]);
		expect(found.permissions[1]?.reason).toMatchObject({code: 'uploads-denied', owner: 'other'});
	});

	test('of another user whom a policy lets list uploads, or look at parts under a prefix', async () => {
		const {bob} = fixture.server;
		const {bucket} = fixture;
		const listUploads = ['s3:ListBucketMultipartUploads', bucket] as const;
		const lookAtParts = ['s3:ListMultipartUploadParts', `${bucket}/open/*`] as const;
		await allow(listUploads);
		expect(told(await tested(bob)).slice(1)).toEqual([
			'ListMultipartUploads allowed',
			...all.slice(2).map(each => `${each} denied AccessDenied`),
		]);
		await fixture.uploadOf('open/a', [1]);
		await allow(listUploads, lookAtParts);
		expect(told(await tested(bob, 'open/'))[3]).toBe('ListParts allowed');
		await fixture.uploadOf('closed', [1]);
		expect(told(await tested(bob, 'closed'))[3]).toBe('ListParts denied AccessDenied');
	});

	test('nothing to ask of: whether it is not found tells of s3:ListBucket alone, and nothing more is said', async () => {
		const {bob} = fixture.server;
		const {bucket} = fixture;
		const lookAtParts = ['s3:ListMultipartUploadParts', `${bucket}/*`] as const;
		await allow(lookAtParts);
		const hidden = await tested(bob);
		expect(told(hidden)[3]).toBe('ListParts denied AccessDenied');
		expect(hidden.permissions[3]?.reason?.code).toBe('denied-or-hidden');
		for (const rules of [[lookAtParts], []]) {
			await allow(...rules, ['s3:ListBucket', bucket]);
			expect(told(await tested(bob)).slice(2)).toEqual([
				'ListObjectsV2 allowed',
				'ListParts unknown',
				'HeadObject unknown',
			]);
		}
	});

	test('with a wrong secret, and with a key that nobody has', async () => {
		const {alice} = fixture.server;
		const wrong = await tested({...alice, secretAccessKey: 'another'});
		expect(wrong.trouble?.reason.code).toBe('wrong-secret');
		const unknown = await tested({...alice, accessKeyId: 'SAMPLEKEYOFNOBODY'});
		expect(unknown.trouble?.reason.code).toBe('unknown-key');
	});
});
