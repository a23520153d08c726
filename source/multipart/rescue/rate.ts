/** Milliseconds over which a rate is measured. */
const window = 5000;

/** Bytes per second, by the last reports of progress. */
export class RateMeter {
	readonly #seen: Array<{readonly at: number; readonly bytes: number}> = [];

	/**
	 * Bytes a second over the last seconds; undefined until there is something to measure.
	 *
	 * @param bytes done so far; fewer than before begin anew. @param at milliseconds, of any clock that only goes forward.
	 */
	take(bytes: number, at: number): number | undefined {
		const seen = this.#seen;
		if (bytes < (seen.at(-1)?.bytes ?? 0)) seen.length = 0;
		seen.push({at, bytes});
		while (seen.length > 2 && at - (seen[1]?.at ?? at) >= window) seen.shift();
		const [first] = seen;
		if (first === undefined || at - first.at < 500 || bytes === first.bytes) return undefined;
		return ((bytes - first.bytes) * 1000) / (at - first.at);
	}
}
