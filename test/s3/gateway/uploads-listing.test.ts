import {afterEach, describe, expect, test} from 'vitest';
import {saying} from '../../support/hints.js';
import {
	type Answer,
	gatewayTo,
	htmlPage,
	type RawServer,
	type Seen,
	startRawServer,
	thrownBy,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

/** Answers with the pages given, the last one for ever. */
async function serving(...pages: string[]) {
	return servingAnswers(...pages.map(body => ({body})));
}

async function servingAnswers(...answers: Answer[]) {
	server = await startRawServer((_seen, count) => answers[Math.min(count, answers.length) - 1]!);
	return gatewayTo(server.endpoint);
}

function query(seen: Seen | undefined): Record<string, string> {
	return Object.fromEntries(new URL(seen?.url ?? '', 'http://x').searchParams);
}

const keys = (uploads: ReadonlyArray<{key: string}>) => uploads.map(({key}) => key);

describe('what a page asks for', () => {
	test('both markers, the prefix, at most so many; never an encoding', async () => {
		const gateway = await serving(uploadsXml(''));
		await gateway.listUploadsPage({
			bucket: 'b',
			prefix: 'a b/',
			after: {keyMarker: 'k+é', uploadIdMarker: '2~u'},
			maxUploads: 7,
		});
		expect(query(server?.seen[0])).toEqual({
			uploads: '',
			prefix: 'a b/',
			'key-marker': 'k+é',
			'upload-id-marker': '2~u',
			'max-uploads': '7',
		});
	});

	test('nothing that was not asked', async () => {
		const gateway = await serving(uploadsXml(''));
		await gateway.listUploadsPage({bucket: 'b', prefix: ''});
		expect(query(server?.seen[0])).toEqual({uploads: ''});
	});
});

describe('the rows of a page', () => {
	test('carry what the service says', async () => {
		const gateway = await serving(
			uploadsXml(`<Upload><Key>k</Key><UploadId>u</UploadId>
				<Initiated>2026-01-02T03:04:05.678Z</Initiated><StorageClass>GLACIER</StorageClass>
				<Owner><ID>o</ID><DisplayName>Olga</DisplayName></Owner><Initiator><ID>i</ID></Initiator>
				<ChecksumAlgorithm>CRC32C</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType></Upload>`),
		);
		const {uploads, next, stuck} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads).toEqual([
			{
				key: 'k',
				uploadId: 'u',
				initiated: Date.parse('2026-01-02T03:04:05.678Z'),
				keyCertain: true,
				storageClass: 'GLACIER',
				owner: {id: 'o', displayName: 'Olga'},
				initiator: {id: 'i', displayName: undefined},
				checksumAlgorithm: 'CRC32C',
				checksumType: 'COMPOSITE',
			},
		]);
		expect([next, stuck]).toEqual([undefined, false]);
	});

	test.each([
		['no date', ''],
		['an empty date', '<Initiated></Initiated>'],
		['an empty element', '<Initiated/>'],
		['words', '<Initiated>yesterday</Initiated>'],
		['a date without a zone', '<Initiated>2026-01-02 03:04:05</Initiated>'],
		['a number', '<Initiated>1767323045</Initiated>'],
		['a month that is none', '<Initiated>2026-13-45T99:99:99Z</Initiated>'],
	])('%s costs the row its date and the page nothing', async (_name, initiated) => {
		const gateway = await serving(uploadsXml(uploadXml('a', '1', initiated) + uploadXml('b', '2')));
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(keys(uploads)).toEqual(['a', 'b']);
		expect(uploads[0]?.initiated).toBeUndefined();
		expect(uploads[1]?.initiated).toBe(Date.parse('2026-01-02T03:04:05Z'));
	});

	test.each([
		['ESC, bidi, zero width', 'a\u001b[31m\u202eb\u200bc', 'a\u001b[31m\u202eb\u200bc'],
		['control characters as references', '&#x01;&#13;&#10;&#9;x', '\u0001\r\n\tx'],
		['a raw CR', 'a\rb\r\nc', 'a\rb\r\nc'],
		['markup', '&lt;Key&gt;&amp;amp;&quot;', '<Key>&amp;"'],
		['white space at both ends', '  a  ', '  a  '],
		['a newline alone', '\n', '\n'],
		['white space alone, in all ways to write it', ' &#10;\r\n&#x0A;&#13; ', ' \n\r\n\n\r '],
		['the mark for that in it', '\ufdd0\na\ufdd0', '\ufdd0\na\ufdd0'],
		['what looks encoded', 'a%20b+c', 'a%20b+c'],
		['beyond the basic plane', '😀', '😀'],
		['references beyond the basic plane', '&#128512;&#x1F600;', '😀😀'],
		['references to the halves of a character', '&#55357;&#56832;', '😀'],
		['a no-break space and a newline', '&#160;&#10;', '\u00a0\n'],
		['what looks like a number', '0012', '0012'],
		['CDATA', '<![CDATA[a&b]]>', 'a&b'],
		[
			'CDATA with a CR, markup and what looks like its end',
			'<![CDATA[a\r\n</Key>]]>&amp;<![CDATA[&amp;]]]]>',
			'a\r\n</Key>&&amp;]]',
		],
		['CDATA of white space alone', '<![CDATA[ \n]]>', ' \n'],
		['a comment and an instruction in it', 'a<!-- <Key>x</Key> -->b<?x y?>c', 'abc'],
		['long references', '&#x0000041;&#00000066;', 'AB'],
		['the names that XML knows', '&lt;&gt;&amp;&quot;&apos;&amp;lt;', '<>&"\'&lt;'],
		['what looks like a boolean', 'true', 'true'],
	])('a key with %s comes through', async (_name, raw, key) => {
		const gateway = await serving(uploadsXml(uploadXml(raw, '1')));
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads).toMatchObject([{key, keyCertain: true}]);
	});

	test('a key with half a character is not certain', async () => {
		const gateway = await serving(uploadsXml(uploadXml('a&#55357;', '1')));
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{keyCertain: false},
		]);
	});

	test('a key that lost bytes on the way is not certain', async () => {
		const gateway = await serving(uploadsXml(uploadXml('a\ufffdb', '1') + uploadXml('whole', '2')));
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads.map(({keyCertain}) => keyCertain)).toEqual([false, true]);
	});

	test.each([
		['an entity that XML does not know', 'caf&eacute;'],
		['a reference beyond Unicode', 'a&#x110000;'],
	])('a key with %s is not certain', async (_name, raw) => {
		const gateway = await serving(uploadsXml(uploadXml(raw, '1')));
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{keyCertain: false},
		]);
	});

	test('an upload id that lost something is as little certain as a key', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('k', 'a\ufffdb') + uploadXml('k', '&copy;')),
		);
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads.map(({keyCertain}) => keyCertain)).toEqual([false, false]);
	});

	test('elements with attributes are read', async () => {
		const gateway = await serving(
			uploadsXml(
				uploadXml('k', 'u')
					.replace('<Key>', '<Key xml:space="preserve" >')
					.replace('</Key>', '</Key >'),
			),
		);
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{key: 'k', uploadId: 'u', keyCertain: true},
		]);
	});

	test.each([
		['a key of 1,025 bytes', 'k'.repeat(1025), 'u'],
		['a key of 1,026 bytes in 513 characters', 'é'.repeat(513), 'u'],
		['an upload id of 5,000 characters', 'k', 'u'.repeat(5000)],
	])('%s is too long to be real: kept whole, and not certain', async (_name, key, uploadId) => {
		const gateway = await serving(uploadsXml(uploadXml(key, uploadId) + uploadXml('b', '2')));
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{key, uploadId, keyCertain: false, doubt: 'too-long'},
			{key: 'b', keyCertain: true},
		]);
	});

	test('the longest key, and an id of 1,000 characters, are certain', async () => {
		const [key, uploadId] = ['é'.repeat(512), 'u'.repeat(1000)];
		const gateway = await serving(uploadsXml(uploadXml(key, uploadId)));
		const [upload] = (await gateway.listUploadsPage({bucket: 'b'})).uploads;
		expect(upload).toMatchObject({key, uploadId, keyCertain: true});
		expect(upload).not.toHaveProperty('doubt');
	});

	test.each([
		['beside its upload', 'a/b', 'SWIFTID0001', true],
		['of a key with a newline, whose upload is on another page or gone', 'a\nb', undefined, true],
		['of no upload that is listed, which gofakes3 may mean', 'a/b', undefined, false],
	])('a part that is listed as an upload %s', async (_name, key, listed, isPart) => {
		const gateway = await serving(
			uploadsXml(
				(listed === undefined ? '' : uploadXml(key, listed)) +
					uploadXml(`${key}/SWIFTID0001`, '1') +
					uploadXml(`${key}/SWIFTID0001`, '10000'),
			),
		);
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		const doubt = isPart ? 'part' : undefined;
		expect(uploads.slice(-2).map(each => [each.keyCertain, each.doubt])).toEqual([
			[!isPart, doubt],
			[!isPart, doubt],
		]);
		if (listed !== undefined) expect(uploads[0]).toMatchObject({key, keyCertain: true});
	});

	test('duplicates are dropped, by key and id', async () => {
		const gateway = await serving(
			uploadsXml(
				uploadXml('a', '1') + uploadXml('a', '2') + uploadXml('a', '1') + uploadXml('b', '1'),
			),
		);
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads.map(({key, uploadId}) => key + uploadId)).toEqual(['a1', 'a2', 'b1']);
	});

	test('rows without a key or an id are counted', async () => {
		const gateway = await serving(
			uploadsXml(
				uploadXml('', '1') +
					uploadXml('a', '') +
					uploadXml('b', '2') +
					'<Upload/><Upload></Upload>',
			),
		);
		const {uploads, dropped} = await gateway.listUploadsPage({bucket: 'b'});
		expect([keys(uploads), dropped]).toEqual([['b'], 4]);
	});

	test('more than a thousand of them are taken', async () => {
		const rows = Array.from({length: 2500}, (_, index) => uploadXml(`k${index}`, 'u')).join('');
		const gateway = await serving(uploadsXml(rows));
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toHaveLength(2500);
	});
});

describe('what is no listing', () => {
	test.each([
		['a web page', {body: htmlPage, headers: {'content-type': 'text/html'}}],
		['a web page that says it is XML', {body: htmlPage}],
		['nothing', {body: ''}],
		['a list within another element', {body: `<x>${uploadsXml('')}</x>`}],
		[
			'a document type',
			{body: `<!DOCTYPE x [<!ENTITY e "y">]>${uploadsXml(uploadXml('a&e;', '1'))}`},
		],
		['the list of buckets', {body: '<ListAllMyBucketsResult></ListAllMyBucketsResult>'}],
		['JSON', {body: '{"uploads": []}', headers: {'content-type': 'application/json'}}],
	])('%s under a 200 is a failure and no empty list', async (_name, answer) => {
		const gateway = await servingAnswers(answer);
		expect(await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}))).toMatchObject({
			code: 'UnexpectedAnswer',
			status: 200,
			hint: saying(expect.stringContaining('S3 service')),
		});
		expect(server?.seen).toHaveLength(1);
	});
});

describe('a page that breaks off', () => {
	const page = uploadsXml(uploadXml('a%2Fb-12', '1') + uploadXml('c', '2'));

	test.each([
		['in its declaration', page.slice(0, 10)],
		['in its first element', page.slice(0, 50)],
		['in a row', page.slice(0, page.indexOf('<UploadId>1'))],
		['between two rows', page.slice(0, page.indexOf('<Upload><Key>c'))],
		['in its last element', page.slice(0, -4)],
		['in CDATA', page.replace('a%2Fb-12', '<![CDATA[a')],
		['and goes on with another document', `${page}<html></html>`],
	])('%s is read again, in the same way', async (_name, cut) => {
		const gateway = await serving(cut, page);
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{key: 'a%2Fb-12', keyCertain: true},
			{key: 'c', keyCertain: true},
		]);
		expect(server?.seen.map(seen => query(seen)['encoding-type'])).toEqual([undefined, undefined]);
	});

	test('for ever is a failure, and may be tried again', async () => {
		const gateway = await serving(page.slice(0, 300));
		expect(await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}))).toMatchObject({
			code: 'CutAnswer',
			retryable: true,
			status: 200,
		});
		expect(server?.seen.map(seen => query(seen)['encoding-type'])).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	test.each([
		['white space and a comment behind it', `${page}\n<!-- served by node 3 -->\n`],
		['a byte order mark', `\ufeff${page}`],
		['a comment before it', page.replace('?>', '?><!-- <ListPartsResult> -->')],
	])('a whole page with %s is one', async (_name, whole) => {
		const gateway = await serving(whole);
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toHaveLength(2);
		expect(server?.seen).toHaveLength(1);
	});
});

test.each(['</Upload>', '<Upload>', 'Result', '</Key'])(
	'a list that breaks off behind %s is cut, and asked for again',
	async where => {
		const whole = uploadsXml(uploadXml('a', '1') + uploadXml('b', '2'));
		const cut = whole.slice(0, whole.indexOf(where) + where.length);
		const gateway = await serving(cut, cut, whole);
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect([keys(uploads), server?.seen.length]).toEqual([['a', 'b'], 3]);
		const failing = await serving(cut);
		expect(await thrownBy(() => failing.listUploadsPage({bucket: 'b'}))).toMatchObject({
			code: 'CutAnswer',
			retryable: true,
		});
	},
);

test('a list of another bucket is a failure', async () => {
	const gateway = await serving(
		uploadsXml(uploadXml('k', 'u'), '<Bucket>other</Bucket><IsTruncated>false</IsTruncated>'),
	);
	expect(await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}))).toMatchObject({
		code: 'AnotherUpload',
		hint: {code: 'another-upload', what: 'bucket', named: 'other'},
	});
});

test.each(['TRUE', ' true ', '1'])('IsTruncated %j is a yes', async truncated => {
	const gateway = await serving(
		uploadsXml(uploadXml('a', '1'), `<IsTruncated>${truncated}</IsTruncated>`),
	);
	expect((await gateway.listUploadsPage({bucket: 'b'})).next).toEqual({
		keyMarker: 'a',
		uploadIdMarker: '1',
	});
});

describe('a page that cannot be parsed', () => {
	/** `&#xZZ;` is no character reference; no XML reader takes it. */
	const broken = uploadsXml(uploadXml('a\u0000<b', '1'));

	test('is asked for once more, encoded; a key is certain that reads the same without that', async () => {
		const gateway = await serving(
			broken,
			uploadsXml(
				uploadXml('a%00%3Cb+c', '1') + uploadXml('plain/key_1.bin', '2'),
				'<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a%00%3Cb+c</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>',
			),
		);
		const {uploads, next} = await gateway.listUploadsPage({bucket: 'b'});
		expect(server?.seen.map(seen => query(seen)['encoding-type'])).toEqual([undefined, 'url']);
		expect(uploads).toMatchObject([
			{key: 'a\u0000<b c', keyCertain: false},
			{key: 'plain/key_1.bin', keyCertain: true},
		]);
		// The lower one: rows twice are better than rows left out.
		expect(next).toEqual({keyMarker: 'a\u0000<b c', uploadIdMarker: '1'});
	});

	test('where the encoding is not echoed, no key is certain', async () => {
		const gateway = await serving(broken, uploadsXml(uploadXml('a%3Cb', '1')));
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{key: 'a%3Cb', keyCertain: false},
		]);
	});

	test.each([
		['is echoed and not applied', 'a b'],
		['breaks off', 'a%3'],
		['is not of UTF-8', '%ff'],
		['may be false: %2F', 'a%2Fb-12'],
		['may be false: %25', 'a%25b'],
		['may be false: +', 'a+b'],
	])('where the encoding %s, the key is not certain', async (_name, raw) => {
		const gateway = await serving(
			broken,
			uploadsXml(
				uploadXml(raw, '1'),
				'<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>',
			),
		);
		expect((await gateway.listUploadsPage({bucket: 'b'})).uploads).toMatchObject([
			{keyCertain: false},
		]);
	});

	test('goes on behind it at the lower of both readings of its marker', async () => {
		const gateway = await serving(
			broken,
			uploadsXml(
				uploadXml('a%7Eb', '1'),
				'<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>',
			),
		);
		expect((await gateway.listUploadsPage({bucket: 'b'})).next).toEqual({
			keyMarker: 'a%7Eb',
			uploadIdMarker: '1',
		});
	});

	test.each([
		['Ceph, which encodes and does not say so', '', false],
		['Swift, which says so', '<EncodingType>url</EncodingType>', true],
	])('goes by the echo on %s, whatever the request ids are like', async (_who, echo, certain) => {
		const headers = {'x-amz-request-id': 'tx4b4bd55643874b48b1e87-00624d857d'};
		const rest = `${echo}<IsTruncated>false</IsTruncated>`;
		const gateway = await servingAnswers(
			{body: broken, headers},
			{body: uploadsXml(uploadXml('plain', '1'), rest), headers},
		);
		const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
		expect(uploads).toMatchObject([{key: 'plain', keyCertain: certain}]);
		expect(server?.seen).toHaveLength(2);
	});

	test('is a failure when it is no better encoded', async () => {
		const gateway = await serving(broken);
		expect(await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}))).toMatchObject({
			status: 200,
			operation: 'ListMultipartUploads',
		});
		expect(server?.seen).toHaveLength(2);
	});
});
