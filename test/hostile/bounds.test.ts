import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {S3Failure} from '../../source/s3/failure/failure.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {failureWords} from '../../source/text/failure/failure-words.js';
import {thrownBy, uploadXml} from '../s3/raw-server.js';
import {
	answer,
	chunked,
	endless,
	gatewayBy,
	inSingleBytes,
	startTalking,
	type Talk,
	ways,
} from './raw-bytes.js';

const MB = 1_000_000;
/** What the system may hold of an answer that nobody reads any more: its buffers grow to some megabytes. */
const inBuffers = 16 * MB;

const upload = {bucket: 'b', key: 'k', uploadId: 'u'};
const list = (gateway: Gateway) => gateway.listUploadsPage({bucket: 'b'});
const [begin, end] = ['<ListMultipartUploadsResult>', '</ListMultipartUploadsResult>'];
const page = (rows: string) => answer(`${begin}${rows}${end}`);

/** What comes of an answer, and how many bytes of it left. */
async function hearing(
	way: (typeof ways)[number],
	talk: Talk,
	call: (gateway: Gateway) => Promise<unknown> = list,
) {
	const server = await startTalking(talk);
	const gateway = gatewayBy(way, server.endpoint);
	const failure = (await thrownBy(() => call(gateway))) as S3Failure;
	gateway.close();
	return {...server, failure, words: failureWords(failure, 'app').advice};
}

describe.each(ways)('by the %s way, an answer is read no further', way => {
	test.each<[string, Talk, number, RegExp]>([
		[
			'a field',
			endless(`${chunked}ffffffff\r\n${begin}<Upload><Key>`, 'k'.repeat(65_536)),
			64 * 1.1,
			/it has more bytes than S3 sends/,
		],
		['white space', endless(`${chunked}ffffffff\r\n`, ' '.repeat(65_536)), 64 * 1.1, /more bytes/],
		['single bytes', endless(chunked, inSingleBytes(' '.repeat(10_000))), 6.1, /more bytes/],
		['headers', endless('HTTP/1.1 200 OK\r\n', 'a: b\r\n'.repeat(1000)), 0.1, /more headers/],
		['one header', endless('HTTP/1.1 200 OK\r\nx: ', 'x'.repeat(1000)), 0.1, /more headers/],
		[
			'interim answers',
			endless('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)),
			0.1,
			/more interim answers/,
		],
		[
			'an error',
			endless('HTTP/1.1 400 No\r\n\r\n<Error><Code>', 'x'.repeat(65_536)),
			8.5,
			/more bytes/,
		],
	])('that is %s without end', async (_, talk, most, words) => {
		const {failure, words: said, left, requests} = await hearing(way, talk);
		expect(said).toMatch(words);
		expect([failure.effect, failure.retryable]).toEqual(['perhaps', false]);
		expect(requests).toHaveLength(1);
		expect(await left()).toBeLessThan(most * MB + inBuffers);
	});

	test.each<[string, Talk, RegExp]>([
		['too many elements', page('<Upload/>'.repeat(2 * MB)), /more elements than S3/],
		['elements of no meaning', page('<a/>'.repeat(2 * MB)), /more elements than S3/],
		[
			'elements in elements',
			page(`${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`),
			/more nested elements/,
		],
		[
			'a field of two megabytes',
			page(`<Upload><Key>${'k'.repeat(2 * MB)}</Key><UploadId>u</UploadId></Upload>`),
			/more characters in a field/,
		],
		[
			'an element with three million quotes',
			page(`<a ${'"'.repeat(3 * MB)}`),
			/more characters in a field/,
		],
	])('that has %s, and is called that', async (_, talk, words) => {
		const {failure, words: said} = await hearing(way, talk);
		expect(said).toMatch(words);
		expect(failure.status).toBe(200);
	});

	test('and 50,000 uploads on a page are read', async () => {
		const one =
			'<Initiator><ID>arn:aws:iam::123456789012:user/x</ID><DisplayName>x</DisplayName></Initiator>';
		const rows = Array.from({length: 50_000}, (_, at) =>
			uploadXml(`key-${at}`, `id-${at}`).replace('</Upload>', `${one}</Upload>`),
		);
		const server = await startTalking(page(rows.join('')));
		const {uploads, dropped} = await list(gatewayBy(way, server.endpoint));
		expect([uploads.length, dropped, uploads.at(-1)?.key]).toEqual([50_000, 0, 'key-49999']);
	});

	test('a compressed answer is not opened: a thousandth of what is in it is read', async () => {
		const bomb = gzipSync(Buffer.alloc(64 * MB));
		const {failure, words, requests} = await hearing(
			way,
			answer(bomb, {headers: 'Content-Encoding: gzip\r\n'}),
		);
		expect(failure.code).toBe('UnexpectedAnswer');
		expect(words).toContain('does not come from an S3 service');
		expect(requests).toHaveLength(1);
		expect(bomb.length).toBeLessThan(MB / 10);
	});
});

test.each<[string, (gateway: Gateway) => Promise<unknown>]>([
	['Abort', gateway => gateway.abort(upload)],
	['Complete', gateway => gateway.complete({...upload, parts: [], onlyIfAbsent: false})],
	['HEAD', gateway => gateway.headObject(upload)],
	['list of buckets', gateway => gateway.listBuckets()],
	['list of parts', gateway => gateway.listParts(upload)],
	['lifecycle', gateway => gateway.lifecycle('b')],
	['public access block', gateway => gateway.publicAccessBlock('b')],
])('interim answers without end are not waited for: %s', async (_, call) => {
	const interim = endless('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100));
	const {failure, requests} = await hearing('lean', interim, call);
	expect(failure.hint).toEqual({code: 'overlong-answer', what: 'interim answers'});
	expect([failure.effect, requests.length]).toEqual(['perhaps', 1]);
});
