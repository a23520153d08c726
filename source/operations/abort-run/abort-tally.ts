import {type AbortKind, abortKinds} from './kinds.js';

/** Milliseconds that the rate looks back, and between two of its samples. */
const rateOver = 10_000;
const sampleEvery = 250;

/** The numbers of a run, kept as it goes. */
export class AbortTally {
	readonly counts = Object.fromEntries(abortKinds.map(kind => [kind, 0])) as Record<
		AbortKind,
		number
	>;
	/** Bytes. */
	freed = 0;
	/** Uploads that are gone and held parts without a size: what they held is not in `freed`. */
	unsized = 0;
	freeing = 0;
	throttled = 0;
	/** Milliseconds. */
	widestWindow: number | undefined;
	readonly #now: () => number;
	readonly #started: number;
	#samples: Array<{at: number; done: number}>;
	#done = 0;

	/** @param now milliseconds from any start, never going back. */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
		this.#started = now();
		this.#samples = [{at: this.#started, done: 0}];
	}

	/** Another upload has come to something. */
	done(): void {
		this.#done++;
		const at = this.#now();
		if (at - (this.#samples.at(-1)?.at ?? 0) >= sampleEvery)
			this.#samples.push({at, done: this.#done});
		while (at - (this.#samples[0]?.at ?? at) > rateOver && this.#samples.length > 2)
			this.#samples.shift();
	}

	/** What was measured before says nothing of what comes after a pause. */
	restartRate(): void {
		this.#samples = [{at: this.#now(), done: this.#done}];
	}

	window(milliseconds: number): void {
		this.widestWindow = Math.max(this.widestWindow ?? 0, milliseconds);
	}

	/** Milliseconds since the start. */
	get elapsed(): number {
		return this.#now() - this.#started;
	}

	/** Uploads a second over the last seconds; undefined before there are two samples. */
	get rate(): number | undefined {
		const first = this.#samples[0];
		const passed = first === undefined ? 0 : this.#now() - first.at;
		if (first === undefined || passed < sampleEvery || this.#done === first.done) return undefined;
		return ((this.#done - first.done) / passed) * 1000;
	}
}
