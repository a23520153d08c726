import {describe, expect} from 'vitest';
import {isNotImplemented} from '../../source/s3/failure/failure.js';
import {accessKeyId, gatewayTo, secretAccessKey, thrownBy} from '../s3/raw-server.js';
import {openApp} from '../support/app.js';
import {type Answer, error} from './serve.js';
import {namespace, tapeWorld, type Ways, xml} from './tape.js';
import {test, toWorld} from './world-test.js';

const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];
const target = {bucket: 'media', key: 'raw/tape.tar', uploadId: 'UPLOAD1'};

const contents = '<Contents><Key>a</Key><Size>1</Size><ETag>"x"</ETag></Contents>';

/** What a service answers that does not know `?uploads`. */
const lists: ReadonlyArray<readonly [string, Answer]> = [
	[
		'version 1',
		xml(
			'ListBucketResult',
			`<Name>media</Name><Prefix/><Marker/><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>${contents}`,
		),
	],
	[
		'version 2',
		xml(
			'ListBucketResult',
			`<Name>media</Name><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated>${contents}`,
		),
	],
	['an empty one', xml('ListBucketResult', '<Name>media</Name>')],
	[
		'of versions',
		xml(
			'ListVersionsResult',
			'<Name>media</Name><KeyMarker/><VersionIdMarker/><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>',
		),
	],
	['under another name', xml('ListObjectsV2Output', contents)],
	[
		'under a prefix',
		{
			body: `\ufeff<s3:ListBucketResult ${namespace.replace('xmlns', 'xmlns:s3')}><s3:Name>media</s3:Name></s3:ListBucketResult>`,
		},
	],
];

describe('a service whose ?uploads falls through to the list of the objects', () => {
	test.for(lists)('%s: it does not list uploads', async ([, answer], {world, ask}) => {
		const served = await world(tapeWorld({}, {listUploads: () => answer}));
		const gateway = gatewayTo(served.endpoint);
		const failure = await thrownBy(() => gateway.listUploadsPage({bucket: 'media'}));
		gateway.close();
		expect(isNotImplemented(failure)).toBe(true);
		const listed = await ask(served, 'list', 'media');
		expect(listed).toMatchObject({code: 1, stdout: ''});
		expect(listed.stderr).toContain('This service does not list uploads');
		expect(listed.stderr).not.toMatch(/No uploads|proxies/);
		const done = await ask(served, 'complete', ...one, '--yes');
		expect(done.stdout).toContain('Done');
	});

	test('the built program says so', async ({world, pipe}) => {
		const served = await world(() => lists[0]?.[1]);
		const {code, stderr} = await pipe(...toWorld(served, 'list', 'media')).ended;
		expect(stderr).toContain('This service does not list uploads');
		expect(code).toBe(1);
	});

	test('the app says so, and opens an upload by its id', async ({world}) => {
		const served = await world(tapeWorld({}, {listUploads: () => lists[0]?.[1]}));
		const user = {accessKeyId, secretAccessKey};
		const app = await openApp(
			{endpoint: served.endpoint, region: 'us-east-1', users: [user]},
			{target: {bucket: 'media'}},
		);
		await app.waitFor('does not list uploads');
	});

	test('other settings of the bucket too are not offered', async ({world}) => {
		const served = await world(() => lists[1]?.[1]);
		const gateway = gatewayTo(served.endpoint);
		for (const ask of [
			() => gateway.lifecycle('media'),
			() => gateway.publicAccessBlock('media'),
			() => gateway.listParts(target),
		])
			expect(isNotImplemented(await thrownBy(ask))).toBe(true);
		gateway.close();
	});
});

/** What a service answers that does not know `?uploadId` on GET: the object. */
const objects: ReadonlyArray<readonly [string, Answer]> = [
	[
		'text',
		{headers: {'content-type': 'application/octet-stream'}, body: 'the content of an older object'},
	],
	['text without a type', {headers: {'content-type': null}, body: 'a,b\n1,2\n'}],
	['JSON', {headers: {'content-type': 'application/json', etag: '"x"'}, body: '{"Parts": []}'}],
	[
		'nothing',
		{
			headers: {
				etag: '"x"',
				'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT',
				'content-type': 'text/plain',
			},
			body: '',
		},
	],
	[
		'a web page',
		{
			headers: {
				etag: '"x"',
				'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT',
				'content-type': 'text/html',
			},
			body: '<!DOCTYPE html><html><body>mine</body></html>',
		},
	],
	[
		'XML',
		{
			headers: {etag: '"x"', 'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT'},
			body: '<note><to>all</to></note>',
		},
	],
	[
		'more than fits into the memory',
		{
			headers: {
				etag: '"x"',
				'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT',
				'content-type': 'video/mp4',
			},
			body: 'x'.repeat(5_000_000),
		},
	],
];

describe('a service whose ?uploadId falls through to the object', () => {
	test.for(objects)('%s: it does not list parts', async ([, answer], {world, ask}) => {
		const ways: Ways = {listParts: () => answer};
		const served = await world(tapeWorld({}, ways));
		const parts = await ask(served, 'parts', ...one);
		expect(parts).toMatchObject({code: 1, stdout: ''});
		expect(parts.stderr).toContain('This service does not list parts');
		expect(parts.stderr).not.toMatch(/content of|mine|proxies|Deserialization/);
		const listed = await ask(served, 'list', 'media', '--parts', '--jsonl');
		expect(JSON.parse(listed.stdout)).toMatchObject({Key: target.key, State: 'unknown'});
		const completed = await ask(served, 'complete', ...one, '--yes');
		expect(completed.code).not.toBe(0);
		expect(served.asked.some(line => /^(POST|DELETE)/.test(line))).toBe(false);
	});

	test('an Abort by id says what it may do, and is only sent when the unknown is included', async ({
		world,
		pipe,
	}) => {
		const served = await world(tapeWorld({}, {listParts: () => objects[0]?.[1]}));
		const first = await pipe(...toWorld(served, 'abort', ...one, '--yes')).ended;
		expect(first.code).toBe(3);
		expect(served.asked.some(line => line.startsWith('DELETE'))).toBe(false);
		const dry = await pipe(...toWorld(served, 'abort', ...one, '--dry-run')).ended;
		expect(dry.stdout + dry.stderr).toContain('may delete the object at the key');
	});

	test("a proxy's page and what comes without S3's headers are no object", async ({world}) => {
		for (const answer of [
			{
				headers: {'content-type': 'text/html', 'x-amz-request-id': null},
				body: '<html>log in</html>',
			},
			{headers: {'content-type': 'text/plain', 'x-amz-request-id': null}, body: 'hello'},
			{body: '<html><body>log in</body></html>'},
			{body: ''},
		]) {
			const served = await world(tapeWorld({}, {listParts: () => answer}));
			const gateway = gatewayTo(served.endpoint);
			const failure = await thrownBy(() => gateway.listParts(target));
			gateway.close();
			expect(failure).toMatchObject({code: 'UnexpectedAnswer'});
		}
	});
});

describe('NoSuchUpload from a listing (gofakes3)', () => {
	const none: Ways = {listUploads: () => error(404, 'NoSuchUpload')};

	test('is an empty list', async ({world, pipe}) => {
		const served = await world(tapeWorld({}, none));
		const listed = await pipe(...toWorld(served, 'list', 'media')).ended;
		expect(listed).toEqual({code: 0, stdout: '', stderr: ''});
	});

	test('proves that an upload is gone', async ({world, ask}) => {
		const ways: Ways = {
			listUploads: (_request, {isGone}) => (isGone ? error(404, 'NoSuchUpload') : undefined),
		};
		const served = await world(tapeWorld({}, ways));
		const {code, stderr} = await ask(served, 'abort', 'media', '--stalled-for', '1d', '--yes');
		expect(stderr).toContain('1 gone');
		expect(code).toBe(0);
	});
});
