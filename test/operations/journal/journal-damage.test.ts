import {appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm, truncate} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {
	type Journal,
	type NewAct,
	openJournal,
} from '../../../source/operations/journal/journal.js';
import {isCutShort} from '../../../source/operations/journal/journal-damage.js';
import {
	encodeIntent,
	parseLine,
	readLine,
} from '../../../source/operations/journal/journal-record.js';
import {journalWords} from '../../../source/text/reason/journal-words.js';
import {asWritten} from '../../support/reasons.js';

let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-damage-'));
	file = join(folder, 'acts.jsonl');
	const made = folder;
	onTestFinished(() => rm(made, {recursive: true}));
});

const upload = {bucket: 'media', key: 'raw/tape.tar', uploadId: '2~a'};

function abortOf(target: Partial<typeof upload> = {}): NewAct {
	const connection = 'own:oos';
	return {act: 'abort', connection, endpoint: 'http://127.0.0.1:1', ...upload, ...target};
}

const record = {
	...{v: 1, type: 'intent', id: 'act-1', time: '2026-11-20T12:00:00.000Z'},
	...{...abortOf({}), pid: 1, host: 'elsewhere'},
};

const open = () => openJournal({folder, isAlive: () => false});

/** What each of the journals says to an act on these uploads: nothing, or the reason of its refusal. */
async function answers(journal: Journal): Promise<Array<string | undefined>> {
	const targets = [
		upload,
		{...upload, uploadId: '2~other'},
		{...upload, key: 'other'},
		{...upload, bucket: 'other'},
	];
	const said = [];
	for (const target of targets)
		said.push(
			await journal.begin(abortOf(target)).then(
				intent => journal.end(intent, {outcome: 'not-sent', reason: asWritten('A try.')}),
				({problem}) => problem.code,
			),
		);
	return said;
}

/** What users read of why it was refused. */
async function refusal(asked: Promise<unknown>): Promise<string> {
	const error = await asked.then(
		() => expect.fail('it was read'),
		error => error,
	);
	expect(error.problem.code).toBe('unavailable');
	return journalWords(error.problem);
}

async function damagedIn(journal: Journal) {
	const pages = [];
	for await (const page of journal.pages()) pages.push(page);
	return pages.flatMap(({damaged}) => damaged);
}

const all = ['damaged', 'damaged', 'damaged', 'damaged'];
const json = (fields: object) => JSON.stringify(fields);

describe('a line that cannot be understood refuses what it may be about', () => {
	const {uploadId: _, ...noId} = record;
	const {key: __, ...noKey} = noId;
	const thisOne = ['unread-line', undefined, undefined, undefined];
	test.each<[string, string, Array<string | undefined>]>([
		['an act of another kind', json({...record, act: 'copy'}), thisOne],
		['a Complete without a size', json({...record, act: 'complete', planned: {}}), thisOne],
		['a later version', json({...record, v: 2}), thisOne],
		['terms that are not known', json({...record, terms: {requestPayer: 'me'}}), thisOne],
		['a pid that is none', json({...record, pid: 'x'}), thisOne],
		['no upload id', json(noId), ['unread-line', 'unread-line', undefined, undefined]],
		['no key', json(noKey), ['damaged', 'damaged', 'damaged', undefined]],
		[
			'no bucket',
			json({...record, bucket: 7}),
			['unread-line', undefined, undefined, 'unread-line'],
		],
		['another bucket, and no key', json({...noKey, bucket: 'b'}), [...Array(4)]],
		['not even that', '{"v":1,"type":"intent"}', all],
		['a kind of record that is not known', '{"v":1,"type":"note"}', all],
		['no JSON', 'hello', all],
		['a value', 'null', all],
		['a field that was lost', json(record).replace('"pid":1', '"pid":'), thisOne],
		['zeros in a word', json(record).replace('act-1', 'act\0\0'), thisOne],
		[
			'zeros in the key',
			json(record).replace('tape', '\0\0\0\0'),
			['unread-line', undefined, 'unread-line', undefined],
		],
		['zeros that may have been acts', json(record).replace('2026', '\0'.repeat(200)), all],
		[
			'what is left of two lines',
			`${json(record).slice(0, -20)}\0\0${json({...record, key: 'k', uploadId: '2~k'}).slice(60)}`,
			['damaged', 'damaged', 'damaged', undefined],
		],
		[
			'a cut before another line',
			`${json(record).slice(0, -20)}${json({v: 1, type: 'outcome', id: 'x', time: '', outcome: 'done', sentence: ''})}`,
			thisOne,
		],
	])('%s', async (_name, line, refused) => {
		const wanted = line.startsWith('{') && refused === all ? all : refused;
		writeFileSync(file, `${line}\n`);
		expect(await answers(open())).toEqual(wanted);
		// Without its line end it says the same.
		writeFileSync(file, line);
		expect(await answers(open())).toEqual(wanted);
	});

	test('bytes that are no text in the key are not taken for a key', async () => {
		const bytes = Buffer.from(`${json(record)}\n`);
		bytes.writeUInt8(0xff, bytes.indexOf('tape'));
		writeFileSync(file, bytes);
		expect(await answers(open())).toEqual(['unread-line', undefined, 'unread-line', undefined]);
	});

	test('what an older partway wrote of a size that is none is understood', async () => {
		writeFileSync(file, `${json({...record, bytes: null})}\n`);
		const journal = open();
		expect(await journal.openActs()).toMatchObject([{intent: {id: 'act-1'}, state: 'unknown'}]);
		expect(await answers(journal)).toEqual([undefined, undefined, undefined, undefined]);
	});

	test('a later field is no trouble, and an outcome of another kind leaves its act open', async () => {
		const outcome = {v: 1, type: 'outcome', id: 'act-1', time: '', outcome: 'moved', sentence: ''};
		writeFileSync(file, `${json({...record, later: {field: 1}})}\n${json(outcome)}\n`);
		const journal = open();
		expect(await journal.openActs()).toMatchObject([{intent: {id: 'act-1'}, state: 'unknown'}]);
		expect(await answers(journal)).toEqual([undefined, undefined, undefined, undefined]);
		expect(await damagedIn(journal)).toMatchObject([{blocks: false}]);
		await expect(
			journal.begin({...abortOf(), act: 'complete', planned: {size: 1, partCount: 1}}),
		).rejects.toMatchObject({problem: {code: 'unsettled'}});
	});

	test('what became of its act ends it', async () => {
		writeFileSync(file, `${json({...record, act: 'copy'})}\n`);
		const journal = open();
		const end = (outcome: 'unknown' | 'gone') =>
			journal.end({id: 'act-1'}, {outcome, reason: asWritten('')});
		await end('unknown');
		await expect(journal.begin(abortOf())).rejects.toMatchObject({problem: {code: 'unread-line'}});
		await end('gone');
		await journal.begin(abortOf());
	});
});

test('what became of one act says nothing of a line that is left of two', async () => {
	writeFileSync(file, `${json(record).slice(0, -20)}\0${json({...record, key: 'k'}).slice(60)}\n`);
	const journal = open();
	await journal.end({id: 'act-1'}, {outcome: 'gone', reason: asWritten('')});
	await expect(journal.begin(abortOf())).rejects.toMatchObject({problem: {code: 'unread-line'}});
});

describe('lines that lost what is between them', () => {
	test('are read one by one', async () => {
		const journal = open();
		const [one, other] = [await journal.begin(abortOf()), await journal.begin(abortOf({key: 'k'}))];
		await journal.end(one, {outcome: 'done', reason: asWritten('It is done.')});
		writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', ''));
		expect(await open().openActs()).toMatchObject([{intent: {id: other.id}}]);
		expect(await open().history()).toMatchObject({
			acts: [{intent: {id: one.id}, standing: 'done'}, {intent: {id: other.id}}],
			damaged: 0,
		});
	});
});

describe('a line is set aside', () => {
	test('by its name, and only that line; the rest stays as it was', async () => {
		const journal = open();
		const kept = await journal.begin(abortOf({key: 'kept'}));
		appendFileSync(file, `hello\n${json({...record, act: 'copy'})}\n`);
		const before = readFileSync(file, 'utf8');
		const [copy, hello] = await damagedIn(journal);
		expect([hello?.concerns, copy?.concerns]).toEqual([{}, {act: 'act-1', ...upload}]);
		const error = await journal.begin(abortOf()).catch(error => error);
		expect(journalWords(error.problem)).toContain(`partway history --set-aside ${hello?.id}`);
		expect(journalWords(error.problem)).toContain(file);
		await journal.setAside(hello!.id);
		await expect(journal.setAside(hello!.id)).rejects.toMatchObject({problem: {code: 'ended'}});
		expect(await answers(open())).toEqual(['unread-line', undefined, undefined, undefined]);
		await open().setAside(copy!.id);
		expect(await answers(journal)).toEqual([undefined, undefined, undefined, undefined]);
		expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
		expect(await damagedIn(journal)).toEqual([]);
		expect((await journal.openActs()).map(({intent}) => intent.id)).toEqual([kept.id]);
		// The same text again is another line.
		appendFileSync(file, 'hello\n');
		expect(await answers(journal)).toEqual(all);
		expect(await damagedIn(journal)).toHaveLength(1);
	});
});

test('an act that could not be read again is not sent', async () => {
	const journal = open();
	for (const [name, act] of Object.entries({
		'no size': {...abortOf(), act: 'complete' as const, planned: {size: Number.NaN, partCount: 1}},
		'a key without an end': abortOf({key: 'k'.repeat(1024 * 1024)}),
	}))
		await expect(journal.begin(act), name).rejects.toMatchObject({problem: {code: 'unwritable'}});
	expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
	// A size that is only told is left out.
	await journal.begin({...abortOf(), bytes: Number.NaN});
	expect(await open().openActs()).toHaveLength(1);
});

test('each beginning of a record was cut short, and nothing else is taken for one', () => {
	const whole = String(
		encodeIntent({
			...{...abortOf({key: 'a"\\\u00e9\u202e'}), id: '1', time: '2026-11-20T12:00:00.000Z'},
			...{pid: 1, host: 'h', bytes: 12, before: {size: 3, etag: '"x"'}},
		}),
	);
	for (let length = 0; length < whole.length; length++)
		expect(parseLine(whole.slice(0, length)).kind, whole.slice(0, length)).toBe('torn');
	expect(parseLine(whole).kind).toBe('intent');
	fc.assert(
		fc.property(fc.nat(whole.length - 1), fc.string({minLength: 1}), (at, noise) => {
			const text = whole.slice(0, at) + noise;
			// Whatever follows is another line, or the same one again.
			fc.pre(!isJson(`${text}`));
			const kinds = readLine(`${text}\0${whole}`).map(({record}) => record.kind);
			expect(kinds).toContain('damaged');
		}),
	);
	expect(isCutShort('{"a":1}{')).toBe(false);
});

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

test('no line, whatever it holds, is in the way of reading it', () => {
	for (const unit of ['[', '{"v":', '"key":"', '\0', 'a', '\\', '{', '\ufffd', '"', ' ']) {
		const text = `{${unit.repeat(200_000)}!`;
		for (const {record} of readLine(text)) expect(['damaged', 'torn']).toContain(record.kind);
	}
});

/** Bytes that this process has read from files so far. */
function bytesRead(): number {
	return Number(/^rchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

describe.runIf(process.platform === 'linux')('a journal without an end', () => {
	test('of three gigabytes is refused, and not read', async () => {
		writeFileSync(file, '');
		await truncate(file, 3 * 1024 ** 3);
		const before = bytesRead();
		for (const ask of [
			() => open().begin(abortOf()),
			() => open().openActs(),
			() => open().history(),
		])
			expect(await refusal(ask())).toMatch(/larger than 256 MiB, .*Move it away, and keep/);
		expect(bytesRead() - before).toBeLessThan(1024 * 1024);
	});

	test('that has a line of 200 MiB is read once, and only that line refuses acts', async () => {
		const journal = open();
		const kept = await journal.begin(abortOf({key: 'kept'}));
		const {length} = readFileSync(file);
		await truncate(file, length + 200 * 1024 * 1024);
		appendFileSync(file, '\n');
		const later = `${json({...record, id: 'later'})}\n`;
		appendFileSync(file, later);
		const before = process.memoryUsage.rss();
		const reader = open();
		expect((await reader.openActs()).map(({intent}) => intent.id)).toEqual([kept.id, 'later']);
		const [line, ...more] = await damagedIn(reader);
		expect([line?.at, more]).toEqual([length, []]);
		expect(await answers(reader)).toEqual(all);
		await reader.setAside(line!.id);
		expect(await answers(reader)).toEqual([undefined, undefined, undefined, undefined]);
		expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
	});

	test.each([
		['line ends', '\n'],
		['words', 'word\n'],
		['different words', ''],
	])('of 100 MiB of %s is read no further than is any use', async (_, unit) => {
		const size = 100 * 1024 * 1024;
		if (unit !== '') writeFileSync(file, unit.repeat(size / unit.length));
		else writeFileSync(file, Array.from({length: 1_000_000}, (_, nth) => `word ${nth}\n`).join(''));
		const before = bytesRead();
		const reader = open();
		for (const ask of [() => reader.begin(abortOf()), () => reader.openActs()])
			expect(await refusal(ask())).toMatch(/more than 1,000 lines .* Move it away, and keep/);
		expect(await refusal(open().history())).toContain('more than 1,000 lines');
		expect(bytesRead() - before).toBeLessThan(20 * 1024 * 1024);
	});

	test('in an archive is left out, and said', async () => {
		const archive = join(folder, 'acts-20261122T210449123Z.jsonl');
		writeFileSync(archive, '');
		await truncate(archive, 3 * 1024 ** 3);
		mkdirSync(join(folder, 'acts-20261122T210449124Z.jsonl'));
		const journal = open();
		await journal.begin(abortOf());
		const pages = [];
		for await (const page of journal.pages()) pages.push(page);
		expect(pages.flatMap(({acts}) => acts)).toHaveLength(1);
		expect(pages.flatMap(({unread}) => unread).map(({why}) => why)).toEqual([
			'it is a folder',
			'it is larger than 256 MiB',
		]);
	});
});
