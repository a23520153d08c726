import {open, rename, rm} from 'node:fs/promises';
import {asLocalFileError} from '../typed-file.js';

/**
 * Writes a file anew that others read, mode 0644: it is whole at any moment, and what was there stays where this fails.
 *
 * @throws LocalFileError
 */
export async function replaceFile(path: string, text: string): Promise<void> {
	// Beside it, so that the rename stays on one disk; no collector reads a file that ends so.
	const next = `${path}.${process.pid}.tmp`;
	try {
		await rm(next, {force: true});
		const file = await open(next, 'wx', 0o644);
		try {
			await file.writeFile(text);
			// Whatever the mask of the process: a collector is another user.
			await file.chmod(0o644);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(next, path);
	} catch (error) {
		await rm(next, {force: true}).catch(() => {});
		throw asLocalFileError(error, path, 'written');
	}
}
