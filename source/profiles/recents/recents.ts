import {lstatSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {terminalJson} from '../../terminal/json.js';
import {NoPlainFile, readPlainSync} from '../../terminal/plain-file.js';
import {whileLocked} from '../store/lock.js';
import {type RecentLocation, withRecent} from './recent-location.js';

/** The file keeps the name of its first version, so that nothing is lost. */
export function recentsFile(folder: string): string {
	return path.join(folder, 'last-places.json');
}

/** Bytes: far more than the locations that are kept take. */
const longest = 1024 * 1024;

/**
 * The locations visited last, the latest first. For a file that cannot be read or is no such list: none, and
 * a `problem` that names it; the next visit begins a new list. Never throws.
 */
export function readRecents(folder: string): {
	readonly recents: readonly RecentLocation[];
	readonly problem?: string;
} {
	const file = recentsFile(folder);
	try {
		const {places} = JSON.parse(readPlainSync(file, longest).toString('utf8')) as {
			places?: unknown;
		};
		if (!Array.isArray(places) || !places.every(isLocation))
			throw new Error('no list of locations');
		return {recents: places.map(locationOf)};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {recents: []};
		const why = error instanceof NoPlainFile ? `: ${error.message}` : '';
		return {
			recents: [],
			problem: `The recent locations are forgotten: ${file} cannot be read${why}.`,
		};
	}
}

/** Puts a location first, before those that other processes have put there. The file is whole at any moment, mode 0600. */
export async function rememberLocation(folder: string, location: RecentLocation): Promise<void> {
	const file = recentsFile(folder);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	await whileLocked(file, stillOurs => {
		// What is no file of ours is not taken away either.
		const there = lstatSync(file, {throwIfNoEntry: false});
		if (there !== undefined && !there.isFile() && !there.isSymbolicLink()) return;
		const places = withRecent(readRecents(folder).recents, location);
		const next = `${file}.tmp-${process.pid}`;
		try {
			writeFileSync(next, `${terminalJson({places}, '\t')}\n`, {mode: 0o600});
			stillOurs();
			renameSync(next, file);
		} catch (error) {
			rmSync(next, {force: true});
			throw error;
		}
	});
}

function isLocation(value: unknown): value is RecentLocation {
	if (typeof value !== 'object' || value === null) return false;
	const {connection, endpoint, bucket, prefix, time} = value as Record<string, unknown>;
	return (
		[connection, endpoint, bucket, prefix].every(each => typeof each === 'string') &&
		bucket !== '' &&
		Number.isFinite(time)
	);
}

/** Without whatever else stands in the file. */
function locationOf({connection, endpoint, bucket, prefix, time}: RecentLocation): RecentLocation {
	return {connection, endpoint, bucket, prefix, time};
}
