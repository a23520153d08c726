import path from 'node:path';
import {readStateFile, type StateRead, writeStateFile} from '../store/state-file.js';
import {type RecentLocation, withRecent} from './recent-location.js';

/** The file keeps the name of its first version, so that nothing is lost. */
export function recentsFile(folder: string): string {
	return path.join(folder, 'last-places.json');
}

/**
 * The locations visited last, the latest first. For a file that cannot be read or is no such list: none, and
 * a `problem` that names it; the next visit begins a new list. Never throws.
 */
export function readRecents(folder: string): StateRead<RecentLocation> {
	return readStateFile(recentsFile(folder), locationsIn, 'The recent locations');
}

/** Puts a location first, before those that other processes have put there. @throws what the system says of the file. */
export async function rememberLocation(folder: string, location: RecentLocation): Promise<void> {
	await writeStateFile(recentsFile(folder), () => ({
		places: withRecent(readRecents(folder).content, location),
	}));
}

/** @throws where the JSON is no list of locations. */
function locationsIn(json: unknown): readonly RecentLocation[] {
	const {places} = json as {places?: unknown};
	if (!Array.isArray(places) || !places.every(isLocation)) throw new Error('no list of locations');
	return places.map(locationOf);
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
