import {afterEach, describe, expect, test} from 'vitest';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {isNoSuchUpload} from '../../../source/s3/failure/failure.js';
import {adviceOf} from '../../support/hints.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	htmlPage,
	type RawServer,
	startRawServer,
	thrownBy,
} from '../raw-server.js';

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const request = {
	...target,
	parts: [
		{partNumber: 1, etag: '"e1"', checksums: {ChecksumCRC32: 'AAAAAA=='}},
		{partNumber: 3, etag: '"e3"', checksums: {ChecksumCRC32: 'BBBBBB=='}},
	],
	checksumType: 'COMPOSITE',
	onlyIfAbsent: true,
};
const result =
	'<CompleteMultipartUploadResult><Location>http://h/b/k</Location><Bucket>b</Bucket><Key>k</Key><ETag>&quot;abc-2&quot;</ETag></CompleteMultipartUploadResult>';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

async function serving(...answers: Answer[]) {
	server = await startRawServer((_seen, count) => answers[Math.min(count, answers.length) - 1]!);
	return gatewayTo(server.endpoint);
}

describe('a Complete', () => {
	test('sends parts, checksums, their type and the condition, and gives the answer', async () => {
		const gateway = await serving({
			body: `<?xml version="1.0"?>\n${result}`,
			headers: {'x-amz-version-id': 'v1'},
		});
		expect(await gateway.complete(request)).toEqual({
			location: 'http://h/b/k',
			etag: '"abc-2"',
			versionId: 'v1',
			requestId: 'RAW1',
		});
		const [seen] = server?.seen ?? [];
		expect(seen?.method).toBe('POST');
		expect(seen?.headers['if-none-match']).toBe('*');
		expect(seen?.headers['x-amz-checksum-type']).toBe('COMPOSITE');
		expect(seen?.body.replace(/<\?xml[^>]*\?>| xmlns="[^"]*"/g, '').replaceAll('&quot;', '"')).toBe(
			'<CompleteMultipartUpload><Part><ETag>"e1"</ETag><ChecksumCRC32>AAAAAA==</ChecksumCRC32><PartNumber>1</PartNumber></Part><Part><ETag>"e3"</ETag><ChecksumCRC32>BBBBBB==</ChecksumCRC32><PartNumber>3</PartNumber></Part></CompleteMultipartUpload>',
		);
	});

	test('sends no condition that was not asked for', async () => {
		const gateway = await serving({body: result});
		await gateway.complete({...request, checksumType: undefined, onlyIfAbsent: false});
		expect(server?.seen[0]?.headers).not.toHaveProperty('if-none-match');
		expect(server?.seen[0]?.headers).not.toHaveProperty('x-amz-checksum-type');
	});

	test('takes white space before its result', async () => {
		const gateway = await serving({body: `<?xml version="1.0"?>\n${' '.repeat(5000)}${result}\n`});
		expect((await gateway.complete(request)).etag).toBe('"abc-2"');
	});

	test('an empty ETag is none (Ceph 16.2)', async () => {
		const gateway = await serving({
			body: '<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>',
		});
		expect(await gateway.complete(request)).toMatchObject({etag: undefined, location: undefined});
	});

	test('takes a connection of its own each time', async () => {
		const gateway = await serving({body: result});
		await gateway.complete(request);
		await gateway.complete(request);
		await gateway.complete(request);
		expect(server?.seen.map(({connection}) => connection)).toEqual([1, 2, 3]);
	});
});

describe('a Complete that did not say yes is sent once', () => {
	const spaces = ' '.repeat(300);
	test.each<[string, Answer, object]>([
		[
			'an error under a 200',
			{body: errorXml('InvalidPart', 'no such part')},
			{code: 'InvalidPart', status: 200, effect: 'never', serverMessage: 'no such part'},
		],
		[
			'an error under a 200, then a newline',
			{body: `${errorXml('EntityTooSmall')}\n`},
			{code: 'EntityTooSmall', status: 200, effect: 'never', retryable: false},
		],
		[
			'an error under a 200 after white space',
			{body: `${spaces}<Error><Code>InternalError</Code></Error> ${spaces}`},
			{code: 'InternalError', status: 200, effect: 'perhaps', retryable: true},
		],
		[
			'an error under a 200 of two codes',
			{
				body: '<Error><Parts><Code>InvalidPart</Code></Parts><Code>InternalError</Code><Message>m</Message></Error>',
			},
			{code: 'HTTP 200', status: 200, effect: 'perhaps', serverMessage: 'm'},
		],
		[
			'an error under a 200 that was begun as XML',
			{body: `<?xml version="1.0"?>\n${spaces}\n<Error><Code>SlowDown</Code></Error>\r\n`},
			{code: 'SlowDown', status: 200, effect: 'perhaps', retryable: true},
		],
		[
			'a web page under a 200',
			{body: htmlPage, headers: {'content-type': 'text/html'}},
			{code: 'UnexpectedAnswer', status: 200, effect: 'perhaps'},
		],
		['nothing under a 200', {body: ''}, {code: 'UnexpectedAnswer', status: 200, effect: 'perhaps'}],
		[
			'only white space',
			{body: spaces},
			{code: 'UnexpectedAnswer', status: 200, effect: 'perhaps'},
		],
		[
			'a 500',
			{status: 500, body: errorXml('InternalError', 'already in progress')},
			{code: 'InternalError', status: 500, effect: 'perhaps', retryable: true},
		],
		[
			'a 503',
			{status: 503, body: errorXml('SlowDown')},
			{code: 'SlowDown', status: 503, effect: 'perhaps', retryable: true},
		],
		[
			'a web page under a 502',
			{status: 502, body: htmlPage, headers: {'content-type': 'text/html'}},
			{code: 'HTTP 502', status: 502, effect: 'perhaps', retryable: true},
		],
		[
			'a web page under a 404',
			{status: 404, body: htmlPage, headers: {'content-type': 'text/html'}},
			{code: 'HTTP 404', status: 404, effect: 'perhaps', retryable: false},
		],
		['nothing under a 403', {status: 403}, {code: 'HTTP 403', status: 403, effect: 'perhaps'}],
		[
			'a 412',
			{status: 412, body: errorXml('PreconditionFailed')},
			{code: 'PreconditionFailed', status: 412, effect: 'never', retryable: false},
		],
		[
			'a 409',
			{status: 409, body: errorXml('ConditionalRequestConflict')},
			{code: 'ConditionalRequestConflict', status: 409, effect: 'never'},
		],
		[
			'a 404',
			{status: 404, body: errorXml('NoSuchUpload')},
			{code: 'NoSuchUpload', status: 404, effect: 'never', retryable: false},
		],
		[
			'a bucket that is elsewhere',
			{status: 301, body: errorXml('PermanentRedirect')},
			{code: 'PermanentRedirect', status: 301, effect: 'never'},
		],
		[
			'a time-out of the server',
			{status: 408, body: errorXml('RequestTimeout')},
			{code: 'RequestTimeout', status: 408, effect: 'perhaps', retryable: true},
		],
	])('%s', async (_name, answer, facts) => {
		const gateway = await serving(answer);
		const failure = await thrownBy(() => gateway.complete(request));
		expect(failure).toMatchObject({
			name: 'S3Failure',
			operation: 'CompleteMultipartUpload',
			target,
			requestId: 'RAW1',
			...facts,
		});
		expect(adviceOf(failure as S3Failure)).toMatch(/^[A-Z].+\.$/);
		expect(server?.seen).toHaveLength(1);
		expect(gateway.log).toMatchObject([
			{operation: 'CompleteMultipartUpload', status: answer.status ?? 200, requestId: 'RAW1'},
		]);
	});

	test('a connection that is cut after it was sent', async () => {
		server = await startRawServer((_seen, _count, response) => {
			response.destroy();
			return undefined;
		});
		const failure = await thrownBy(() => gatewayTo(server!.endpoint).complete(request));
		expect(failure).toMatchObject({code: 'ECONNRESET', status: undefined, effect: 'perhaps'});
		expect(server.seen).toHaveLength(1);
	});

	test('a connection that is cut within the answer', async () => {
		server = await startRawServer((_seen, _count, response) => {
			response.writeHead(200, {'content-type': 'application/xml'});
			response.write('   ', () => response.destroy());
			return undefined;
		});
		const failure = await thrownBy(() => gatewayTo(server!.endpoint).complete(request));
		expect(failure).toMatchObject({code: 'ECONNRESET', effect: 'perhaps'});
		expect(server.seen).toHaveLength(1);
	});
});

describe('an Abort', () => {
	test('is a DELETE of that upload', async () => {
		const gateway = await serving({status: 204});
		expect(await gateway.abort(target)).toEqual({
			requestId: 'RAW1',
			status: 204,
			leftAt: expect.any(Number),
		});
		expect(server?.seen[0]).toMatchObject({method: 'DELETE'});
		expect(server?.seen[0]?.url).toMatch(/^\/b\/k\?.*uploadId=u/);
	});

	const emptyResult =
		'<?xml version="1.0"?>\n<AbortMultipartUploadResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>';
	test.each<[string, Answer]>([
		['204', {status: 204}],
		['200 without a body', {status: 200}],
		['200 with white space', {status: 200, body: ' \n'}],
		['200 with an empty result of its own name', {status: 200, body: emptyResult}],
	])('takes %s for a yes', async (_name, answer) => {
		expect(await (await serving(answer)).abort(target)).toMatchObject({requestId: 'RAW1'});
		expect(server?.seen).toHaveLength(1);
	});

	const lists = '<ListPartsResult><Key>k</Key></ListPartsResult>';
	test.each<[string, Answer]>([
		['200 with text', {status: 200, body: 'OK'}],
		['200 with JSON', {status: 200, body: '{"status":"ok"}'}],
		['200 with a web page after a comment', {status: 200, body: `<!-- x -->${htmlPage}`}],
		['200 with the answer of another operation', {status: 200, body: lists}],
		['201', {status: 201}],
		['202', {status: 202}],
		['206', {status: 206}],
	])('takes %s for no yes, and says that it may have taken effect', async (_name, answer) => {
		const gateway = await serving(answer);
		for (const act of [() => gateway.abort(target), () => gateway.putPublicReadAcl(target)])
			expect(await thrownBy(act)).toMatchObject({code: 'UnexpectedAnswer', effect: 'perhaps'});
		expect(server?.seen).toHaveLength(2);
	});

	const [other, twice] = ['NoSuchUpload', 'AccessDenied'].map(
		code => `<Of><Code>${code}</Code></Of>`,
	) as [string, string];
	const denied = (before: string, behind: string) => ({
		status: 403,
		body: `<Error>${before}<Code>AccessDenied</Code>${behind}</Error>`,
	});
	test.each<[string, Answer, object, boolean]>([
		['unknown', {status: 404, body: errorXml('NoSuchUpload')}, {effect: 'never'}, true],
		['no bucket', {status: 404, body: errorXml('NoSuchBucket')}, {effect: 'never'}, false],
		['the key alone', {status: 404, body: errorXml('NoSuchKey')}, {effect: 'never'}, false],
		['a bare 404', {status: 404}, {status: 404}, false],
		[
			'the 404 of a proxy',
			{status: 404, body: htmlPage},
			{code: 'HTTP 404', effect: 'perhaps'},
			false,
		],
		['the 200 of a proxy', {status: 200, body: htmlPage}, {code: 'UnexpectedAnswer'}, false],
		['two codes', denied('', other), {code: 'HTTP 403', effect: 'perhaps'}, false],
		['two codes, the other way', denied(other, ''), {code: 'HTTP 403', effect: 'perhaps'}, false],
		['the same code twice', denied(twice, ''), {code: 'AccessDenied', effect: 'never'}, false],
		[
			'an empty code',
			{status: 403, body: errorXml('')},
			{code: 'HTTP 403', effect: 'perhaps'},
			false,
		],
		['trouble', {status: 500, body: errorXml('InternalError')}, {effect: 'perhaps'}, false],
		['denied', {status: 403, body: errorXml('AccessDenied')}, {effect: 'never'}, false],
	])(
		'%s: one request, and "no such upload" by its code alone',
		async (_name, answer, facts, gone) => {
			const gateway = await serving(answer);
			const failure = await thrownBy(() => gateway.abort(target));
			expect(failure).toMatchObject({operation: 'AbortMultipartUpload', target, ...facts});
			expect(isNoSuchUpload(failure)).toBe(gone);
			expect(server?.seen).toHaveLength(1);
		},
	);
});
