import {describe, expect, test} from 'vitest';
import {judgeObject} from '../../source/multipart/completion/evidence.js';
import {proveGone, weighProof} from '../../source/operations/abort/gone.js';
import type {S3Failure} from '../../source/s3/failure/failure.js';
import {isNoSuchUpload} from '../../source/s3/failure/failure.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {listUploads} from '../../source/s3/gateway/pages.js';
import {allPages, thrownBy, uploadXml} from '../s3/raw-server.js';
import {answer, gatewayBy, startTalking, ways} from './raw-bytes.js';

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const last = '<IsTruncated>false</IsTruncated>';
const part = (number: number) =>
	`<Part><PartNumber>${number}</PartNumber><ETag>"e"</ETag><Size>5</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified></Part>`;
const partsOf = (inner: string) => `<ListPartsResult>${inner}</ListPartsResult>`;
const uploadsOf = (inner: string) =>
	`<ListMultipartUploadsResult>${inner}</ListMultipartUploadsResult>`;
const noSuchUpload = (about: string) =>
	`<Error><Code>NoSuchUpload</Code><Message>None</Message>${about}</Error>`;

/** Rows that a reader by their names does not see. */
const unseen: ReadonlyArray<readonly [string, (row: string) => string]> = [
	['in lower case', row => row.replace(/<(\/?)(?:Upload|Part)>/g, found => found.toLowerCase())],
	['in upper case', row => row.replace(/<(\/?)(?:Upload|Part)>/g, found => found.toUpperCase())],
	['of another namespace', row => row.replace(/<(\/?)(Upload|Part)>/g, '<$1x:$2>')],
	['in an element', row => `<Rows>${row}</Rows>`],
	['under other names', row => row.replace(/<(\/?)(?:Upload|Part)>/g, '<$1Item>')],
];

describe.each(ways)('by the %s way', way => {
	/** Answers one after the other, the last one again and again. */
	async function on(...bodies: readonly (string | [status: number, body: string])[]) {
		let nth = 0;
		const server = await startTalking((socket, first) => {
			const body = bodies[Math.min(nth++, bodies.length - 1)] ?? '';
			const [status, text] = typeof body === 'string' ? [200, body] : body;
			answer(text, {status})(socket, first);
		});
		return {gateway: gatewayBy(way, server.endpoint), requests: server.requests};
	}

	const failed = async (call: Promise<unknown>) => (await thrownBy(() => call)) as S3Failure;

	test.each(unseen)('parts %s are not none', async (_, hidden) => {
		const {gateway} = await on(partsOf(last + hidden(part(1))));
		const {code, hint} = await failed(gateway.listParts(target));
		expect([code, hint]).toEqual([
			'UnreadableListing',
			{code: 'unreadable-listing', problem: 'The list is incomplete.'},
		]);
	});

	test.each(unseen)(
		'uploads %s are rows that name none, and no listing lacks them',
		async (_, hidden) => {
			const rows = hidden(uploadXml('k', 'u'));
			const {gateway} = await on(uploadsOf(last + rows));
			expect(await gateway.listUploadsPage({bucket: 'b'})).toMatchObject({uploads: [], dropped: 1});
			const gone = await on([404, noSuchUpload('')], uploadsOf(last + rows));
			expect(await proveGone(gone.gateway, target, {keyProven: true})).toMatchObject({
				kind: 'unproven',
				why: 'rows-dropped',
			});
		},
	);

	test('a list of parts that says neither that there are any nor that this is all is not read', async () => {
		for (const inner of [
			'',
			'<Bucket>b</Bucket>',
			'<IsTruncated/>',
			'<IsTruncated>fals</IsTruncated>',
		]) {
			const {gateway} = await on(partsOf(inner));
			expect((await failed(gateway.listParts(target))).code).toBe('UnreadableListing');
		}
	});

	test('where a list of parts does not say whether it is all, it is asked for what is behind', async () => {
		const {gateway, requests} = await on(partsOf(part(1)), partsOf(part(2)), partsOf(''));
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({partNumber}) => partNumber)).toEqual([1, 2]);
		expect(requests).toHaveLength(3);
	});

	test('no marker leads behind a part that was not shown', async () => {
		const {gateway, requests} = await on(
			partsOf(
				`<NextPartNumberMarker>99999999999</NextPartNumberMarker><IsTruncated>true</IsTruncated>${part(1)}${part(2)}`,
			),
			partsOf(last + part(3)),
		);
		const {parts} = await gateway.listParts(target);
		expect(parts.map(({partNumber}) => partNumber)).toEqual([1, 2, 3]);
		expect(requests[1]).toContain('part-number-marker=2');
	});

	test('a listing that says neither that it holds any nor that this is all may lack some', async () => {
		const {gateway} = await on(uploadsOf('<Bucket>b</Bucket>'));
		expect((await allPages(listUploads(gateway, {bucket: 'b'}))).end).toBe('stuck');
		const gone = await on([404, noSuchUpload('')], uploadsOf(''));
		expect((await proveGone(gone.gateway, target, {keyProven: true})).kind).toBe('unproven');
	});

	test('where a listing does not say whether it is all, it is asked for what is behind', async () => {
		const {gateway} = await on(
			uploadsOf(uploadXml('a', '1')),
			uploadsOf(uploadXml('b', '2')),
			uploadsOf(''),
		);
		const {pages, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		expect(pages.flat().map(({key}) => key)).toEqual(['a', 'b']);
		expect(end).toBe('end');
	});

	test('a listing under another prefix says nothing of this one', async () => {
		const {gateway} = await on(uploadsOf(`<Prefix>other/</Prefix>${last}`));
		const {code, hint} = await failed(gateway.listUploadsPage({bucket: 'b', prefix: 'k'}));
		expect([code, hint]).toEqual([
			'AnotherUpload',
			{code: 'another-upload', what: 'prefix', named: 'other/'},
		]);
		expect((await failed(gateway.listUploadsPage({bucket: 'b'}))).code).toBe('AnotherUpload');
		for (const prefix of ['other/', 'other'])
			expect(await gateway.listUploadsPage({bucket: 'b', prefix}).catch(() => 'refused')).toEqual(
				prefix === 'other/' ? expect.objectContaining({uploads: []}) : 'refused',
			);
	});

	test.each([
		['an upload id', '<UploadId>other</UploadId>'],
		['a key', '<Key>other</Key>'],
		['a bucket', '<BucketName>other</BucketName>'],
	])('an error about another upload, by %s, says nothing of this one', async (_, about) => {
		const acts: ReadonlyArray<(gateway: Gateway) => Promise<unknown>> = [
			gateway => gateway.listParts(target),
			gateway => gateway.abort(target),
			gateway => gateway.complete({...target, parts: [], onlyIfAbsent: false}),
		];
		for (const status of [404, 200])
			for (const act of acts) {
				const {gateway} = await on([status, noSuchUpload(about)]);
				const failure = await failed(act(gateway));
				expect([failure.code, failure.effect]).toEqual(['AnotherUpload', 'perhaps']);
				expect(isNoSuchUpload(failure)).toBe(false);
			}
	});

	test.each([
		['k', 'u'],
		['k'.repeat(1024), '+/'.repeat(200)],
		['é'.repeat(512), 'u'],
	])(
		'the same about this one says that it is gone, however long its names are',
		async (key, uploadId) => {
			const about = `<BucketName>b</BucketName><Key>${key}</Key><UploadId>${uploadId}</UploadId>`;
			for (const status of [404, 200]) {
				const {gateway} = await on([status, noSuchUpload(about)]);
				const failure = await failed(gateway.listParts({bucket: 'b', key, uploadId}));
				expect(isNoSuchUpload(failure)).toBe(true);
			}
		},
	);

	test('no error about an upload says that a bucket has none', async () => {
		const {gateway} = await on([404, noSuchUpload('<UploadId>other</UploadId>')]);
		expect((await failed(gateway.listUploadsPage({bucket: 'b'}))).code).toBe('AnotherUpload');
		const empty = await on([404, noSuchUpload('')]);
		expect(await empty.gateway.listUploadsPage({bucket: 'b'})).toEqual({uploads: [], dropped: 0});
	});
});

test('a listing that was cut at its flag alone proves nothing after a yes', () => {
	expect(weighProof({kind: 'unasked'}, {why: 'listing-endless'}).kind).toBe('unproven');
});

test('an object that shows another size under the same ETag is the one from before', () => {
	const before = {etag: '"e-3"', size: 17, lastModified: 1};
	const planned = {etag: '"e-3"', size: 17, partCount: 3};
	expect(judgeObject(planned, before, {...before, size: 9})).toBe('same-as-before');
	expect(judgeObject(planned, {...before, etag: undefined}, {...before, size: 9})).toBe('agrees');
});
