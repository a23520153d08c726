import {expect, test} from 'vitest';
import {
	type SeenService,
	seenService,
	serviceFacts,
} from '../../../source/multipart/services/service.js';

test.each([
	['https://s3.eu-west-1.amazonaws.com', 'aws'],
	['https://s3.dualstack.us-east-2.amazonaws.com', 'aws'],
	['https://media.s3.us-east-1.amazonaws.com', 'aws'],
	['https://s3.cn-north-1.amazonaws.com.cn', 'aws'],
	['https://s3-fips.us-gov-west-1.amazonaws.com', 'aws'],
	['https://s3.eu-west-1.amazonaws.com.evil.example', 'other'],
	['https://notamazonaws.com', 'other'],
	['https://ec2.eu-west-1.amazonaws.com', 'other'],
	['https://oos.eu-west-2.outscale.com', 'outscale'],
	['https://oos.eu-west-2.outscale.com.evil.example', 'other'],
	['https://s3.fr-par.scw.cloud', 'scaleway'],
	['https://media.s3.nl-ams.scw.cloud', 'scaleway'],
	['https://s3.wasabisys.com', 'wasabi'],
	['https://s3.uk-1.wasabisys.com', 'wasabi'],
	['https://console.wasabisys.com', 'other'],
	['https://s3.us-west-004.backblazeb2.com', 'b2'],
	['http://127.0.0.1:9000', 'other'],
	['not a url', 'other'],
])('%s is %s', (endpoint, kind) => {
	expect(serviceFacts({endpoint}).kind).toBe(kind);
});

test('Ceph RGW shows by its upload ids or its request ids, whatever its host', () => {
	const endpoint = 'https://oos.eu-west-2.outscale.com';
	expect(serviceFacts({endpoint, uploadId: '2~xrosnH8pbKTk3sjXijfGIUN1KAEM3Yc'}).kind).toBe('ceph');
	expect(
		serviceFacts({endpoint, requestId: 'tx00000c2b7f4a1d9e8f0a3-0064f1b2c3-4e6f-default'}).kind,
	).toBe('ceph');
	expect(serviceFacts({endpoint, uploadId: 'x2~', requestId: 'text'}).kind).toBe('outscale');
	// Swift's request ids, which Scaleway sends, are of another form.
	const swift = 'tx4b4bd55643874b48b1e87-00624d857d';
	expect(serviceFacts({requestId: swift}).kind).toBe('other');
});

test('MinIO shows by its upload ids: two UUIDs in base64', () => {
	const id = (text: string) => Buffer.from(text).toString('base64url');
	const uuids = '2d8664c1-27ab-4ac4-9b7b-4b5d4f5c6f11.0b0ff2d4-53f4-4a8d-8f8f-5be5c4b5e6a7';
	expect(serviceFacts({uploadId: id(uuids)}).kind).toBe('minio');
	expect(serviceFacts({uploadId: id(`${uuids}x1732012345678901234`)}).kind).toBe('minio');
	expect(serviceFacts({uploadId: id(`${uuids}y`)}).kind).toBe('other');
	expect(serviceFacts({uploadId: uuids}).kind).toBe('other');
	const endpoint = 'https://s3.us-east-1.amazonaws.com';
	expect(serviceFacts({endpoint, uploadId: id(uuids)}).kind).toBe('aws');
});

test('what is known of each service', () => {
	const row = ({...of}: Parameters<typeof serviceFacts>[0]) => {
		const {kind, leftOutParts, equalParts, understandsObjectSize, limits} = serviceFacts(of);
		return [kind, leftOutParts, equalParts, understandsObjectSize, limits.certain];
	};
	expect(row({endpoint: 'https://s3.us-east-1.amazonaws.com'})).toEqual([
		...['aws', 'dropped', false, true, true],
	]);
	expect(row({uploadId: '2~a'})).toEqual(['ceph', 'refused', false, false, false]);
	expect(row({endpoint: 'https://1.r2.cloudflarestorage.com'})).toEqual([
		...['r2', 'unknown', true, false, true],
	]);
	expect(row({endpoint: 'https://storage.googleapis.com'})).toEqual([
		...['gcs', 'dropped', false, false, false],
	]);
	expect(row({})).toEqual(['other', 'unknown', false, false, false]);
});

test('what a profile says counts where nothing else tells', () => {
	expect(serviceFacts({endpoint: 'https://s3.corp', service: 'minio'}).kind).toBe('minio');
	expect(serviceFacts({endpoint: 'https://s3.corp', service: 'minio', uploadId: '2~a'}).kind).toBe(
		'ceph',
	);
	expect(serviceFacts({endpoint: 'https://s3.fr-par.scw.cloud', service: 'minio'}).kind).toBe(
		'scaleway',
	);
});

const cephRequest = 'tx00000c2b7f4a1d9e8f0a3-0064f1b2c3-4e6f-default';
const swiftRequest = 'tx4b4bd55643874b48b1e87-00624d857d';
const base64 = (text: string) => Buffer.from(text).toString('base64url');
const uuid = '2d8664c1-27ab-4ac4-9b7b-4b5d4f5c6f11';

test.each<
	[string, Parameters<typeof serviceFacts>[0], [string, string | undefined, string, string]]
>([
	[
		'AWS',
		{endpoint: 'https://s3.us-east-1.amazonaws.com'},
		['aws', undefined, 'enforced', 'enforced'],
	],
	[
		'R2',
		{endpoint: 'https://1.r2.cloudflarestorage.com'},
		['r2', undefined, 'enforced', 'enforced'],
	],
	[
		'Scaleway, whose ids are those of Swift',
		{
			endpoint: 'https://s3.fr-par.scw.cloud',
			uploadId: base64(uuid),
			requestId: swiftRequest,
		},
		['scaleway', undefined, 'enforced', 'enforced'],
	],
	[
		'OVHcloud, whose ids are those of Swift',
		{
			endpoint: 'https://s3.gra.io.cloud.ovh.net',
			uploadId: base64(uuid),
			requestId: swiftRequest,
		},
		['ovh', undefined, 'unknown', 'unknown'],
	],
	['Ceph 16 and 18', {uploadId: '2~a'}, ['ceph', '16 and 18', 'ignored', 'ignored']],
	['them by a request', {requestId: cephRequest}, ['ceph', '16 and 18', 'ignored', 'ignored']],
	[
		'Ceph 20',
		{uploadId: '2~a', server: 'Ceph Object Gateway (tentacle)'},
		['ceph', '20', 'enforced', 'enforced'],
	],
	[
		'Ceph 20 by its name alone',
		{server: 'Ceph Object Gateway (tentacle)'},
		['ceph', '20', 'enforced', 'enforced'],
	],
	[
		'the Ceph after it',
		{uploadId: '2~a', server: 'Ceph Object Gateway (umbrella)'},
		['ceph', '20', 'enforced', 'enforced'],
	],
	[
		'a Ceph between them that says its name',
		{uploadId: '2~a', server: 'Ceph Object Gateway (squid)'},
		['ceph', undefined, 'unknown', 'unknown'],
	],
	[
		'a Ceph behind the name of a proxy',
		{uploadId: '2~a', server: 'nginx'},
		['ceph', undefined, 'unknown', 'unknown'],
	],
	[
		'Swift by both of its ids',
		{uploadId: base64(uuid), requestId: swiftRequest},
		['swift', undefined, 'enforced', 'never-met'],
	],
	[
		'Swift with what an operator puts behind its request ids',
		{uploadId: base64(uuid), requestId: `${swiftRequest}ord1`},
		['swift', undefined, 'enforced', 'never-met'],
	],
	[
		'no Swift by an upload id',
		{uploadId: base64(uuid)},
		['other', undefined, 'unknown', 'unknown'],
	],
	[
		'no Swift by a request id',
		{requestId: swiftRequest},
		['other', undefined, 'unknown', 'unknown'],
	],
	['MinIO', {server: 'MinIO'}, ['minio', undefined, 'unknown', 'unknown']],
	...['MinIO/RELEASE.2020-06-01T17-28-03Z', 'Minio/RELEASE.2019-08-07T01-59-21Z'].map(
		server =>
			[server, {server}, ['minio', 'before autumn 2022', 'ignored', 'ignored']] as [
				string,
				{server: string},
				[string, string, string, string],
			],
	),
	[
		'MinIO with the ids of before autumn 2022',
		{server: 'MinIO', uploadId: uuid},
		['minio', 'before autumn 2022', 'ignored', 'ignored'],
	],
	['a UUID of anybody', {uploadId: uuid}, ['other', undefined, 'unknown', 'unknown']],
	[
		'what only sounds alike',
		{server: 'minion/RELEASE'},
		['other', undefined, 'unknown', 'unknown'],
	],
	[
		'Google',
		{endpoint: 'https://storage.googleapis.com'},
		['gcs', undefined, 'ignored', 'ignored'],
	],
	['nobody', {}, ['other', undefined, 'unknown', 'unknown']],
])('%s: version, and what becomes of conditions', (_who, seen, expected) => {
	const {kind, version, ifNoneMatch, ifMatch} = serviceFacts(seen);
	expect([kind, version, ifNoneMatch, ifMatch]).toEqual(expected);
});

test('R2 and GCS have ETags of their own', () => {
	for (const endpoint of [
		'https://0a1b.r2.cloudflarestorage.com',
		'https://storage.googleapis.com',
		'https://bucket.storage.googleapis.com',
	])
		expect(serviceFacts({endpoint}).etagPredictable).toBe('no');
	expect(serviceFacts({endpoint: 'https://mystorage.googleapis.com'}).etagPredictable).toBe(
		'unknown',
	);
});

test('a page that tells nothing takes nothing back of what another told', () => {
	const pages: SeenService[] = [
		{},
		{service: 'other'},
		{service: 'minio'},
		{service: 'minio', version: 'since September 2024'},
		{service: 'minio'},
		{service: 'other'},
		{},
		{service: 'ceph'},
	];
	let seen: SeenService = {};
	const after = pages.map(page => {
		seen = seenService(seen, page);
		return [seen.service, seen.version];
	});
	expect(after).toEqual([
		[undefined, undefined],
		['other', undefined],
		['minio', undefined],
		...Array.from({length: 4}, () => ['minio', 'since September 2024']),
		['ceph', undefined],
	]);
});
