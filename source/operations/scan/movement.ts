/** Samples that are kept for each upload: what the eye takes in as one small curve. */
const mostSamples = 6;

type Sample = {readonly bytes: number; readonly at: number};

/** How an upload moved, as repeated looks saw it. */
export type Movement = {
	/** Bytes a second between the last two looks. */
	readonly rate: number;
	/** The rates between the looks so far, oldest first; the last one is `rate`. */
	readonly rates: readonly number[];
};

/** Which uploads move and how fast: from the bytes that each look at their parts adds up to. */
export class Movements {
	readonly #last = new Map<number, Sample>();
	readonly #rates = new Map<number, readonly number[]>();

	/**
	 * A look at the upload of this handle.
	 *
	 * @param bytes that are listed now.
	 * @param at milliseconds, by any clock that does not go back.
	 */
	note(handle: number, bytes: number, at: number): void {
		const before = this.#last.get(handle);
		this.#last.set(handle, {bytes, at});
		if (before === undefined || at <= before.at) return;
		// Parts that are replaced by smaller ones, or an upload begun anew: nothing moved forward.
		const rate = (Math.max(0, bytes - before.bytes) * 1000) / (at - before.at);
		this.#rates.set(handle, [...(this.#rates.get(handle) ?? []), rate].slice(-mostSamples));
	}

	/** Undefined until two looks were noted. */
	of(handle: number): Movement | undefined {
		const rates = this.#rates.get(handle);
		return rates && {rate: rates.at(-1) ?? 0, rates};
	}

	clear(): void {
		this.#last.clear();
		this.#rates.clear();
	}
}
