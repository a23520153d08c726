import {lstatSync, readdirSync, rmdirSync, unlinkSync} from 'node:fs';
import {join} from 'node:path';

/** Milliseconds. */
const keptFor = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes from the folder what was kept more than a week ago, by whatever version of partway or of Node: nothing says
 * which of them still run. Whoever misses it compiles anew, and keeps that.
 */
export function sweep(folder: string, now = Date.now()): void {
	for (const path of entriesOf(folder)) {
		// Node's own, one folder for each version.
		if (isFolder(path)) for (const file of entriesOf(path)) removeOld(file, now);
		removeOld(path, now);
	}
}

function entriesOf(folder: string): string[] {
	return attempt(() => readdirSync(folder))?.map(name => join(folder, name)) ?? [];
}

const isFolder = (path: string) => attempt(() => lstatSync(path).isDirectory()) === true;

/** A folder that is empty may be one that Node writes to as this process ends: only an old one goes. */
function removeOld(path: string, now: number): void {
	attempt(() => {
		const found = lstatSync(path);
		if (now - found.mtimeMs <= keptFor) return;
		if (found.isDirectory()) rmdirSync(path);
		else unlinkSync(path);
	});
}

/** Another partway may sweep at the same time, and a folder that is not empty stays. */
function attempt<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}
