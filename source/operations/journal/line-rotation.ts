import {renameSync, statSync} from 'node:fs';
import {copyFile, type FileHandle, link, open, rename, rm, stat} from 'node:fs/promises';
import {dirname} from 'node:path';

/** When and how a file of lines is replaced by a shorter one. */
export type LineRotation = {
	/** Bytes: a file longer than this is replaced before the next line is written, where that halves it at least. */
	readonly limit: number;
	/** The lines that must stay, in their order; undefined while the file must not be replaced. */
	keep(): readonly string[] | undefined;
	/** A free name under which the replaced file stays. */
	archive(): Promise<string>;
	/** After each replacement. */
	replaced(): Promise<void>;
};

/**
 * Replaces a file by one that holds `kept` alone. What it held stays whole under the name `archive`, and
 * there is a file at each moment: the old one, or the new one. To be called under the lock; comes back
 * with false, and nothing has changed, when the file is not as it was read.
 *
 * @param bytes how long the file was when it was read.
 * @param stillOurs throws when the lock was lost.
 */
export async function replaceFile(
	file: string,
	kept: readonly string[],
	{archive, bytes, stillOurs}: {archive: string; bytes: number; stillOurs: () => void},
): Promise<boolean> {
	const old = await open(file, 'r');
	try {
		const next = `${file}.new`;
		await writeFlushed(next, kept.map(line => `${line}\n`).join(''));
		await keepAs(file, archive);
		await syncFolder(dirname(file));
		const {ino} = await old.stat({bigint: true});
		// From here to the new name no other work of this process comes between.
		stillOurs();
		const now = statSync(file, {bigint: true});
		if (now.ino !== ino || Number(now.size) !== bytes) return false;
		renameSync(next, file);
		await syncFolder(dirname(file));
		await moveLate(old, bytes, file);
		return true;
	} finally {
		await old.close();
	}
}

/** A second name for the file, or a copy of it where the disk knows no such thing. */
async function keepAs(file: string, archive: string): Promise<void> {
	try {
		await link(file, archive);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
		const copy = `${archive}.new`;
		await copyFile(file, copy);
		const handle = await open(copy, 'r+');
		try {
			await handle.chmod(0o600);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(copy, archive);
	}
}

/**
 * A process that was suspended while it held the lock, for longer than a lock lives, may have written to the
 * old file after it was read: its lines come over.
 */
async function moveLate(old: FileHandle, from: number, file: string): Promise<void> {
	const length = Number((await old.stat()).size) - from;
	if (length <= 0) return;
	const late = Buffer.alloc(length);
	await old.read(late, 0, length, from);
	const handle = await open(file, 'a', 0o600);
	try {
		await handle.writeFile(late);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function writeFlushed(file: string, text: string): Promise<void> {
	await rm(file, {force: true});
	const handle = await open(file, 'wx', 0o600);
	try {
		await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Whether two names are those of one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
	const [a, b] = await Promise.all(
		[one, other].map(each => stat(each, {bigint: true}).catch(() => undefined)),
	);
	return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}

/** Makes the names in a folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
