import {afterEach, describe, expect, test} from 'vitest';
import {listUploads} from '../../../source/s3/gateway/pages.js';
import {
	allPages,
	errorXml,
	gatewayTo,
	type RawServer,
	type Seen,
	startRawServer,
	thrownBy,
	truncatedTo,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

/** Answers with the pages given, the last one for ever. */
async function serving(...pages: string[]) {
	server = await startRawServer((_seen, count) => ({
		body: pages[Math.min(count, pages.length) - 1]!,
	}));
	return gatewayTo(server.endpoint);
}

function query(seen: Seen | undefined): Record<string, string> {
	return Object.fromEntries(new URL(seen?.url ?? '', 'http://x').searchParams);
}

const keys = (uploads: ReadonlyArray<{key: string}>) => uploads.map(({key}) => key);

describe('how a listing goes on', () => {
	test('to the end, with both markers', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('a', '1'), truncatedTo({key: 'a', uploadId: '1'})),
			uploadsXml(uploadXml('a', '2'), truncatedTo({key: 'a', uploadId: '2'})),
			uploadsXml(uploadXml('b', '1')),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b', prefix: 'p'}));
		expect(pages.map(keys)).toEqual([['a'], ['a'], ['b']]);
		expect(end).toBe('end');
		expect(server?.seen.map(query)).toEqual([
			{uploads: '', prefix: 'p'},
			{uploads: '', prefix: 'p', 'key-marker': 'a', 'upload-id-marker': '1'},
			{uploads: '', prefix: 'p', 'key-marker': 'a', 'upload-id-marker': '2'},
		]);
	});

	test('markers on the last page do not make it go on', async () => {
		const gateway = await serving(
			uploadsXml(
				uploadXml('a', '1'),
				'<IsTruncated>false</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>',
			),
		);
		expect((await allPages(listUploads(gateway, {bucket: 'b'}))).end).toBe('end');
		expect(server?.seen).toHaveLength(1);
	});

	test('without a marker, from the last row', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('a', '1') + uploadXml('b', '2'), truncatedTo()),
			uploadsXml(uploadXml('c', '3')),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect(pages.map(keys)).toEqual([['a', 'b'], ['c']]);
		expect(end).toBe('end');
		expect(query(server?.seen[1])).toMatchObject({'key-marker': 'b', 'upload-id-marker': '2'});
	});

	test('without a marker, from the last row that names an upload', async () => {
		const gateway = await serving(
			uploadsXml(`${uploadXml('a', '1')}${uploadXml('b', '')}${uploadXml('', '3')}`, truncatedTo()),
			uploadsXml(uploadXml('c', '3')),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect([pages.map(keys), end]).toEqual([[['a'], ['c']], 'end']);
		expect(query(server?.seen[1])).toMatchObject({'key-marker': 'a', 'upload-id-marker': '1'});
	});

	test('past a page without a row', async () => {
		const gateway = await serving(
			uploadsXml('', truncatedTo({key: 'a', uploadId: '1'})),
			uploadsXml(uploadXml('b', '1')),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect(pages.map(keys)).toEqual([[], ['b']]);
		expect(end).toBe('end');
	});

	test('rows of the page before are not shown again', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('a', '1') + uploadXml('b', '1'), truncatedTo({key: 'b'})),
			uploadsXml(uploadXml('b', '1') + uploadXml('c', '1')),
		);
		const {pages} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect(pages.map(keys)).toEqual([['a', 'b'], ['c']]);
	});
});

describe('a full page that says it is the last', () => {
	const rowsOf = (from: number, to: number) =>
		Array.from({length: to - from}, (_, at) =>
			uploadXml(`k${String(from + at).padStart(5, '0')}`, 'u'),
		).join('');

	test.each([1000, 1200, 2500])(
		'is asked for once more: all of %d uploads are found',
		async count => {
			server = await startRawServer(({url}) => {
				const after = new URL(url, 'http://x').searchParams.get('key-marker');
				const from = after === null ? 0 : Number(after.slice(1)) + 1;
				return {body: uploadsXml(rowsOf(from, Math.min(count, from + 1000)))};
			});
			const {pages, end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
			expect([pages.flat().length, end]).toEqual([count, 'end']);
		},
	);

	test.each([
		['does not heed markers', {body: uploadsXml(rowsOf(0, 1000))}],
		['takes none', {status: 501, body: errorXml('NotImplemented')}],
	])('a service that %s has shown all', async (_name, behind) => {
		server = await startRawServer((_seen, count) =>
			count === 1 ? {body: uploadsXml(rowsOf(0, 1000))} : behind,
		);
		const {pages, end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect([pages.flat().length, end, server.seen.length]).toEqual([1000, 'end', 2]);
	});

	test.each([
		['a refusal of the credentials behind it', false, 'ExpiredToken'],
		['a refusal of the marker of one that says there is more', true, 'InvalidArgument'],
	])('%s is no end', async (_name, isTruncated, code) => {
		const more = isTruncated ? truncatedTo({key: 'k00999'}) : undefined;
		server = await startRawServer((_seen, count) =>
			count === 1 ? {body: uploadsXml(rowsOf(0, 1000), more)} : {status: 400, body: errorXml(code)},
		);
		const all = () => allPages(listUploads(gatewayTo(server!.endpoint), {bucket: 'b'}));
		expect(await thrownBy(all)).toMatchObject({code, status: 400});
	});

	test('a page that is not full is not asked for again', async () => {
		const gateway = await serving(uploadsXml(rowsOf(0, 999)));
		await allPages(listUploads(gateway, {bucket: 'b'}));
		expect(server?.seen).toHaveLength(1);
	});
});

describe('how a listing ends that would not', () => {
	test('truncated, without a marker and without a row', async () => {
		const gateway = await serving(uploadsXml('', truncatedTo()));
		expect((await gateway.listUploadsPage({bucket: 'b'})).stuck).toBe(true);
		expect((await allPages(listUploads(gateway, {bucket: 'b'}))).end).toBe('stuck');
	});

	test('the same page for ever', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('a', '1'), truncatedTo({key: 'a', uploadId: '1'})),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect([pages.flat().length, end, server?.seen.length]).toEqual([1, 'stuck', 2]);
	});

	test('a marker that does not move, with new rows', async () => {
		const pages = [1, 2, 3, 4].map(count =>
			uploadsXml(uploadXml(`k${count}`, 'u'), truncatedTo({key: 'same', uploadId: 'u'})),
		);
		const gateway = await serving(...pages);
		const {end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect([end, server?.seen.length]).toEqual(['stuck', 2]);
	});

	test('a page that says to go on where it began', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('k', 'u'), truncatedTo({key: 'same', uploadId: 'u'})),
		);
		const after = {keyMarker: 'same', uploadIdMarker: 'u'};
		expect(await gateway.listUploadsPage({bucket: 'b', after})).toMatchObject({
			next: undefined,
			stuck: true,
		});
	});

	test('markers that come round in a circle, with new rows', async () => {
		server = await startRawServer((_seen, count) => ({
			body: uploadsXml(uploadXml(`k${count}`, '1'), truncatedTo({key: `m${count % 3}`})),
		}));
		const {end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect([end, server.seen.length]).toEqual(['stuck', 4]);
	});

	test('the page before once more, under a new marker', async () => {
		server = await startRawServer((_seen, count) => ({
			body: uploadsXml(uploadXml(`k${Math.min(count, 3)}`, '1'), truncatedTo({key: `m${count}`})),
		}));
		const {end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect([end, server.seen.length]).toEqual(['stuck', 4]);
	});

	test('the same rows under ever new markers', async () => {
		server = await startRawServer((_seen, count) => ({
			body: uploadsXml(uploadXml('a', '1'), truncatedTo({key: `m${count}`, uploadId: 'u'})),
		}));
		const {pages, end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect([pages.flat().length, end]).toEqual([1, 'stuck']);
	});

	test('pages that come round in a circle under ever new markers', async () => {
		server = await startRawServer((_seen, count) => ({
			body: uploadsXml(uploadXml(`k${count % 5}`, '1'), truncatedTo({key: `m${count}`})),
		}));
		const {end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect(end).toBe('stuck');
		expect(server.seen.length).toBeLessThan(20);
	});

	test('empty pages under ever new markers', async () => {
		server = await startRawServer((_seen, count) => ({
			body: uploadsXml('', truncatedTo({key: `m${count}`})),
		}));
		const {pages, end} = await allPages(listUploads(gatewayTo(server.endpoint), {bucket: 'b'}));
		expect([pages.flat().length, end]).toEqual([0, 'stuck']);
	});

	test('a marker that is too long to be sent', async () => {
		const gateway = await serving(
			uploadsXml(uploadXml('a', '1'), truncatedTo({key: 'm'.repeat(100_000)})),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect([pages.flat().length, end, server?.seen.length]).toEqual([1, 'stuck', 1]);
	});
});
