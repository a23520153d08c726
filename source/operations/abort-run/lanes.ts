/** Milliseconds after which work that is under way no longer keeps other work from beginning. */
const slowAfter = 2000;

/** So many slow ones at most; Ceph takes half a minute to abort 10,000 parts, and has to do it some time. */
const mostSlow = 64;

export type LanesOptions<T> = {
	/** What there is to do, taken one by one when there is room; and how many they are. */
	readonly items: Iterable<T>;
	readonly count: number;
	/** How many may be under way, asked over and over. */
	readonly width: () => number;
	/** Must not throw. */
	readonly work: (item: T) => Promise<void>;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Told when something is no longer under way. */
	readonly onEnd: () => void;
};

/**
 * Works on many things, as many at a time as `width` says while it goes on. What takes longer than
 * two seconds does not count any more, so that the others do not wait for it. Can be held and let go.
 */
export class Lanes<T> {
	readonly #options: LanesOptions<T>;
	readonly #source: Iterator<T>;
	/** What comes before the rest: it was begun once. */
	readonly #again: T[] = [];
	readonly #later = new Set<{item: T}>();
	#left: number;
	#underWay = 0;
	#slow = 0;
	#held = true;
	#whenIdle: Array<() => void> = [];

	/** Begins nothing before `release`. */
	constructor(options: LanesOptions<T>) {
		this.#options = options;
		this.#source = options.items[Symbol.iterator]();
		this.#left = options.count;
	}

	get underWay(): number {
		return this.#underWay;
	}

	/** How many are not begun, or are to be begun again. */
	get waiting(): number {
		return this.#left + this.#again.length + this.#later.size;
	}

	/** Back into the queue, after a pause. */
	addAgain(item: T, milliseconds = 0): void {
		if (milliseconds === 0) {
			this.#again.push(item);
			this.#fill();
			return;
		}
		const later = {item};
		this.#later.add(later);
		void this.#options.sleep(milliseconds).then(() => {
			// It may have been taken out meanwhile.
			if (!this.#later.delete(later)) return;
			this.#again.push(item);
			this.#fill();
		});
	}

	/** Begins nothing more until `release`. */
	hold(): void {
		this.#held = true;
	}

	release(): void {
		this.#held = false;
		this.#fill();
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
		this.#fill();
	}

	/** Resolves when nothing waits and nothing is under way. */
	idle(): Promise<void> {
		return new Promise(resolve => {
			this.#whenIdle.push(resolve);
			this.#fill();
		});
	}

	#next(): T | undefined {
		const again = this.#again.shift();
		if (again !== undefined || this.#left === 0) return again;
		const {done, value} = this.#source.next();
		this.#left = done ? 0 : this.#left - 1;
		return done ? undefined : value;
	}

	#fill(): void {
		while (!this.#held && this.#underWay - this.#slow < Math.max(1, this.#options.width())) {
			const next = this.#next();
			if (next === undefined) break;
			void this.#begin(next);
		}
		if (this.waiting > 0 || this.#underWay > 0) return;
		for (const resolve of this.#whenIdle.splice(0)) resolve();
	}

	async #begin(item: T): Promise<void> {
		this.#underWay++;
		let isSlow = false;
		const timer = setTimeout(() => {
			if (this.#slow >= mostSlow) return;
			isSlow = true;
			this.#slow++;
			this.#fill();
		}, slowAfter);
		try {
			await this.#options.work(item);
		} finally {
			clearTimeout(timer);
			this.#underWay--;
			if (isSlow) this.#slow--;
			this.#fill();
			this.#options.onEnd();
		}
	}
}
