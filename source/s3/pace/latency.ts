/** Answers that a judgement rests on: their median is not moved by four that were unlucky. */
const judged = 9;

/** What is well beyond the best: this many times as long, and by at least so many milliseconds. */
const slow = {factor: 3, atLeast: 200};

/** Less tells nothing: requests wait for each other in the server, or for a processor, which anyone may keep busy for so long. */
const crowded = {factor: 2, atLeast: 50};

type Known = {best: number; recent: number[]};

/** `crowded`: requests wait for each other, so that more of them bring nothing. `slow`: much longer than at best. */
export type Judgement = 'usual' | 'crowded' | 'slow';

/**
 * Notices when reads take longer than they did at best. Answers are compared with their like: the
 * same operation, and a body of about the same size, since a list of 1000 parts takes a server longer
 * than an empty one without any load.
 */
export class Latency {
	readonly #known = new Map<string, Known>();

	/**
	 * Takes a read that was answered, and judges by the median of the last nine of its like; undefined while there are fewer.
	 * What was slow then is the measure from there on, until something is faster: a server
	 * that has become slower for good is not mistaken for one that suffers more and more.
	 *
	 * @param size of the body.
	 * @param elapsed milliseconds from sending to the end of the answer.
	 * @param waited those of them in which this process had nothing else to do: a busy one reads its
	 * answers late, and that is no fault of the server.
	 */
	take(operation: string, size: number, elapsed: number, waited: number): Judgement | undefined {
		const like = `${operation} ${Math.floor(Math.log2(size + 1) / 2)}`;
		const known = this.#known.get(like) ?? {best: elapsed, recent: []};
		this.#known.set(like, known);
		known.best = Math.min(known.best, elapsed);
		known.recent.push(waited);
		if (known.recent.length < judged) return undefined;
		const middle = [...known.recent].sort((a, b) => a - b)[(judged - 1) / 2] ?? 0;
		known.recent.shift();
		const isBeyond = ({factor, atLeast}: typeof slow) =>
			middle > known.best * factor && middle > known.best + atLeast;
		if (isBeyond(slow)) {
			known.best = middle;
			return 'slow';
		}
		return isBeyond(crowded) ? 'crowded' : 'usual';
	}

	/** Begins to judge anew; the best stays. */
	forgetRecent(): void {
		for (const known of this.#known.values()) known.recent = [];
	}
}
