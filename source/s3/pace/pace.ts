import {Latency} from './latency.js';

/** As many as browsers open to one host side by side, and then some: no server is hurt by it. */
const widthAtFirst = 8;

/**
 * A look at parts costs this process about 5 ms, so that 64 keep it busy over a round trip of 320 ms:
 * more under way would only wait here.
 */
const mostWidth = 64;

/** Milliseconds after which an act no longer keeps others from going: Ceph aborts 10,000 parts in 33 s. */
const actCounts = 2000;

/** Milliseconds of the first pause after a refusal that names none, doubled by each in a row up to the most. */
const firstPause = 100;
const mostPause = 10_000;

/** Milliseconds that one Retry-After is believed; a later answer may ask for more. */
const mostRetryAfter = 5 * 60_000;

export type SlowedBy = 'throttled' | 'latency';

/** What a person may see of a pace. All counts are since the first request to the endpoint. */
export type PaceFacts = {
	/** Attempts that left, those that were repeated included. */
	readonly sent: number;
	readonly underWay: number;
	/** For a slot. */
	readonly waiting: number;
	/** How often the server asked for fewer requests. */
	readonly throttled: number;
	/** How many requests may be under way. */
	readonly width: number;
	/** When it last became slower, milliseconds since the epoch, and why. */
	readonly slowed?: {readonly at: number; readonly why: SlowedBy};
};

/** What came back for a request. */
export type Answered =
	/** An answer of whatever meaning, and how many bytes its body had. */
	| {readonly kind: 'answer'; readonly size: number}
	/** Fewer requests, please; milliseconds of the Retry-After, where there was one. */
	| {readonly kind: 'throttled'; readonly retryAfter?: number}
	/** Nothing at all, for as long as a read waits. */
	| {readonly kind: 'silence'};

/** The right to send one request. */
export type Slot = {
	/** It leaves now. */
	sent(): void;
	/** Something came of it; frees the slot. */
	answered(answer: Answered): void;
	/** Frees the slot, if it is not free yet. */
	leave(): void;
};

/** Time and chance, so that tests need not wait for either. Milliseconds. */
export type Clock = {
	/** Since the epoch, and never going back. */
	now(): number;
	/** How long this process had nothing to do, in all. */
	idle(): number;
	/** Calls back once; what is returned prevents it. */
	later(milliseconds: number, call: () => void): () => void;
	/** From 0 up to 1. */
	random(): number;
};

/**
 * How many requests one endpoint gets at a time: additive increase, multiplicative decrease, as
 * TCP does it (RFC 5681), with a gate that shuts when the server asks for a pause.
 *
 * - A throttled request halves the width and shuts the gate for the Retry-After, and for a pause
 *   with jitter at least. Reads that take well beyond their best halve it too. Either counts once for
 *   all that was under way together.
 * - Each full round trip of answers adds a quarter of the width at first, and one once it became slower or reads took
 *   notably longer than at best, where the width was used: what was never asked for proves nothing.
 * - Nothing is added while they take notably longer: then requests wait for each other, in the server or for its processor,
 *   and more of them would only wait longer. Nothing is taken away for it either: what gets through stays the same.
 * - Reads wait for a slot, first come first served. Acts never wait: nothing may come between the last
 *   look at an upload and its Abort. They count as under way for two seconds.
 * - A part waits as a read does, and then counts as an act: a large one would keep every read waiting.
 */
export class Pace {
	readonly #clock: Clock;
	readonly #latency = new Latency();
	/** In order of arrival. */
	readonly #queue = new Set<() => void>();
	#limit = widthAtFirst;
	/** Slots that keep others from going. */
	#counted = 0;
	#underWay = 0;
	#sent = 0;
	#throttled = 0;
	/** Slots given so far, and how many of them before it last became slower. */
	#given = 0;
	#givenBefore = 0;
	/** The last slot that was given when the width was in use. */
	#lastFull = 0;
	#slowed: PaceFacts['slowed'];
	/** Until anything tells how much is too much. */
	#begins = true;
	/** Whether reads took notably longer than at best when they were judged last. */
	#isCrowded = false;
	#pauses = 0;
	#shutUntil = 0;
	#cancelGate: (() => void) | undefined;
	readonly #listeners = new Set<() => void>();

	constructor(clock: Clock = systemClock) {
		this.#clock = clock;
	}

	/** How many requests may be under way: an operation keeps no more at work. From 1 to 64. */
	get width(): number {
		return Math.floor(this.#limit);
	}

	facts(): PaceFacts {
		return {
			sent: this.#sent,
			underWay: this.#underWay,
			waiting: this.#queue.size,
			throttled: this.#throttled,
			width: this.width,
			slowed: this.#slowed,
		};
	}

	/** Tells of every change of the facts, until what is returned is called. */
	watch(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/**
	 * A slot for a read, or for a part, when there is one. Rejects with an AbortError once the signal is aborted.
	 *
	 * @param read the operation; undefined for a part: how long that takes is a matter of its size.
	 */
	enter(read: string | undefined, signal?: AbortSignal): Promise<Slot> {
		return new Promise((resolve, reject) => {
			const cancelled = () => reject(new DOMException('No longer wanted.', 'AbortError'));
			if (signal?.aborted) return cancelled();
			const go = () => {
				signal?.removeEventListener('abort', leave);
				resolve(this.#slot(read));
			};
			const leave = () => {
				this.#queue.delete(go);
				if (this.#queue.size === 0) this.#forgetGate();
				this.#changed();
				cancelled();
			};
			signal?.addEventListener('abort', leave, {once: true});
			this.#queue.add(go);
			this.#letIn();
			this.#changed();
		});
	}

	/** A slot for an act, at once. */
	enterAct(): Slot {
		return this.#slot();
	}

	/** @param read the operation, where it is a read. */
	#slot(read?: string): Slot {
		const number = ++this.#given;
		const {now, idle} = this.#clock;
		let at = now();
		let idleAt = idle();
		this.#underWay++;
		this.#counted++;
		// Three of four: an operation that is at work everywhere also does other things between its requests.
		if (this.#counted >= this.width * 0.75) this.#lastFull = number;
		let counts = true;
		const free = () => {
			if (!counts) return;
			counts = false;
			this.#counted--;
			this.#letIn();
		};
		const cancelTimer = read === undefined ? this.#clock.later(actCounts, free) : undefined;
		let left = false;
		const leave = () => {
			if (left) return;
			left = true;
			this.#underWay--;
			cancelTimer?.();
			free();
			this.#changed();
		};
		return {
			sent: () => {
				at = now();
				idleAt = idle();
				this.#sent++;
				this.#changed();
			},
			answered: answer => {
				if (left) return;
				const isNews = number > this.#givenBefore;
				if (answer.kind === 'throttled') this.#refused(isNews, answer.retryAfter);
				else if (answer.kind === 'silence') {
					if (isNews && read !== undefined) this.#slowDown('latency');
				} else if (isNews) {
					this.#pauses = 0;
					const judgement =
						read === undefined
							? undefined
							: this.#latency.take(read, answer.size, now() - at, idle() - idleAt);
					if (judgement !== undefined) this.#isCrowded = judgement === 'crowded';
					if (judgement === 'slow') this.#slowDown('latency');
					else if (this.#isCrowded) this.#begins = false;
					else if (this.#lastFull >= number) {
						// As TCP begins; at a quarter of its speed.
						const more = this.#begins ? 0.25 : 1 / this.#limit;
						this.#limit = Math.min(mostWidth, this.#limit + more);
					}
				}
				leave();
			},
			leave,
		};
	}

	#refused(isNews: boolean, retryAfter = 0): void {
		this.#throttled++;
		let pause = Math.min(retryAfter, mostRetryAfter);
		if (isNews) {
			const doubled = Math.min(mostPause, firstPause * 2 ** this.#pauses++);
			pause = Math.max(pause, doubled * (0.5 + this.#clock.random() / 2));
			this.#slowDown('throttled');
		}
		this.#shutUntil = Math.max(this.#shutUntil, this.#clock.now() + pause);
	}

	#slowDown(why: SlowedBy): void {
		this.#limit = Math.max(1, this.#limit / 2);
		this.#givenBefore = this.#given;
		this.#begins = false;
		this.#slowed = {at: this.#clock.now(), why};
		this.#latency.forgetRecent();
	}

	#letIn(): void {
		for (const go of this.#queue) {
			if (this.#counted >= this.width) return;
			const shutFor = this.#shutUntil - this.#clock.now();
			if (shutFor > 0) {
				this.#cancelGate ??= this.#clock.later(shutFor, () => {
					this.#cancelGate = undefined;
					this.#letIn();
				});
				return;
			}
			this.#queue.delete(go);
			go();
		}
	}

	#changed(): void {
		for (const listener of this.#listeners) listener();
	}

	/** A timer that nobody waits for would keep the process from ending. */
	#forgetGate(): void {
		this.#cancelGate?.();
		this.#cancelGate = undefined;
	}
}

const systemClock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	idle: () => performance.eventLoopUtilization().idle,
	later(milliseconds, call) {
		const timer = setTimeout(call, milliseconds);
		return () => clearTimeout(timer);
	},
	random: Math.random,
};
