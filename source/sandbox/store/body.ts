import {createHash} from 'node:crypto';

/** The bytes of a part or an object, wherever they are kept. */
export type Body = {
	/** In bytes. */
	readonly size: number;
	/** The bytes from `start` up to, not including, `end`, in pieces. */
	read(start: number, end: number): AsyncIterable<Buffer> | Iterable<Buffer>;
	/** Counts one more who needs the bytes: they stay until everyone who does has dropped them. */
	keep(): void;
	drop(): void;
};

/** Bytes in memory. */
export class BytesBody implements Body {
	readonly size: number;
	readonly #bytes: Buffer;

	constructor(bytes: Buffer) {
		this.size = bytes.length;
		this.#bytes = bytes;
	}

	read(start: number, end: number): Iterable<Buffer> {
		return [this.#bytes.subarray(start, end)];
	}

	keep(): void {}

	drop(): void {}
}

const blockSize = 65_536;

/**
 * Bytes that are never kept: any size costs nothing. The content is a block that follows from the
 * seed, repeated.
 */
export class PretendedBody implements Body {
	readonly size: number;
	readonly #seed: string;

	constructor(size: number, seed: string) {
		this.size = size;
		this.#seed = seed;
	}

	*read(start: number, end: number): Iterable<Buffer> {
		const block = createHash('shake256', {outputLength: blockSize}).update(this.#seed).digest();
		let at = start;
		while (at < end) {
			const offset = at % blockSize;
			const piece = block.subarray(offset, Math.min(blockSize, offset + end - at));
			yield piece;
			at += piece.length;
		}
	}

	keep(): void {}

	drop(): void {}
}

/** A range of another body. */
export class BodyRange implements Body {
	readonly size: number;
	readonly #body: Body;
	readonly #start: number;

	constructor(body: Body, start: number, end: number) {
		this.size = end - start;
		this.#body = body;
		this.#start = start;
	}

	read(start: number, end: number): AsyncIterable<Buffer> | Iterable<Buffer> {
		return this.#body.read(this.#start + start, this.#start + Math.min(end, this.size));
	}

	keep(): void {
		this.#body.keep();
	}

	drop(): void {
		this.#body.drop();
	}
}

/** Several bodies, one after the other. */
export class JoinedBody implements Body {
	readonly size: number;
	readonly bodies: readonly Body[];

	constructor(bodies: readonly Body[]) {
		this.bodies = bodies;
		this.size = bodies.reduce((sum, body) => sum + body.size, 0);
	}

	async *read(start: number, end: number): AsyncIterable<Buffer> {
		let offset = 0;
		for (const body of this.bodies) {
			const from = Math.max(start - offset, 0);
			const to = Math.min(end - offset, body.size);
			if (from < to) yield* body.read(from, to);
			offset += body.size;
		}
	}
	keep(): void {
		for (const body of this.bodies) body.keep();
	}

	drop(): void {
		for (const body of this.bodies) body.drop();
	}
}
