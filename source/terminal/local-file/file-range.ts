import type {FileHandle} from 'node:fs/promises';
import {Readable} from 'node:stream';
import {openPlain} from '../plain-file.js';
import {FileChanged, type FileIdentity, refuseChanged} from './file-identity.js';
import {asLocalFileError} from './local-file-error.js';

/** Some bytes of a file, as long as it is what it was. */
export type FileRange = {
	readonly path: string;
	readonly identity: FileIdentity;
	readonly start: number;
	/** Behind the last byte. */
	readonly end: number;
};

/** Bytes. */
const pieceSize = 256 * 1024;

/**
 * The bytes of a range, in pieces of 256 KiB, of which two are in memory. The file is looked at before the first one and
 * again before the last one is handed over: whoever counts the bytes never gets all those of a file that changed.
 *
 * It fails as FileChanged or LocalFileError. Destroying it closes the file.
 *
 * @param onBytes gets the length of each piece that is handed over.
 */
export function readRange(range: FileRange, onBytes?: (bytes: number) => void): Readable {
	return Readable.from(pieces(range, onBytes), {objectMode: false, highWaterMark: pieceSize});
}

async function* pieces(
	{path, identity, start, end}: FileRange,
	onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
	const done = <T>(work: Promise<T>) =>
		work.catch(error => {
			throw asLocalFileError(error, path, 'read');
		});
	const handle = await done(openPlain(path, 'r'));
	const look = async () => refuseChanged(path, identity, await done(handle.stat({bigint: true})));
	try {
		await look();
		for (let at = start; at < end; ) {
			const piece = await done(readPiece(handle, at, end));
			if (piece.length === 0) throw new FileChanged(path);
			at += piece.length;
			if (at === end) {
				await look();
				// Nobody may ask for more.
				await handle.close();
			}
			onBytes?.(piece.length);
			yield piece;
		}
	} finally {
		await handle.close();
	}
}

async function readPiece(handle: FileHandle, at: number, end: number): Promise<Buffer> {
	const piece = Buffer.allocUnsafeSlow(Math.min(pieceSize, end - at));
	await takeTurn();
	try {
		const {bytesRead} = await handle.read(piece, 0, piece.length, at);
		return piece.subarray(0, bytesRead);
	} finally {
		endTurn();
	}
}

/** So many are read at a time: Node has four threads for this, and looking up a host or writing the journal needs one. */
const sideBySide = 2;

let reading = 0;
const waiting: Array<() => void> = [];

async function takeTurn(): Promise<void> {
	if (reading < sideBySide) reading++;
	else await new Promise<void>(resolve => waiting.push(resolve));
}

function endTurn(): void {
	const next = waiting.shift();
	if (next === undefined) reading--;
	else next();
}
