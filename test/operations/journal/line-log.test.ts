import {appendFileSync} from 'node:fs';
import {mkdtemp, readFile, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createLineLog} from '../../../source/operations/journal/line-log.js';
import {flushesOf} from '../../support/flushes.js';

async function log() {
	const folder = await mkdtemp(join(tmpdir(), 'partway-line-log-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const file = join(folder, 'log.jsonl');
	const seen: string[] = [];
	const opened = createLineLog(file, {
		onLine: line => seen.push(line),
		onReset: () => seen.splice(0),
	});
	return {file, seen, opened};
}

// Two that find the lock of a killed process may both take it, and neither may see it.
test.each([
	['a line', 'theirs\n'],
	['a line cut short', 'the'],
])(
	'a line that lands behind %s of somebody else is decided again, with that one read',
	async (_, theirs) => {
		const {file, seen, opened} = await log();
		await opened.append(() => 'first');
		const decided: string[][] = [];
		await opened.append(() => {
			decided.push([...seen]);
			if (decided.length === 1) appendFileSync(file, theirs);
			return `ours ${decided.length}`;
		});
		expect(decided).toHaveLength(2);
		expect(decided[0]).toEqual(['first']);
		expect(decided[1]?.[0]).toBe('first');
		expect(decided[1]?.[1]).toContain(theirs.trim());
		expect((await readFile(file, 'utf8')).endsWith('\nours 2\n')).toBe(true);
	},
);

test('and where it must not be written by then, that is said', async () => {
	const {file, seen, opened} = await log();
	let asked = 0;
	const append = opened.append(() => {
		asked++;
		if (seen.includes('theirs')) throw new Error('they were first');
		appendFileSync(file, 'theirs\n');
		return 'ours';
	});
	await expect(append).rejects.toThrow('they were first');
	expect(asked).toBe(2);
});

test('what is appended is handed to the reader once, at once, and is not read again', async () => {
	const {file, seen, opened} = await log();
	await opened.append(() => 'first');
	const both = [1, 2].map(nth =>
		opened.append(() => {
			expect(seen).toEqual(['first', 'two 1'].slice(0, nth));
			return `two ${nth}`;
		}),
	);
	await Promise.all(both);
	await opened.append(() => 'last — with a dash');
	const lines = ['first', 'two 1', 'two 2', 'last — with a dash'];
	expect(await opened.read(() => [...seen])).toEqual(lines);
	appendFileSync(file, 'theirs\n');
	expect(await opened.read(() => [...seen])).toEqual([...lines, 'theirs']);
	await opened.append(() => 'ours');
	expect(await opened.read(() => [...seen])).toEqual([...lines, 'theirs', 'ours']);
});

test('what the file does not give back as it was handed is read from it', async () => {
	const {file, seen, opened} = await log();
	await opened.append(() => 'first');
	// Half of a character is none in a file.
	await opened.append(() => 'half \ud800');
	await opened.append(() => 'two\nlines');
	appendFileSync(file, 'cut sh');
	await opened.append(() => 'after it');
	const there = (await readFile(file, 'utf8')).trimEnd().split('\n');
	expect(there).toEqual(['first', 'half \ufffd', 'two', 'lines', 'cut sh', 'after it']);
	await opened.read(() => undefined);
	const read: string[] = [];
	await createLineLog(file, {onLine: line => read.push(line), onReset: () => read.splice(0)}).read(
		() => undefined,
	);
	expect(read).toEqual(there);
	for (const line of there) expect(seen).toContain(line);
});

test('a file that is replaced after it was appended to is read anew', async () => {
	const {file, seen, opened} = await log();
	await opened.append(() => 'first');
	await opened.append(() => 'second');
	await writeFile(`${file}.other`, 'other\n');
	await rename(`${file}.other`, file);
	expect(await opened.read(() => [...seen])).toEqual(['other']);
	// Cut to less than was accepted.
	await opened.append(() => 'third');
	await truncate(file, 6);
	expect(await opened.read(() => [...seen])).toEqual(['other']);
});

test('a folder that is removed between two lines is made again', async () => {
	const {file, seen, opened} = await log();
	await opened.append(() => 'first');
	await rm(dirname(file), {recursive: true});
	await opened.append(() => 'second');
	expect(await readFile(file, 'utf8')).toBe('second\n');
	expect(seen).toEqual(['second']);
});

test('what is appended at once is flushed once', async () => {
	const {file, opened} = await log();
	await opened.append(() => 'first');
	const flushes = await flushesOf(() =>
		Promise.all(Array.from({length: 100}, (_, nth) => opened.append(() => `line ${nth}`))),
	);
	expect(flushes).toBe(1);
	expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(102);
});
