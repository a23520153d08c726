import {lstatSync, type Stats} from 'node:fs';
import {setTimeout} from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import {quoteForShell} from '../../multipart/parts-file/shell-quote.js';

/** A lock that no waiting sets free. The message says what to do. */
export class LockTrouble extends Error {
	override readonly name = 'LockTrouble';
	readonly code = 'ELOCKED';
}

/** Milliseconds that a lock may be ahead of this machine's clock: that of another machine, on a shared disk. */
const ahead = 60_000;

/** Milliseconds within which a living holder renews its lock. */
const renewedWithin = 1500;

/**
 * Takes the lock of a file, as proper-lockfile does it: a folder beside the file, that its holder renews, and
 * that is taken away where nobody has for long. @throws LockTrouble for one that is none, or that would never
 * be old; else what the library throws.
 */
export async function takeLock(
	file: string,
	options: lockfile.LockOptions,
): Promise<() => Promise<void>> {
	await refuseOddLock(file);
	try {
		return await lockfile.lock(file, options);
	} catch (error) {
		await refuseOddLock(file);
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOTEMPTY') throw new LockTrouble(remove(lockOf(file), 'is no empty folder'));
		throw error;
	}
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
	if (!found.isDirectory()) return remove(lockOf(file), 'is no folder, as a lock of partway is');
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
