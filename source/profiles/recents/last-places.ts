import {lstatSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {terminalJson} from '../../terminal/json.js';
import {NoPlainFile, readPlainSync} from '../../terminal/plain-file.js';
import {whileLocked} from '../store/store-lock.js';
import {type VisitedPlace, withPlace} from './visited-place.js';

export function lastPlacesFile(folder: string): string {
	return path.join(folder, 'last-places.json');
}

/** Bytes: far more than the places that are kept take. */
const longest = 1024 * 1024;

/**
 * The places visited last, the latest first. A file that cannot be read or is no such list holds none, and
 * `problem` names it: the next visit begins a new one. Never throws.
 */
export function readLastPlaces(folder: string): {
	readonly places: readonly VisitedPlace[];
	readonly problem?: string;
} {
	const file = lastPlacesFile(folder);
	try {
		const {places} = JSON.parse(readPlainSync(file, longest).toString('utf8')) as {
			places?: unknown;
		};
		if (!Array.isArray(places) || !places.every(isPlace)) throw new Error('no list of places');
		return {places: places.map(placeOf)};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {places: []};
		const why = error instanceof NoPlainFile ? `: ${error.message}` : '';
		return {places: [], problem: `The last places are forgotten: ${file} cannot be read${why}.`};
	}
}

/** Puts a place first, beside what other partways have put there; the file is whole at any moment, mode 0600. */
export async function rememberPlace(folder: string, place: VisitedPlace): Promise<void> {
	const file = lastPlacesFile(folder);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	await whileLocked(file, () => {
		// What is no file of ours is not taken away either.
		const there = lstatSync(file, {throwIfNoEntry: false});
		if (there !== undefined && !there.isFile() && !there.isSymbolicLink()) return;
		const places = withPlace(readLastPlaces(folder).places, place);
		const next = `${file}.tmp-${process.pid}`;
		try {
			writeFileSync(next, `${terminalJson({places}, '\t')}\n`, {mode: 0o600});
			renameSync(next, file);
		} catch (error) {
			rmSync(next, {force: true});
			throw error;
		}
	});
}

function isPlace(value: unknown): value is VisitedPlace {
	if (typeof value !== 'object' || value === null) return false;
	const {connection, endpoint, bucket, prefix, time} = value as Record<string, unknown>;
	return (
		[connection, endpoint, bucket, prefix].every(each => typeof each === 'string') &&
		bucket !== '' &&
		Number.isFinite(time)
	);
}

/** Nothing else that stands in the file. */
function placeOf({connection, endpoint, bucket, prefix, time}: VisitedPlace): VisitedPlace {
	return {connection, endpoint, bucket, prefix, time};
}
