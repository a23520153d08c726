import {lstatSync, type Stats} from 'node:fs';
import {setTimeout} from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import {quoteForShell} from '../../multipart/command-line/shell-quote.js';

/** A lock that no waiting sets free. The message says what to do. */
export class LockTrouble extends Error {
	override readonly name = 'LockTrouble';
	readonly code = 'ELOCKED';
}

/** Milliseconds that a lock may be ahead of this machine's clock: that of another machine, on a shared disk. */
const ahead = 60_000;

/** Milliseconds within which a living holder renews its lock. */
const renewedWithin = 1500;

// A lock whose holder was killed counts as abandoned after `stale`; a living one renews it every `update`.
const options = {realpath: false, stale: 5000, update: 1000};

/** Milliseconds to wait for a living partway, which holds the lock of a store or of the journal for some of them. */
const usualPatience = 15_000;

/** A lock that was taken. */
export type Lock = {
	/**
	 * Whether no other process has it. Two that find the lock of a killed one may both take it: whose lock the
	 * later one removed finds that here.
	 */
	isOurs(): boolean;
	/** Never rejects: a lock that was lost cannot be released, and nothing else depends on it. */
	release(): Promise<void>;
};

/**
 * Takes the lock of a file: a folder beside it that its holder renews, and that is taken away where nobody has for
 * long. The folder of the file must be there.
 *
 * @param how.patience milliseconds to wait for another holder.
 * @param how.onLost called when it is found that another process has taken it.
 * @throws LockTrouble for one that no waiting sets free; an error of the code `ELOCKED` when somebody holds it, and what
 * the disk says, at once, when it cannot be made.
 */
export async function takeLock(
	file: string,
	{patience = usualPatience, onLost = () => {}}: {patience?: number; onLost?: () => void} = {},
): Promise<Lock> {
	let isLost = false;
	const onCompromised = () => {
		isLost = true;
		onLost();
	};
	const release = await lockWhenFree(file, onCompromised, Date.now() + patience);
	const statOfLock = () => lstatSync(lockOf(file), {bigint: true, throwIfNoEntry: false});
	const taken = statOfLock();
	return {
		isOurs() {
			const now = statOfLock();
			// One that was made a moment ago may have the inode of ours.
			return (
				!isLost &&
				now?.ino === taken?.ino &&
				now?.birthtimeNs === taken?.birthtimeNs &&
				now !== undefined
			);
		},
		release: () => release().catch(() => {}),
	};
}

async function lockWhenFree(
	file: string,
	onCompromised: () => void,
	until: number,
): Promise<() => Promise<void>> {
	for (;;) {
		await refuseOddLock(file);
		try {
			return await lockfile.lock(file, {...options, onCompromised});
		} catch (error) {
			await refuseOddLock(file);
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ENOTEMPTY') throw new LockTrouble(remove(lockOf(file), 'is no empty folder'));
			// The retries of the library would go on for an unwritable folder too.
			if (code !== 'ELOCKED' || Date.now() >= until) throw error;
			await setTimeout(10 + Math.random() * 20);
		}
	}
}

/** The lock was lost while the work went on. */
class LockLost extends Error {}

/**
 * Runs the work while no other partway changes the file. Where the lock was lost the work is done again: it
 * reads the file anew, and calls `stillOurs` before it writes.
 *
 * @throws As `takeLock`.
 */
export async function whileLocked<T>(file: string, work: (stillOurs: () => void) => T): Promise<T> {
	for (;;) {
		const lock = await takeLock(file);
		const stillOurs = () => {
			if (!lock.isOurs()) throw new LockLost();
		};
		try {
			stillOurs();
			const done = work(stillOurs);
			stillOurs();
			return done;
		} catch (error) {
			if (!(error instanceof LockLost)) throw error;
		} finally {
			await lock.release();
		}
	}
}

/**
 * The same for a caller who cannot wait long: undefined, and nothing done, when somebody holds the lock
 * for a second. The thread stands still meanwhile.
 */
export function whileLockedSync<T>(file: string, work: () => T): {readonly done: T} | undefined {
	const until = Date.now() + 1000;
	for (;;) {
		try {
			const {realpath, stale} = options;
			const release = lockfile.lockSync(file, {realpath, stale});
			try {
				return {done: work()};
			} finally {
				release();
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
			if (Date.now() > until) return undefined;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
		}
	}
}

/** Whether somebody holds the lock of a file. */
export function isLocked(file: string): Promise<boolean> {
	return lockfile.check(file, options);
}

/** @throws LockTrouble */
async function refuseOddLock(file: string): Promise<void> {
	const before = statOf(file);
	const trouble = oddLock(file, before);
	if (trouble === undefined) return;
	if (before?.isDirectory()) {
		// On another machine whose clock is ahead its holder may live.
		await setTimeout(renewedWithin);
		const now = statOf(file);
		if (now?.ino !== before.ino || now.mtimeMs !== before.mtimeMs) return;
	}
	throw new LockTrouble(trouble);
}

/** What is odd about the lock of a file, as a sentence with what to do; undefined where nothing is. */
export function oddLock(file: string, found = statOf(file)): string | undefined {
	if (found === undefined) return undefined;
	if (!found.isDirectory()) return remove(lockOf(file), 'is not a folder, as a lock of partway is');
	if (found.mtimeMs <= Date.now() + ahead) return undefined;
	const date = new Date(found.mtimeMs).toISOString();
	return remove(lockOf(file), `is dated in the future (${date}), so it never grows old`);
}

function remove(lock: string, what: string): string {
	const command = `rm -r ${quoteForShell(lock) ?? lock}`;
	return `The lock ${lock} ${what}. Where no other partway runs, remove it: ${command}`;
}

function lockOf(file: string): string {
	return `${file}.lock`;
}

function statOf(file: string): Stats | undefined {
	return lstatSync(lockOf(file), {throwIfNoEntry: false});
}
