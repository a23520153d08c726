import {stat} from 'node:fs/promises';
import {
	FileChanged,
	openIdentified,
	refuseChanged,
} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import type {RescueReason} from '../reason/rescue-reason.js';
import {expandPath} from '../typed-file.js';
import type {LocalFile} from './rescue-types.js';

const needsFile =
	'A rescue reads a file more than once, from any place in it: it needs a regular file.';

/**
 * Looks at the file that an upload is to be finished from; `~` and relative paths are resolved, links followed.
 *
 * @throws LocalFileError with the reason: stdin, a pipe, a folder, not there, not readable.
 */
export async function seeLocalFile(typed: string): Promise<LocalFile> {
	if (typed === '-') throw new LocalFileError(`Stdin can be read only once. ${needsFile}`);
	const path = expandPath(typed);
	const found = await stat(path).catch(() => undefined);
	if (found?.isFIFO() || found?.isSocket() || found?.isCharacterDevice())
		throw new LocalFileError(`${path} is a pipe, a socket or a device. ${needsFile}`);
	const {handle, identity} = await openIdentified(path);
	await handle.close();
	return {path, identity};
}

/** Why the file is not the one that was compared; undefined while it is. */
export async function whyFileChanged({
	path,
	identity,
}: LocalFile): Promise<RescueReason | undefined> {
	try {
		refuseChanged(path, identity, await stat(path, {bigint: true}));
		return undefined;
	} catch (error) {
		return reasonOfFile(error) ?? {code: 'rescue-file-changed'};
	}
}

/** What an error says of the file; undefined where it is not about the file. One that is gone is another one, too. */
export function reasonOfFile(error: unknown): RescueReason | undefined {
	if (error instanceof FileChanged) return {code: 'rescue-file-changed'};
	return error instanceof LocalFileError
		? {code: 'rescue-file-unread', sentence: error.message}
		: undefined;
}
