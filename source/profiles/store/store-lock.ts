import {readdirSync, statSync, unlinkSync} from 'node:fs';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import {LockTrouble, takeLock} from './lock.js';

/** Milliseconds: a lock that nobody renewed for so long was left by a partway that was killed. */
const stale = 5000;

/** Milliseconds to wait for a living partway, which holds the lock for some of them. */
const patience = 15_000;

/**
 * Runs the work while no other partway changes the file; the folder must be there. Rejects with
 * `ELOCKED` when somebody never lets go, and at once when the lock cannot be made or is a LockTrouble.
 */
export async function whileLocked<T>(file: string, work: () => T): Promise<T> {
	const release = await lockWhenFree(file, Date.now() + patience);
	try {
		return work();
	} finally {
		await release().catch(() => {});
	}
}

async function lockWhenFree(file: string, until: number): Promise<() => Promise<void>> {
	for (;;) {
		try {
			return await takeLock(file, {
				realpath: false,
				stale,
				update: 1000,
				// The work neither waits nor lasts: it is done before a lock can be taken away.
				onCompromised() {},
			});
		} catch (error) {
			// The retries of the library would go on for an unwritable folder too.
			if (error instanceof LockTrouble || !isHeld(error) || Date.now() > until) {
				throw error;
			}
			await setTimeout(10 + Math.random() * 20);
		}
	}
}

function isHeld(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === 'ELOCKED';
}

/**
 * The same for a caller who cannot wait long: undefined, and nothing done, when somebody holds the lock
 * for a second. The thread stands still meanwhile.
 */
export function whileLockedSync<T>(file: string, work: () => T): {readonly done: T} | undefined {
	const until = Date.now() + 1000;
	for (;;) {
		try {
			const release = lockfile.lockSync(file, {realpath: false, stale});
			try {
				return {done: work()};
			} finally {
				release();
			}
		} catch (error) {
			if (!isHeld(error)) {
				throw error;
			}
			if (Date.now() > until) {
				return undefined;
			}
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
		}
	}
}

/**
 * Removes what a partway that was killed in the middle of a write left beside the file: half of a
 * store may hold keys. Called under the lock, so that nobody is writing one now; the names are those of
 * conf's `atomically`.
 */
export function removeLeftovers(file: string): void {
	const {dir, base} = path.parse(file);
	for (const name of readdirSync(dir)) {
		const left = path.join(dir, name);
		if (name.startsWith(`${base}.tmp-`) && statSync(left, {throwIfNoEntry: false})?.isFile()) {
			unlinkSync(left);
		}
	}
}
