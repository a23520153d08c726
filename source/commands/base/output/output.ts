import type {Writable} from 'node:stream';

/** Nobody reads what is written: `partway list … | head -1`. */
export class BrokenPipe extends Error {
	override readonly name = 'BrokenPipe';
}

/** What was to be written cannot be, for another reason: a full disk. The message is for the user. */
export class UnwritableOutput extends Error {
	override readonly name = 'UnwritableOutput';

	constructor({code, message}: NodeJS.ErrnoException) {
		const why = code === 'ENOSPC' ? 'the disk is full' : (code ?? message);
		super(`The output cannot be written: ${why}.`);
	}
}

type Stream = Writable & {readonly isTTY?: boolean; readonly columns?: number};

/** A stream that is written no faster than it is read. */
export class Output {
	readonly #stream: Stream;
	readonly #drained = new Set<() => void>();
	#failure: NodeJS.ErrnoException | undefined;

	#listening = false;
	#hasWritten = false;

	constructor(stream: Stream) {
		this.#stream = stream;
	}

	get isTerminal(): boolean {
		return this.#stream.isTTY === true;
	}

	/** Whether anything was written. */
	get hasWritten(): boolean {
		return this.#hasWritten;
	}

	/** Cells of a row, where it is a terminal. */
	get columns(): number | undefined {
		return this.#stream.columns;
	}

	/**
	 * Resolves once there is room for more.
	 *
	 * @throws BrokenPipe when the reader is gone, the stream's own error, or the signal's reason.
	 */
	async write(text: string, signal?: AbortSignal): Promise<void> {
		this.#listen();
		this.#check(signal);
		this.#hasWritten ||= text !== '';
		if (this.#stream.write(text)) return;
		await this.#room(signal);
	}

	/** Resolves once everything has left, or never will. */
	async flush(): Promise<void> {
		if (this.#failure !== undefined || this.#stream.writableLength === 0) return;
		await new Promise<void>(resolve => {
			this.#drained.add(resolve);
			this.#stream.write('', () => resolve());
		});
	}

	async #room(signal: AbortSignal | undefined): Promise<void> {
		let free = () => {};
		await new Promise<void>(resolve => {
			free = resolve;
			this.#drained.add(free);
			signal?.addEventListener('abort', free, {once: true});
		});
		signal?.removeEventListener('abort', free);
		this.#drained.delete(free);
		this.#check(signal);
	}

	#check(signal: AbortSignal | undefined): void {
		signal?.throwIfAborted();
		if (this.#failure?.code === 'EPIPE') throw new BrokenPipe('nobody reads any more');
		if (this.#failure !== undefined) throw new UnwritableOutput(this.#failure);
	}

	/** Not before the first word: until then the stream is the app's. */
	#listen(): void {
		if (this.#listening) return;
		this.#listening = true;
		this.#stream.on('error', error => {
			this.#failure ??= error;
			this.#wake();
		});
		this.#stream.on('drain', () => this.#wake());
	}

	#wake(): void {
		for (const free of this.#drained) free();
		this.#drained.clear();
	}
}
