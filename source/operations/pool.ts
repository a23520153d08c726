/** So many slow ones at most; Ceph takes half a minute to abort 10,000 parts, and has to do it some time. */
const mostSlow = 64;

export type PoolOptions<T, R> = {
	/** What is to be worked on next; undefined where there is nothing now. */
	readonly next: () => T | undefined;
	/** How many may be under way, asked before each. */
	readonly width: () => number;
	/** Must not throw. */
	readonly work: (item: T) => Promise<R>;
	/** Called once it is no longer under way, before others are begun. */
	readonly onEnd?: (item: T, result: R) => void;
	/** Milliseconds after which work that is under way no longer keeps other work from beginning. */
	readonly slowAfter?: number;
};

/** Works on what `next` gives, as many at a time as `width` says while it goes on. Can be held and released. */
export class Pool<T, R = void> {
	readonly #options: PoolOptions<T, R>;
	#underWay = 0;
	#slow = 0;
	#held = false;

	constructor(options: PoolOptions<T, R>) {
		this.#options = options;
	}

	get underWay(): number {
		return this.#underWay;
	}

	/** Begins nothing more until `release`. */
	hold(): void {
		this.#held = true;
	}

	release(): void {
		this.#held = false;
		this.fill();
	}

	/** Begins as much as there is room for. To be called when `next` has something new. */
	fill(): void {
		const {next, width} = this.#options;
		while (!this.#held && this.#underWay - this.#slow < width()) {
			const item = next();
			if (item === undefined) return;
			void this.#begin(item);
		}
	}

	async #begin(item: T): Promise<void> {
		const {work, onEnd, slowAfter} = this.#options;
		this.#underWay++;
		let isSlow = false;
		const timer =
			slowAfter === undefined
				? undefined
				: setTimeout(() => {
						if (this.#slow >= mostSlow) return;
						isSlow = true;
						this.#slow++;
						this.fill();
					}, slowAfter);
		const result = await work(item);
		clearTimeout(timer);
		this.#underWay--;
		if (isSlow) this.#slow--;
		onEnd?.(item, result);
		this.fill();
	}
}

/**
 * Works on many items, as many at a time as `width` says; the results come back in the order of the items.
 * After the first failure nothing more is begun.
 */
export function mapBounded<T, R>(
	items: readonly T[],
	width: () => number,
	work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
	const results = new Array<R>(items.length);
	return new Promise((resolve, reject) => {
		let begun = 0;
		let left = items.length;
		const pool = new Pool<number>({
			width: () => Math.max(1, width()),
			next: () => (begun < items.length ? begun++ : undefined),
			async work(index) {
				try {
					results[index] = await work(items[index] as T, index);
				} catch (error) {
					begun = items.length;
					reject(error);
				}
			},
			onEnd() {
				left--;
				if (left === 0) resolve(results);
			},
		});
		pool.fill();
		if (left === 0) resolve(results);
	});
}

/**
 * Does two things at once. Where one fails the other is cancelled and waited for, so that nothing of them goes on.
 *
 * @throws what failed first.
 */
export async function both<A, B>(
	signal: AbortSignal | undefined,
	one: (signal: AbortSignal) => Promise<A>,
	other: (signal: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
	const ending = new AbortController();
	const ends = AbortSignal.any(signal === undefined ? [ending.signal] : [signal, ending.signal]);
	const begun = [one(ends), other(ends)] as const;
	try {
		return await Promise.all(begun);
	} catch (error) {
		ending.abort();
		await Promise.allSettled(begun);
		throw error;
	}
}
