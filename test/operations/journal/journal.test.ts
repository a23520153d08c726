import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	appendFileSync,
	chmodSync,
	mkdirSync,
	readFileSync,
	renameSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {uploadIdentity} from '../../../source/multipart/upload.js';
import {
	type JournalError,
	journalFolder,
	type NewAct,
	type Outcome,
	openJournal,
} from '../../../source/operations/journal/journal.js';
import {refusingAborts} from '../../../source/operations/journal/journal-acts.js';
import {journalWords} from '../../../source/text/reason/journal-words.js';
import {buildChild} from '../../support/child.js';
import {asWritten} from '../../support/reasons.js';

let scratch: string;
let folder: string;
let child: string;
let count = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'partway-journal-'));
	child = await buildChild(join(import.meta.dirname, 'journal-child.ts'), scratch);
});

beforeEach(() => {
	folder = join(scratch, `state-${count++}`, 'partway');
});

afterEach(() => {
	for (const process of children.splice(0)) process.kill('SIGKILL');
});

afterAll(async () => {
	await rm(scratch, {recursive: true});
});

function act(kind: 'complete' | 'abort', uploadId = '2~a'): NewAct {
	return {
		act: kind,
		connection: 'own:oos',
		endpoint: 'http://127.0.0.1:1',
		bucket: 'b',
		key: 'k',
		uploadId,
		...(kind === 'complete' ? {planned: {size: 10, partCount: 2, etag: '"e-2"'}} : {}),
	};
}

const outcome = (kind: Outcome['outcome']): Outcome => ({
	outcome: kind,
	reason: asWritten(`It is ${kind}.`),
});

function lines(): string[] {
	return readFileSync(join(folder, 'acts.jsonl'), 'utf8').split('\n').slice(0, -1);
}

async function refusal(begun: Promise<unknown>): Promise<JournalError> {
	return begun.then(
		() => expect.fail('the act was allowed'),
		error => error,
	);
}

/** A journal of a process that is gone: what it left open has no end. */
function afterTheDeathOf(options = {}) {
	return openJournal({folder, isAlive: () => false, ...options});
}

describe('the file', () => {
	test('holds the intent and then the outcome, one line each, for its owner only', async () => {
		const journal = openJournal({folder, now: () => Date.parse('2026-11-20T12:00:00Z')});
		const before = {size: 3, etag: '"x"'};
		const intent = await journal.begin({...act('complete'), before});
		expect(lines().map(line => JSON.parse(line))).toEqual([
			{
				v: 1,
				type: 'intent',
				id: intent.id,
				time: '2026-11-20T12:00:00.000Z',
				...act('complete'),
				before,
				user: userInfo().username,
				pid: process.pid,
				host: intent.host,
				...(process.platform === 'linux'
					? {started: expect.stringMatching(/^[0-9a-f]{8}\/\d+$/)}
					: {}),
			},
		]);
		await journal.end(intent, {...outcome('done'), etag: '"e-2"'});
		expect(JSON.parse(lines()[1] ?? '')).toMatchObject({
			type: 'outcome',
			id: intent.id,
			outcome: 'done',
			etag: '"e-2"',
		});
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(journal.file).mode & 0o777).toBe(0o600);
	});

	test('lies in PARTWAY_STATE_DIR, else in the state folder of the platform', () => {
		expect(journalFolder({PARTWAY_STATE_DIR: '/elsewhere'})).toBe('/elsewhere');
		expect(journalFolder({})).toMatch(/partway$/);
		expect(journalFolder({})).not.toContain('nodejs');
	});

	test('that others could read is closed to them, and so it stays', async () => {
		mkdirSync(folder, {recursive: true});
		writeFileSync(join(folder, 'acts.jsonl'), '', {mode: 0o644});
		await openJournal({folder}).begin(act('abort'));
		expect(statSync(join(folder, 'acts.jsonl')).mode & 0o777).toBe(0o600);
	});

	test('a folder of somebody else keeps its mode', async () => {
		mkdirSync(folder, {recursive: true, mode: 0o755});
		chmodSync(folder, 0o755);
		await openJournal({folder}).begin(act('abort'));
		expect(statSync(folder).mode & 0o777).toBe(0o755);
	});

	test('many acts at once are all in it, each once', async () => {
		const journal = openJournal({folder});
		const ids = Array.from({length: 300}, (_, index) => `2~${index}`);
		await Promise.all(
			ids.map(async id => journal.end(await journal.begin(act('abort', id)), outcome('gone'))),
		);
		const {acts} = await journal.history();
		expect(acts.map(({intent}) => intent.uploadId).sort()).toEqual([...ids].sort());
		expect(new Set(acts.map(past => past.outcome?.outcome))).toEqual(new Set(['gone']));
		expect(lines()).toHaveLength(600);
		expect(await journal.openActs()).toEqual([]);
	});
});

describe('an open act on the upload', () => {
	test.each<['complete' | 'abort', 'complete' | 'abort']>([
		['complete', 'complete'],
		['complete', 'abort'],
		['abort', 'complete'],
		['abort', 'abort'],
	])('%s under way refuses %s', async (first, second) => {
		const journal = openJournal({folder});
		const intent = await journal.begin(act(first));
		const error = await refusal(journal.begin(act(second), true));
		expect(error.problem.code).toBe('under-way');
		expect(error.problem).toMatchObject({id: intent.id});
		expect(lines()).toHaveLength(1);
	});

	test('on another upload of the same key says nothing', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		await journal.begin(act('abort', '2~b'));
		await journal.begin({...act('abort'), bucket: 'c'});
		await journal.begin({...act('abort'), key: 'c'});
		expect(await journal.openActs()).toHaveLength(4);
	});

	test('counts through whatever endpoint it was sent', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		const elsewhere = {...act('abort'), endpoint: 'http://other', connection: 'own:same'};
		expect((await refusal(journal.begin(elsewhere))).problem.code).toBe('under-way');
	});

	const unknown: Outcome['outcome'] = 'unknown';
	test.each<
		[string, 'complete' | 'abort', Outcome['outcome'], 'complete' | 'abort', boolean, string]
	>([
		['an unknown Complete is not repeated', 'complete', unknown, 'complete', false, 'unsettled'],
		['not even when the key was typed', 'complete', unknown, 'complete', true, 'unsettled'],
		['nor is its upload aborted', 'complete', unknown, 'abort', true, 'unsettled'],
		['an unknown Abort may be repeated', 'abort', unknown, 'abort', false, 'allowed'],
		['but its upload is not completed', 'abort', unknown, 'complete', true, 'unsettled'],
		['probably failed asks', 'complete', 'probably-failed', 'complete', false, 'key-must-be-typed'],
		['probably failed, typed', 'complete', 'probably-failed', 'complete', true, 'allowed'],
		['for an Abort too', 'complete', 'probably-failed', 'abort', false, 'key-must-be-typed'],
		['for an Abort too, typed', 'complete', 'probably-failed', 'abort', true, 'allowed'],
		['after an Abort', 'abort', 'probably-failed', 'complete', false, 'key-must-be-typed'],
		['after an Abort, typed', 'abort', 'probably-failed', 'complete', true, 'allowed'],
		['an Abort again', 'abort', 'probably-failed', 'abort', false, 'allowed'],
		['failed is over', 'complete', 'failed', 'complete', false, 'allowed'],
		['failed is over for the other act', 'complete', 'failed', 'abort', false, 'allowed'],
		['accepted is over', 'abort', 'accepted', 'complete', false, 'allowed'],
	])('%s', async (_name, first, became, second, typed, expected) => {
		const journal = openJournal({folder});
		await journal.end(await journal.begin(act(first)), outcome(became));
		// Another partway reads the same.
		for (const reader of [openJournal({folder}), journal]) {
			const begun = reader.begin(act(second), typed);
			if (expected === 'allowed') {
				await reader.end(await begun, outcome('failed'));
			} else expect((await refusal(begun)).problem.code).toBe(expected);
		}
	});

	test('is one of several: when one ends, the other still stands in the way', async () => {
		const journal = openJournal({folder});
		const first = await journal.begin(act('abort'));
		await journal.end(first, outcome('unknown'));
		const second = await journal.begin(act('abort'));
		await journal.end(second, outcome('unknown'));
		await journal.end(first, outcome('failed'));
		expect((await refusal(journal.begin(act('complete')))).problem).toMatchObject({id: second.id});
		await journal.end(second, outcome('failed'));
		await journal.begin(act('complete'));
	});

	test('names the uploads on which an Abort is refused', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete', '2~running'));
		await journal.end(await journal.begin(act('complete', '2~unknown')), outcome('unknown'));
		await journal.end(await journal.begin(act('abort', '2~repeated')), outcome('unknown'));
		await journal.end(await journal.begin(act('complete', '2~over')), outcome('failed'));
		await journal.begin({...act('complete', '2~elsewhere'), bucket: 'c'});
		const refusing = refusingAborts(await journal.openActs(), 'b');
		const identities = ['2~running', '2~unknown'].map(uploadId =>
			uploadIdentity({key: 'k', uploadId}),
		);
		expect([...refusing].sort()).toEqual(identities.sort());
	});

	test('that failed does not settle an earlier one of unknown outcome; one that is done does', async () => {
		const journal = openJournal({folder});
		await journal.end(await journal.begin(act('abort')), outcome('unknown'));
		await journal.end(await journal.begin(act('abort')), outcome('failed'));
		expect((await refusal(journal.begin(act('complete')))).problem.code).toBe('unsettled');
		await journal.end(await journal.begin(act('abort')), outcome('gone'));
		expect(await journal.openActs()).toEqual([]);
	});

	test('is settled by a later outcome', async () => {
		const journal = openJournal({folder});
		const intent = await journal.begin(act('complete'));
		await journal.end(intent, outcome('unknown'));
		expect((await journal.openActs())[0]).toMatchObject({state: 'unknown'});
		await journal.end(intent, outcome('probably-failed'));
		expect((await journal.openActs())[0]).toMatchObject({state: 'probably-failed'});
		await journal.end(intent, outcome('done'));
		expect(await openJournal({folder}).openActs()).toEqual([]);
	});
});

describe('an intent without an end', () => {
	test('is unknown once its process is gone, on this machine', async () => {
		await openJournal({folder}).begin(act('complete'));
		expect(await afterTheDeathOf().openActs()).toMatchObject([{state: 'unknown'}]);
		expect((await refusal(afterTheDeathOf().begin(act('abort')))).problem.code).toBe('unsettled');
	});

	test('runs on where the machine is another one, until no act would wait that long', async () => {
		const started = Date.now();
		await openJournal({folder}).begin(act('complete'));
		const file = join(folder, 'acts.jsonl');
		const text = readFileSync(file, 'utf8').replace(/"host":"[^"]*"/, '"host":"other"');
		writeFileSync(file, text);
		expect(await afterTheDeathOf().openActs()).toMatchObject([{state: 'running'}]);
		const later = () => started + 61 * 60_000;
		expect(await afterTheDeathOf({now: later}).openActs()).toMatchObject([{state: 'unknown'}]);
	});

	test.runIf(process.platform === 'linux')(
		'is not taken for running where its pid is that of another process by now',
		async () => {
			const intent = await openJournal({folder}).begin(act('complete'));
			expect(await openJournal({folder}).openActs()).toMatchObject([{state: 'running'}]);
			const file = join(folder, 'acts.jsonl');
			const [boot, ticks] = intent.started!.split('/');
			for (const other of [`${boot}/${Number(ticks) + 1}`, `00000000/${ticks}`]) {
				const text = readFileSync(file, 'utf8').replace(
					/"started":"[^"]*"/,
					`"started":"${other}"`,
				);
				writeFileSync(file, text);
				expect(await openJournal({folder}).openActs()).toMatchObject([{state: 'unknown'}]);
			}
			// As an older partway wrote it.
			writeFileSync(file, readFileSync(file, 'utf8').replace(/,"started":"[^"]*"/, ''));
			expect(await openJournal({folder}).openActs()).toMatchObject([{state: 'running'}]);
		},
	);

	test('is not taken for running for ever because the pid lives on, except by who waits for it', async () => {
		let clock = Date.now();
		const journal = openJournal({folder, now: () => clock});
		await journal.begin(act('complete'));
		clock += 61 * 60_000;
		const other = openJournal({folder, now: () => clock});
		expect(await other.openActs()).toMatchObject([{state: 'unknown'}]);
		expect(await journal.openActs()).toMatchObject([{state: 'running'}]);
	});
});

describe('a line that was cut short', () => {
	test.each([1, 20, 100, 200, 280])(
		'after %i bytes is counted and swallows nothing',
		async bytes => {
			const journal = openJournal({folder});
			const kept = await journal.begin(act('complete', '2~kept'));
			await journal.begin({...act('complete', '2~torn'), before: {size: 1, etag: '"}"'}});
			const whole = readFileSync(journal.file);
			const first = whole.indexOf('\n') + 1;
			writeFileSync(journal.file, whole.subarray(0, first + bytes));

			const next = openJournal({folder});
			expect((await next.openActs()).map(({intent}) => intent.id)).toEqual([kept.id]);
			await next.begin(act('abort', '2~new'));
			const {acts, torn, damaged} = await openJournal({folder}).history();
			expect(acts.map(({intent}) => intent.uploadId)).toEqual(['2~kept', '2~new']);
			expect({torn, damaged}).toEqual({torn: 1, damaged: 0});
			// Nothing that was there has been touched.
			expect(readFileSync(journal.file).subarray(0, first + bytes)).toEqual(
				whole.subarray(0, first + bytes),
			);
		},
	);

	test('of which only the newline is missing counts as written', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		writeFileSync(journal.file, readFileSync(journal.file, 'utf8').trimEnd());
		const next = openJournal({folder});
		expect((await refusal(next.begin(act('abort')))).problem.code).toBe('under-way');
		await next.begin(act('abort', '2~new'));
		expect(await openJournal({folder}).openActs()).toHaveLength(2);
		expect(lines()).toHaveLength(2);
	});

	test('and filled with zeros by a power cut', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		appendFileSync(journal.file, Buffer.alloc(64));
		await journal.begin(act('abort', '2~new'));
		expect(await openJournal({folder}).history()).toMatchObject({torn: 1, damaged: 0});
		expect(await openJournal({folder}).openActs()).toHaveLength(2);
	});

	test('while another process is still writing it is read again when it is whole', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		const other = openJournal({folder: join(folder, 'other')});
		await other.begin(act('abort', '2~new'));
		const line = readFileSync(other.file);
		appendFileSync(journal.file, line.subarray(0, 50));
		expect(await journal.openActs()).toHaveLength(1);
		appendFileSync(journal.file, line.subarray(50));
		expect(await journal.openActs()).toHaveLength(2);
		expect(await journal.history()).toMatchObject({torn: 0, damaged: 0});
	});
});

describe('a journal that cannot be trusted', () => {
	test.each([
		['no JSON', 'hello'],
		['a broken record', '{"v":1,"type":"intent",x}'],
		['a record without its key', '{"v":1,"type":"intent","id":"1"}'],
		['a later version', '{"v":2,"type":"intent"}'],
		['a bare value', '3'],
		['an empty object', '{}'],
	])('%s refuses acts, and says where to look', async (_name, line) => {
		const journal = openJournal({folder});
		const intent = await journal.begin(act('complete'));
		appendFileSync(journal.file, `${line}\n`);
		for (const reader of [journal, openJournal({folder})]) {
			const error = await refusal(reader.begin(act('abort', '2~other')));
			expect(error.problem.code).toBe('damaged');
			expect(journalWords(error.problem)).toContain(journal.file);
		}
		// What is open is still shown, and an act that was sent still gets its end.
		expect(await journal.openActs()).toHaveLength(1);
		await journal.end(intent, outcome('done'));
		expect(await journal.openActs()).toEqual([]);
		expect((await journal.history()).damaged).toBe(1);
	});

	test('is not trusted either when the damaged line is the last and has no newline', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete'));
		appendFileSync(journal.file, 'hello');
		expect((await refusal(journal.begin(act('abort', '2~other')))).problem.code).toBe('damaged');
	});

	test('that was put in the place of another is read from its start', async () => {
		const journal = openJournal({folder});
		await journal.begin(act('complete', '2~a'));
		const other = openJournal({folder: join(folder, 'other')});
		await other.begin(act('complete', '2~b'));
		await other.begin(act('complete', '2~c'));
		renameSync(other.file, journal.file);
		const open = (await journal.openActs()).map(({intent}) => intent.uploadId);
		expect(open).toEqual(['2~b', '2~c']);
	});

	test('that cannot be read refuses acts', async () => {
		mkdirSync(join(folder, 'acts.jsonl'), {recursive: true});
		const error = await refusal(openJournal({folder}).begin(act('abort')));
		expect(error.problem.code).toBe('unavailable');
		expect((await refusal(openJournal({folder}).openActs())).problem.code).toBe('unavailable');
	});

	test('that cannot be made refuses acts', async () => {
		mkdirSync(join(folder, '..'), {recursive: true});
		writeFileSync(folder, 'a file where the folder should be');
		expect((await refusal(openJournal({folder}).begin(act('abort')))).problem.code).toBe(
			'unavailable',
		);
	});

	test('without a file there is nothing open', async () => {
		expect(await openJournal({folder}).openActs()).toEqual([]);
		expect(await openJournal({folder}).history()).toEqual({acts: [], torn: 0, damaged: 0});
	});
});

describe('several processes', () => {
	type Told = {begun?: string; refused?: string; reason?: string; ready?: true};

	function start(kind: 'complete' | 'abort', ids: string[]) {
		const process_ = spawn(process.execPath, [child, kind, ...ids], {
			env: {...process.env, PARTWAY_STATE_DIR: folder},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		children.push(process_);
		const told: Told[] = [];
		const ready = (async () => {
			for await (const line of createInterface(process_.stdout)) {
				told.push(JSON.parse(line));
				if (told.at(-1)?.ready) return told;
			}
			throw new Error('the process ended early');
		})();
		return {process: process_, ready};
	}

	test('that contend for the same uploads get each of them once, and no line is mixed up', async () => {
		const ids = Array.from({length: 40}, (_, index) => `2~${index}`);
		const runs = [start('complete', ids), start('abort', ids), start('complete', ids.toReversed())];
		const told = (await Promise.all(runs.map(run => run.ready))).flat();
		expect(told.flatMap(({begun}) => begun ?? []).sort()).toEqual([...ids].sort());
		expect(told.filter(({reason}) => reason === 'under-way')).toHaveLength(80);
		expect(lines()).toHaveLength(40);
		expect(await openJournal({folder}).history()).toMatchObject({torn: 0, damaged: 0});
	});

	test('one killed between intent and outcome leaves an unknown act that blocks the other', async () => {
		const run = start('complete', ['2~a']);
		await run.ready;
		const journal = openJournal({folder});
		expect((await refusal(journal.begin(act('abort')))).problem.code).toBe('under-way');
		run.process.kill('SIGKILL');
		await once(run.process, 'exit');
		expect(await journal.openActs()).toMatchObject([
			{intent: {act: 'complete', uploadId: '2~a'}, state: 'unknown'},
		]);
		expect((await refusal(journal.begin(act('abort')))).problem.code).toBe('unsettled');
		expect((await refusal(journal.begin(act('complete'), true))).problem.code).toBe('unsettled');
	});

	test('one killed while it held the lock does not keep the others out for good', async () => {
		const lock = join(folder, 'acts.jsonl.lock');
		mkdirSync(lock, {recursive: true});
		const renewed = new Date(Date.now() - 4500);
		utimesSync(lock, renewed, renewed);
		await openJournal({folder}).begin(act('abort'));
		expect(lines()).toHaveLength(1);
	});
});
