import {NoPlainFile} from '../plain-file.js';

/** A file of this machine could not be read or written; the message is for the user. */
export class LocalFileError extends Error {
	override readonly name = 'LocalFileError';
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
