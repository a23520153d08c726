import {mkdir, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import lockfile from 'proper-lockfile';

/** A file of lines that several processes append to and read, each line flushed before it counts. */
export type LineLog = {
	readonly file: string;
	/** Reads what is new, then answers. A file that is not there yet is an empty one. */
	read<T>(answer: () => T): Promise<T>;
	/**
	 * Under the lock of all processes: reads what is new, lets `decide` give the line (or throw, and
	 * nothing is written), appends it and flushes it to the disk.
	 */
	append(decide: () => string): Promise<void>;
};

export type LineReader = {
	/** @param ended is false for the last line while it has no newline: it may come again, whole. */
	onLine(line: string, ended: boolean): void;
	/** Everything read so far is void; it will be read again from the start. */
	onReset(): void;
};

type Job = {
	readonly decide: () => string;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
};

const newline = 0x0a;

// A lock whose holder was killed counts as abandoned after `stale`; a living one renews it every `update`.
const lockOptions = {
	realpath: false,
	stale: 5000,
	update: 1000,
	retries: {retries: 150, factor: 1.3, minTimeout: 10, maxTimeout: 100},
};

/** Opens the log; the folder (0700) and the file (0600) are made when first written to. */
export function createLineLog(file: string, reader: LineReader): LineLog {
	/** How far the lines have been read, in bytes, and how many bytes without a newline come after. */
	let offset = 0;
	let tail = 0;
	let inode: bigint | undefined;
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
		inode = undefined;
		reader.onReset();
	}

	async function readNew(): Promise<void> {
		const handle = await open(file, 'r').catch(ignoreMissing);
		if (handle === undefined) {
			reset();
			return;
		}
		try {
			const stat = await handle.stat({bigint: true});
			if (inode !== stat.ino || Number(stat.size) < offset + tail) reset();
			inode = stat.ino;
			const bytes = Buffer.alloc(Number(stat.size) - offset);
			let filled = 0;
			while (filled < bytes.length) {
				const {bytesRead} = await handle.read(
					bytes,
					filled,
					bytes.length - filled,
					offset + filled,
				);
				if (bytesRead === 0) break;
				filled += bytesRead;
			}
			takeLines(bytes.subarray(0, filled));
		} finally {
			await handle.close();
		}
	}

	function takeLines(bytes: Buffer): void {
		let start = 0;
		for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
			reader.onLine(bytes.toString('utf8', start, end), true);
			start = end + 1;
		}
		offset += start;
		tail = bytes.length - start;
		if (tail > 0) reader.onLine(bytes.toString('utf8', start), false);
	}

	async function writeLines(lines: readonly string[]): Promise<void> {
		const isNew = inode === undefined;
		const handle = await open(file, 'a', 0o600);
		try {
			if (((await handle.stat()).mode & 0o077) !== 0) await handle.chmod(0o600);
			// A line that was cut short gets its end first, so that it cannot swallow the next one.
			await handle.writeFile(`${tail > 0 ? '\n' : ''}${lines.join('\n')}\n`);
			await handle.sync();
		} finally {
			await handle.close();
		}
		if (isNew) await syncFolder(dirname(file));
	}

	async function flush(): Promise<void> {
		const jobs = waiting.splice(0);
		if (jobs.length === 0) return;
		try {
			await mkdir(dirname(file), {recursive: true, mode: 0o700});
			await locked(file, async stillOurs => {
				await readNew();
				const agreed = jobs.flatMap(job => {
					try {
						return [{job, line: job.decide()}];
					} catch (error) {
						job.reject(error);
						return [];
					}
				});
				if (agreed.length === 0) return;
				stillOurs();
				await writeLines(agreed.map(({line}) => line));
				for (const {job} of agreed) job.resolve();
			});
		} catch (error) {
			// What `decide` took for written may not be: forget it and read again.
			reset();
			for (const job of jobs) job.reject(error);
		}
	}

	return {
		file,
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
	let lost: Error | undefined;
	const release = await lockfile.lock(file, {
		...lockOptions,
		onCompromised(error) {
			lost = error;
		},
	});
	try {
		await work(() => {
			if (lost !== undefined) throw lost;
		});
	} finally {
		// A lock that was lost meanwhile cannot be released; nothing else depends on it.
		await release().catch(() => {});
	}
}

async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function ignoreMissing(error: unknown): undefined {
	if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
