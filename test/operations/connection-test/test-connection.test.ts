import {describe, expect, onTestFinished, test} from 'vitest';
import {
	type ConnectionTest,
	isFine,
} from '../../../source/operations/connection-test/connection-test.js';
import {
	type TestOptions,
	testConnection,
} from '../../../source/operations/connection-test/test-connection.js';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {canonicalId} from '../../../source/sandbox/users.js';
import {permissionWords, testTroubleWords} from '../../../source/text/connection-test-reasons.js';
import {testFacts} from '../../../source/text/connection-test-words.js';
import {errorXml, startRawServer} from '../../s3/raw-server.js';
import {gate} from '../../support/gate.js';
import {bucket, hour, openStage, type Reachable, sandboxSettings} from '../../support/stage.js';

const target = {bucket, prefix: ''};

async function tested(
	on: Reachable,
	{
		settings: changes,
		...options
	}: Partial<Omit<TestOptions, 'settings'>> & {
		settings?: Partial<ConnectionSettings>;
	} = {},
): Promise<ConnectionTest> {
	const settings = {...sandboxSettings(on), ...changes};
	const gateway = createAwsGateway(settings);
	onTestFinished(() => gateway.close());
	return testConnection(gateway, {settings, env: {}, ...options});
}

/** What is known of each right: `s3:GetObject denied AccessDenied`. */
function told({permissions}: ConnectionTest): string[] {
	return permissions.map(({action, verdict, code}) =>
		[action, verdict, code].filter(each => each !== undefined).join(' '),
	);
}

const sentenceOf = ({permissions}: ConnectionTest, operation: string) =>
	permissions
		.filter(row => row.operation === operation)
		.map(({reason}) => reason && permissionWords(reason, 'app'))[0];

const troubleIn = ({trouble}: ConnectionTest) =>
	trouble && {...trouble, ...testTroubleWords(trouble.reason, 'app')};

const notTested = [
	's3:PutObject not-tested',
	's3:AbortMultipartUpload not-tested',
	's3:PutObjectAcl not-tested',
];

/** As Bob, who owns nothing. */
function asBob({users}: Reachable): Partial<ConnectionSettings> {
	const {accessKeyId = '', secretAccessKey = ''} = users[1] ?? {};
	return {credentials: {kind: 'keys', accessKeyId, secretAccessKey}};
}

describe('what is allowed', () => {
	test('is told with the ARN of each action, and nothing is changed', async () => {
		const {sandbox, upload} = await openStage();
		upload('raw/a');
		sandbox.seed.object({bucket, key: 'raw/b', size: 1});
		const found = await tested(sandbox, {target: {bucket, prefix: 'raw/'}});
		expect(told(found)).toEqual([
			's3:ListAllMyBuckets allowed',
			's3:ListBucketMultipartUploads allowed',
			's3:ListBucket allowed',
			's3:ListMultipartUploadParts allowed',
			's3:GetObject allowed',
			...notTested,
		]);
		const all = `arn:aws:s3:::${bucket}/raw/*`;
		expect(found.permissions.map(({resource}) => resource)).toEqual([
			...['*', `arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}`],
			...Array(5).fill(all),
		]);
		expect(isFine(found)).toBe(true);
		expect(found).toMatchObject({
			caller: {id: canonicalId(sandbox.users[0]!)},
			bucket: {name: bucket, from: 'named'},
			isDone: true,
		});
		expect(sandbox.requests.log.map(({operation}) => operation)).toEqual([
			...['ListBuckets', 'ListMultipartUploads', 'ListObjectsV2', 'ListParts', 'HeadObject'],
		]);
	});

	test('without a bucket by name the first one is looked at', async () => {
		const {sandbox} = await openStage();
		sandbox.seed.bucket('aaa');
		const found = await tested(sandbox);
		expect(found).toMatchObject({bucket: {name: 'aaa', from: 'listed'}});
		expect(found.permissions[1]?.resource).toBe('arn:aws:s3:::aaa');
	});

	test.each([
		['aws', 'allowed'],
		['minio', 'allowed'],
		['ceph', 'unknown'],
		['other', 'unknown'],
	] as const)(
		'with nothing to ask of: what it means on %s that an upload is not found',
		async (service, verdict) => {
			const {sandbox} = await openStage();
			const found = await tested(sandbox, {target, service});
			expect(told(found).slice(3, 5)).toEqual([
				`s3:ListMultipartUploadParts ${verdict}`,
				's3:GetObject unknown',
			]);
			expect(sentenceOf(found, 'ListParts')).toContain('one that does not exist');
			expect(sentenceOf(found, 'HeadObject')).toContain('proves only s3:ListBucket');
			expect(isFine(found)).toBe(true);
		},
	);

	test.each(['ceph-16', 'seaweedfs', 'r2'] as const)('as %s answers', async like => {
		const {sandbox} = await openStage({like});
		expect(told(await tested(sandbox, {target}))[3]).toMatch(
			/^s3:ListMultipartUploadParts (unknown|allowed)$/,
		);
	});

	test('no bucket at all: what is asked of one stays unknown', async () => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {settings: asBob(sandbox)});
		expect(told(found).slice(0, 2)).toEqual([
			's3:ListAllMyBuckets allowed',
			's3:ListBucketMultipartUploads unknown',
		]);
		expect(sentenceOf(found, 'HeadObject')).toContain('no bucket is named, and none is listed');
	});
});

describe('what is denied', () => {
	test("another's bucket is told from one's own", async () => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {target, settings: asBob(sandbox)});
		expect(told(found).slice(0, 5)).toEqual([
			's3:ListAllMyBuckets allowed',
			's3:ListBucketMultipartUploads denied AccessDenied',
			's3:ListBucket denied AccessDenied',
			's3:ListMultipartUploadParts denied AccessDenied',
			's3:GetObject denied AccessDenied',
		]);
		expect(sentenceOf(found, 'ListMultipartUploads')).toContain('belongs to another account');
		expect(sentenceOf(found, 'HeadObject')).toContain('where only s3:ListBucket is missing');
		expect(isFine(found)).toBe(false);
	});

	test('one right hides nothing of the others', async () => {
		const server = await answering(url =>
			url.includes('uploads') ? {status: 403, body: errorXml('AccessDenied')} : undefined,
		);
		const found = await tested(server, {target});
		expect(told(found).slice(0, 5)).toEqual([
			's3:ListAllMyBuckets allowed',
			's3:ListBucketMultipartUploads denied AccessDenied',
			's3:ListBucket allowed',
			's3:ListMultipartUploadParts unknown',
			's3:GetObject allowed',
		]);
		expect(sentenceOf(found, 'ListMultipartUploads')).toContain('belongs to this account');
	});

	test('buckets may not be listed: the one that is named is looked at all the same', async () => {
		const server = await answering(url =>
			/^\/(\?|$)/.test(url)
				? {
						status: 403,
						body: errorXml(
							'AccessDenied',
							'User: arn:aws:iam::111122223333:user/ops is not authorized to perform: s3:ListAllMyBuckets',
						),
					}
				: undefined,
		);
		const found = await tested(server, {target});
		expect(told(found).slice(0, 2)).toEqual([
			's3:ListAllMyBuckets denied AccessDenied',
			's3:ListBucketMultipartUploads allowed',
		]);
		expect(sentenceOf(found, 'ListBuckets')).toContain('give its name');
		expect(testFacts(found)[0]).toEqual({
			title: 'caller',
			text: 'arn:aws:iam::111122223333:user/ops',
		});
		const unnamed = await tested(server);
		expect(sentenceOf(unnamed, 'ListMultipartUploads')).toContain('no bucket is named');
	});

	test('a refusal that tells nothing of the right stays unknown', async () => {
		const server = await answering(url =>
			url.includes('uploadId') ? {status: 400, body: errorXml('InvalidArgument')} : undefined,
		);
		const found = await tested(server, {target});
		expect(told(found)[3]).toBe('s3:ListMultipartUploadParts unknown InvalidArgument');
		expect(isFine(found)).toBe(true);
	});

	test('what is there, or would not be hidden, is denied without a doubt', async () => {
		const server = await answering((url, _, method) =>
			method === 'HEAD' || url.includes('uploadId')
				? {status: 403, body: method === 'HEAD' ? '' : errorXml('AccessDenied')}
				: undefined,
		);
		const found = await tested(server, {target});
		expect(told(found).slice(3, 5)).toEqual([
			's3:ListMultipartUploadParts denied AccessDenied',
			's3:GetObject denied AccessDenied',
		]);
		expect(sentenceOf(found, 'ListParts')).toBeUndefined();
		expect(sentenceOf(found, 'HeadObject')).toBeUndefined();
	});
});

describe('what stands in the way of everything is told once, with what to do', () => {
	test.each([
		[
			'a wrong secret',
			{accessKeyId: 'SAMPLEKEYOFALICE', secretAccessKey: 'another/one'},
			/^Wrong secret: .*ends in LICE/,
		],
		[
			'an unknown key',
			{accessKeyId: 'SAMPLEKEYOFNOBODY', secretAccessKey: 'x'},
			/^Unknown key: .*BODY/,
		],
	])('%s', async (_, keys, words) => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {target, settings: {credentials: {kind: 'keys', ...keys}}});
		expect(troubleIn(found)?.sentence).toMatch(words);
		expect(troubleIn(found)?.advice).toBeTruthy();
		expect(JSON.stringify(found)).not.toContain(keys.secretAccessKey);
		expect(found.permissions[0]).toMatchObject({verdict: 'failed'});
		expect(found.permissions[1]).toMatchObject({verdict: 'unknown'});
		expect(sandbox.requests.count()).toBe(1);
		expect(isFine(found)).toBe(false);
	});

	test('a wrong region, and the one that the service wants', async () => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {target, settings: {region: 'eu-west-3'}});
		expect(troubleIn(found)).toMatchObject({
			sentence:
				'Wrong region: requests were signed for eu-west-3, but the service wants us-east-1.',
			advice: 'Set the region us-east-1.',
		});
	});

	test('nobody listens there', async () => {
		const {sandbox} = await openStage();
		await sandbox.close();
		const found = await tested(sandbox, {target});
		expect(troubleIn(found)).toMatchObject({
			code: 'ECONNREFUSED',
			advice: expect.stringContaining('Nothing listens'),
		});
		expect(found).not.toHaveProperty('clockOffset');
	});

	test('a bucket that does not exist', async () => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {target: {bucket: 'nowhere', prefix: ''}});
		expect(told(found).slice(1, 3)).toEqual([
			's3:ListBucketMultipartUploads failed NoSuchBucket',
			's3:ListBucket unknown',
		]);
		expect(sentenceOf(found, 'ListMultipartUploads')).toContain('no bucket of this name');
	});
});

describe('facts', () => {
	const factOf = (found: ConnectionTest, wanted: string) =>
		testFacts(found).find(({title}) => title === wanted);

	test('the clock is compared with the server', async () => {
		const near = await openStage();
		expect(factOf(await tested(near.sandbox, {target}), 'clock')?.text).toMatch(/agrees with/);
		const far = await openStage({now: () => Date.now() + hour});
		const found = await tested(far.sandbox, {target});
		expect(isFine(found)).toBe(true);
		expect(factOf(found, 'clock')).toMatchObject({
			text: expect.stringMatching(/^this machine's is (59 m|1 h) behind the server's: set it/),
			isWarning: true,
		});
	});

	test('Ceph is known by the ids of its uploads, and names the caller', async () => {
		const {sandbox, upload} = await openStage({like: 'ceph-16'});
		upload('a');
		const found = await tested(sandbox, {target});
		expect(factOf(found, 'service')).toEqual({title: 'service', text: 'Ceph RGW'});
		expect(factOf(await tested(sandbox, {target, service: 'minio'}), 'service')).toMatchObject({
			text: 'Ceph RGW, and not MinIO as the profile says: change its service',
			isWarning: true,
		});
		for (const service of ['ceph', 'other'] as const)
			expect(factOf(await tested(sandbox, {target, service}), 'service')?.text).toBe('Ceph RGW');
		const outscale = await tested(sandbox, {target, service: 'outscale'});
		expect(factOf(outscale, 'service')?.isWarning).toBe(true);
		// It runs Ceph itself, behind its own hosts.
		const there = {...outscale, endpoint: 'https://oos.eu-west-2.outscale.com'};
		expect(factOf(there, 'service')?.text).toBe('Ceph RGW');
		expect(found.caller?.id).toBe(canonicalId(sandbox.users[0]!));
	});

	test.each([
		['ceph-16', 'Ceph RGW'],
		['minio', 'MinIO'],
	] as const)('%s is known by its headers where nothing is listed', async (like, text) => {
		const {sandbox} = await openStage({like});
		expect(factOf(await tested(sandbox, {target}), 'service')).toEqual({title: 'service', text});
	});

	test('a bucket in another region is found there', async () => {
		const elsewhere = {'x-amz-bucket-region': 'eu-west-3'};
		const server = await answering((url, region) =>
			url.startsWith(`/${bucket}`) && region !== 'eu-west-3'
				? {status: 301, headers: elsewhere, body: errorXml('PermanentRedirect')}
				: undefined,
		);
		const found = await tested(server, {target});
		expect(isFine(found)).toBe(true);
		expect(factOf(found, 'region')?.text).toBe(
			'us-east-1; the bucket is in eu-west-3, where it was found',
		);
	});

	test('the proxy is named without its password', async () => {
		const {sandbox} = await openStage();
		const found = await tested(sandbox, {
			target,
			settings: {endpoint: 'http://s3.example.com'},
			// Only what is shown comes from here; the process itself has none.
			env: {HTTP_PROXY: 'http://me:PLANTED@127.0.0.1:9'},
			limit: 1,
		});
		expect(factOf(found, 'proxy')?.text).toBe('http://127.0.0.1:9');
		expect(factOf(found, 'certificate')).toMatchObject({isWarning: true});
	});
});

test('all of it ends after its time, and at once when it is cancelled', async () => {
	const hold = gate();
	const server = await startRawServer(() => hold.closed.then(() => ({status: 500})));
	onTestFinished(async () => {
		hold.open();
		await server.close();
	});
	const users = [{accessKeyId: 'SAMPLEKEY', secretAccessKey: 'opens/nothing'}];
	const on = {endpoint: server.endpoint, region: 'us-east-1', users};
	const late = await tested(on, {target, limit: 50});
	expect(troubleIn(late)?.sentence).toBe('There was no answer within 0 s.');
	expect(late.isDone).toBe(true);

	const cancel = new AbortController();
	const running = tested(on, {target, signal: cancel.signal});
	const reason = new Error('left');
	cancel.abort(reason);
	await expect(running).rejects.toBe(reason);
});

test('what is known is told as it comes', async () => {
	const {sandbox, upload} = await openStage();
	upload('a');
	sandbox.seed.object({bucket, key: 'b', size: 1});
	const seen: string[] = [];
	await tested(sandbox, {
		target,
		onProgress: ({permissions, isDone}) =>
			seen.push(`${permissions.filter(({verdict}) => verdict === 'allowed').length} ${isDone}`),
	});
	expect([...new Set(seen)]).toEqual([
		'0 false',
		'1 false',
		'2 false',
		'3 false',
		'4 false',
		'5 false',
		'5 true',
	]);
});

/** A server of a bucket that holds an object and no upload, but for what `instead` answers. */
async function answering(
	instead: (
		url: string,
		region: string | undefined,
		method: string,
	) => {status: number; body: string; headers?: Record<string, string>} | undefined,
): Promise<Reachable> {
	const server = await startRawServer(({url, method, headers}) => {
		const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
		const other = instead(url, region, method);
		if (other !== undefined) return other;
		if (/^\/(\?|$)/.test(url))
			return {
				body: `<ListAllMyBucketsResult><Owner><ID>me</ID></Owner><Buckets><Bucket><Name>${bucket}</Name></Bucket></Buckets></ListAllMyBucketsResult>`,
			};
		if (url.includes('uploadId')) return {status: 404, body: errorXml('NoSuchUpload')};
		if (method === 'HEAD') return {headers: {'content-length': '1'}};
		if (url.includes('list-type'))
			return {body: '<ListBucketResult><Contents><Key>there</Key></Contents></ListBucketResult>'};
		return {
			body: '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>',
		};
	});
	onTestFinished(() => server.close());
	const users = [{accessKeyId: 'SAMPLEKEY', secretAccessKey: 'opens/nothing'}];
	return {endpoint: server.endpoint, region: 'us-east-1', users};
}
