import {Pool} from '../pool.js';

export type RunQueueOptions<T> = {
	/** What there is to do, taken one by one when there is room; and how many they are. */
	readonly items: Iterable<T>;
	readonly count: number;
	/** How many may be under way, asked over and over. */
	readonly width: () => number;
	/** Must not throw. */
	readonly work: (item: T) => Promise<void>;
	/** Milliseconds after which what is under way no longer keeps others from beginning. */
	readonly slowAfter: number;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Called when something is no longer under way. */
	readonly onEnd: () => void;
};

/** The queue of a run: what was begun once and is to be begun again comes before the rest. Begins nothing before `release`. */
export class RunQueue<T> {
	readonly #sleep: (milliseconds: number) => Promise<void>;
	readonly #source: Iterator<T>;
	readonly #again: T[] = [];
	readonly #later = new Set<{item: T}>();
	readonly #pool: Pool<T>;
	#left: number;
	#whenIdle: Array<() => void> = [];

	constructor({items, count, width, work, slowAfter, sleep, onEnd}: RunQueueOptions<T>) {
		this.#sleep = sleep;
		this.#source = items[Symbol.iterator]();
		this.#left = count;
		this.#pool = new Pool({
			next: () => {
				const item = this.#next();
				if (item === undefined) this.#tellIdle();
				return item;
			},
			width: () => Math.max(1, width()),
			work,
			onEnd: () => {
				onEnd();
				this.#tellIdle();
			},
			slowAfter,
		});
		this.#pool.hold();
	}

	get underWay(): number {
		return this.#pool.underWay;
	}

	/** How many are not begun, or are to be begun again. */
	get waiting(): number {
		return this.#left + this.#again.length + this.#later.size;
	}

	/** Back into the queue, after a pause. */
	addAgain(item: T, milliseconds = 0): void {
		if (milliseconds === 0) {
			this.#again.push(item);
			this.#pool.fill();
			return;
		}
		const later = {item};
		this.#later.add(later);
		void this.#sleep(milliseconds).then(() => {
			// It may have been taken out meanwhile.
			if (!this.#later.delete(later)) return;
			this.#again.push(item);
			this.#pool.fill();
		});
	}

	/** Begins nothing more until `release`. */
	hold(): void {
		this.#pool.hold();
	}

	release(): void {
		this.#pool.release();
	}

	/** Takes out everything that is not under way. */
	*takeRest(): Generator<T> {
		for (const {item} of this.#later) yield item;
		this.#later.clear();
		yield* this.#again.splice(0);
		while (this.#left > 0) {
			const next = this.#next();
			if (next !== undefined) yield next;
		}
		this.#tellIdle();
	}

	/** Resolves when nothing waits and nothing is under way. */
	idle(): Promise<void> {
		return new Promise(resolve => {
			this.#whenIdle.push(resolve);
			this.#pool.fill();
			this.#tellIdle();
		});
	}

	#next(): T | undefined {
		const again = this.#again.shift();
		if (again !== undefined || this.#left === 0) return again;
		const {done, value} = this.#source.next();
		this.#left = done ? 0 : this.#left - 1;
		return done ? undefined : value;
	}

	#tellIdle(): void {
		if (this.waiting > 0 || this.#pool.underWay > 0) return;
		for (const resolve of this.#whenIdle.splice(0)) resolve();
	}
}
