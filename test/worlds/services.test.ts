import {expect} from 'vitest';
import {prepareCompletion} from '../../source/operations/complete/complete.js';
import {listingPages} from '../../source/operations/scan/listing-pages.js';
import {accessKeyId, gatewayTo, secretAccessKey} from '../s3/raw-server.js';
import {runCommand} from '../support/io.js';
import type {World} from './serve.js';
import {listUploads, tapeWorld} from './tape.js';
import {test} from './world-test.js';

const target = {bucket: 'media', key: 'raw/tape.tar'};

/** The plain world, with these headers on each of its answers. */
function saying(headers: Record<string, string>, uploadId = 'UPLOAD1'): World {
	const world = tapeWorld({uploadId});
	return request => {
		const answer = world(request);
		return answer && {...answer, headers: {...answer.headers, ...headers}};
	};
}

const uuid = Buffer.from('2d8664c1-27ab-4ac4-9b7b-4b5d4f5c6f11').toString('base64url');

test.for([
	['2~a', {server: 'Ceph Object Gateway (tentacle)'}, 'ceph', '20', 'enforced', 'enforced'],
	['2~a', {}, 'ceph', '16 and 18', 'ignored', 'ignored'],
	['2~a', {server: 'nginx'}, 'ceph', undefined, 'unknown', 'unknown'],
	[
		'UPLOAD1',
		{server: 'Minio/RELEASE.2019-08-07'},
		...['minio', 'before autumn 2022'],
		'ignored',
		'ignored',
	],
	[
		uuid,
		{'x-amz-request-id': 'tx4b4bd55643874b48b1e87-00624d857d'},
		'swift',
		undefined,
		'enforced',
		'never-met',
	],
] as const)(
	'a plan of %s goes by what the answer to its ListParts tells: %j',
	async ([uploadId, headers, ...expected], {world}) => {
		const {endpoint} = await world(saying(headers, uploadId));
		const gateway = gatewayTo(endpoint);
		const {facts} = await prepareCompletion(gateway, {...target, uploadId, keyCertain: true});
		gateway.close();
		expect([facts.kind, facts.version, facts.ifNoneMatch, facts.ifMatch]).toEqual(expected);
	},
);

/** Lists the upload under the prefixes that `finds` says, and has this Server header. */
function listing(finds: (prefix: string) => boolean, server?: string): World {
	return tapeWorld(
		{},
		{
			listUploads: ({query}, tape) => {
				const prefix = query.get('prefix') ?? '';
				const rows = listUploads({...tape, isGone: !finds(prefix)});
				return {...rows, ...(server === undefined ? {} : {headers: {server}})};
			},
		},
	);
}

const wholeKey = (prefix: string) => prefix === target.key;
const all = (prefix: string) => target.key.startsWith(prefix);

test.for<[string, World, string, {rows: number; shownBy: string; asked: number}]>([
	['S3', listing(all), 'raw/', {rows: 1, shownBy: 'raw/', asked: 1}],
	['S3, by the whole key', listing(all), target.key, {rows: 1, shownBy: target.key, asked: 1}],
	[
		'MinIO',
		listing(prefix => prefix === '' || wholeKey(prefix), 'MinIO'),
		'raw/',
		{rows: 1, shownBy: '', asked: 2},
	],
	[
		'a MinIO that lists by prefix: its own rows show it',
		listing(all, 'MinIO'),
		'raw/',
		{rows: 1, shownBy: 'raw/', asked: 1},
	],
	[
		'nobody known, that lists as MinIO does',
		listing(prefix => prefix === '' || wholeKey(prefix)),
		'raw/',
		{rows: 1, shownBy: '', asked: 3},
	],
	[
		'MinIO of before September 2024: nothing but the whole key proves anything',
		listing(wholeKey, 'MinIO/RELEASE.2020-06-01T17-28-03Z'),
		target.key,
		{rows: 1, shownBy: target.key, asked: 2},
	],
])('a prefix on %s', async ([_who, answers, prefix, expected], {world}) => {
	const served = await world(answers);
	const gateway = gatewayTo(served.endpoint);
	let shownBy = '';
	let rows = 0;
	const onPrefix = (which: string) => {
		shownBy = which;
	};
	const {signal} = new AbortController();
	for await (const page of listingPages(gateway, {bucket: 'media', prefix, onPrefix}, signal))
		rows += page.length;
	gateway.close();
	expect({rows, shownBy, asked: served.asked.length}).toEqual(expected);
});

const fromMemory = 'MinIO lists uploads from memory';
const ofWholeKeys = 'only under a prefix that is a whole key: this list may be incomplete.';

test.for<[string, World, string]>([
	[
		'an empty list of MinIO, which may be of either',
		listing(wholeKey, 'MinIO'),
		`${fromMemory}, and before September 2024 only under`,
	],
	['rows of MinIO, which are of a newer one', listing(all, 'MinIO'), `${fromMemory}: this list`],
	[
		'MinIO of before November 2020',
		listing(wholeKey, 'Minio/RELEASE.2019-08-07T01-59-21Z'),
		`This MinIO lists uploads ${ofWholeKeys}`,
	],
])('%s is said what it lacks', async ([_who, answers, words], {world, home}) => {
	const {endpoint} = await world(answers);
	const as = {accessKeyId, secretAccessKey};
	const listed = await runCommand(['list', 'media', '--endpoint', endpoint], {env: home.env, as});
	expect(listed.stderr).toContain(words);
	const aborted = await runCommand(
		['abort', 'media', '--all', '--dry-run', '--endpoint', endpoint],
		{env: home.env, as},
	);
	expect(aborted.stderr).toContain(words);
});
