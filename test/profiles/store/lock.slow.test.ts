import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {createRunFile, reopenRunFile} from '../../../source/operations/abort-run/run-file.js';
import {openJournal} from '../../../source/operations/journal/journal.js';
import {LockTrouble, takeLock, whileLocked} from '../../../source/profiles/store/lock.js';
import {openProfileStore} from '../../../source/profiles/store/store.js';

let folder: string;
let file: string;
/** Whole seconds: no disk rounds them. */
const nextYear = new Date(Math.ceil(Date.now() / 1000) * 1000 + 365 * 24 * 60 * 60_000);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'partway-lock-'));
	file = join(folder, 'it is here');
	const made = folder;
	onTestFinished(() => rmSync(made, {recursive: true}));
});

function lockOfTheFuture(of: string): string {
	const lock = `${of}.lock`;
	mkdirSync(lock);
	utimesSync(lock, nextYear, nextYear);
	return lock;
}

async function refusal(taken: Promise<unknown>): Promise<LockTrouble> {
	const error = await taken.then(
		() => expect.fail('it was taken'),
		error => error,
	);
	expect(error).toBeInstanceOf(LockTrouble);
	return error;
}

describe('a lock that waiting does not set free is named, with what to do', () => {
	test('dated in the future', async () => {
		const lock = lockOfTheFuture(file);
		const {message} = await refusal(takeLock(file, {patience: 0}));
		expect(message).toBe(
			`The lock ${lock} is dated in the future (${nextYear.toISOString()}), so it never grows old. Where no other partway runs, remove it: rm -r '${lock}'`,
		);
		execFileSync('sh', ['-c', message.slice(message.indexOf('rm -r'))]);
		await (await takeLock(file, {patience: 0})).release();
	});

	test.each<[string, (lock: string) => void]>([
		['a file', lock => writeFileSync(lock, '')],
		['a pipe', lock => execFileSync('mkfifo', [lock])],
	])('%s', async (_, make) => {
		make(`${file}.lock`);
		expect((await refusal(takeLock(file, {patience: 0}))).message).toContain('is not a folder');
	});

	test('a folder that holds something, and is old', async () => {
		const lock = `${file}.lock`;
		mkdirSync(lock);
		writeFileSync(join(lock, 'mine'), '');
		utimesSync(lock, 1, 1);
		expect((await refusal(takeLock(file, {patience: 0}))).message).toContain('is no empty folder');
		expect(existsSync(join(lock, 'mine'))).toBe(true);
	});
});

test('one of a machine whose clock is ahead is waited for while its holder lives', async () => {
	const lock = lockOfTheFuture(file);
	let renewed = nextYear.getTime() / 1000;
	const renewing = setInterval(() => {
		renewed += 1;
		if (existsSync(lock)) utimesSync(lock, renewed, renewed);
	}, 200);
	setTimeout(() => rmSync(lock, {recursive: true}), 2500);
	try {
		await (await takeLock(file)).release();
	} finally {
		clearInterval(renewing);
	}
});

describe('work under a lock that another process takes away', () => {
	/** As one does that found the lock of a killed partway, and was slow to remove it. */
	function steal(): void {
		rmSync(`${file}.lock`, {recursive: true});
		mkdirSync(`${file}.lock`);
		// A thief comes seconds after the lock was made. Within one tick of the clock it would look the same.
		const later = new Date(Date.now() + 100);
		utimesSync(`${file}.lock`, later, later);
	}
	/** The thief lets go. */
	function letGo(): void {
		setTimeout(() => rmSync(`${file}.lock`, {recursive: true, force: true}), 50);
	}

	test.each(['before it writes', 'after it has written'])('%s is done once more', async when => {
		let rounds = 0;
		const written: number[] = [];
		await whileLocked(file, stillOurs => {
			rounds++;
			const isFirst = rounds === 1;
			if (isFirst && when === 'before it writes') steal();
			if (isFirst) letGo();
			stillOurs();
			written.push(rounds);
			if (isFirst) steal();
		});
		expect(written).toEqual(when === 'before it writes' ? [2] : [1, 2]);
	});
});

describe('whoever needs it says so', () => {
	const act = {
		...{
			act: 'abort' as const,
			connection: 'c',
			endpoint: 'e',
			bucket: 'b',
			key: 'k',
			uploadId: 'u',
		},
	};

	test('an act', async () => {
		lockOfTheFuture(join(folder, 'acts.jsonl'));
		const journal = openJournal({folder});
		const why = expect.stringMatching(
			/acts\.jsonl\.lock is dated in the future .*remove it: rm -r /,
		);
		await expect(journal.begin(act)).rejects.toMatchObject({problem: {by: 'lock', why}});
		expect(await journal.openActs()).toEqual([]);
	});

	test('a profile that is stored', async () => {
		lockOfTheFuture(join(folder, 'config.json'));
		const store = openProfileStore({PARTWAY_CONFIG_DIR: folder});
		const profile = {name: 'x', credentials: {kind: 'environment'}} as const;
		await expect(store.add(profile)).rejects.toThrow(/config\.json\.lock is dated in the future/);
	});

	test('a store that is damaged and cannot be moved aside', () => {
		writeFileSync(join(folder, 'config.json'), '{');
		lockOfTheFuture(join(folder, 'config.json'));
		const {messages} = openProfileStore({PARTWAY_CONFIG_DIR: folder});
		expect(messages).toEqual([expect.stringMatching(/config\.json\.lock is dated in the future/)]);
	});

	test('a run that is taken up', async () => {
		const confirmed = {uploads: 0, bytes: 0};
		const header = {
			...{id: 'r', time: '', pid: 1, host: 'elsewhere', connection: 'c', endpoint: 'e'},
			...{bucket: 'b', confirmed},
		};
		const made = await createRunFile(folder, header, []);
		await made.close();
		lockOfTheFuture(made.file);
		await expect(reopenRunFile(made.file)).rejects.toThrow(/lock is dated in the future/);
	});
});
