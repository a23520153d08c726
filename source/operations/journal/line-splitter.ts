import {createHash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';

/** Bytes: no line of ours is longer, and none that is gets into the memory. */
export const longestLine = 1024 * 1024;

/** Bytes from the beginning of a line that is too long, by which it is told from others. */
export const headLength = 4096;

const newline = 0x0a;

/** What stands for a line that is too long: it begins as no record does, and is the same for the same line. */
export function longLine(head: Buffer, bytes: number): string {
	const digest = createHash('sha256').update(head).digest('hex').slice(0, 16);
	return `a line of ${bytes} bytes, ${digest}`;
}

/** Makes lines of pieces of a file, and holds no more of one than `longestLine`. */
export class LineSplitter {
	#pieces: Buffer[] = [];
	#length = 0;

	/** Bytes after the last newline. */
	get rest(): number {
		return this.#length;
	}

	/** Takes on what comes next in the file, and gives the lines that end in it. */
	*take(bytes: Buffer): Generator<{readonly text: string; readonly length: number}, void> {
		let start = 0;
		for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
			this.#add(bytes.subarray(start, end));
			const line = {text: this.text(), length: this.#length};
			this.#pieces = [];
			this.#length = 0;
			start = end + 1;
			yield line;
		}
		// The caller may fill the same buffer again.
		if (start < bytes.length) this.#add(Buffer.from(bytes.subarray(start)));
	}

	/** What there is of the line that has no end yet. */
	text(): string {
		if (this.#length === 0) return '';
		const held = Buffer.concat(this.#pieces);
		return this.#length > longestLine ? longLine(held, this.#length) : held.toString('utf8');
	}

	#add(piece: Buffer): void {
		const wasLong = this.#length > longestLine;
		this.#length += piece.length;
		if (wasLong) return;
		this.#pieces.push(piece);
		if (this.#length > longestLine)
			this.#pieces = [Buffer.from(Buffer.concat(this.#pieces).subarray(0, headLength))];
	}
}

/** Bytes that are read at once. */
const readAtOnce = 1024 * 1024;

/** The lines of a file from its first to its last. One that is too long is the last: what comes after it is not read. */
export async function* linesOf(handle: FileHandle): AsyncGenerator<string, void> {
	const splitter = new LineSplitter();
	const buffer = Buffer.alloc(readAtOnce);
	for (let at = 0; splitter.rest <= longestLine; ) {
		const {bytesRead} = await handle.read(buffer, 0, buffer.length, at);
		if (bytesRead === 0) break;
		at += bytesRead;
		for (const {text} of splitter.take(buffer.subarray(0, bytesRead))) yield text;
	}
	if (splitter.rest > 0) yield splitter.text();
}
