import {closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';

/** A name that leads to something else than a regular file, or to one that is too long. The message is half a sentence. */
export class NoPlainFile extends Error {
	override readonly name = 'NoPlainFile';
	/** As the system says it of a folder that is read. */
	readonly code?: 'EISDIR';

	constructor(message: string, code?: 'EISDIR') {
		super(message);
		this.code = code;
	}
}

type Options = {
	/** Takes the null device for an empty file, as people name it to have none. */
	readonly orNull?: boolean;
};

const {O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK = 0} = constants;

// A pipe that nobody writes to would hold the open for ever, and with it the end of the process.
const appending = O_APPEND | O_CREAT | O_NONBLOCK;
const flags = {r: O_RDONLY | O_NONBLOCK, a: O_WRONLY | appending, 'a+': O_RDWR | appending};

/** Opens a regular file to read it, or to append to it. @throws NoPlainFile, or the error of the system. */
export async function openPlain(
	file: string,
	how: keyof typeof flags,
	mode?: number,
): Promise<FileHandle> {
	// What is no file is not even opened: that alone may do something to a device.
	const before = await stat(file).catch(ignoreMissing);
	if (before !== undefined) check(before);
	const handle = await open(file, flags[how], mode);
	try {
		check(await handle.stat());
		return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** The same, as a file descriptor. */
export function openPlainSync(
	file: string,
	how: keyof typeof flags,
	mode?: number,
	options?: Options,
): number {
	const before = statSync(file, {throwIfNoEntry: false});
	if (before !== undefined) check(before, options);
	const descriptor = openSync(file, flags[how], mode);
	try {
		check(fstatSync(descriptor), options);
		return descriptor;
	} catch (error) {
		closeSync(descriptor);
		throw error;
	}
}

/** What a regular file holds, unless that is more than `limit` bytes. @throws As `openPlain`. */
export function readPlainSync(file: string, limit: number, options?: Options): Buffer {
	const descriptor = openPlainSync(file, 'r', undefined, options);
	try {
		const {size} = fstatSync(descriptor);
		if (size > limit) throw tooLong(limit);
		const pieces: Buffer[] = [];
		let length = 0;
		for (;;) {
			// A file may have grown since, or be one of /proc, which have no size.
			const piece = Buffer.alloc(Math.min(Math.max(size - length, 4096), limit - length + 1));
			const read = readSync(descriptor, piece);
			if (read === 0) return Buffer.concat(pieces, length);
			length += read;
			if (length > limit) throw tooLong(limit);
			pieces.push(piece.subarray(0, read));
		}
	} finally {
		closeSync(descriptor);
	}
}

/** Why a file cannot be used, for brackets: `EACCES`, `it is a named pipe`. */
export function whyUnusable(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	return code ?? message;
}

function check(found: Stats, {orNull = false}: Options = {}): void {
	if (found.isFile() || (orNull && isNull(found))) return;
	if (found.isDirectory()) throw new NoPlainFile('it is a folder', 'EISDIR');
	throw new NoPlainFile(`it is ${kindOf(found)}`);
}

function kindOf(found: Stats): string {
	if (found.isFIFO()) return 'a named pipe';
	if (found.isSocket()) return 'a socket';
	return 'a device';
}

function isNull(found: Stats): boolean {
	if (!found.isCharacterDevice()) return false;
	return found.rdev === statSync('/dev/null', {throwIfNoEntry: false})?.rdev;
}

function tooLong(limit: number): NoPlainFile {
	return new NoPlainFile(`it is larger than ${limit / 1024 / 1024} MiB`);
}

function ignoreMissing(error: unknown): undefined {
	if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
