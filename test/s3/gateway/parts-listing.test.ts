import {afterEach, describe, expect, test} from 'vitest';
import {isNoSuchUpload, S3Failure} from '../../../source/s3/failure/failure.js';
import {saying} from '../../support/hints.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
} from '../raw-server.js';

const target = {bucket: 'b', key: 'k', uploadId: 'u'};

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

/** Answers with the pages given, the last one for ever. */
async function serving(...answers: Answer[]) {
	server = await startRawServer((_seen, count) => answers[Math.min(count, answers.length) - 1]!);
	return gatewayTo(server.endpoint);
}

function partXml(number: number, more = ''): string {
	return `<Part><PartNumber>${number}</PartNumber><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;e${number}&quot;</ETag><Size>${number * 100}</Size>${more}</Part>`;
}

function page(numbers: readonly number[], rest: string): Answer {
	return {
		body: `<ListPartsResult>${rest}${numbers.map(number => partXml(number)).join('')}</ListPartsResult>`,
	};
}

/** A whole last page with these rows. */
function xml(rows: string): Answer {
	return {body: `<ListPartsResult>${last}${rows}</ListPartsResult>`};
}

const upTo = (count: number) => Array.from({length: count}, (_, at) => at + 1);

const truncated = (next: number) =>
	`<IsTruncated>true</IsTruncated><NextPartNumberMarker>${next}</NextPartNumberMarker>`;
const last = '<IsTruncated>false</IsTruncated>';

const markers = () =>
	server?.seen.map(({url}) => new URL(url, 'http://x').searchParams.get('part-number-marker'));

describe('the parts of an upload', () => {
	test('with all that the service says', async () => {
		const gateway = await serving({
			body: `<ListPartsResult><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>COMPOSITE</ChecksumType><StorageClass>STANDARD</StorageClass>${last}${partXml(1, '<ChecksumSHA256>abc=</ChecksumSHA256>')}</ListPartsResult>`,
			headers: {
				'x-amz-abort-date': 'Fri, 02 Jan 2026 00:00:00 GMT',
				'x-amz-abort-rule-id': 'sweep',
			},
		});
		expect(await gateway.listParts(target)).toEqual({
			checksumAlgorithm: 'SHA256',
			checksumType: 'COMPOSITE',
			requestId: 'RAW1',
			storageClass: 'STANDARD',
			abortDate: Date.parse('2026-01-02T00:00:00Z'),
			abortRuleId: 'sweep',
			parts: [
				{
					partNumber: 1,
					size: 100,
					etag: '"e1"',
					lastModified: Date.parse('2026-01-02T03:04:05Z'),
					checksums: {ChecksumSHA256: 'abc='},
				},
			],
		});
	});

	test('none', async () => {
		const gateway = await serving({body: `<ListPartsResult>${last}</ListPartsResult>`});
		expect((await gateway.listParts(target)).parts).toEqual([]);
	});

	test('over pages, each once and in order', async () => {
		const gateway = await serving(
			page([3, 1], truncated(3)),
			page([4], truncated(4)),
			page([5], last),
		);
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({partNumber}) => partNumber)).toEqual([1, 3, 4, 5]);
		expect(markers()).toEqual([null, '3', '4']);
	});

	test('a marker before the last part of its page brings that part again, and once is enough', async () => {
		const gateway = await serving(page([1, 2, 3], truncated(2)), page([3, 4], last));
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({partNumber}) => partNumber)).toEqual([1, 2, 3, 4]);
	});

	test('a marker on the last page does not make it go on', async () => {
		const gateway = await serving(
			page([1, 2], `${last}<NextPartNumberMarker>2</NextPartNumberMarker>`),
		);
		expect((await gateway.listParts(target)).parts).toHaveLength(2);
		expect(server?.seen).toHaveLength(1);
	});

	test('without a marker, from the last part', async () => {
		const gateway = await serving(page([1, 2], '<IsTruncated>true</IsTruncated>'), page([3], last));
		expect((await gateway.listParts(target)).parts).toHaveLength(3);
		expect(markers()).toEqual([null, '2']);
	});

	test.each(['', 'text/html'])('in a web page are none, typed as %j', async type => {
		const gateway = await serving({
			body: `<html><IsTruncated>false</IsTruncated>${partXml(1)}</html>`,
			headers: {'content-type': type},
		});
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({
			code: 'UnexpectedAnswer',
			status: 200,
		});
	});

	test('are no object where the head of their list names an ETag and a date', async () => {
		const gateway = await serving({
			...page([1, 2], last),
			headers: {etag: '"list"', 'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT'},
		});
		expect((await gateway.listParts(target)).parts).toHaveLength(2);
	});

	test('a part with a broken date keeps the page', async () => {
		const gateway = await serving({
			body: `<ListPartsResult>${last}${partXml(1).replace(/2026[^<]+/, 'soon')}${partXml(2)}</ListPartsResult>`,
		});
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({lastModified}) => lastModified)).toEqual([
			undefined,
			Date.parse('2026-01-02T03:04:05Z'),
		]);
	});

	test('a part without an ETag is a part', async () => {
		const gateway = await serving({
			body: `<ListPartsResult>${last}<Part><PartNumber>1</PartNumber><Size>5</Size></Part></ListPartsResult>`,
		});
		expect((await gateway.listParts(target)).parts).toMatchObject([{partNumber: 1, etag: ''}]);
	});
});

describe('the size of a part', () => {
	const read = async (size: string) => {
		const gateway = await serving(xml(`<Part><PartNumber>1</PartNumber>${size}</Part>`));
		const [part] = (await gateway.listParts(target)).parts;
		return [part?.size, part?.badSize];
	};

	test.each(['', '<Size/>', '<Size></Size>', '<Size> </Size>'])(
		'that is told as %j is not known, and not 0',
		async size => {
			expect(await read(size)).toEqual([undefined, undefined]);
		},
	);

	test.each(['-1', '0x10', '1e3', '1.5', 'many', '5497558138881', '99999999999999999999'])(
		'that is told as %j is none',
		async size => {
			expect(await read(`<Size>${size}</Size>`)).toEqual([undefined, true]);
		},
	);

	test.each([
		['0', 0],
		[' 7 ', 7],
		['5368709120', 5 * 1024 ** 3],
	])('that is told as %j is that', async (size, bytes) => {
		expect(await read(`<Size>${size}</Size>`)).toEqual([bytes, undefined]);
	});
});

describe('a list of parts that is not whole is a failure', () => {
	test.each([
		['the same page for ever', [page([1, 2], truncated(2))]],
		['a marker that goes back', [page([1, 2], truncated(2)), page([3], truncated(1))]],
		[
			'truncated, without a marker and without a part',
			[page([], '<IsTruncated>true</IsTruncated>')],
		],
	])('%s', async (_name, answers) => {
		const gateway = await serving(...answers);
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({
			code: 'StuckListing',
			operation: 'ListParts',
		});
		expect(server?.seen.length).toBe(
			answers.length === 1 && answers[0]?.body?.includes('<Part>') ? 2 : answers.length,
		);
	});

	test.each([
		[400, 'InvalidArgument'],
		[403, 'AccessDenied'],
		[501, 'NotImplemented'],
	])('a %i on the second page', async (status, code) => {
		const gateway = await serving(page([1], truncated(1)), {status, body: errorXml(code)});
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({code});
	});
});

describe('a list of parts that contradicts itself is a failure', () => {
	test.each([
		[
			'gofakes3: the second page numbers from 0 again',
			[page([1, 2], truncated(2)), page([0, 1], last)],
		],
		['a number at the marker', [page([1, 2], truncated(2)), page([2, 3], last)]],
		['the number 0 behind a marker', [page([1, 2], truncated(2)), page([3, 0], last)]],
		['one number with two ETags', [xml(partXml(1) + partXml(1).replace('e1', 'e2'))]],
		[
			'one number with two ETags over two pages',
			[page([1, 2], truncated(1)), xml(partXml(2).replace('e2', 'x'))],
		],
		['one number with two sizes', [xml(partXml(1) + partXml(1).replace('100', '101'))]],
		[
			'a part without a number',
			[xml(partXml(1) + partXml(2).replace(/<PartNumber>2<.PartNumber>/, ''))],
		],
		['an ETag that is too long for one', [xml(partXml(1).replace('e1', 'e'.repeat(600)))]],
		[
			'a checksum that is too long for one',
			[xml(partXml(1, `<ChecksumSHA1>${'a'.repeat(600)}</ChecksumSHA1>`))],
		],
	])('%s', async (_name, answers) => {
		const gateway = await serving(...answers);
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({
			code: 'UnreadableListing',
			operation: 'ListParts',
			hint: saying(expect.stringMatching(/part.*Such a list is not used to complete an upload/i)),
		});
	});

	test('the same part twice is one, with the younger date', async () => {
		const gateway = await serving(xml(partXml(1) + partXml(1).replace('2026', '2025')));
		expect((await gateway.listParts(target)).parts).toMatchObject([
			{partNumber: 1, lastModified: Date.parse('2026-01-02T03:04:05Z')},
		]);
	});
});

describe('a full page that says it is the last', () => {
	/** Parts up to `count`, a page of at most `limit` at a time, each said to be the last. */
	async function cutAt(limit: number, count: number, maxParts = 1000) {
		server = await startRawServer(({url}) => {
			const from = Number(new URL(url, 'http://x').searchParams.get('part-number-marker') ?? 0);
			const numbers = upTo(Math.max(0, Math.min(limit, count - from))).map(number => from + number);
			return page(numbers, `<MaxParts>${maxParts}</MaxParts>${last}`);
		});
		return gatewayTo(server.endpoint);
	}

	test.each([
		[1000, 1200, 1000],
		[1000, 3500, 1000],
		[1000, 1000, 1000],
		[500, 1200, 500],
	])('pages of %d: all of %d parts are found', async (limit, count, maxParts) => {
		const gateway = await cutAt(limit, count, maxParts);
		expect((await gateway.listParts(target)).parts).toHaveLength(count);
		expect((await gateway.summarizeParts(target)).count).toBe(count);
	});

	test('what is not full is not asked for again', async () => {
		const gateway = await cutAt(1000, 999);
		expect((await gateway.listParts(target)).parts).toHaveLength(999);
		expect(server?.seen).toHaveLength(1);
	});

	test.each([
		['does not heed the marker', page(upTo(1000), last)],
		['numbers from 0 behind it', page([0], last)],
		['takes no marker', {status: 501, body: errorXml('NotImplemented')}],
		['does not know the argument', {status: 400, body: errorXml('InvalidArgument')}],
	])('a service that %s has shown all', async (_name, behind) => {
		const gateway = await serving(page(upTo(1000), last), behind);
		expect((await gateway.listParts(target)).parts).toHaveLength(1000);
		expect(server?.seen).toHaveLength(2);
	});

	test.each([
		['is gone by then', {status: 404, body: errorXml('NoSuchUpload')}, 'NoSuchUpload'],
		['is denied by then', {status: 403, body: errorXml('AccessDenied')}, 'AccessDenied'],
		['has lost its credentials', {status: 400, body: errorXml('ExpiredToken')}, 'ExpiredToken'],
	])('an upload that %s is a failure', async (_name, behind, code) => {
		const gateway = await serving(page(upTo(1000), last), behind);
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({code});
	});
});

describe('a list of parts without an end', () => {
	test('of full pages ends far above 10,000 parts', async () => {
		server = await startRawServer((_seen, count) =>
			page(
				upTo(1000).map(number => (count - 1) * 1000 + number),
				truncated(count * 1000),
			),
		);
		const gateway = gatewayTo(server.endpoint);
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({code: 'StuckListing'});
		expect(server.seen.length).toBeGreaterThan(20);
		expect(server.seen.length).toBeLessThan(200);
	});

	test('of pages without a part ends soon', async () => {
		server = await startRawServer((_seen, count) => page([], truncated(count)));
		const gateway = gatewayTo(server.endpoint);
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({code: 'StuckListing'});
		expect(server.seen.length).toBeLessThan(200);
	});

	test('12,000 parts in short pages have an end', async () => {
		server = await startRawServer((_seen, count) =>
			page(
				upTo(120).map(number => (count - 1) * 120 + number),
				count < 100 ? truncated(count * 120) : last,
			),
		);
		const {parts} = await gatewayTo(server.endpoint).listParts(target);
		expect(parts).toHaveLength(12_000);
	});
});

describe('an upload that the service does not know', () => {
	test.each([
		['NoSuchUpload', true],
		// Ceph RGW 16.2, measured.
		['NoSuchKey', true],
		['NoSuchBucket', false],
	])('%s: %s', async (code, unknown) => {
		const gateway = await serving({status: 404, body: errorXml(code)});
		const failure = await thrownBy(() => gateway.listParts(target));
		expect(failure).toBeInstanceOf(S3Failure);
		expect(failure).toMatchObject({code, status: 404});
		expect(isNoSuchUpload(failure)).toBe(unknown);
	});

	test('a bare 404 or the page of a proxy says nothing of the kind', async () => {
		for (const body of [
			'',
			'<html>Not Found</html>',
			'<html><Code>NoSuchUpload</Code></html>',
			'<!DOCTYPE html><html><Code>NoSuchUpload</Code></html>',
			'<!DOCTYPE html><html><body><Code>NoSuchUpload</Code></body></html>',
			'No. <Code>NoSuchUpload</Code>',
		]) {
			const gateway = await serving({status: 404, body});
			const failure = await thrownBy(() => gateway.listParts(target));
			expect(failure).toMatchObject({status: 404});
			expect(isNoSuchUpload(failure)).toBe(false);
			await server?.close();
		}
	});
});
