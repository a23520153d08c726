import type {IncomingMessage} from 'node:http';
import type {Body} from '../store/body.js';
import type {BodyFiles} from '../store/body-files.js';

/** The bytes of a request as they come from the connection. */
export class IncomingBody implements AsyncIterable<Buffer> {
	readonly #incoming: IncomingMessage;
	readonly #live: AsyncIterableIterator<Buffer>;
	readonly #halfway: () => Promise<'cut' | undefined>;
	#kept: Body | undefined;
	#isCut = false;

	/** @param halfway is asked once half of the body is there. */
	constructor(incoming: IncomingMessage, halfway: () => Promise<'cut' | undefined>) {
		this.#incoming = incoming;
		// To stop reading must not destroy the connection, which still has to carry the answer.
		this.#live = incoming.iterator({destroyOnReturn: false});
		this.#halfway = halfway;
	}

	/**
	 * Reads all of it into a file, so that it is there when the client is not any more. Rejects when
	 * the client goes before the end.
	 */
	async keep(files: BodyFiles): Promise<void> {
		this.#kept = await files.store(this.#arriving());
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
		yield* this.#kept?.read(0, this.#kept.size) ?? this.#arriving();
	}

	async *#arriving(): AsyncGenerator<Buffer> {
		let left = Number(this.#incoming.headers['content-length'] ?? 0) / 2;
		for await (const piece of this.#live) {
			yield piece;
			const before = left;
			left -= piece.length;
			if (before <= 0 || left > 0 || (await this.#halfway()) !== 'cut') continue;
			this.#isCut = true;
			this.#incoming.socket.destroy();
			throw new Error('The connection was cut in the middle of the request.');
		}
	}

	/** Whether the client went before the end of its body. */
	get cutShort(): boolean {
		return this.#isCut || (this.#kept === undefined && !this.#incoming.complete);
	}

	/** Drops what was kept and what nobody read: it stands before the connection's next request. */
	async discard(): Promise<void> {
		this.#kept?.drop();
		await this.#live.return?.();
		this.#incoming.resume();
	}
}
