import {type FileHandle, mkdir, open} from 'node:fs/promises';
import {hostname} from 'node:os';
import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {isLocked, type Lock, LockTrouble, oddLock, takeLock} from '../../profiles/store/lock.js';
import {NoPlainFile, openPlain, whyUnusable} from '../../terminal/plain-file.js';
import {linesOf} from '../journal/line-splitter.js';
import {type IsAlive, processLives, processStart} from '../journal/process-lives.js';
import {RunFileError} from './error.js';
import {runFilePath, runsFolder} from './run-folder.js';
import {
	encodeRunLine,
	parseRunLine,
	type RunCarrier,
	type RunHeader,
	type RunLine,
	type RunResult,
} from './run-record.js';

export type {RunCarrier, RunHeader, RunResult} from './run-record.js';

/** Milliseconds that results wait to be written together; they are no act, so a kill may lose them. */
const writeAfter = 500;

/** Lines that are written at once. */
const atOnce = 1000;

/** Milliseconds: the lock of a process that was killed a moment ago has yet to grow old. */
const reopenPatience = 6_000;

/** This process, as it stands in the files. */
export function carrier(): RunCarrier {
	const {pid} = process;
	return {time: new Date().toISOString(), pid, host: hostname(), started: processStart(pid)};
}

/** Writes the file of a run, while this process carries it out. */
export type RunFile = {
	readonly file: string;
	/** Called once, when another process has taken the file: nothing is written to it from then on. */
	onLost(tell: (why: RunFileError) => void): void;
	/** Written with others after a moment. */
	result(result: RunResult): void;
	/** Writes what waits, says that the run has ended if it has, and lets go of the file. */
	close(hasEnded?: boolean): Promise<void>;
};

/** Makes the file with its plan, on the disk when this resolves. Rejects when that cannot be done. */
export async function createRunFile(
	folder: string,
	header: RunHeader,
	uploads: readonly PlannedAbort[],
): Promise<RunFile> {
	await mkdir(runsFolder(folder), {recursive: true, mode: 0o700});
	const file = runFilePath(folder, header.id);
	const handle = await open(file, 'wx', 0o600);
	let hold: Hold | undefined;
	try {
		hold = await take(file, 0);
		openHere.add(file);
		await append(handle, [{type: 'run', header}]);
		for (let start = 0; start < uploads.length; start += atOnce)
			await append(
				handle,
				uploads.slice(start, start + atOnce).map(upload => ({type: 'upload', upload})),
			);
		await append(handle, [{type: 'planned', uploads: uploads.length}]);
		await handle.sync();
		return writer(file, handle, hold);
	} catch (error) {
		await handle.close();
		await hold?.release();
		openHere.delete(file);
		throw error;
	}
}

/**
 * Takes a file up again, and reads it.
 *
 * @throws RunFileError when another process carries the run out or has ended it, or the disk refuses.
 */
export async function reopenRunFile(
	file: string,
	isAlive: IsAlive = processLives,
): Promise<{readonly opened: RunFile; readonly record: RunRecord}> {
	const carriedOut = new RunFileError(`Another partway carries this run out, or ended it: ${file}`);
	if (await isCarriedOut(file, (await readRunFile(file)).carrier, isAlive)) {
		const trouble = oddLock(file);
		throw trouble === undefined ? carriedOut : new RunFileError(trouble);
	}
	const hold = await take(file, reopenPatience).catch(error => {
		if (error instanceof LockTrouble) throw new RunFileError(error.message);
		throw error.code === 'ELOCKED' ? carriedOut : unwritable(file, error);
	});
	let handle: FileHandle | undefined;
	try {
		const record = await readRunFile(file);
		// Another one may have ended it, or have taken it while this one waited and been suspended since.
		if (record.ended || livesHere(file, record.carrier, isAlive)) throw carriedOut;
		handle = await openPlain(file, 'a', 0o600);
		// The last line may have been cut short: an empty line after it says that it does not count.
		await handle.appendFile('\n\n');
		await append(handle, [{type: 'resumed', carrier: carrier()}]);
		return {opened: writer(file, handle, hold), record};
	} catch (error) {
		await handle?.close();
		await hold.release();
		throw error instanceof RunFileError ? error : unwritable(file, error);
	}
}

/** The files that this process writes: its own pid says nothing of those that it let go of. */
const openHere = new Set<string>();

/**
 * Whether a process carries the run of a file out. One of this machine does while it lives: a suspended
 * one lets its lock grow old, and goes on with what it had begun. Of another machine only the lock tells.
 */
export async function isCarriedOut(
	file: string,
	carrier: RunCarrier,
	isAlive: IsAlive = processLives,
): Promise<boolean> {
	return carrier.host === hostname() ? livesHere(file, carrier, isAlive) : isLocked(file);
}

function livesHere(file: string, {pid, host, started}: RunCarrier, isAlive: IsAlive) {
	if (host !== hostname()) return false;
	return pid === process.pid ? openHere.has(file) : isAlive(pid, started);
}

/** A lock, which is renewed while its process lives, and what is to happen when another process takes it away. */
type Hold = Pick<Lock, 'release'> & {isLost: boolean; tell: () => void};

async function take(file: string, patience: number): Promise<Hold> {
	const hold = {isLost: false, tell: ignore};
	const onLost = () => {
		hold.isLost = true;
		hold.tell();
	};
	const {release} = await takeLock(file, {patience, onLost});
	return Object.assign(hold, {release});
}

function writer(file: string, handle: FileHandle, hold: Hold): RunFile {
	openHere.add(file);
	let waiting: RunLine[] = [];
	let timer: NodeJS.Timeout | undefined;
	let turn: Promise<void> = Promise.resolve();

	function write(): Promise<void> {
		clearTimeout(timer);
		timer = undefined;
		const lines = waiting;
		waiting = [];
		// What cannot be written is in the journal all the same, and shown.
		turn = turn.then(() => append(handle, hold.isLost ? [] : lines)).catch(ignore);
		return turn;
	}

	return {
		file,
		onLost(tell) {
			hold.tell = () =>
				tell(
					new RunFileError(
						'Another partway has taken this run over, or its lock was removed: stop it here.',
					),
				);
			if (hold.isLost) hold.tell();
		},
		result(result) {
			waiting.push({type: 'result', result});
			if (waiting.length >= atOnce) void write();
			else timer ??= setTimeout(write, writeAfter);
		},
		async close(hasEnded = false) {
			if (hasEnded) waiting.push({type: 'end', time: new Date().toISOString()});
			await write();
			await handle.sync().catch(ignore);
			await handle.close();
			await hold.release();
			openHere.delete(file);
		},
	};
}

async function append(handle: FileHandle, lines: readonly RunLine[]): Promise<void> {
	if (lines.length > 0) await handle.appendFile(`${lines.map(encodeRunLine).join('\n')}\n`);
}

function ignore(): void {}

/** What a file tells of a run. */
export type RunRecord = {
	readonly header: RunHeader;
	/** Who carried it out last. */
	readonly carrier: RunCarrier;
	readonly uploads: readonly PlannedAbort[];
	/** The last result of each that has one, by its place in the plan. */
	readonly results: ReadonlyMap<number, RunResult>;
	readonly ended: boolean;
	/** Whether the plan was written to its end; nothing was sent before. */
	readonly whole: boolean;
};

/** Line ends one after the other: two are written where a run is taken up again. */
const mostBlank = 1000;

/** Reads and checks a file, of whatever length. @throws RunFileError, which names the line. */
export async function readRunFile(file: string): Promise<RunRecord> {
	let header: RunHeader | undefined;
	let carrier: RunCarrier | undefined;
	const uploads: PlannedAbort[] = [];
	const results = new Map<number, RunResult>();
	let whole = false;
	let ended = false;
	let number = 0;
	let blank = 0;
	/** A line that cannot be read counts only when another one follows at once: else it was cut short. */
	let wrong: RunFileError | undefined;
	const handle = await opened(file);
	try {
		for await (const text of linesIn(handle, file)) {
			number++;
			if (text.trim() === '' && header !== undefined) {
				if (++blank > mostBlank) throw new RunFileError(`It holds nothing but line ends: ${file}`);
				if (whole) wrong = undefined;
				continue;
			}
			blank = 0;
			if (wrong !== undefined) throw wrong;
			try {
				const line = parseRunLine(text, header === undefined);
				if (line.type === 'run') header = line.header;
				else if (line.type === 'upload' && !whole) uploads.push(line.upload);
				else if (line.type === 'planned' && line.uploads === uploads.length) whole = true;
				else if (line.type === 'result' && whole && line.result.n < uploads.length)
					results.set(line.result.n, line.result);
				else if (line.type === 'resumed' && whole) carrier = line.carrier;
				else if (line.type === 'end' && whole) ended = true;
				else throw new RunFileError('does not belong here');
			} catch (error) {
				if (!(error instanceof RunFileError)) throw error;
				wrong = new RunFileError(`Line ${number} ${error.message}: ${file}`);
			}
		}
	} finally {
		await handle.close();
	}
	if (header === undefined) throw wrong ?? new RunFileError(`The file is empty: ${file}`);
	return {header, carrier: carrier ?? header, uploads, results, ended, whole};
}

async function opened(file: string): Promise<FileHandle> {
	try {
		return await openPlain(file, 'r');
	} catch (error) {
		throw unreadable(file, error);
	}
}

async function* linesIn(handle: FileHandle, file: string): AsyncGenerator<string> {
	try {
		yield* linesOf(handle);
	} catch (error) {
		throw unreadable(file, error);
	}
}

function unreadable(file: string, error: unknown): RunFileError {
	return new RunFileError(`${file} cannot be read (${whyNot(error)}).`);
}

function unwritable(file: string, error: unknown): RunFileError {
	return new RunFileError(`${file} cannot be written (${whyNot(error)}), and nothing was sent.`);
}

function whyNot(error: unknown): string {
	return error instanceof NoPlainFile ? error.message : whyUnusable(error);
}
