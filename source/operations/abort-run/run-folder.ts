import {readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {openPlain} from '../../terminal/plain-file.js';
import {unavailable} from '../journal/journal-error.js';

/** Where the files of runs lie, in the journal's folder. */
export function runsFolder(folder: string): string {
	return join(folder, 'runs');
}

export function runFilePath(folder: string, id: string): string {
	return join(runsFolder(folder), `${id}.jsonl`);
}

/** The files of all runs, in no order; none where there is no folder yet. @throws JournalError when the folder cannot be read. */
export async function runFiles(folder: string): Promise<string[]> {
	const names = await readdir(runsFolder(folder)).catch(error => {
		if (error.code === 'ENOENT') return [];
		return unavailable(runsFolder(folder), error);
	});
	return names.filter(name => name.endsWith('.jsonl')).map(name => join(runsFolder(folder), name));
}

/** Bytes: longer than the line that ends a run. */
const endLength = 200;

/** Whether the last line says that the run has ended: files of runs are long. What is no file, or cannot be read, does not say so. */
export async function hasEnd(file: string): Promise<boolean> {
	const handle = await openPlain(file, 'r').catch(() => undefined);
	if (handle === undefined) return false;
	try {
		const {size} = await handle.stat();
		const bytes = Buffer.alloc(Math.min(endLength, size));
		await handle.read(bytes, 0, bytes.length, size - bytes.length);
		return /(^|\n)\{"type":"end",[^\n]*\}\n$/.test(bytes.toString('utf8'));
	} catch {
		return false;
	} finally {
		await handle.close();
	}
}

/** Milliseconds that the file of a run is kept after its end, and bytes of all of them together. */
const keptFor = 30 * 24 * 60 * 60_000;
const keptBytes = 256 * 1024 * 1024;

/** Removes the files of runs that ended long ago, and the oldest of those that ended when all are too much. */
export async function removeOldRuns(folder: string, now: () => number = Date.now): Promise<void> {
	const files = await Promise.all(
		(await runFiles(folder)).map(async file => ({file, stat: await stat(file)})),
	);
	files.sort((one, other) => other.stat.mtimeMs - one.stat.mtimeMs);
	let bytes = 0;
	for (const {file, stat} of files) {
		bytes += stat.size;
		const isOld = now() - stat.mtimeMs > keptFor || bytes > keptBytes;
		if (isOld && (await hasEnd(file))) await rm(file, {force: true});
	}
}
