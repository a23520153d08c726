import {createReadStream} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {headLength, longestLine, longLine} from './line-splitter.js';

/** A line with where it begins, in bytes from the start of the file. */
export type LineAt = {
	readonly text: string;
	readonly at: number;
	/** False for the last line while it has no newline. */
	readonly ended: boolean;
};

/** Where a line begins, in bytes from the start of its file. */
export type LinePlace = {readonly file: string; readonly at: number};

const newline = 0x0a;

/** Bytes that are read at once. */
const readAtOnce = 256 * 1024;

/** The lines of a file from its last to its first, some at a time; what is written meanwhile is not among them. */
export async function* linesBackwards(handle: FileHandle): AsyncGenerator<LineAt[], void> {
	let end = (await handle.stat()).size;
	/** What stands before `end` and after the last newline of the piece before it; its line begins further in front. */
	let rest = Buffer.alloc(0);
	/** How long it is; no more of a line that is too long is kept. */
	let length = 0;
	let ended = false;
	while (end > 0) {
		const start = Math.max(0, end - readAtOnce);
		const piece = Buffer.alloc(end - start);
		const {bytesRead} = await handle.read(piece, 0, piece.length, start);
		const lines: LineAt[] = [];
		let to = bytesRead;
		for (;;) {
			const at = to === 0 ? -1 : piece.lastIndexOf(newline, to - 1);
			const begin = at + 1;
			length += to - begin;
			rest =
				length > longestLine ? Buffer.alloc(0) : Buffer.concat([piece.subarray(begin, to), rest]);
			if (at < 0) break;
			if (length > 0 || ended) lines.push(await lineFrom(start + begin));
			ended = true;
			rest = Buffer.alloc(0);
			length = 0;
			to = at;
		}
		end = start;
		if (start === 0 && (length > 0 || ended)) lines.push(await lineFrom(0));
		yield lines;
	}

	async function lineFrom(at: number): Promise<LineAt> {
		if (length <= longestLine) return {text: rest.toString('utf8'), at, ended};
		const head = Buffer.alloc(headLength);
		const {bytesRead} = await handle.read(head, 0, head.length, at);
		return {text: longLine(head.subarray(0, bytesRead), length), at, ended};
	}
}

/** Which line of a file begins at a byte, from 1. */
export async function lineNumber({file, at}: LinePlace): Promise<number> {
	let number = 1;
	if (at === 0) return number;
	for await (const chunk of createReadStream(file, {end: at - 1}))
		for (const byte of chunk as Buffer) if (byte === newline) number++;
	return number;
}
