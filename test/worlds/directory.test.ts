import {describe, expect} from 'vitest';
import {listUploads as follow} from '../../source/s3/gateway/pages.js';
import {accessKeyId, allPages, gatewayTo} from '../s3/raw-server.js';
import {error, type Request} from './serve.js';
import {
	hoursAgo,
	listUploads,
	MiB,
	type Tape,
	tapeWorld,
	uploadRow,
	type Ways,
	xml,
} from './tape.js';
import {test, toWorld} from './world-test.js';

const bucket = 'media--usw2-az1--x-s3';
const one = [`s3://${bucket}/raw/tape.tar`, '--upload-id', 'UPLOAD1'];

/** S3 Express One Zone: a session first, prefixes that end with a slash, no upload-id-marker. */
function express(ways: Ways = {}, facts: Partial<Tape> = {}) {
	return tapeWorld(
		{bucket, ...facts},
		{
			...ways,
			any: (request, tape) => {
				const {query, headers} = request;
				if (query.has('session'))
					return xml(
						'CreateSessionResult',
						`<Credentials><SessionToken>TOKEN</SessionToken><SecretAccessKey>S</SecretAccessKey><AccessKeyId>A</AccessKeyId><Expiration>${hoursAgo(-0.1)}</Expiration></Credentials>`,
					);
				if (headers['x-amz-s3session-token'] !== 'TOKEN')
					return error(403, 'AccessDenied', 'no session');
				const prefix = query.get('prefix');
				if (
					query.has('uploads') &&
					((prefix && !prefix.endsWith('/')) || query.has('upload-id-marker'))
				)
					return error(400, 'InvalidRequest', 'not in a directory bucket');
				return ways.any?.(request, tape);
			},
		},
	);
}

describe('a directory bucket', () => {
	test('is listed on a read-only connection, by the built program, where an act is refused', async ({
		world,
		pipe,
	}) => {
		const served = await world(express());
		const listed = await pipe(
			...toWorld(served, 'list', bucket, '--parts', '--jsonl', '--read-only'),
		).ended;
		expect(listed).toMatchObject({code: 0, stderr: ''});
		expect(JSON.parse(listed.stdout)).toMatchObject({Key: 'raw/tape.tar', PartCount: 3});
		const refused = await pipe(...toWorld(served, 'abort', ...one, '--yes', '--read-only')).ended;
		expect(refused.stderr).toContain('read-only');
		expect(served.asked.filter(line => line.startsWith('DELETE'))).toEqual([]);
	});

	test('its session is no act', async ({world}) => {
		const served = await world(express());
		const gateway = gatewayTo(served.endpoint, {readOnly: true});
		expect((await gateway.listUploadsPage({bucket})).uploads).toHaveLength(1);
		expect(gateway.log.map(({operation}) => operation)).toEqual([
			'CreateSession',
			'ListMultipartUploads',
		]);
		// Of the session's keys nothing is said.
		expect(gateway.caller()).toBe(accessKeyId);
		gateway.close();
	});

	test('an abort is proven, by the built program', async ({world, pipe}) => {
		const served = await world(express());
		const {code, stdout} = await pipe(...toWorld(served, 'abort', ...one, '--yes')).ended;
		expect(stdout).toContain(`gone: s3://${bucket}`);
		expect(code).toBe(0);
	});

	test.for([
		['an ETag that the parts make', undefined, 'Done'],
		// S3 API reference, Object: the ETag of an object in a directory bucket is no digest.
		['ETags of its own', 'f4nd0mALPHANUMERIC', 'Accepted, not verified'],
	] as const)('a complete with %s', async ([, etag, said], {world, ask}) => {
		const own =
			etag && [1, 2].map(number => ({number, etag, size: 5 * MiB, modified: hoursAgo(9)}));
		const served = await world(express({}, own ? {parts: own} : {}));
		const checked = await ask(served, 'parts', ...one, '--check');
		expect(checked.code).toBe(0);
		const {stdout, stderr} = await ask(served, 'complete', ...one, '--yes');
		expect(stdout + stderr).toContain(said);
	});

	test('without a session it says which right is missing', async ({world, ask}) => {
		const served = await world(() => error(403, 'AccessDenied', 'no session'));
		const {code, stderr} = await ask(served, 'list', bucket);
		expect(stderr).toContain(`s3express:CreateSession on the directory bucket ${bucket}`);
		expect(code).toBe(1);
	});

	test('gaps block a complete: it needs every part from 1 on', async ({world, ask}) => {
		const served = await world(express());
		const {code, stderr} = await ask(served, 'complete', ...one, '--parts', '1,3', '--yes');
		expect(stderr).toContain('a directory bucket needs every part from 1 on');
		expect(code).toBe(3);
	});

	test.for([
		['raw/ta', 1, 'raw/'],
		['raw/', 1, 'raw/'],
		['ra', 1, null],
		['raw/x', 0, 'raw/'],
	] as const)(
		'under the prefix %j: %d of what is under its last slash',
		async ([prefix, count, sent], {world, ask}) => {
			const served = await world(express());
			const listed = await ask(served, 'list', `s3://${bucket}/${prefix}`, '--jsonl');
			expect(listed.code).toBe(0);
			expect(listed.stdout.trim().split('\n').filter(Boolean)).toHaveLength(count);
			const [, url = ''] = served.asked.find(line => line.includes('uploads'))?.split(' ') ?? [];
			expect(new URL(url, 'http://x').searchParams.get('prefix')).toBe(sent);
			const swept = await ask(
				served,
				'abort',
				`s3://${bucket}/${prefix}`,
				'--stalled-for',
				'1d',
				'--yes',
			);
			expect(swept.code).toBe(0);
			expect(served.asked.filter(line => line.startsWith('DELETE'))).toHaveLength(count);
		},
	);
});

describe('its listing comes in no order, page by page', () => {
	/** Pages of two, by a marker that is no key. */
	const paged = (rows: readonly string[], {named = true} = {}) =>
		express({
			listUploads: ({query}: Request, tape: Tape) => {
				if (tape.isGone) return listUploads(tape);
				const at = Number(query.get('key-marker')?.replace('opaque-', '') ?? 0);
				const page = rows
					.slice(at, at + 2)
					.map(key => uploadRow({key, uploadId: `ID-${key}`, initiated: hoursAgo(99)}));
				const rest = at + 2 < rows.length;
				const next = rest && named ? `<NextKeyMarker>opaque-${at + 2}</NextKeyMarker>` : '';
				return xml(
					'ListMultipartUploadsResult',
					`<IsTruncated>${rest}</IsTruncated>${next}${page.join('')}`,
				);
			},
		});

	test('to its end, with pages that hold nothing of the prefix', async ({world}) => {
		const others = Array.from({length: 230}, (_, at) => `raw/z${at}`);
		const served = await world(paged(['raw/b', ...others, 'raw/a', 'raw/ba']));
		const gateway = gatewayTo(served.endpoint);
		const {pages, end} = await allPages(follow(gateway, {bucket, prefix: 'raw/b'}));
		gateway.close();
		expect(pages.flat().map(({key}) => key)).toEqual(['raw/b', 'raw/ba']);
		expect(end).toBe('end');
	});

	test('without a marker nothing tells where it goes on', async ({world}) => {
		const served = await world(paged(['raw/b', 'raw/a', 'raw/c'], {named: false}));
		const gateway = gatewayTo(served.endpoint);
		const {pages, end} = await allPages(follow(gateway, {bucket}));
		gateway.close();
		expect(pages.flat().map(({key}) => key)).toEqual(['raw/b', 'raw/a']);
		expect(end).toBe('stuck');
	});
});
