import {truncateEnd} from '../../../terminal/cells.js';
import type {Output} from './output.js';

/** Milliseconds between two looks: more than that nobody reads. */
const every = 200;

/** One row on stderr that is written over, where that is a terminal; nothing elsewhere. */
export class Progress {
	readonly #output: Output;
	#last = 0;
	#isShown = false;

	constructor(output: Output) {
		this.#output = output;
	}

	/** @param text safe for the terminal. */
	show(text: string): void {
		const now = Date.now();
		if (!this.#output.isTerminal || now - this.#last < every) return;
		this.#last = now;
		this.#isShown = true;
		const row = truncateEnd(text, (this.#output.columns ?? 80) - 1, '...');
		this.#write(`\r${row}\x1b[K`);
	}

	/** Leaves the row empty, for what is said next. */
	end(): void {
		if (this.#isShown) this.#write('\r\x1b[K');
		this.#isShown = false;
	}

	#write(text: string): void {
		this.#output.write(text).catch(() => {});
	}
}
