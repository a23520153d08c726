import {describe, expect} from 'vitest';
import {emptyBucket} from '../../source/operations/abort-run/abort-empty.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import {accessKeyId, gatewayTo, secretAccessKey} from '../s3/raw-server.js';
import {openApp, temporaryFolder} from '../support/app.js';
import type {ServedWorld} from './serve.js';
import {hoursAgo, type Tape, tapeWorld, uploadRow, type Ways, xml} from './tape.js';
import {test, toWorld} from './world-test.js';

const began = hoursAgo(240);

/** A listing of these rows: what the world holds otherwise is not listed. */
function listing(rows: (tape: Tape) => string, fields = ''): Ways {
	return {
		listUploads: (_request, tape) =>
			xml(
				'ListMultipartUploadsResult',
				`<IsTruncated>false</IsTruncated>${fields}${tape.isGone ? '' : rows(tape)}`,
			),
	};
}

const row = (key: string, uploadId: string) => uploadRow({key, uploadId, initiated: began});

const nameless = row('a', '') + row('', 'ID2');

/** Swift, a key with a newline: the upload, and two of its parts listed as uploads. */
const newlineKey = 'tapes/one\ntwo';
const swift = (tape: Tape) =>
	row(newlineKey, tape.uploadId) +
	[1, 2].map(number => row(`${newlineKey}/${tape.uploadId}`, String(number))).join('');

function reached({endpoint}: ServedWorld) {
	return {endpoint, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
}

const aborts = ({asked}: ServedWorld) => asked.filter(line => line.startsWith('DELETE'));

describe('rows without a key or an upload id', () => {
	test.for([
		[['--jsonl'], ''],
		[['--count'], ''],
		[['--summary'], ''],
		[['--json'], expect.stringContaining('"IsTruncated": true')],
	] as const)(
		'are counted and said by list %j, and end it with 1',
		async ([args, out], {world, pipe}) => {
			const served = await world(
				tapeWorld(
					{},
					listing(() => nameless),
				),
			);
			const {code, stdout, stderr} = await pipe(...toWorld(served, 'list', 's3://media', ...args))
				.ended;
			expect([code, stdout]).toEqual([1, out]);
			expect(stderr).toContain('2 rows of the listing have no key or no upload id');
			expect(stderr).not.toContain('No uploads');
		},
	);

	test('beside others leave those to be listed', async ({world, pipe}) => {
		const served = await world(
			tapeWorld(
				{},
				listing(() => nameless + row('b', 'ID3')),
			),
		);
		const {code, stdout, stderr} = await pipe(
			...toWorld(served, 'list', 's3://media', '--jsonl', '--limit', '1'),
		).ended;
		expect([code, JSON.parse(stdout).Key]).toEqual([1, 'b']);
		expect(stderr).toContain('2 rows');
	});

	test('are in no plan, and it says so', async ({world, pipe}) => {
		const served = await world(
			tapeWorld(
				{},
				listing(() => nameless),
			),
		);
		const {code, stderr} = await pipe(
			...toWorld(served, 'abort', 's3://media', '--query', 'age>1d', '--yes'),
		).ended;
		expect(code).toBe(1);
		expect(stderr).toContain('2 listed without a key or an upload id');
		expect(stderr).not.toContain('Nothing to abort');
	});

	test('leave it unproven that an upload is gone', async ({world, pipe}) => {
		let listed = false;
		const served = await world(
			tapeWorld(
				{},
				{
					listUploads: (_request, tape) => {
						listed = tape.isGone;
						return xml(
							'ListMultipartUploadsResult',
							`<IsTruncated>false</IsTruncated>${tape.isGone ? nameless : row(tape.key, tape.uploadId)}`,
						);
					},
				},
			),
		);
		const {code, stderr} = await pipe(
			...toWorld(
				served,
				...['abort', 's3://media/raw/tape.tar', '--upload-id', 'UPLOAD1', '--yes'],
			),
		).ended;
		expect(listed).toBe(true);
		expect([code, aborts(served)]).toEqual([1, expect.objectContaining({length: 1})]);
		expect(stderr).toContain('have no key or no upload id');
	});

	test('are said by the header of the app, and an empty list is not called empty', async ({
		world,
	}) => {
		const served = await world(
			tapeWorld(
				{},
				listing(() => nameless),
			),
		);
		const app = await openApp(reached(served), {target: {bucket: 'media'}});
		await app.waitFor('2 rows of the listing have no key or no upload id: not shown');
		await app.waitFor('No upload that can be shown is listed in this bucket.');
		expect(app.screen()).not.toContain('No multipart upload is in progress');
	});

	test('leave it open what is left of a bucket that is emptied of all others', async ({world}) => {
		const served = await world(
			tapeWorld(
				{},
				{
					listUploads: (_request, tape) =>
						xml(
							'ListMultipartUploadsResult',
							`<IsTruncated>false</IsTruncated>${nameless}${tape.isGone ? '' : row(tape.key, tape.uploadId)}`,
						),
				},
			),
		);
		const journal = openJournal({folder: await temporaryFolder()});
		const deps = {gateway: gatewayTo(served.endpoint), journal, connection: 'own:test'};
		const end = await emptyBucket(deps, {bucket: 'media'}, {sleep: async () => {}}).ended;
		expect(aborts(served).length).toBeGreaterThan(0);
		expect(end).toMatchObject({
			reason: {code: 'unseen', why: 'rows-dropped', dropped: expect.any(Number)},
		});
	});

	test('make a count of a bucket a least one', async ({world}) => {
		const served = await world(
			tapeWorld(
				{},
				listing(() => nameless + row('b', 'ID3')),
			),
		);
		const app = await openApp(reached(served));
		await app.waitFor(/media .*≥ 1 /);
	});
});

describe('parts that Swift lists as uploads', () => {
	const tape = {key: newlineKey, initiated: began};

	test('are named by list, and marked', async ({world, pipe}) => {
		const served = await world(tapeWorld(tape, listing(swift)));
		const {code, stdout, stderr} = await pipe(
			...toWorld(served, 'list', 's3://media', '--parts', '--jsonl'),
		).ended;
		const rows = stdout
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(rows.map(({UploadId, Doubt, State}) => [UploadId, Doubt, State])).toEqual([
			['UPLOAD1', undefined, 'stalled'],
			['1', 'part', 'unknown'],
			['2', 'part', 'unknown'],
		]);
		expect(stderr).toContain('2 rows look like parts of another upload');
		expect(code).toBe(0);
	});

	test('are never aborted from a list; the upload is', async ({world, pipe}) => {
		const served = await world(tapeWorld(tape, listing(swift)));
		const {stderr} = await pipe(
			...toWorld(
				served,
				...['abort', 's3://media', '--all', '--include-active', '--include-unknown', '--yes'],
			),
		).ended;
		expect(stderr).toContain('2 that look like parts of other uploads');
		expect(aborts(served)).toEqual([expect.stringContaining('uploadId=UPLOAD1')]);
	});

	test('nor where the upload they belong to was completed', async ({world, pipe}) => {
		const served = await world(
			tapeWorld(
				tape,
				listing(() => row(`${newlineKey}/UPLOAD1`, '1')),
			),
		);
		await pipe(
			...toWorld(
				served,
				...['abort', 's3://media', '--all', '--include-active', '--include-unknown', '--yes'],
			),
		).ended;
		expect(aborts(served)).toEqual([]);
	});

	test('are marked in the app, and an abort of one is refused', async ({world}) => {
		const served = await world(tapeWorld(tape, listing(swift)));
		const app = await openApp(reached(served), {target: {bucket: 'media'}});
		await app.waitFor('3 uploads');
		await app.press('j', 'x');
		await app.waitFor('This row looks like a part that the service lists as an upload');
		expect(aborts(served)).toEqual([]);
	});
});

test('a key that is too long to be real is shown, and refuses acts', async ({world, pipe}) => {
	const key = 'k'.repeat(3000);
	const served = await world(
		tapeWorld(
			{key, initiated: began},
			listing(() => row(key, 'UPLOAD1')),
		),
	);
	const listed = await pipe(...toWorld(served, 'list', 's3://media', '--jsonl')).ended;
	expect(JSON.parse(listed.stdout)).toMatchObject({Key: key, KeyCertain: false, Doubt: 'too-long'});
	expect(listed.stderr).toContain('too long to be real');
	const all = await pipe(
		...toWorld(served, 'abort', 's3://media', '--all', '--include-unknown', '--yes'),
	).ended;
	expect(all.stderr).toContain('1 whose key or upload id is too long to be real');
	expect(aborts(served)).toEqual([]);
});

describe('after a page that was cut once', () => {
	/** The first page breaks off; an encoding is said to be applied and is not, as SeaweedFS does. */
	function cutOnce(key: string): Ways {
		let isCut = false;
		return {
			listUploads: ({query}, tape) => {
				const echo = query.has('encoding-type') ? '<EncodingType>url</EncodingType>' : '';
				const answer = listing(() => row(key, 'UPLOAD1'), echo).listUploads?.(
					{query} as never,
					tape,
				);
				if (isCut) return answer;
				isCut = true;
				return {body: answer?.body?.slice(0, 300) ?? ''};
			},
		};
	}

	test.for(['a%2Fb-12', 'a+b', 'a%25b'])('%s is listed as it is', async (key, {world, pipe}) => {
		const served = await world(tapeWorld({key}, cutOnce(key)));
		const {code, stdout, stderr} = await pipe(...toWorld(served, 'list', 's3://media', '--jsonl'))
			.ended;
		expect([code, stderr]).toEqual([0, '']);
		expect(JSON.parse(stdout)).toMatchObject({Key: key});
		expect(JSON.parse(stdout)).not.toHaveProperty('KeyCertain');
	});
});
