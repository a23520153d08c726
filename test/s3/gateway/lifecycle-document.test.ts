import {createHash} from 'node:crypto';
import {afterEach, describe, expect, test} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {documentXml, oddRule, ruleXml, s3} from '../../multipart/rules/rule-samples.js';
import {type Answer, gatewayTo, type RawServer, startRawServer, thrownBy} from '../raw-server.js';

let server: RawServer;
let gateway: Gateway;
afterEach(async () => {
	gateway.close();
	await server.close();
});

async function open(answer: Answer, settings?: Partial<ConnectionSettings>): Promise<void> {
	server = await startRawServer(() => answer);
	gateway = gatewayTo(server.endpoint, settings);
}

const odd = `\ufeff<?xml version="1.0"?>\r\n<x:LifecycleConfiguration xmlns:x="${s3}">${oddRule}\r\n</x:LifecycleConfiguration>\n`;
const change = {bucket: 'b', range: 'logs/'};
const minimum = 'x-amz-transition-default-minimum-object-size';

describe('a document is read as it came', () => {
	test.each([
		['with all that is odd in it', odd],
		// The SDK throws for it.
		[
			'with a date that is none',
			documentXml(ruleXml({actions: '<Expiration><Date>soon</Date></Expiration>'})),
		],
	])('%s', async (_name, text) => {
		await open({body: text});
		expect(await gateway.lifecycleDocument('b')).toEqual({text});
	});

	test('with what stands in a header', async () => {
		await open({body: odd, headers: {[minimum]: 'varies_by_storage_class'}});
		expect(await gateway.lifecycleDocument('b')).toEqual({
			text: odd,
			transitionMinimum: 'varies_by_storage_class',
		});
	});

	test('and is none where there is none', async () => {
		const body = '<Error><Code>NoSuchLifecycleConfiguration</Code></Error>';
		await open({status: 404, body});
		expect(await gateway.lifecycleDocument('b')).toBeUndefined();
	});

	test('rules that are no XML are a failure with its reason', async () => {
		await open({body: '<LifecycleConfiguration><Rule>&nbsp;</Rule></LifecycleConfiguration>'});
		expect(await thrownBy(() => gateway.lifecycle('b'))).toMatchObject({
			code: 'UnreadableRules',
			serverMessage: 'The answer is not XML: it holds a reference that means nothing.',
		});
	});
});

describe('a document is sent', () => {
	test('byte for byte, with its checksums and terms', async () => {
		await open({headers: {'x-amz-request-id': 'R1'}}, {expectedBucketOwner: '123456789012'});
		const text = odd.slice(1);
		const answer = await gateway.putLifecycle({...change, text, transitionMinimum: 'all'});
		expect(answer).toEqual({requestId: 'R1'});
		const [{method, url, body, headers} = server.seen[0]!] = server.seen;
		expect([method, url, body]).toEqual(['PUT', '/b/?lifecycle=', text]);
		expect(headers).toMatchObject({
			'content-md5': createHash('md5').update(text).digest('base64'),
			'content-length': String(Buffer.byteLength(text)),
			'x-amz-content-sha256': createHash('sha256').update(text).digest('hex'),
			'x-amz-expected-bucket-owner': '123456789012',
			[minimum]: 'all',
		});
		expect(Object.keys(headers)).toContain('x-amz-checksum-crc32');
		expect(headers.authorization).toMatch(/SignedHeaders=[^,]*content-md5[^,]*;host/);
	});

	test('and none of its rules is left by a request of its own', async () => {
		await open({status: 204}, {expectedBucketOwner: '123456789012'});
		await gateway.deleteLifecycle(change);
		const [{method, url, headers} = server.seen[0]!] = server.seen;
		expect([method, url]).toEqual(['DELETE', '/b/?lifecycle=']);
		expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012');
	});

	test.each([
		[500, 'InternalError', 'perhaps'],
		[503, 'SlowDown', 'perhaps'],
		[400, 'MalformedXML', 'never'],
		[403, 'AccessDenied', 'never'],
		[405, 'MethodNotAllowed', 'never'],
		[409, 'OperationAborted', 'never'],
		[501, 'NotImplemented', 'never'],
	])('once, whatever is answered: %i %s', async (status, code, effect) => {
		await open({status, body: `<Error><Code>${code}</Code></Error>`});
		const sends = [
			() => gateway.putLifecycle({...change, text: odd}),
			() => gateway.deleteLifecycle(change),
		];
		for (const send of sends) expect(await thrownBy(send)).toMatchObject({code, status, effect});
		expect(server.seen).toHaveLength(2);
	});

	test('a yes that is none of S3 is not one', async () => {
		await open({body: '<html><body>Sign in</body></html>'});
		expect(await thrownBy(() => gateway.putLifecycle({...change, text: odd}))).toMatchObject({
			code: 'UnexpectedAnswer',
			effect: 'perhaps',
		});
	});
});

describe('nothing is sent', () => {
	const all = {bucket: 'b', text: odd};
	test.each<[string, Partial<ConnectionSettings>, {bucket: string; range?: string; text: string}]>([
		['read-only', {readOnly: true}, {...change, text: odd}],
		[
			'the range is in what is protected',
			{protectedPrefixes: [{prefix: 'l'}]},
			{...all, range: 'logs/'},
		],
		[
			'what is protected is in the range',
			{protectedPrefixes: [{prefix: 'logs/x/'}]},
			{...all, range: 'logs/'},
		],
		['every key', {protectedPrefixes: [{bucket: 'b', prefix: 'x/'}]}, {...all, range: ''}],
		['a range that is not told', {protectedPrefixes: [{bucket: 'b', prefix: 'x/'}]}, all],
	])('%s', async (name, settings, change) => {
		await open({}, settings);
		const code = name === 'read-only' ? 'ReadOnly' : 'Protected';
		expect(await thrownBy(() => gateway.putLifecycle(change))).toMatchObject({code});
		expect(await thrownBy(() => gateway.deleteLifecycle(change))).toMatchObject({code});
		expect(server.seen).toEqual([]);
	});

	test('what is protected elsewhere does not matter', async () => {
		const protectedPrefixes = [{bucket: 'other', prefix: ''}, {prefix: 'log-'}];
		await open({}, {protectedPrefixes});
		await gateway.putLifecycle({...change, text: odd});
		expect(server.seen).toHaveLength(1);
	});
});
