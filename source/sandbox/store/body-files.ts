import {createReadStream, unlink} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {type Body, BytesBody} from './body.js';
import {TemporaryFolder} from './temporary-folder.js';

/** In bytes: what is not larger is not worth a file. */
const maxInMemory = 16_384;

/** Files on disk that hold the bodies of one sandbox. Nothing is created before the first one. */
export class BodyFiles {
	readonly #folder = new TemporaryFolder();
	#made = 0;

	/**
	 * Reads a source to its end, into a file from a certain size on. The body is kept once, for the
	 * caller, who has to drop it. Rejects with the error of the source, and nothing is left then.
	 */
	async store(source: AsyncIterable<Buffer>): Promise<Body> {
		const pieces = source[Symbol.asyncIterator]();
		const head: Buffer[] = [];
		let size = 0;
		while (size <= maxInMemory) {
			const next = await pieces.next();
			if (next.done) return new BytesBody(Buffer.concat(head));
			head.push(next.value);
			size += next.value.length;
		}
		return this.#storeFile(head, pieces);
	}

	async #storeFile(head: readonly Buffer[], rest: AsyncIterator<Buffer>): Promise<Body> {
		const path = join(await this.#folder.path(), String(this.#made++));
		const file = await open(path, 'wx');
		let size = 0;
		const write = async (piece: Buffer) => {
			await file.writeFile(piece);
			size += piece.length;
		};
		try {
			for (const piece of head) await write(piece);
			for (let next = await rest.next(); !next.done; next = await rest.next())
				await write(next.value);
		} catch (error) {
			remove(path);
			throw error;
		} finally {
			await file.close();
		}
		return new FileBody(path, size);
	}

	/** Removes everything; no body can be read or stored any more. */
	close(): Promise<void> {
		return this.#folder.remove();
	}
}

/** Bytes in a file, which goes with the last one who needs it. */
class FileBody implements Body {
	readonly size: number;
	readonly #path: string;
	#keepers = 1;

	constructor(path: string, size: number) {
		this.#path = path;
		this.size = size;
	}

	async *read(start: number, end: number): AsyncIterable<Buffer> {
		if (start < end) yield* createReadStream(this.#path, {start, end: end - 1});
	}

	keep(): void {
		this.#keepers++;
	}

	drop(): void {
		this.#keepers--;
		if (this.#keepers === 0) remove(this.#path);
	}
}

/** A file that is not there any more, or not removable, is no concern of who drops it. */
function remove(path: string): void {
	unlink(path, () => {});
}
