import {afterEach, describe, expect, test} from 'vitest';
import {isNoSuchUpload, S3Failure} from '../../source/s3/failure.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
} from './raw-server.js';

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

	test('over pages, each once and in order, the later page counting', async () => {
		const gateway = await serving(
			page([3, 1], truncated(3)),
			page([3, 4], truncated(4)),
			page([5], last),
		);
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({partNumber}) => partNumber)).toEqual([1, 3, 4, 5]);
		expect(markers()).toEqual([null, '3', '4']);
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

	test('a failure on the second page', async () => {
		const gateway = await serving(page([1], truncated(1)), {
			status: 403,
			body: errorXml('AccessDenied'),
		});
		expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({code: 'AccessDenied'});
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
		for (const body of ['', '<html>Not Found</html>']) {
			const gateway = await serving({status: 404, body});
			const failure = await thrownBy(() => gateway.listParts(target));
			expect(failure).toMatchObject({status: 404});
			expect(isNoSuchUpload(failure)).toBe(false);
			await server?.close();
		}
	});
});
