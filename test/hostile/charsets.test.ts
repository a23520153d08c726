import {describe, expect, test} from 'vitest';
import type {S3Failure} from '../../source/s3/failure/failure.js';
import {isNoSuchUpload} from '../../source/s3/failure/failure.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {failureWords} from '../../source/text/failure/failure-words.js';
import {thrownBy, uploadXml} from '../s3/raw-server.js';
import {answer, gatewayBy, startTalking, ways} from './raw-bytes.js';

/** Each letter in two bytes, or four, the lowest first or last. */
function wide(text: string, {bytes = 2, bigEndian = false, mark = true}): Buffer {
	const letters = [...(mark ? `\ufeff${text}` : text)];
	const made = Buffer.alloc(letters.length * bytes);
	for (const [at, letter] of letters.entries()) {
		const code = letter.codePointAt(0) ?? 0;
		const start = at * bytes;
		if (bigEndian) made.writeUIntBE(code, start, bytes);
		else made.writeUIntLE(code, start, bytes);
	}
	return made;
}

const wides: ReadonlyArray<readonly [string, (text: string) => Buffer]> = [
	['UTF-16 LE', text => wide(text, {})],
	['UTF-16 BE', text => wide(text, {bigEndian: true})],
	['UTF-16 LE without a mark', text => wide(text, {mark: false})],
	['UTF-16 BE without a mark', text => wide(text, {bigEndian: true, mark: false})],
	['UTF-32 LE', text => wide(text, {bytes: 4})],
	['UTF-32 BE', text => wide(text, {bytes: 4, bigEndian: true})],
];

const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n`;
const rows = (...keys: string[]) =>
	keys.map(key => uploadXml(key, `id-${keys.indexOf(key)}`)).join('');
const page = (...keys: string[]) =>
	`<ListMultipartUploadsResult><Bucket>b</Bucket><IsTruncated>false</IsTruncated>${rows(...keys)}</ListMultipartUploadsResult>`;

async function listed(way: (typeof ways)[number], body: Buffer | string, type = 'application/xml') {
	const server = await startTalking(answer(body, {headers: `Content-Type: ${type}\r\n`}));
	const {uploads} = await gatewayBy(way, server.endpoint).listUploadsPage({bucket: 'b'});
	return uploads.map(({key, keyCertain}) => [key, keyCertain]);
}

const upload = {bucket: 'b', key: 'k', uploadId: 'u'};

describe.each(ways)('by the %s way', way => {
	test.each<[string, string, string?]>([
		['a mark before it', `\ufeff${page('a', 'é', '鍵')}`],
		['a mark and a declaration', `\ufeff${declared('UTF-8')}${page('a', 'é', '鍵')}`],
		[
			'a mark, which says more than a declaration',
			`\ufeff${declared('ISO-8859-1')}${page('a', 'é', '鍵')}`,
			'text/xml;charset=latin1',
		],
		['no declaration', page('a', 'é', '鍵')],
		['another spelling', `${declared('utf8')}${page('a', 'é', '鍵')}`, 'text/xml;charset="UTF-8"'],
		['ASCII declared', page('a', 'é', '鍵'), 'text/xml; charset=us-ascii'],
	])('UTF-8 is read, with %s', async (_, body, type) => {
		expect(await listed(way, body, type)).toEqual([
			['a', true],
			['é', true],
			['鍵', true],
		]);
	});

	const keys = ['plain/a-b_c.d', 'é', 'Ã©', 'a?b', 'x\u0080'];
	const latin = (text: string) => Buffer.from(text, 'latin1');
	test.each<[string, Buffer, string?]>([
		['in the declaration', latin(`${declared('ISO-8859-1')}${page(...keys)}`)],
		['in a declaration of nothing else', latin(`<?xml encoding="latin1"?>${page(...keys)}`)],
		[
			'in the declaration, with single quotes',
			latin(`<?xml version='1.0' encoding='windows-1252' ?>${page(...keys)}`),
		],
		['in the head', latin(page(...keys)), 'application/xml;charset=ISO-8859-1'],
		[
			'in the head alone',
			latin(`${declared('UTF-8')}${page(...keys)}`),
			'text/xml; Charset="latin1"',
		],
		['and is UTF-8', Buffer.from(`${declared('ISO-8859-15')}${page(...keys)}`)],
		['and is no encoding', Buffer.from(`${declared('x-user-defined')}${page(...keys)}`)],
	])(
		'no name is certain that may read otherwise, where another encoding is declared %s',
		async (_, body, type) => {
			const all = await listed(way, body, type);
			expect(all.map(([, certain]) => certain)).toEqual([true, false, false, false, false]);
			expect(all[0]).toEqual(['plain/a-b_c.d', true]);
			for (const [key] of all.slice(1)) expect(key).toContain('\ufffd');
		},
	);

	test('bytes that are no UTF-8 are no name that is certain', async () => {
		for (const bytes of [
			'\xe9',
			'\xc3',
			'\xff\xfe',
			'\xed\xa0\x80',
			'\xf5\x80\x80\x80',
			'\xc0\xaf',
		]) {
			const all = await listed(way, latin(page(`a${bytes}b`, 'c')));
			expect(all).toEqual([
				[expect.stringMatching(/^a\ufffd+b$/), false],
				['c', true],
			]);
		}
	});

	test.each(wides)('%s is refused, and called what it is', async (_, written) => {
		const calls: ReadonlyArray<[string, (gateway: Gateway) => Promise<unknown>]> = [
			[page('a'), gateway => gateway.listUploadsPage({bucket: 'b'})],
			[
				'<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>',
				gateway => gateway.listParts(upload),
			],
			['<ListAllMyBucketsResult/>', gateway => gateway.listBuckets()],
			['<AbortMultipartUploadResult/>', gateway => gateway.abort(upload)],
			[
				'<Error><Code>AccessDenied</Code></Error>',
				gateway => gateway.complete({...upload, parts: [], onlyIfAbsent: false}),
			],
			['<LifecycleConfiguration/>', gateway => gateway.lifecycleDocument('b')],
		];
		for (const [body, call] of calls) {
			const server = await startTalking(answer(written(`${declared('UTF-16')}${body}`)));
			const failure = (await thrownBy(() => call(gatewayBy(way, server.endpoint)))) as S3Failure;
			expect([failure.code, failure.hint, failure.effect]).toEqual([
				'UnexpectedAnswer',
				{code: 'overlong-answer', what: 'bytes in a character'},
				'perhaps',
			]);
			expect(failureWords(failure, 'app').advice).toContain(
				'more bytes in a character than S3 sends',
			);
		}
	});

	test.each(wides)('an error in %s says nothing of an upload', async (_, written) => {
		const body = written('<Error><Code>NoSuchUpload</Code></Error>');
		const server = await startTalking(answer(body, {status: 404}));
		const failure = await thrownBy(() => gatewayBy(way, server.endpoint).listParts(upload));
		expect([(failure as S3Failure).code, isNoSuchUpload(failure)]).toEqual(['HTTP 404', false]);
	});

	test('a listing goes on before what was lost of a marker, and never behind an id that was', async () => {
		const cut = (key: string, id: string) =>
			latin(
				`<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>${key}</NextKeyMarker><NextUploadIdMarker>${id}</NextUploadIdMarker>${rows('a')}</ListMultipartUploadsResult>`,
			);
		const nextOf = async (body: Buffer) => {
			const server = await startTalking(answer(body));
			const {next, stuck} = await gatewayBy(way, server.endpoint).listUploadsPage({bucket: 'b'});
			return {next, stuck};
		};
		expect(await nextOf(cut('a/\xe9/b', 'id'))).toEqual({next: {keyMarker: 'a/'}, stuck: false});
		expect(await nextOf(cut('a/b', 'i\xe9'))).toEqual({
			next: {keyMarker: 'a', uploadIdMarker: 'id-0'},
			stuck: false,
		});
		expect(await nextOf(cut('a/b', 'id'))).toEqual({
			next: {keyMarker: 'a/b', uploadIdMarker: 'id'},
			stuck: false,
		});
	});
});
