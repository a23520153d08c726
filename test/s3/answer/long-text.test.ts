import {afterEach, describe, expect, test} from 'vitest';
import {cutText} from '../../../source/s3/answer/cut-text.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

async function serving(answer: Answer) {
	server = await startRawServer(() => answer);
	return gatewayTo(server.endpoint);
}

const target = {bucket: 'b', key: 'k', uploadId: 'u'};

describe('a text that is only shown', () => {
	test.each([
		['a'.repeat(128), 'a'.repeat(128)],
		['é'.repeat(64), 'é'.repeat(64)],
		['a'.repeat(129), `${'a'.repeat(108)}… (cut: 129 bytes)`],
		['😀'.repeat(1000), `${'😀'.repeat(26)}… (cut: 4,000 bytes)`],
	])('is cut between two characters, and says so', (text, cut) => {
		expect(cutText(text, 'code')).toBe(cut);
		expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(128);
	});
});

describe('an error of a megabyte', () => {
	const code = 'C'.repeat(1_000_000);
	const message = 'm'.repeat(1_000_000);

	test.each([
		['under 400', {status: 400, body: errorXml(code, message)}],
		['in CDATA', {status: 400, body: errorXml(`<![CDATA[${code}]]>`, `<![CDATA[${message}]]>`)}],
		['under 200', {status: 200, body: errorXml(code, message)}],
	])('%s is cut where it enters, in the log too', async (_name, answer) => {
		const gateway = await serving(answer);
		const failure = (await thrownBy(() => gateway.listParts(target))) as S3Failure;
		expect(Buffer.byteLength(failure.code)).toBeLessThanOrEqual(128);
		expect(failure.code).toMatch(/^C+… \(cut: 1,000,000 bytes\)$/);
		expect(Buffer.byteLength(failure.serverMessage ?? '')).toBeLessThanOrEqual(2048);
		expect(failure.serverMessage).toMatch(/^m+… \(cut: 1,000,000 bytes\)$/);
		// Nothing of it is kept elsewhere either.
		expect((failure.cause as Error).stack?.length).toBeLessThan(20_000);
		expect(JSON.stringify(gateway.log).length).toBeLessThan(2_000);
	});

	test('of an act too', async () => {
		const gateway = await serving({status: 400, body: errorXml(code, message)});
		const failure = (await thrownBy(() => gateway.abort(target))) as S3Failure;
		expect([failure.code.length, failure.serverMessage?.length]).toEqual([
			expect.closeTo(120, -2),
			expect.closeTo(2040, -2),
		]);
	});

	test('of a proxy, in HTML, is known by its status', async () => {
		const gateway = await serving({status: 403, body: `<html>${message}</html>`});
		const failure = (await thrownBy(() => gateway.listParts(target))) as S3Failure;
		expect([failure.code, failure.status, failure.serverMessage]).toEqual([
			'HTTP 403',
			403,
			undefined,
		]);
	});
});

test('what a short error says is left as it is, its other elements too', async () => {
	const gateway = await serving({
		status: 400,
		body: `<Error><Code>EntityTooSmall</Code><Message>${'m'.repeat(1000)}</Message><PartNumber>3</PartNumber><ETag>"e"</ETag></Error>`,
	});
	expect(await thrownBy(() => gateway.listParts(target))).toMatchObject({
		code: 'EntityTooSmall',
		serverMessage: 'm'.repeat(1000),
		named: {partNumber: 3, etag: '"e"'},
	});
});

test('names of owners, storage classes and rules are cut; keys and ids are not', async () => {
	const long = 'x'.repeat(10_000);
	const gateway = await serving({
		body: uploadsXml(
			`<Upload><Key>${long}</Key><UploadId>${long}</UploadId><StorageClass>${long}</StorageClass><Owner><ID>${long}</ID><DisplayName>${long}</DisplayName></Owner></Upload>`,
		),
	});
	const [upload] = (await gateway.listUploadsPage({bucket: 'b'})).uploads;
	expect(upload).toMatchObject({key: long, uploadId: long, keyCertain: false, doubt: 'too-long'});
	for (const text of [upload?.storageClass, upload?.owner?.id, upload?.owner?.displayName]) {
		expect(text?.length).toBeLessThan(300);
		expect(text).toContain('cut: 10,000 bytes');
	}
});
