import {readdir, rm} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {unavailable} from './journal-error.js';

/** How many archives are kept: at 16 MiB each 1 GiB, some million acts. */
export const keptArchives = 64;

const name = /^acts-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.jsonl$/;

/** The live file of the journal. */
export function liveFile(folder: string): string {
	return join(folder, 'acts.jsonl');
}

/** Where the live file goes whose youngest line is of this time, milliseconds since the epoch: `acts-20261122T210449123Z.jsonl`. */
export function archiveFile(folder: string, time: number): string {
	return join(folder, `acts-${new Date(time).toISOString().replace(/[-:.]/g, '')}.jsonl`);
}

/** Of when the youngest line of an archive is, milliseconds since the epoch. */
export function archiveTime(file: string): number {
	return Date.parse(basename(file).replace(name, '$1-$2-$3T$4:$5:$6.$7Z'));
}

/** The archives, the newest first; none where there is no folder yet. @throws JournalError when the folder cannot be read. */
export async function archiveFiles(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch(error => {
		if (error.code === 'ENOENT') return [];
		return unavailable(folder, error);
	});
	return names
		.filter(each => name.test(each))
		.sort()
		.reverse()
		.map(each => join(folder, each));
}

/** Removes the oldest archives beyond those that are kept. */
export async function removeOldArchives(folder: string): Promise<void> {
	for (const file of (await archiveFiles(folder)).slice(keptArchives))
		await rm(file, {force: true});
}
