import type {Random} from '../../source/sandbox/random.js';

type Event = {
	readonly at: number;
	readonly nth: number;
	readonly of: Life | undefined;
	readonly run: () => void;
	over: boolean;
};

/** One process of the simulated machine: what it began ends with it. */
export class Life {
	readonly pid: number;
	/** Milliseconds that its clock is ahead of the world's. */
	offset: number;
	isAlive = true;
	/** Files that it holds open, and timers that keep it from ending. */
	readonly open = new Set<object>();
	readonly timers = new Set<object>();

	constructor(pid: number, offset: number) {
		this.pid = pid;
		this.offset = offset;
	}
}

/** The time of a simulated world, in milliseconds since the epoch, and what happens next in it. */
export class Clock {
	now: number;
	readonly random: Random;
	/** Whose code runs now. */
	current: Life | undefined;
	/** How many events happened so far. */
	happened = 0;
	readonly #heap: Event[] = [];
	#nth = 0;

	constructor(now: number, random: Random) {
		this.now = now;
		this.random = random;
	}

	/** Calls after so many milliseconds, unless what is returned was called or the process has ended by then; null is the world's own. */
	after(
		milliseconds: number,
		run: () => void,
		of: Life | null | undefined = this.current,
	): () => void {
		const event = {
			at: this.now + Math.max(0, milliseconds),
			nth: this.#nth++,
			of: of ?? undefined,
			run,
			over: false,
		};
		push(this.#heap, event);
		return () => {
			event.over = true;
		};
	}

	/** Lets happen what happens until then, each with all that follows of it at once. */
	async runUntil(time: number): Promise<void> {
		for (;;) {
			const next = this.#heap[0];
			if (next === undefined || next.at > time) break;
			pop(this.#heap);
			if (next.over || next.of?.isAlive === false) continue;
			this.now = next.at;
			this.current = next.of;
			this.happened++;
			next.run();
			// Promises and ticks that follow of it come before.
			await new Promise(resolve => setImmediate(resolve));
			this.current = undefined;
		}
		this.now = Math.max(this.now, time);
	}
}

function isBefore(a: Event, b: Event): boolean {
	return a.at < b.at || (a.at === b.at && a.nth < b.nth);
}

function push(heap: Event[], event: Event): void {
	let at = heap.push(event) - 1;
	while (at > 0) {
		const above = (at - 1) >> 1;
		if (!isBefore(event, heap[above]!)) break;
		heap[at] = heap[above]!;
		at = above;
	}
	heap[at] = event;
}

function pop(heap: Event[]): void {
	const last = heap.pop()!;
	if (heap.length === 0) return;
	let at = 0;
	for (;;) {
		let below = 2 * at + 1;
		if (below >= heap.length) break;
		if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
		if (!isBefore(heap[below]!, last)) break;
		heap[at] = heap[below]!;
		at = below;
	}
	heap[at] = last;
}
