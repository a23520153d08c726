import {describe, expect, onTestFinished} from 'vitest';
import {emptyBucket} from '../../source/operations/abort-run/abort-empty.js';
import {openJournal} from '../../source/operations/journal/journal.js';
import {jsonLines} from '../program/commands/piped.js';
import {accessKeyId, gatewayTo, secretAccessKey} from '../s3/raw-server.js';
import {temporaryFolder} from '../support/app.js';
import {nowhere, runCommand} from '../support/io.js';
import {ghostWorld, many, type Row} from './ghosts.js';
import {error, type ServedWorld, serveWorld, type World} from './serve.js';
import {hoursAgo, MiB, md5, tapeWorld, xml} from './tape.js';
import {test, toWorld} from './world-test.js';

/** A world, and partway run against it in this process, each world with a state folder of its own. */
async function against(world: World) {
	const served = await serveWorld(world);
	onTestFinished(() => served.close());
	const folder = await temporaryFolder();
	const partway = (...args: string[]) =>
		runCommand(['-e', served.endpoint, '-r', 'us-east-1', ...args], {
			env: {...nowhere, PARTWAY_STATE_DIR: folder},
			as: {accessKeyId, secretAccessKey},
		});
	return {...served, partway};
}

const aborts = ({asked}: Pick<ServedWorld, 'asked'>) =>
	asked.filter(line => line.startsWith('DELETE')).length;
const listings = ({asked}: Pick<ServedWorld, 'asked'>) =>
	asked.filter(line => line.includes('uploads')).length;

type Json = {Key?: string; State?: string; Outcome?: string; Reason?: string; Count?: number};

/** The counts of what a plan left out, by reason. */
function leftOutIn(stdout: string): Record<string, number> {
	const lines = jsonLines<Json>(stdout).filter(({Outcome}) => Outcome === 'left-out');
	return Object.fromEntries(lines.map(({Reason = '', Count = 0}) => [Reason, Count]));
}

/** Ceph: the index lists an upload whose parts are NoSuchKey, for ever (ceph/ceph#24110). */
const cephGhost = () =>
	tapeWorld(
		{uploadId: '2~ghost'},
		{listParts: () => error(404, 'NoSuchKey'), abort: () => error(404, 'NoSuchUpload')},
	);

const byId = ['abort', 's3://media/raw/tape.tar', '--upload-id', '2~ghost'];

describe('an upload that is listed and not found', () => {
	test.each([
		['list', 'media', '--parts'],
		['list', 'media', '-q', 'state:stalled'],
		['list', 'media', '-q', 'state:not-found'],
		['list', 'media', '-q', 'state:"not found"'],
		['list', 'media', '--parts', '--count'],
		['list', 'media', '--parts', '--summary'],
		['list', 'media', '--parts', '--limit', '1'],
		['abort', 'media', '--stalled-for', '7d', '--yes'],
		['abort', 'media', '--stalled-for', '7d', '--dry-run'],
		['abort', 'media', '--all', '--yes', '--include-active', '--include-unknown'],
		['abort', 'media', '--all', '--yes', '--json'],
		['parts', 's3://media/raw/tape.tar', '--upload-id', '2~ghost'],
		['parts', 's3://media/raw/tape.tar', '--upload-id', '2~ghost', '--check'],
		['complete', 's3://media/raw/tape.tar', '--upload-id', '2~ghost', '--yes'],
		[...byId, '--yes'],
		[...byId, '--yes', '--include-active'],
		[...byId, '--dry-run'],
	])('is named by partway %j: 1, and nothing is sent', async (...args) => {
		const on = await against(cephGhost());
		const {code, stderr} = await on.partway(...args);
		expect(stderr).toContain('not found: s3://media/raw/tape.tar (2~ghost)');
		expect(stderr).not.toContain('Nothing to abort');
		expect(code).toBe(1);
		expect(aborts(on)).toBe(0);
	});

	test('is a state of its own in every form', async () => {
		const on = await against(cephGhost());
		const lines = await on.partway('list', 'media', '--parts', '--jsonl');
		expect(jsonLines(lines.stdout)).toMatchObject([
			{Key: 'raw/tape.tar', State: 'not-found', PartsError: 'NoSuchUpload'},
		]);
		const summary = await on.partway('list', 'media', '--parts', '--summary', '--json');
		expect(JSON.parse(summary.stdout).States).toMatchObject({'not-found': 1, unknown: 0});
		expect((await on.partway('list', 'media', '--parts', '--summary')).stdout).toContain(
			'1 not found',
		);
		const plan = await on.partway('abort', 'media', '--all', '-n', '--json');
		expect(leftOutIn(plan.stdout)).toEqual({'not-found': 1});
		expect(plan.stderr).toContain('Left out: 1 listed and not found.');
		const named = await on.partway(...byId, '-n', '--include-unknown', '--json');
		expect(named.code).toBe(0);
		expect(jsonLines(named.stdout)).toMatchObject([{Outcome: 'planned', State: 'not-found'}]);
	});

	test('that is named by its id and as unknown: the Abort is sent, and what stays listed has failed', async () => {
		const on = await against(cephGhost());
		const {code, stdout, stderr} = await on.partway(
			...[...byId, '--yes', '--include-unknown', '--json'],
		);
		expect([code, aborts(on)]).toEqual([1, 1]);
		expect(jsonLines(stdout)).toMatchObject([{Outcome: 'failed', Code: 'NoSuchUpload'}]);
		expect(stderr).not.toContain('completed or aborted');
	});

	test('and is gone after the Abort (lakeFS), by a listing made afterwards', async () => {
		const on = await against(ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]));
		const {code, stdout} = await on.partway(
			...['abort', 's3://media/a', '--upload-id', 'id', '--yes', '--include-unknown', '--json'],
		);
		expect([code, aborts(on)]).toEqual([0, 1]);
		expect(jsonLines(stdout)).toMatchObject([{Outcome: 'gone'}]);
		expect(on.asked.at(-1)).toContain('uploads');
	});

	test.each([
		['of another key', 's3://media/b', 'id'],
		['of another id', 's3://media/a', 'other'],
		['of a key that begins so', 's3://media/a/', 'id'],
	])('is sent no Abort when what is listed is %s', async (_, address, id) => {
		const on = await against(ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]));
		const {code, stderr} = await on.partway(
			...['abort', address, '--upload-id', id, '--yes', '--include-unknown'],
		);
		expect([code, aborts(on)]).toEqual([1, 0]);
		expect(stderr).toContain('does not know this upload');
	});

	test('is sent no Abort when it is listed no longer by then', async () => {
		let listed = 0;
		const world = ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]);
		const empty = ghostWorld([]);
		const on = await against(request =>
			request.query.has('uploads') && ++listed > 1 ? empty(request) : world(request),
		);
		const {code, stderr} = await on.partway(
			...['abort', 's3://media/a', '--upload-id', 'id', '--yes', '--include-unknown'],
		);
		expect([code, aborts(on)]).toEqual([0, 0]);
		expect(stderr).not.toContain('failed');
	});

	test('is sent no Abort where the listing cannot be read any more', async () => {
		let listed = 0;
		const world = ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]);
		const on = await against(request =>
			request.query.has('uploads') && ++listed > 1 ? error(403, 'AccessDenied') : world(request),
		);
		const {code, stderr} = await on.partway(
			...['abort', 's3://media/a', '--upload-id', 'id', '--yes', '--include-unknown'],
		);
		expect([code, aborts(on)]).toEqual([1, 0]);
		expect(stderr).toContain('nothing was sent');
	});

	test('is sent no second Abort while it is not known what became of the first', async () => {
		let sent = 0;
		const world = ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]);
		const on = await against(request =>
			request.method === 'DELETE' && ++sent > 0 ? error(500, 'InternalError') : world(request),
		);
		const args = ['abort', 's3://media/a', '--upload-id', 'id', '--yes', '--include-unknown'];
		expect((await on.partway(...args)).code).toBe(1);
		expect(aborts(on)).toBe(1);
		const again = await on.partway(...args);
		expect([again.code, aborts(on)]).toEqual([1, 1]);
		expect(again.stderr).toContain('unknown: s3://media/a (id): The answer to an Abort was lost');
	});

	test('whose key the listing decodes (cloudserver) is listed all the same, whatever its prefix finds', async () => {
		const decoded: Row[] = [
			{key: 'a%2Fb', listedAs: 'a/b', uploadId: 'one', way: 'whole'},
			{key: 'a%2Db', listedAs: 'a-b', uploadId: 'two', way: 'whole'},
		];
		const on = await against(ghostWorld(decoded));
		const all = await on.partway('abort', 'media', '--all', '--yes', '--json');
		expect([all.code, aborts(on)]).toEqual([1, 0]);
		expect(leftOutIn(all.stdout)).toEqual({'not-found': 2});
		expect((await on.partway('list', 'media', '--parts')).code).toBe(1);
		const named = await on.partway(
			...['abort', 's3://media/a/b', '--upload-id', 'one', '--yes', '--include-unknown', '--json'],
		);
		expect(named.code).toBe(1);
		expect(jsonLines(named.stdout)).toMatchObject([{Outcome: 'failed'}]);
		expect(decoded).toHaveLength(2);
	});

	test('stays when everything in the bucket is aborted, and is never called gone', async () => {
		const decoded: Row[] = [
			{key: 'a%2Fb', listedAs: 'a/b', uploadId: 'one', way: 'whole'},
			...many(2, 'ghost'),
			...many(2, 'whole', 2),
		];
		const on = await against(ghostWorld(decoded));
		const gateway = gatewayTo(on.endpoint);
		onTestFinished(() => gateway.close());
		const journal = openJournal({folder: await temporaryFolder()});
		const going = emptyBucket({gateway, journal, connection: 'test'}, {bucket: 'media'});
		const {reason, left, results} = await going.ended;
		expect([reason.code, left.length, decoded.length]).toEqual(['nothing-changes', 3, 3]);
		expect(results.map(result => result.kind)).toEqual(['failed', 'failed', 'failed']);
		expect(going.facts().gone).toBe(2);
	});

	test('an empty upload is read under exactly the key that was named', async () => {
		// A service that finds uploads by the id alone, and lists this one under a longer key.
		const longer = ghostWorld([{key: 'raw/tape', uploadId: 'id', way: 'left-over'}]);
		const on = await against(request =>
			request.method === 'GET' && request.query.has('uploadId')
				? xml('ListPartsResult', '<IsTruncated>false</IsTruncated>')
				: longer(request),
		);
		const {stdout} = await on.partway(
			...['abort', 's3://media/raw', '--upload-id', 'id', '-n', '--include-unknown', '--json'],
		);
		expect(jsonLines<Json>(stdout).map(({Key}) => Key)).toEqual(['raw']);
	});
});

describe('an upload that ended while the others were read', () => {
	test('is no ghost: it is counted, the rest goes on, and 0', async () => {
		const on = await against(ghostWorld([...many(3, 'ends'), ...many(2, 'whole', 3)]));
		const listed = await on.partway('list', 'media', '--parts', '--jsonl');
		expect(listed.code).toBe(0);
		expect(jsonLines<Json>(listed.stdout).map(({Key}) => Key)).toEqual(['k003', 'k004']);
		expect(listed.stderr).toContain('3 gone meanwhile');
	});

	test('is left out of a plan by that name', async () => {
		const on = await against(ghostWorld([...many(1, 'ends'), ...many(2, 'whole', 1)]));
		const {code, stdout, stderr} = await on.partway('abort', 'media', '--all', '-y', '--json');
		expect([code, aborts(on)]).toEqual([0, 2]);
		expect(leftOutIn(stdout)).toEqual({gone: 1});
		expect(stderr).toContain('Left out: 1 gone meanwhile.');
	});

	test('among ghosts is told from them, by one listing for all', async () => {
		const rows = [...many(30, 'ends'), ...many(30, 'ghost', 30), ...many(5, 'whole', 60)];
		const on = await against(ghostWorld(rows, {pageSize: 20}));
		const {code, stdout, stderr} = await on.partway('list', 'media', '--parts', '--jsonl');
		expect(code).toBe(1);
		const states = jsonLines<Json>(stdout).map(({State}) => State);
		expect(states.filter(state => state === 'not-found')).toHaveLength(30);
		expect(states).toHaveLength(35);
		expect(stderr).toContain('30 gone meanwhile');
		// Four pages, and what is left of them once more.
		expect(listings(on)).toBeLessThanOrEqual(8);
	});

	test('a limit ends the list, and still tells which is which', async () => {
		const on = await against(
			ghostWorld([...many(1, 'ghost'), ...many(1, 'ends', 1), ...many(9, 'whole', 2)]),
		);
		const listed = await on.partway('list', 'media', '--parts', '--jsonl', '--limit', '3');
		expect(listed.code).toBe(1);
		expect(jsonLines<Json>(listed.stdout).map(({Key, State}) => [Key, State])).toEqual([
			['k002', 'stalled'],
			['k000', 'not-found'],
		]);
	});

	test('where the second listing fails nothing is called gone', async () => {
		let listed = 0;
		const world = ghostWorld(many(2, 'ends'));
		const on = await against(request =>
			request.query.has('uploads') && ++listed > 1 ? error(403, 'AccessDenied') : world(request),
		);
		const {code, stderr} = await on.partway('list', 'media', '--parts', '--jsonl');
		expect(code).toBe(1);
		expect(stderr).toContain('not found: s3://media/k000');
		expect(stderr).toContain('AccessDenied');
		expect(stderr).not.toContain('gone meanwhile');
	});
});

describe('an upload of unknown state', () => {
	const undated = () => ghostWorld([...many(2, 'undated'), ...many(1, 'whole', 2)]);
	/** Dates without a zone are no dates. */
	const nozone = () =>
		tapeWorld({
			initiated: hoursAgo(240).replace('Z', ''),
			parts: [{number: 1, size: MiB, etag: md5('1'), modified: new Date().toUTCString()}],
		});

	test.each([
		['--stalled-for', '7d'],
		['--older-than', '7d'],
		['-q', 'idle>1d'],
		['-q', 'state:stalled'],
		['-q', '-state:active'],
		['--all', '--yes'],
	])('is left out by abort %s %s, and counted', async (...query) => {
		const on = await against(undated());
		const {code, stdout, stderr} = await on.partway('abort', 'media', ...query, '-n', '--json');
		expect(code).toBe(0);
		expect(leftOutIn(stdout)).toEqual({unknown: 2});
		expect(stderr).toMatch(/Left out: 2 of unknown state/);
		const planned = jsonLines<Json>(stdout).filter(({Outcome}) => Outcome === 'planned');
		expect(planned.map(({Key}) => Key)).toEqual(['k002']);
	});

	test('is said where there is nothing else', async () => {
		const on = await against(nozone());
		const {code, stderr} = await on.partway('abort', 'media', '--stalled-for', '7d', '--yes');
		expect([code, aborts(on)]).toEqual([0, 0]);
		expect(stderr).toContain('Left out: 1 of unknown state');
		expect(stderr).not.toContain('Nothing to abort');
	});

	test('is taken by --include-unknown where the query means it, and only there', async () => {
		const on = await against(undated());
		const stalled = await on.partway(
			...['abort', 'media', '--stalled-for', '7d', '--include-unknown', '-n', '--json'],
		);
		expect(leftOutIn(stalled.stdout)).toEqual({unknown: 2});
		const all = await on.partway(
			...['abort', 'media', '--all', '--include-unknown', '--yes', '--json'],
		);
		expect([all.code, aborts(on)]).toEqual([0, 3]);
	});

	test('needs its own flag by its id too: --include-active says nothing of it', async () => {
		const on = await against(ghostWorld(many(1, 'undated')));
		const args = ['abort', 's3://media/k000', '--upload-id', 'id-k000', '--yes'];
		for (const more of [[], ['--include-active']]) {
			const refused = await on.partway(...args, ...more);
			expect([refused.code, aborts(on)]).toEqual([3, 0]);
			expect(refused.stderr).toContain('--include-unknown takes it');
		}
		expect((await on.partway(...args, '--include-unknown')).code).toBe(0);
		expect(aborts(on)).toBe(1);
	});

	test('is said by a list that asks for what is not known of it', async () => {
		const on = await against(undated());
		for (const query of [
			['-q', 'state:stalled'],
			['--older-than', '7d'],
		]) {
			const {code, stderr, stdout} = await on.partway('list', 'media', ...query, '--jsonl');
			expect([code, jsonLines(stdout).length]).toEqual([0, 1]);
			expect(stderr).toContain('Left out: 2 of unknown state');
		}
	});
});

test('nothing to abort is said where nothing was left out', async () => {
	const on = await against(ghostWorld(many(2, 'whole')));
	const {code, stderr} = await on.partway('abort', 'media', '-q', 'size>1TiB', '--yes');
	expect([code, stderr]).toEqual([0, 'Nothing to abort.\n']);
});

test('rows that name no upload are counted: 1', async () => {
	const on = await against(
		tapeWorld({key: '', uploadId: 'ID2'}, {listParts: () => error(404, 'NoSuchUpload')}),
	);
	const {code, stdout, stderr} = await on.partway('abort', 'media', '--all', '--yes', '--json');
	expect(code).toBe(1);
	expect(leftOutIn(stdout)).toEqual({nameless: 1});
	expect(stderr).toContain('Left out: 1 listed without a key or an upload id.');
});

test('on a terminal its key is typed, and nothing else will do', async ({world, start}) => {
	const served = await world(ghostWorld([{key: 'a', uploadId: 'id', way: 'left-over'}]));
	const args = toWorld(served, 'abort', 's3://media/a', '--upload-id', 'id');
	const no = await start(...args);
	await no.waitFor('Type a to go on:');
	expect(no.screen()).toContain('LISTED AND NOT FOUND');
	no.type('1\r');
	expect((await no.ended()).code).toBe(3);
	expect(aborts(served)).toBe(0);
	const yes = await start(...args);
	await yes.waitFor('Type a to go on:');
	yes.type('a\r');
	expect((await yes.ended()).code).toBe(0);
	expect(aborts(served)).toBe(1);
});
