import {appendFileSync, mkdirSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type Journal, type NewAct, openJournal} from '../../source/operations/journal/journal.js';
import {archiveFiles} from '../../source/operations/journal/journal-archives.js';
import {runCommand} from '../support/io.js';
import {asWritten} from '../support/reasons.js';

let folder: string;
let journal: Journal;
let clock: number;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-history-'));
	clock = Date.now() - 10 * 24 * 3_600_000;
	journal = openJournal({folder, rotateAt: 3000, now: () => clock});
});

afterEach(() => rm(folder, {recursive: true, force: true}));

const history = (...args: string[]) =>
	runCommand(['history', ...args], {env: {PARTWAY_STATE_DIR: folder}});

function act(key: string, more: Partial<NewAct> = {}): NewAct {
	return {
		act: 'abort',
		connection: 'own:oos',
		endpoint: 'https://s3.example.com',
		caller: 'AKIAEXAMPLE',
		bucket: 'media',
		key,
		uploadId: `2~${key}`,
		bytes: 2048,
		...more,
	};
}

/** Twenty aborts that are gone, an hour between them; then one that failed, and one whose end nobody knows. */
async function plant(): Promise<void> {
	for (let nth = 0; nth < 20; nth++) {
		clock += 3_600_000;
		const intent = await journal.begin(act(`k${nth}`));
		const outcome = {
			outcome: 'gone',
			reason: asWritten('It is gone.'),
			requestId: `tx${nth}`,
		} as const;
		await journal.end(intent, outcome);
	}
	clock = Date.now() - 3_600_000;
	const terms = {expectedBucketOwner: '123456789012'};
	const failed = await journal.begin(act('k20', {bucket: 'other', terms}));
	await journal.end(failed, {
		outcome: 'failed',
		reason: asWritten('The service refused it.'),
		code: 'AccessDenied',
		status: 403,
	});
	const unknown = await journal.begin(
		act('\u001b[31mred', {act: 'complete', planned: {size: 7, partCount: 1}}),
	);
	await journal.end(unknown, {outcome: 'unknown', reason: asWritten('The answer was lost.')});
}

describe('partway history', () => {
	test('is a table of the live file and the archives, the newest first', async () => {
		await plant();
		expect((await archiveFiles(folder)).length).toBeGreaterThan(1);
		const {code, stdout, stderr} = await history();
		expect([code, stderr]).toEqual([0, '']);
		const lines = stdout.trimEnd().split('\n');
		expect(lines).toHaveLength(23);
		expect(lines[0]).toMatch(/^TIME \(UTC\) +OPERATION +OUTCOME +BYTES +BUCKET\/KEY$/);
		expect(lines[1]).toMatch(/Z {2}complete {3}unknown +2\.0 KiB {2}media\/\\u\{1b\}\[31mred$/);
		expect(lines[2]).toMatch(/Z {2}abort {6}failed +2\.0 KiB {2}other\/k20$/);
		expect(lines.slice(3).map(line => line.split('/')[1])).toEqual(
			Array.from({length: 20}, (_, nth) => `k${19 - nth}`),
		);
		expect(stdout).not.toContain('\u001b');
	});

	test('is cut at the width of a terminal', async () => {
		await journal.begin(act('k'.repeat(200)));
		const env = {PARTWAY_STATE_DIR: folder};
		const {stdout} = await runCommand(['history'], {env, columns: 80});
		for (const line of stdout.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
	});

	test('is one document, or a line for each, with everything that is known', async () => {
		await plant();
		const {code, stdout} = await history('--json');
		expect(code).toBe(0);
		const {acts} = JSON.parse(stdout) as {acts: object[]};
		expect(acts).toHaveLength(22);
		expect(acts[1]).toEqual({
			id: expect.any(String),
			time: expect.stringMatching(/Z$/),
			act: 'abort',
			outcome: 'failed',
			sentence: 'The service refused it.',
			ended: expect.stringMatching(/Z$/),
			connection: 'own:oos',
			endpoint: 'https://s3.example.com',
			caller: 'AKIAEXAMPLE',
			user: expect.any(String),
			host: expect.any(String),
			pid: process.pid,
			bucket: 'other',
			key: 'k20',
			uploadId: '2~k20',
			bytes: 2048,
			code: 'AccessDenied',
			status: 403,
			terms: {expectedBucketOwner: '123456789012'},
		});
		const lines = (await history('--jsonl')).stdout.trimEnd().split('\n');
		expect(lines.map(line => JSON.parse(line))).toEqual(acts);
		expect(JSON.parse((await history('--json', '--operation', 'acl')).stdout)).toEqual({
			schema_version: 1,
			acts: [],
		});
	});

	test('does nothing to a terminal, whatever keys hold', async () => {
		const key = 'a\u009b31m\u202eb\u001b]0;x\u0007';
		await journal.begin(act(key));
		const {stdout} = await history('--jsonl');
		expect(stdout).toMatch(/^[\u0020-\u007e]*\n$/);
		expect(JSON.parse(stdout)).toMatchObject({key, outcome: 'unknown'});
	});

	test.each([
		[['--since', '2d'], 2],
		[['--since', '2000-01-01'], 22],
		[['--operation', 'complete'], 1],
		[['--act', 'complete'], 1],
		[['--outcome', 'failed,unknown'], 2],
		[['--bucket', 'other'], 1],
		[['-q', 'outcome:gone k1'], 11],
		[['--operation', 'abort', '--outcome', 'gone', '--limit', '3'], 3],
		[['--limit', '0'], 0],
	])('%j', async (args, count) => {
		await plant();
		const {code, stdout} = await history('--jsonl', ...args);
		expect([code, stdout.split('\n').length - 1]).toEqual([0, count]);
	});

	test('says on stderr when there is none', async () => {
		const {code, stdout, stderr} = await history();
		expect([code, stdout, stderr]).toEqual([0, '', 'No operation in the journal matches.\n']);
	});

	test('names damaged lines and still shows the others: 1', async () => {
		await plant();
		const [, older] = await archiveFiles(folder);
		appendFileSync(older!, '{"v":9}\n');
		const {code, stdout, stderr} = await history('--jsonl');
		expect(code).toBe(1);
		expect(stdout.split('\n')).toHaveLength(23);
		expect(stderr).toMatch(/^Line \d+ cannot be understood: .*acts-.*Z\.jsonl\n$/);
	});

	test('an operation that a later one resolved keeps its older name in JSON', async () => {
		const abort = () => journal.begin(act('a'));
		await journal.end(await abort(), {outcome: 'unknown', reason: {code: 'defect'}});
		await journal.end(await abort(), {outcome: 'gone', reason: {code: 'gone'}});
		const {stdout} = await history('--json', '--outcome', 'resolved');
		expect(JSON.parse(stdout)).toMatchObject({acts: [{outcome: 'settled'}]});
		expect((await history('--outcome', 'settled')).stdout).toMatch(/abort {6}resolved /);
	});

	test.each([
		['no text for a code', {code: {toString: 1}}, 'gone'],
		['a number for a code', {code: 7}, 'gone'],
		['no facts', {code: 'journal'}, 'journal'],
		['no sentence', {code: 'as-written'}, 'as-written'],
		['a code of a newer partway', {code: 'moved-away'}, 'moved-away'],
		['the name of what every object has', {code: 'constructor'}, 'constructor'],
		['facts that lack a reason', {code: 'left-alone-now'}, 'left-alone-now'],
		['a problem that is none', {code: 'journal', problem: {code: 'x'}}, 'journal'],
	])('a reason with %s breaks nothing', async (_, reason, sentence) => {
		const {id} = await journal.begin(act('a'));
		const fields = {v: 1, type: 'outcome', id, time: new Date(clock).toISOString()};
		const line = JSON.stringify({...fields, outcome: 'gone', sentence: 'gone', reason});
		appendFileSync(join(folder, 'acts.jsonl'), `${line}\n`);
		const {code, stdout} = await history('--jsonl');
		expect([code, JSON.parse(stdout)]).toMatchObject([0, {outcome: 'gone', sentence}]);
	});

	test('fails when the journal cannot be read: 1', async () => {
		mkdirSync(join(folder, 'acts.jsonl'));
		const {code, stdout, stderr} = await history();
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toContain('acts.jsonl');
	});

	test.each([
		[
			['--operation', 'delete'],
			'--operation: “delete” is none of complete, abort, rescue, acl, rules.',
		],
		[['--since', 'soon'], '--since: A time ago or a day'],
		[['--limit', 'many'], '--limit'],
		[['-q', 'size:3'], '--query: “size” is none of'],
		[['--json', '--jsonl'], 'not both'],
	])('%j is bad usage: 2', async (args, words) => {
		const {code, stdout, stderr} = await history(...args);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(words);
	});
});
