import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	appendFileSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {
	type JournalOptions,
	type NewAct,
	openJournal,
} from '../../../source/operations/journal/journal.js';
import {OpenActs} from '../../../source/operations/journal/journal-acts.js';
import {
	archiveFile,
	archiveFiles,
	keptArchives,
} from '../../../source/operations/journal/journal-archives.js';
import {type Outcome, parseLine} from '../../../source/operations/journal/journal-record.js';
import {replaceFile} from '../../../source/operations/journal/line-rotation.js';
import {buildChild} from '../../support/child.js';
import {asWritten} from '../../support/reasons.js';

let scratch: string;
let folder: string;
let child: string;
let count = 0;
const children = new Set<ChildProcess>();

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'partway-rotation-'));
	child = await buildChild(join(import.meta.dirname, 'journal-rotation-child.ts'), scratch);
});

beforeEach(() => {
	folder = join(scratch, `state-${count++}`);
});

afterEach(() => {
	for (const each of children) each.kill('SIGKILL');
	children.clear();
});

afterAll(() => rm(scratch, {recursive: true}));

const rotateAt = 3000;
let clock = Date.parse('2026-11-20T12:00:00Z');

/** A journal that is replaced after some ten lines; its clock moves with each look at it. */
function open(options: JournalOptions = {}) {
	return openJournal({folder, rotateAt, now: () => ++clock, ...options});
}

function act(uploadId: string): NewAct {
	return {
		act: 'complete',
		connection: 'own:oos',
		endpoint: 'http://127.0.0.1:1',
		bucket: 'b',
		key: 'k',
		uploadId,
		planned: {size: 10, partCount: 2},
	};
}

const outcome = (kind: Outcome['outcome']): Outcome => ({
	outcome: kind,
	reason: asWritten('So it is.'),
});

type Opened = ReturnType<typeof open>;

/** Acts that are over, so many that the file is replaced. */
async function fill(journal: Opened, name: string): Promise<void> {
	const before = (await archiveFiles(folder)).length;
	for (let nth = 0; (await archiveFiles(folder)).length === before; nth++)
		await journal.end(await journal.begin(act(`${name}-${nth}`)), outcome('done'));
}

function live(): string[] {
	return readFileSync(join(folder, 'acts.jsonl'), 'utf8').split('\n').slice(0, -1);
}

async function idsOf(journal: Opened): Promise<string[]> {
	return (await journal.history()).acts.map(({intent}) => intent.uploadId);
}

describe('a journal that grew long', () => {
	test('keeps the acts without an end, to the letter, and moves the rest to an archive', async () => {
		const journal = open();
		const running = await journal.begin(act('running'));
		const unknown = await journal.begin(act('unknown'));
		await journal.end(unknown, outcome('unknown'));
		const failing = await journal.begin(act('failing'));
		await journal.end(failing, outcome('probably-failed'));
		// As a later partway writes it.
		const foreign = `{"future":[1],${live()[0]!.slice(1).replaceAll('running', 'foreign').replace(running.id, 'foreign')}`;
		appendFileSync(journal.file, `${foreign}\n`);
		const before = live();
		await fill(journal, 'over');

		const [archive] = await archiveFiles(folder);
		const archived = readFileSync(archive!, 'utf8').split('\n').slice(0, -1);
		expect(archived.slice(0, before.length)).toEqual(before);
		expect(archived.length).toBeGreaterThan(10);
		const [first, second, third, ...rest] = before;
		expect(live().slice(0, 6)).toEqual([first, second, rest[0], foreign, third, rest[1]]);
		expect(live().length).toBeLessThan(10);
		for (const file of [archive!, journal.file]) expect(statSync(file).mode & 0o777).toBe(0o600);
		// Nothing is forgotten that forbids an act, by whoever reads it, before or after.
		for (const reader of [journal, open()]) {
			const states = (await reader.openActs()).map(({intent, state}) => [intent.uploadId, state]);
			expect(states).toEqual([
				['running', 'running'],
				['unknown', 'unknown'],
				['failing', 'probably-failed'],
				['foreign', 'running'],
			]);
			await expect(reader.begin(act('unknown'), true)).rejects.toMatchObject({
				problem: {code: 'unsettled'},
			});
			await expect(reader.begin(act('failing'))).rejects.toMatchObject({
				problem: {code: 'key-must-be-typed'},
			});
			await expect(reader.begin(act('foreign'))).rejects.toMatchObject({
				problem: {code: 'under-way'},
			});
		}
		await journal.end(unknown, outcome('done'));
		expect((await open().openActs()).map(({intent}) => intent.uploadId)).not.toContain('unknown');
	});

	test('is noticed by another that has it open, which goes on in the new file', async () => {
		const [one, other] = [open(), open({rotateAt: Number.POSITIVE_INFINITY})];
		const kept = await other.begin(act('kept'));
		await fill(one, 'over');
		expect(await other.openActs()).toMatchObject([{intent: {id: kept.id}, state: 'running'}]);
		await expect(one.begin(act('kept'))).rejects.toMatchObject({problem: {code: 'under-way'}});
		await other.end(kept, outcome('done'));
		expect(await one.openActs()).toEqual([]);
		expect(live().at(-1)).toContain(kept.id);
	});

	test('keeps a line that cannot be understood, and what it refuses', async () => {
		const journal = open();
		const begun = await Promise.all(
			Array.from({length: 12}, (_, nth) => journal.begin(act(`${nth}`))),
		);
		appendFileSync(journal.file, '{"v":2,"type":"intent"}\n');
		for (const intent of begun) await journal.end(intent, outcome('done'));
		expect(await archiveFiles(folder)).not.toEqual([]);
		expect(live()).toContain('{"v":2,"type":"intent"}');
		for (const each of [journal, open()])
			await expect(each.begin(act('new'))).rejects.toMatchObject({problem: {code: 'damaged'}});
		// Both files hold it; it is told once, and set aside once.
		const pages = async () => {
			const all = [];
			for await (const page of open().pages()) all.push(page);
			return all.flatMap(({damaged}) => damaged);
		};
		const [line, ...more] = await pages();
		expect([line?.blocks, more]).toEqual([true, []]);
		await journal.setAside(line!.id);
		expect(await pages()).toEqual([]);
		await journal.begin(act('new'));
	});

	test('is not replaced over and over where most of it has no end', async () => {
		const journal = open();
		for (let nth = 0; nth < 20; nth++) await journal.begin(act(`${nth}`));
		await journal.end(await journal.begin(act('over')), outcome('done'));
		expect(await archiveFiles(folder)).toEqual([]);
		expect(await journal.openActs()).toHaveLength(20);
	});

	test('keeps so many archives', async () => {
		mkdirSync(folder, {recursive: true});
		const old = Array.from({length: keptArchives + 5}, (_, nth) => archiveFile(folder, nth));
		for (const file of old) writeFileSync(file, '');
		await fill(open(), 'over').catch(() => {});
		const files = await archiveFiles(folder);
		expect(files).toHaveLength(keptArchives);
		expect(files).toEqual(expect.arrayContaining(old.slice(6)));
	});
});

describe('the history', () => {
	test('goes through all archives, each act once, in the order they were begun', async () => {
		const journal = open();
		const early = await journal.begin(act('early'));
		await journal.end(early, outcome('unknown'));
		const wanted = ['early'];
		for (const name of ['a', 'b', 'c']) await fill(journal, name);
		const late = await journal.begin(act('late'));
		const {acts} = await journal.history();
		const ids = acts.map(({intent}) => intent.uploadId);
		for (const name of ['a', 'b', 'c'])
			wanted.push(
				...Array.from(
					{length: ids.filter(id => id.startsWith(name)).length},
					(_, nth) => `${name}-${nth}`,
				),
			);
		expect(ids).toEqual([...wanted, 'late']);
		expect(ids.length).toBeGreaterThan(15);
		expect(acts.map(({standing}) => standing)).toEqual([
			'unknown',
			...wanted.slice(1).map(() => 'done'),
			'running',
		]);
		// An end may come long after, in another file than the act.
		await journal.end(early, {...outcome('done'), etag: '"e"'});
		const [first] = (await journal.history()).acts;
		expect(first).toMatchObject({
			standing: 'done',
			outcome: {outcome: 'done', etag: '"e"'},
			earlier: [{outcome: 'unknown'}],
		});
		const since = Date.parse(late.time) - 3;
		expect((await journal.history(since)).acts.at(-1)).toMatchObject({intent: {id: late.id}});
		expect((await journal.history(since)).acts.length).toBeLessThan(3);
	});

	test('reads no archive before it is asked for', async () => {
		const journal = open();
		for (const name of ['a', 'b', 'c']) await fill(journal, name);
		await journal.begin(act('last'));
		const pages = journal.pages();
		const first = await pages.next();
		// What would be read next is not there any more.
		for (const file of await archiveFiles(folder)) await rm(file);
		const ids = first.value?.acts.map(({intent}) => intent.uploadId) ?? [];
		for await (const {acts} of pages) ids.push(...acts.map(({intent}) => intent.uploadId));
		expect(ids).toEqual(['last', expect.stringMatching(/^c/)]);
	});

	test('keeps what the act itself was answered when a look-up tells the end', async () => {
		const journal = open();
		const intent = await journal.begin(act('a'));
		await journal.end(intent, {...outcome('accepted'), requestId: 'tx1', bytes: 8});
		await journal.end(intent, outcome('gone'));
		const {acts} = await journal.history();
		expect(acts[0]?.outcome).toMatchObject({outcome: 'gone', requestId: 'tx1', bytes: 8});
	});

	test('tells an act that a later one settled from one that is open', async () => {
		const journal = open();
		const abort = {...act('a'), act: 'abort' as const, planned: undefined};
		await journal.end(await journal.begin(abort), outcome('unknown'));
		await journal.end(await journal.begin(abort), outcome('gone'));
		const standings = (await journal.history()).acts.map(({standing}) => standing);
		expect(standings).toEqual(['resolved', 'gone']);
	});

	test('stays at its end when a look that came too late says unknown', async () => {
		const journal = open();
		const intent = await journal.begin(act('a'));
		await journal.end(intent, outcome('failed'));
		await journal.end(intent, outcome('unknown'));
		expect((await journal.history()).acts).toMatchObject([
			{standing: 'failed', outcome: {outcome: 'failed'}},
		]);
		expect(await journal.openActs()).toEqual([]);
	});

	test('names the damaged lines', async () => {
		const journal = open();
		await journal.begin(act('a'));
		appendFileSync(journal.file, 'hello\n');
		const at = readFileSync(journal.file).length - 6;
		const pages = [];
		for await (const page of journal.pages()) pages.push(page);
		expect(pages.flatMap(({damaged}) => damaged)).toEqual([
			{
				...{file: journal.file, at, concerns: {}, blocks: true},
				id: expect.stringMatching(/^line-[0-9a-f]{12}$/),
			},
		]);
	});
});

describe('an act closed by hand', () => {
	test('is over, and only that one', async () => {
		const journal = open({isAlive: () => false});
		const gone = await open().begin(act('a'));
		await journal.closeByHand(gone);
		expect(await journal.openActs()).toEqual([]);
		expect((await journal.history()).acts).toMatchObject([
			{standing: 'closed', outcome: {user: expect.any(String)}},
		]);
		await expect(journal.closeByHand(gone)).rejects.toMatchObject({problem: {code: 'ended'}});
		const running = await journal.begin(act('a'));
		await expect(journal.closeByHand(running)).rejects.toMatchObject({
			problem: {code: 'under-way'},
		});
		expect(await journal.openActs()).toHaveLength(1);
	});
});

describe('a replacement that does not end', () => {
	test('after the second name was given leaves each act once, and is made good by the next', async () => {
		const journal = open({rotateAt: Number.POSITIVE_INFINITY});
		for (let nth = 0; nth < 12; nth++)
			await journal.end(await journal.begin(act(`${nth}`)), outcome('done'));
		const second = archiveFile(folder, 1);
		linkSync(journal.file, second);
		writeFileSync(`${journal.file}.new`, '{"half');
		expect(await idsOf(journal)).toHaveLength(12);
		await journal.begin(act('open'));
		await open().begin(act('last'));
		const files = await archiveFiles(folder);
		expect(files).not.toContain(second);
		expect(files).toHaveLength(1);
		expect(new Set(await idsOf(journal)).size).toBe((await idsOf(journal)).length);
		expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([]);
	});

	test('changes nothing where a line came to the file after it was read', async () => {
		mkdirSync(folder, {recursive: true});
		const file = join(folder, 'acts.jsonl');
		writeFileSync(file, 'one\n');
		const late = () => appendFileSync(file, 'two\n');
		const archive = archiveFile(folder, 1);
		const options = {archive, bytes: 4, stillOurs: late};
		expect(await replaceFile(file, [], options)).toBe(false);
		expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
	});

	test('changes nothing where the lock was lost', async () => {
		mkdirSync(folder, {recursive: true});
		const file = join(folder, 'acts.jsonl');
		writeFileSync(file, 'one\n');
		const stillOurs = () => {
			throw new Error('lost');
		};
		const options = {archive: archiveFile(folder, 1), bytes: 4, stillOurs};
		await expect(replaceFile(file, [], options)).rejects.toThrow('lost');
		expect(readFileSync(file, 'utf8')).toBe('one\n');
	});
});

/**
 * Every line once, where it counts: what stayed at a replacement stands in two files. Within one a line stands
 * twice where the lock was lost: then the act was decided anew with the later one, and had ended with the earlier one.
 */
function linesInOrder(files: readonly string[]): string[] {
	const lines = new Set<string>();
	for (const file of files) {
		const all = readFileSync(file, 'utf8').split('\n');
		const lastAt = new Map(all.map((text, at) => [text, at]));
		const counts = (text: string, at: number) =>
			!text.includes('"type":"intent"') || lastAt.get(text) === at;
		for (const [at, text] of all.entries()) if (counts(text, at)) lines.add(text);
	}
	return [...lines];
}

test('killed at any moment, with others at work, loses no act that was begun and allows none twice', async () => {
	const kills = 60;
	const uploads = 12;
	const begun = new Set<string>();
	const ended = new Map<string, Set<string | undefined>>();

	function start(): ChildProcess {
		const process_ = spawn(process.execPath, [child, `${uploads}`, '6000'], {
			env: {...process.env, PARTWAY_STATE_DIR: folder},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		children.add(process_);
		createInterface(process_.stdout!).on('line', line => {
			const told = JSON.parse(line) as {begun?: string; ended?: string; outcome?: string};
			if (told.begun !== undefined) begun.add(told.begun);
			if (told.ended === undefined) return;
			const outcomes = ended.get(told.ended) ?? new Set();
			ended.set(told.ended, outcomes.add(told.outcome));
		});
		return process_;
	}

	/** A lock that stands still is that of a killed one: as if five seconds had passed. */
	let stillSince: {readonly lock: string; readonly times: number} | undefined;
	const age = setInterval(() => {
		const path = join(folder, 'acts.jsonl.lock');
		const found = statSync(path, {throwIfNoEntry: false, bigint: true});
		const lock = `${found?.ino} ${found?.birthtimeNs}`;
		const times = stillSince?.lock === lock ? stillSince.times + 1 : 0;
		stillSince = {lock, times};
		// A busy machine lets a living one stand still for a while too.
		if (found !== undefined && times === 30) utimesSync(path, 0, 0);
	}, 10);
	const running = [start(), start(), start()];
	for (let kill = 0; kill < kills; kill++) {
		const before = begun.size;
		await expect.poll(() => begun.size, {interval: 2, timeout: 120_000}).toBeGreaterThan(before);
		// Somewhere in what comes next: a few acts on, in the middle of whatever is done then.
		await new Promise(resolve => setTimeout(resolve, Math.random() * 30));
		const at = kill % running.length;
		const victim = running[at]!;
		victim.kill('SIGKILL');
		await once(victim, 'close');
		running[at] = start();
	}
	clearInterval(age);
	for (const each of running) {
		each.kill('SIGKILL');
		await once(each, 'close');
	}

	const archives = await archiveFiles(folder);
	expect(archives.length).toBeGreaterThan(3);
	const files = [...archives.toReversed(), join(folder, 'acts.jsonl')];
	const open = new OpenActs(() => true);
	const intents = new Set<string>();
	for (const text of linesInOrder(files)) {
		const line = parseLine(text);
		expect(line.kind).not.toBe('damaged');
		if (line.kind === 'intent') {
			intents.add(line.intent.id);
			// What was written and never told was never sent.
			if (!begun.has(line.intent.id)) continue;
			expect(open.on(line.intent)).toEqual([]);
		}
		open.apply(text);
	}
	for (const id of begun) expect(intents).toContain(id);
	const journal = openJournal({folder});
	const acts = new Map(
		(await journal.history()).acts.map(past => [past.intent.id, past.outcome?.outcome]),
	);
	expect([...acts.keys()].sort()).toEqual([...intents].sort());
	for (const [id, told] of ended) {
		const outcome = acts.get(id);
		expect([outcome, outcome !== undefined && !told.has(outcome)]).toEqual([
			expect.any(String),
			// What was written and not told was written by one that was killed.
			outcome === 'failed' && !told.has('failed'),
		]);
	}
	// What has no end stands in the live file, all of it.
	const withoutEnd = [...acts].filter(([, kind]) => kind !== 'failed').map(([id]) => id);
	expect((await journal.openActs()).map(({intent}) => intent.id).sort()).toEqual(withoutEnd.sort());
	expect(withoutEnd.length).toBeGreaterThan(0);
});
