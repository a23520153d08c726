import {writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {resolve} from 'node:path';
import {NoPlainFile, readPlainSync} from '../terminal/plain-file.js';

/** A file of this machine could not be read or written; the message is for the user. */
export class LocalFileError extends Error {
	override readonly name = 'LocalFileError';
}

/** What a parts file of 10,000 parts with checksums takes several times over, in bytes. */
const largest = 16 * 1024 * 1024;

/** The path as typed, `~` and relative ones resolved. */
export function expandPath(typed: string): string {
	return resolve(typed.replace(/^~(?=\/|$)/, homedir()));
}

/** The text of a file. @throws LocalFileError when it is not there, not readable, no regular file, or far too large. */
export async function readTextFile(typed: string): Promise<string> {
	const path = expandPath(typed);
	try {
		return readPlainSync(path, largest).toString('utf8');
	} catch (error) {
		throw asLocalFileError(error, path, 'read');
	}
}

/** Writes a new file and gives back its whole path; one that is there is never overwritten. @throws LocalFileError */
export async function writeNewFile(typed: string, text: string): Promise<string> {
	const path = expandPath(typed);
	try {
		await writeFile(path, text, {flag: 'wx'});
		return path;
	} catch (error) {
		throw asLocalFileError(error, path, 'written');
	}
}

/** What the system says of a path, for the user. */
export function asLocalFileError(error: unknown, path: string, done: string): LocalFileError {
	if (error instanceof LocalFileError) return error;
	const {code, message} = error as NodeJS.ErrnoException;
	const known: Readonly<Record<string, string>> = {
		EEXIST: 'is there already, and is not overwritten: choose another name',
		ENOENT: done === 'read' ? 'is not there' : 'is in a folder that is not there',
		EACCES: `cannot be ${done}: permission denied`,
		EISDIR: 'is a folder',
		ENOSPC: 'cannot be written: the disk is full',
	};
	if (error instanceof NoPlainFile && code === undefined)
		return new LocalFileError(`${path} cannot be ${done}: ${message}.`);
	return new LocalFileError(`${path} ${known[code ?? ''] ?? `cannot be ${done} (${code})`}.`);
}
