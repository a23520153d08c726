/** Answers that a judgement rests on: their median is not moved by four that were unlucky. */
const judged = 9;

/** What is well beyond the best: this many times as long, and by at least so many milliseconds. */
const factor = 3;
const atLeast = 200;

type Known = {best: number; recent: number[]};

/**
 * Notices when reads take much longer than they did at best. Answers are compared with their like: the
 * same operation, and a body of about the same size, since a list of 1000 parts takes a server longer
 * than an empty one without any load.
 */
export class Latency {
	readonly #known = new Map<string, Known>();

	/**
	 * Takes a read that was answered; true when the median of the last nine of its like is well beyond
	 * the best. What was slow then is the measure from there on, until something is faster: a server
	 * that has become slower for good is not mistaken for one that suffers more and more.
	 *
	 * @param size of the body.
	 * @param elapsed milliseconds from sending to the end of the answer.
	 * @param waited those of them in which this process had nothing else to do: a busy one reads its
	 * answers late, and that is no fault of the server.
	 */
	take(operation: string, size: number, elapsed: number, waited: number): boolean {
		const like = `${operation} ${Math.floor(Math.log2(size + 1) / 2)}`;
		const known = this.#known.get(like) ?? {best: elapsed, recent: []};
		this.#known.set(like, known);
		known.best = Math.min(known.best, elapsed);
		known.recent.push(waited);
		if (known.recent.length < judged) return false;
		const middle = [...known.recent].sort((a, b) => a - b)[(judged - 1) / 2] ?? 0;
		known.recent.shift();
		if (middle <= known.best * factor || middle <= known.best + atLeast) return false;
		known.best = middle;
		return true;
	}

	/** Begins to judge anew; the best stays. */
	forgetRecent(): void {
		for (const known of this.#known.values()) known.recent = [];
	}
}
