import {writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {resolve} from 'node:path';
import {asLocalFileError} from '../terminal/local-file/local-file-error.js';
import {readPlainSync} from '../terminal/plain-file.js';

export {asLocalFileError, LocalFileError} from '../terminal/local-file/local-file-error.js';

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
