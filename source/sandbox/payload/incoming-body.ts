import type {IncomingMessage} from 'node:http';

/** The bytes of a request as they come from the connection. */
export class IncomingBody implements AsyncIterable<Buffer> {
	readonly #incoming: IncomingMessage;
	readonly #live: AsyncIterableIterator<Buffer>;
	#kept: Buffer[] | undefined;

	constructor(incoming: IncomingMessage) {
		this.#incoming = incoming;
		// To stop reading must not destroy the connection, which still has to carry the answer.
		this.#live = incoming.iterator({destroyOnReturn: false});
	}

	/**
	 * Reads all of it into memory, so that it is there when the client is not any more. Rejects when
	 * the client goes before the end.
	 */
	async keep(): Promise<void> {
		const pieces: Buffer[] = [];
		for await (const piece of this.#live) pieces.push(piece);
		this.#kept = pieces;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
		yield* this.#kept ?? this.#live;
	}

	/** Whether the client went before the end of its body. */
	get cutShort(): boolean {
		return this.#kept === undefined && !this.#incoming.complete;
	}

	/** Drops what nobody read: it stands before the connection's next request. */
	async discard(): Promise<void> {
		await this.#live.return?.();
		this.#incoming.resume();
	}
}
