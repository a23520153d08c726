import {incompleteBody} from '../errors.js';

/** The longest line that may stand between chunks, in bytes. */
const maxLine = 8192;

/** Reads lines and counted bytes from a stream of pieces. */
export class ChunkReader {
	readonly #source: AsyncIterator<Buffer>;
	#buffer: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Buffer>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	/** The next line without its CRLF. */
	async line(): Promise<string> {
		for (;;) {
			const end = this.#buffer.indexOf('\r\n');
			if (end >= 0) {
				const line = this.#buffer.toString('latin1', 0, end);
				this.#buffer = this.#buffer.subarray(end + 2);
				return line;
			}
			if (this.#buffer.length > maxLine || !(await this.#more())) throw incompleteBody();
		}
	}

	/** Exactly `count` bytes, in pieces as they arrive. */
	async *bytes(count: number): AsyncIterable<Buffer> {
		for (let left = count; left > 0; ) {
			if (this.#buffer.length === 0 && !(await this.#more())) throw incompleteBody();
			const piece = this.#buffer.subarray(0, left);
			this.#buffer = this.#buffer.subarray(piece.length);
			left -= piece.length;
			yield piece;
		}
	}

	/** Whether nothing is left. */
	async ended(): Promise<boolean> {
		return this.#buffer.length === 0 && !(await this.#more());
	}

	async #more(): Promise<boolean> {
		const next = await this.#source.next();
		if (next.done) return false;
		this.#buffer =
			this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
		return true;
	}
}
