import {afterEach, describe, expect, test} from 'vitest';
import {isDenied, isNotImplemented} from '../../../source/s3/failure/failure.js';
import {saying} from '../../support/hints.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	htmlPage,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

async function serving(...answers: Answer[]) {
	server = await startRawServer((_seen, count) => answers[Math.min(count, answers.length) - 1]!);
	return gatewayTo(server.endpoint);
}

describe('HeadObject', () => {
	test('says what is there', async () => {
		const gateway = await serving({
			headers: {
				'content-length': '1234567890123',
				etag: '"abc-2"',
				'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
				'x-amz-version-id': 'v1',
				'x-amz-server-side-encryption': 'aws:kms',
			},
		});
		expect(await gateway.headObject({bucket: 'b', key: 'k'})).toEqual({
			size: 1234567890123,
			etag: '"abc-2"',
			lastModified: Date.parse('2026-01-02T03:04:05Z'),
			versionId: 'v1',
			serverSideEncryption: 'aws:kms',
		});
		expect(server?.seen).toMatchObject([{method: 'HEAD', url: '/b/k'}]);
	});

	test('404 means that nothing is there', async () => {
		const gateway = await serving({status: 404});
		expect(await gateway.headObject({bucket: 'b', key: 'k'})).toBeUndefined();
	});

	test('so does one that is typed as a web page, of a service that names its request', async () => {
		const gateway = await serving({status: 404, headers: {'content-type': 'text/html'}});
		expect(await gateway.headObject({bucket: 'b', key: 'k'})).toBeUndefined();
		expect(server?.seen).toHaveLength(1);
	});

	test('the 404 of a web server means nothing', async () => {
		server = await startRawServer((_seen, _count, response) => {
			response.writeHead(404, {'content-type': 'text/html'}).end();
			return undefined;
		});
		const gateway = gatewayTo(server.endpoint);
		expect(await thrownBy(() => gateway.headObject({bucket: 'b', key: 'k'}))).toMatchObject({
			code: 'UnexpectedAnswer',
			status: 404,
		});
	});

	const page404 = {status: 404, headers: {'content-type': 'text/html'}};
	const listing = (rows: string) => ({body: `<ListBucketResult>${rows}</ListBucketResult>`});
	const keyed = (key: string) => listing(`<Contents><Key>${key}</Key></Contents>`);
	test.each<[string, Answer, boolean]>([
		['holds nothing', listing('<KeyCount>0</KeyCount>'), true],
		['begins with a longer key', keyed('k/more'), true],
		['begins with that key', keyed('k'), false],
		['does not heed the prefix', keyed('a'), false],
		['is denied', {status: 403, body: errorXml('AccessDenied')}, false],
		['is a web page too', {body: htmlPage}, false],
	])('the 404 of a web server beside a list of objects that %s', async (_, list, isAbsent) => {
		server = await startRawServer((seen, _count, response) => {
			if (seen.method === 'GET') return list;
			response.writeHead(page404.status, page404.headers).end();
			return undefined;
		});
		const look = gatewayTo(server.endpoint).headObject({bucket: 'b', key: 'k'});
		if (isAbsent) expect(await look).toBeUndefined();
		else expect(await thrownBy(() => look)).toMatchObject({code: 'UnexpectedAnswer', status: 404});
	});

	test('403 names the permission and where', async () => {
		const gateway = await serving({status: 403});
		const failure = await thrownBy(() => gateway.headObject({bucket: 'b', key: 'k'}));
		expect(failure).toMatchObject({
			code: 'AccessDenied',
			status: 403,
			hint: saying('The caller lacks s3:GetObject on arn:aws:s3:::b/k.'),
		});
		expect(isDenied(failure)).toBe(true);
	});

	test('301 names the region', async () => {
		const gateway = await serving({status: 301});
		expect(await thrownBy(() => gateway.headObject({bucket: 'b', key: 'k'}))).toMatchObject({
			status: 301,
			hint: saying(expect.stringContaining('--region')),
		});
	});
});

describe('ListBuckets', () => {
	const bucket = (name: string) =>
		`<Bucket><Name>${name}</Name><CreationDate>2026-01-02T03:04:05.000Z</CreationDate></Bucket>`;
	const list = (buckets: string, token = '') => ({
		body: `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets>${token}</ListAllMyBucketsResult>`,
	});

	test('follows its pages', async () => {
		const gateway = await serving(
			list(bucket('a'), '<ContinuationToken>t</ContinuationToken>'),
			list(bucket('b')),
		);
		expect(await gateway.listBuckets()).toMatchObject([
			{name: 'a', created: Date.parse('2026-01-02T03:04:05Z')},
			{name: 'b'},
		]);
		expect(server?.seen[1]?.url).toContain('continuation-token=t');
	});

	test('a token that does not change ends it', async () => {
		const gateway = await serving(list(bucket('a'), '<ContinuationToken>t</ContinuationToken>'));
		await gateway.listBuckets();
		expect(server?.seen).toHaveLength(2);
	});

	test('pages that bring none that is new end it, under ever new tokens too', async () => {
		server = await startRawServer((_seen, count) =>
			list(bucket('a'), `<ContinuationToken>t${count}</ContinuationToken>`),
		);
		expect(await gatewayTo(server.endpoint).listBuckets()).toHaveLength(1);
		expect(server.seen).toHaveLength(2);
	});

	test('empty pages without an end are a failure', async () => {
		server = await startRawServer((_seen, count) =>
			list('', `<ContinuationToken>t${count}</ContinuationToken>`),
		);
		const gateway = gatewayTo(server.endpoint);
		expect(await thrownBy(() => gateway.listBuckets())).toMatchObject({
			code: 'StuckListing',
			operation: 'ListBuckets',
		});
		expect(server.seen.length).toBeLessThan(200);
	});

	test('none', async () => {
		expect(await (await serving(list(''))).listBuckets()).toEqual([]);
	});

	test('a web page is a failure', async () => {
		const gateway = await serving({body: htmlPage, headers: {'content-type': 'text/html'}});
		expect(await thrownBy(() => gateway.listBuckets())).toMatchObject({code: 'UnexpectedAnswer'});
	});
});

describe('a read is tried again', () => {
	test('after a 503, and the log has both', async () => {
		const gateway = await serving(
			{status: 503, body: errorXml('SlowDown')},
			{body: uploadsXml(uploadXml('a', '1'))},
		);
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toHaveLength(1);
		expect(gateway.log).toMatchObject([
			{operation: 'ListMultipartUploads', status: 503, requestId: 'RAW1'},
			{operation: 'ListMultipartUploads', status: 200, requestId: 'RAW2'},
		]);
	});

	test.each([
		[400, 'InvalidArgument'],
		[403, 'AccessDenied'],
		[404, 'NoSuchBucket'],
		[501, 'NotImplemented'],
	])('not after a %i', async (status, code) => {
		const gateway = await serving({status, body: errorXml(code)});
		const failure = await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(failure).toMatchObject({code, status});
		expect(server?.seen).toHaveLength(1);
	});

	test('three times at most', async () => {
		const gateway = await serving({status: 502, body: htmlPage});
		expect(await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}))).toMatchObject({
			code: 'HTTP 502',
			status: 502,
			requestId: 'RAW3',
			retryable: true,
		});
		expect(server?.seen).toHaveLength(3);
	});
});

describe('what a failed read says', () => {
	test.each<[string, Answer, object]>([
		['NoSuchBucket', {status: 404}, {hint: saying(expect.stringContaining('bucket'))}],
		['InvalidAccessKeyId', {status: 403}, {hint: saying(expect.stringContaining('access key'))}],
		['SignatureDoesNotMatch', {status: 403}, {hint: saying(expect.stringContaining('secret'))}],
		['ExpiredToken', {status: 400}, {hint: saying(expect.stringContaining('renew'))}],
		[
			'AuthorizationHeaderMalformed',
			{status: 400},
			{hint: saying(expect.stringContaining('--region'))},
		],
		[
			'AccessDenied',
			{status: 403},
			{
				hint: saying('The caller lacks s3:ListBucketMultipartUploads on arn:aws:s3:::b.'),
			},
		],
		[
			'MethodNotAllowed',
			{status: 405},
			{hint: saying(expect.stringContaining('upload id with o'))},
		],
		['NotImplemented', {status: 501}, {hint: saying(expect.stringContaining('upload id with o'))}],
		[
			'NeverHeardOf',
			{status: 418},
			{retryable: false, hint: saying(expect.stringContaining('request id'))},
		],
	])('%s', async (code, answer, facts) => {
		const gateway = await serving({...answer, body: errorXml(code)});
		const failure = await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(failure).toMatchObject({
			operation: 'ListMultipartUploads',
			target: {bucket: 'b'},
			code,
			status: answer.status,
			// A message that Ceph leaves empty is none.
			serverMessage: undefined,
			requestId: expect.stringMatching(/^RAW/),
			...facts,
		});
		expect(isNotImplemented(failure)).toBe(answer.status === 405 || answer.status === 501);
	});

	test('the words of the server are kept apart from ours', async () => {
		const gateway = await serving({
			status: 400,
			body: errorXml('InvalidRequest', 'No \u001b[31mway'),
		});
		const failure = await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(failure).toMatchObject({serverMessage: 'No \u001b[31mway'});
		expect((failure as Error).message).toBe('ListMultipartUploads: InvalidRequest');
	});
});
