import {afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {localNames} from '../../../source/s3/answer/local-names.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {gatewayTo, type RawServer, startRawServer, thrownBy, uploadsXml} from '../raw-server.js';

const whole = {bucket: 'b', key: 'k', uploadId: 'u'};
const loneSurrogate = 'a\ud800b';

let server: RawServer;
let gateway: Gateway;

beforeAll(async () => {
	server = await startRawServer(() => ({status: 204}));
	gateway = gatewayTo(server.endpoint);
});
afterAll(async () => {
	gateway.close();
	await server.close();
});
let before = 0;
beforeEach(() => {
	before = server.seen.length;
});

const calls: Record<string, (target: typeof whole) => Promise<unknown>> = {
	abort: target => gateway.abort(target),
	complete: target => gateway.complete({...target, parts: [], onlyIfAbsent: true}),
	listParts: target => gateway.listParts(target),
};

describe('what is not named never leaves', () => {
	for (const [name, call] of Object.entries(calls)) {
		for (const field of ['bucket', 'key', 'uploadId'] as const) {
			test(`${name} without a ${field}`, async () => {
				expect(await thrownBy(() => call({...whole, [field]: ''}))).toMatchObject({
					code: 'EmptyName',
					effect: 'never',
					retryable: false,
				});
				expect(server.seen.length).toBe(before);
			});

			test(`${name} with half a character in the ${field}`, async () => {
				expect(await thrownBy(() => call({...whole, [field]: loneSurrogate}))).toMatchObject({
					code: 'BrokenName',
					effect: 'never',
				});
				expect(server.seen.length).toBe(before);
			});
		}
	}

	test.each([
		['headObject', () => gateway.headObject({bucket: 'b', key: ''}), 'EmptyName'],
		['headObject', () => gateway.headObject({bucket: 'b', key: loneSurrogate}), 'BrokenName'],
		['a listing of no bucket', () => gateway.listUploadsPage({bucket: ''}), 'EmptyName'],
		[
			'a listing with half a character in its prefix',
			() => gateway.listUploadsPage({bucket: 'b', prefix: loneSurrogate}),
			'BrokenName',
		],
		[
			'a listing with half a character in its marker',
			() => gateway.listUploadsPage({bucket: 'b', after: {keyMarker: loneSurrogate}}),
			'BrokenName',
		],
	])('%s', async (_name, call, code) => {
		expect(await thrownBy(call)).toMatchObject({code, effect: 'never'});
		expect(server.seen.length).toBe(before);
	});
});

describe('what a read-only connection does not send', () => {
	test.each([
		['AbortMultipartUpload', () => readOnly().abort(whole)],
		[
			'CompleteMultipartUpload',
			() => readOnly().complete({...whole, parts: [], onlyIfAbsent: true}),
		],
	])('%s', async (operation, act) => {
		expect(await thrownBy(act)).toMatchObject({code: 'ReadOnly', effect: 'never', operation});
		expect(server.seen.length).toBe(before);
	});

	test('reads go through', async () => {
		const reading = await startRawServer(() => ({body: uploadsXml('')}));
		const {uploads} = await gatewayTo(reading.endpoint, {readOnly: true}).listUploadsPage({
			bucket: 'b',
		});
		expect(uploads).toEqual([]);
		await reading.close();
	});

	function readOnly(): Gateway {
		return gatewayTo(server.endpoint, {readOnly: true});
	}
});

describe('a key arrives byte for byte', () => {
	test.each([
		['a b+c%20d', '/b/a%20b%2Bc%2520d'],
		['/leading//double/', '/b//leading//double/'],
		['a/../b/./c', '/b/a/../b/./c'],
		['..', '/b/..'],
		['é\u202e\u200b\u001b[31m', '/b/%C3%A9%E2%80%AE%E2%80%8B%1B%5B31m'],
		['\r\n\u0001\u007f', '/b/%0D%0A%01%7F'],
		['?uploadId=x&a#b', '/b/%3FuploadId%3Dx%26a%23b'],
		["!'()*~", '/b/%21%27%28%29%2A~'],
		['😀\ufffd\ufffe', '/b/%F0%9F%98%80%EF%BF%BD%EF%BF%BE'],
	])('%j', async (key, path) => {
		await gateway.abort({bucket: 'b', key, uploadId: '2~a+/='});
		const {url, method} = server.seen.at(-1)!;
		expect(method).toBe('DELETE');
		expect(url.split('?')[0]).toBe(path);
		expect(new URLSearchParams(url.split('?')[1]).get('uploadId')).toBe('2~a+/=');
	});
});

test('a single row among blanks is listed', async () => {
	const row = '<Upload> <Key>k</Key> <UploadId>2~u</UploadId> </Upload>';
	const listed = await startRawServer(() => ({
		body: `<ListMultipartUploadsResult> <Bucket>b</Bucket> ${row} <IsTruncated>false</IsTruncated> </ListMultipartUploadsResult>`,
	}));
	const gateway = gatewayTo(listed.endpoint);
	onTestFinished(async () => {
		gateway.close();
		await listed.close();
	});
	const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
	expect(uploads).toMatchObject([{key: 'k', uploadId: '2~u'}]);
});

describe('elements under their local names', () => {
	test('lose the blanks between them, and none that they hold', () => {
		const blank = '<r> <a> x </a> <b/>\t<c> </c> </r>';
		expect(localNames(blank)).toBe('<r><a> x </a><b/><c> </c></r>');
		expect(localNames('<p:r xmlns:p="n"> <p:a>b/>  </p:a> <p:c x="y"/> </p:r>')).toBe(
			'<r><a>b/>  </a><c/></r>',
		);
		expect(localNames('<r>\n <a>x</a>\n</r>')).toBe('<r>\n <a>x</a>\n</r>');
	});

	/** Bodies that a reader which tries every way would take minutes for. */
	const endless = [
		`<${'a'.repeat(500_000)}`,
		`<r><${'a'.repeat(500_000)}`,
		`<r>${'<a "'.repeat(100_000)}`,
		`<r>${'<a:'.repeat(100_000)}`,
		`<r x${' '.repeat(500_000)}`,
		`<r><a ${'"'.repeat(500_000)}`,
		`<r>${' '.repeat(500_000)}`,
		`<r>${'</a '.repeat(100_000)}`,
	];
	test.each(endless.map((body, nth) => [nth, body] as const))('end with body %d', (_nth, body) => {
		expect(localNames(body)).toHaveLength(body.length);
	});
});
