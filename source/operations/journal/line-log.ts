import type {BigIntStats} from 'node:fs';
import {type FileHandle, mkdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {takeLock} from '../../profiles/store/lock.js';
import {openPlain} from '../../terminal/plain-file.js';
import {type LineRotation, replaceFile, syncFolder} from './line-rotation.js';
import {LineSplitter, longestLine} from './line-splitter.js';
import {refuseTooLong} from './no-log.js';

/** A file of lines that several processes append to and read, each line flushed before it counts. */
export type LineLog = {
	/** Reads what is new, then answers. A file that is not there yet is an empty one. */
	read<T>(answer: () => T): Promise<T>;
	/**
	 * Under the lock of all processes: reads what is new, lets `decide` give the line (or throw, and
	 * nothing is written), hands it to the reader, appends it and flushes it to the disk. Where the lock was lost or
	 * the file was replaced meanwhile `decide` is asked again, and its line may stand in the file already.
	 */
	append(decide: () => string): Promise<void>;
};

export type LineReader = {
	/**
	 * @param ended is false for the last line while it has no newline: it may come again, whole.
	 * @throws NoLog where there is no sense in reading on.
	 */
	onLine(line: string, ended: boolean): void;
	/** Everything read so far is void, or the file was replaced; it will be read again from the start. */
	onReset(): void;
};

type Job = {
	readonly decide: () => string;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
};

/** Bytes that are read at once. */
const readAtOnce = 4 * 1024 * 1024;

/** Milliseconds until a replacement is tried again that could not be made. */
const rotateAgainAfter = 60_000;

/** The lock was lost or the file was replaced: what was written may not count, and is to be done again. */
class Again extends Error {}

/** Opens the log; the folder (0700) and the file (0600) are made when first written to. */
export function createLineLog(file: string, reader: LineReader, rotation?: LineRotation): LineLog {
	/** How far the lines have been read, in bytes, and how many bytes without a newline come after. */
	let offset = 0;
	let tail = 0;
	let known: BigIntStats | undefined;
	/** The file whose name is on the disk for certain. */
	let named: bigint | undefined;
	let noRotationBefore = 0;
	/** The folder was there, so that it is not made for each write; whoever removes it meanwhile gets another one. */
	let hasFolder = false;
	let turn: Promise<unknown> = Promise.resolve();
	const waiting: Job[] = [];

	function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const mine = turn.then(work);
		turn = mine.catch(() => {});
		return mine;
	}

	function reset(): void {
		offset = 0;
		tail = 0;
		known = undefined;
		reader.onReset();
	}

	async function readNew(): Promise<void> {
		try {
			await readOn();
		} catch (error) {
			// What was read of it so far is not all.
			reset();
			throw error;
		}
	}

	async function readOn(): Promise<void> {
		const handle = await openPlain(file, 'r').catch(ignoreMissing);
		if (handle === undefined) {
			reset();
			return;
		}
		try {
			const now = await handle.stat({bigint: true});
			const size = Number(now.size);
			refuseTooLong(size);
			if (known === undefined || !isSame(known, now) || size < offset + tail) reset();
			known = now;
			const splitter = new LineSplitter();
			const buffer = Buffer.alloc(Math.min(readAtOnce, size - offset));
			for (let at = offset; at < size; ) {
				const length = Math.min(buffer.length, size - at);
				const {bytesRead} = await handle.read(buffer, 0, length, at);
				if (bytesRead === 0) break;
				at += bytesRead;
				for (const {text, length} of splitter.take(buffer.subarray(0, bytesRead))) {
					reader.onLine(text, true);
					offset += length + 1;
				}
			}
			tail = splitter.rest;
			if (tail > 0) reader.onLine(splitter.text(), false);
		} finally {
			await handle.close();
		}
	}

	/** The reader has these lines: they are read no more, where they stand behind what was read as they were handed to it. */
	async function writeLines(lines: readonly string[]): Promise<void> {
		const text = `${lines.join('\n')}\n`;
		let isAsHanded = false;
		const handle = await openPlain(file, 'a+', 0o600);
		let written: BigIntStats;
		try {
			written = await handle.stat({bigint: true});
			if ((written.mode & 0o077n) !== 0n) await handle.chmod(0o600);
			// A line that was cut short gets its end first, so that it cannot swallow the next one.
			const bytes = Buffer.from(`${tail > 0 ? '\n' : ''}${text}`);
			await handle.writeFile(bytes);
			await handle.sync();
			const there = await readBehind(handle, bytes.length);
			if (!there.equals(bytes)) throw new Again();
			isAsHanded =
				tail === 0 &&
				known !== undefined &&
				isSame(known, written) &&
				bytes.length <= longestLine &&
				there.toString('utf8') === text &&
				lines.every(line => !line.includes('\n'));
		} finally {
			await handle.close();
		}
		// Suspended for longer than a lock lives, this process may have written to a file that was replaced.
		const now = await stat(file, {bigint: true}).catch(ignoreMissing);
		if (now?.ino !== written.ino) throw new Again();
		if (isAsHanded) offset += Buffer.byteLength(text);
		if (named === written.ino) return;
		await syncFolder(dirname(file));
		named = written.ino;
	}

	/**
	 * What stands behind what was read. Where the lock did not keep others out, their lines may stand between that and what
	 * was written: it was decided without them.
	 */
	async function readBehind(handle: FileHandle, length: number): Promise<Buffer> {
		const there = Buffer.alloc(length);
		await handle.read(there, 0, length, offset + tail);
		return there;
	}

	/** Replaces a file that is too long by what has to stay. Where that cannot be done, it grows on. */
	async function rotate(stillOurs: () => void): Promise<void> {
		const bytes = offset + tail;
		if (rotation === undefined || bytes <= rotation.limit || Date.now() < noRotationBefore) return;
		const kept = rotation.keep();
		const stays = kept?.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0) ?? bytes;
		if (kept === undefined || stays > bytes / 2) return;
		try {
			const archive = await rotation.archive();
			if (await replaceFile(file, kept, {archive, bytes, stillOurs})) await rotation.replaced();
		} catch {
			noRotationBefore = Date.now() + rotateAgainAfter;
		}
		await readNew();
	}

	async function flush(): Promise<void> {
		while (waiting.length > 0) await write(waiting.splice(0));
	}

	async function write(jobs: readonly Job[]): Promise<void> {
		let left = jobs;
		const hadFolder = hasFolder;
		try {
			if (!hadFolder) await mkdir(dirname(file), {recursive: true, mode: 0o700});
			hasFolder = true;
			await locked(file, async stillOurs => {
				await readNew();
				await rotate(stillOurs);
				const agreed = jobs.flatMap(job => {
					try {
						const line = job.decide();
						reader.onLine(line, true);
						return [{job, line}];
					} catch (error) {
						job.reject(error);
						return [];
					}
				});
				left = agreed.map(({job}) => job);
				if (agreed.length === 0) return;
				stillOurs();
				await writeLines(agreed.map(({line}) => line));
				// Two that find the lock of a killed one may both take it: whose lock the later one removed, knows it now.
				stillOurs();
				for (const job of left) job.resolve();
			});
		} catch (error) {
			// What `decide` took for written may not be: forget it and read again.
			reset();
			const isFolderGone = hadFolder && (error as NodeJS.ErrnoException).code === 'ENOENT';
			hasFolder &&= !isFolderGone;
			if (error instanceof Again || isFolderGone) waiting.unshift(...left);
			else for (const job of left) job.reject(error);
		}
	}

	return {
		read: answer =>
			inTurn(async () => {
				await readNew();
				return answer();
			}),
		append: decide =>
			new Promise((resolve, reject) => {
				waiting.push({decide, resolve, reject});
				// Whoever comes first writes for all who wait: one lock and one flush for many lines.
				void inTurn(flush);
			}),
	};
}

async function locked(file: string, work: (stillOurs: () => void) => Promise<void>): Promise<void> {
	const lock = await takeLock(file);
	try {
		await work(() => {
			if (!lock.isOurs()) throw new Again();
		});
	} finally {
		await lock.release();
	}
}

/** Whether it is the same file. An inode is used again, with another birth where the disk tells it. */
function isSame(before: BigIntStats, now: BigIntStats): boolean {
	const birthOf = ({birthtimeNs, ctimeNs}: BigIntStats) =>
		// Where there is none, Node gives 0 or the time of the last change.
		birthtimeNs === ctimeNs ? 0n : birthtimeNs;
	const [born, bornNow] = [birthOf(before), birthOf(now)];
	return before.ino === now.ino && (born === 0n || bornNow === 0n || born === bornNow);
}

function ignoreMissing(error: unknown): undefined {
	if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
