import type {BigIntStats} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {openPlain} from '../plain-file.js';
import {asLocalFileError} from './local-file-error.js';

/** What a file is known by: one that was written to since, or another one under its name, differs in it. */
export type FileIdentity = {
	/** Bytes. */
	readonly size: number;
	/** When it was last written to, nanoseconds since the epoch. */
	readonly mtimeNs: string;
	readonly ino: string;
	readonly dev: string;
};

/** A file is not what it was when it was first looked at. */
export class FileChanged extends Error {
	override readonly name = 'FileChanged';
	readonly path: string;

	constructor(path: string) {
		super(`${path} has changed since it was looked at.`);
		this.path = path;
	}
}

/** Of what `stat` says with `bigint`: a number does not hold every inode, nor a time in nanoseconds. */
function fileIdentity({size, mtimeNs, ino, dev}: BigIntStats): FileIdentity {
	return {size: Number(size), mtimeNs: `${mtimeNs}`, ino: `${ino}`, dev: `${dev}`};
}

/** @throws FileChanged where the file at a path is not what it was. */
export function refuseChanged(path: string, expected: FileIdentity, found: BigIntStats): void {
	const {size, mtimeNs, ino, dev} = fileIdentity(found);
	const isSame =
		size === expected.size &&
		mtimeNs === expected.mtimeNs &&
		ino === expected.ino &&
		dev === expected.dev;
	if (!isSame) throw new FileChanged(path);
}

/** Opens a regular file to read it, and says what it is. @throws LocalFileError */
export async function openIdentified(
	path: string,
): Promise<{readonly handle: FileHandle; readonly identity: FileIdentity}> {
	try {
		const handle = await openPlain(path, 'r');
		try {
			return {handle, identity: fileIdentity(await handle.stat({bigint: true}))};
		} catch (error) {
			await handle.close();
			throw error;
		}
	} catch (error) {
		throw asLocalFileError(error, path, 'read');
	}
}
