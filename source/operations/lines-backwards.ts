import type {FileHandle} from 'node:fs/promises';

/** A line with where it begins, in bytes from the start of the file. */
export type LineAt = {
	readonly text: string;
	readonly at: number;
	/** False for the last line while it has no newline. */
	readonly ended: boolean;
};

const newline = 0x0a;

/** Bytes that are read at once; more where a line is longer. */
const readAtOnce = 256 * 1024;

/** The lines of a file from its last to its first, some at a time; what is written meanwhile is not among them. */
export async function* linesBackwards(handle: FileHandle): AsyncGenerator<LineAt[], void> {
	let end = (await handle.stat()).size;
	/** What stands before `end` and after the last newline of the piece before it; its line begins further in front. */
	let rest = Buffer.alloc(0);
	let ended = false;
	while (end > 0) {
		const start = Math.max(0, end - readAtOnce);
		const piece = Buffer.alloc(end - start);
		const {bytesRead} = await handle.read(piece, 0, piece.length, start);
		const bytes = Buffer.concat([piece.subarray(0, bytesRead), rest]);
		const lines: LineAt[] = [];
		let to = bytes.length;
		for (;;) {
			const at = to === 0 ? -1 : bytes.lastIndexOf(newline, to - 1);
			if (at < 0) break;
			if (at + 1 < to || ended)
				lines.push({text: bytes.toString('utf8', at + 1, to), at: start + at + 1, ended});
			ended = true;
			to = at;
		}
		rest = bytes.subarray(0, to);
		end = start;
		if (start === 0 && (rest.length > 0 || ended)) {
			lines.push({text: rest.toString('utf8'), at: 0, ended});
		}
		yield lines;
	}
}
