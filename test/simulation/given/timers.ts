import type {Clock, Life} from '../clock.js';

/** What a process takes for its clock and its timers: names that stand in place of the globals. */
export function timersOf(clock: () => Clock) {
	const lifeOf = (): Life | undefined => clock().current;
	const now = () => Math.floor(clock().now) + (lifeOf()?.offset ?? 0);

	class GivenDate extends Date {
		constructor(...args: []) {
			if (args.length === 0) super(now());
			else super(...args);
		}
		static override now(): number {
			return now();
		}
		static override [Symbol.hasInstance](value: unknown): boolean {
			return Object.prototype.toString.call(value) === '[object Date]';
		}
	}

	class Timer {
		readonly #life = lifeOf();
		readonly #again: boolean;
		readonly #delay: number;
		readonly #call: () => void;
		#cancel: () => void = () => {};

		constructor(delay: number, again: boolean, call: () => void) {
			this.#delay = Math.max(delay, 1);
			this.#again = again;
			this.#call = call;
			this.#life?.timers.add(this);
			this.#start();
		}
		#start(): void {
			this.#cancel = clock().after(
				this.#delay,
				() => {
					if (this.#again) this.#start();
					else this.#life?.timers.delete(this);
					this.#call();
				},
				this.#life,
			);
		}
		refresh(): this {
			this.#cancel();
			this.#start();
			return this;
		}
		close(): void {
			this.#cancel();
			this.#life?.timers.delete(this);
		}
		unref(): this {
			this.#life?.timers.delete(this);
			return this;
		}
		ref(): this {
			this.#life?.timers.add(this);
			return this;
		}
		hasRef(): boolean {
			return this.#life?.timers.has(this) ?? false;
		}
		toString(): string {
			return `a timer of ${this.#delay} ms`;
		}
	}

	const clear = (timer: unknown) => {
		if (timer instanceof Timer) timer.close();
	};
	const sleep = <T>(delay = 1, value?: T, {signal}: {signal?: AbortSignal} = {}) =>
		new Promise<T | undefined>((resolve, reject) => {
			const aborted = () =>
				Object.assign(new Error('The operation was aborted', {cause: signal?.reason}), {
					name: 'AbortError',
					code: 'ABORT_ERR',
				});
			if (signal?.aborted) return reject(aborted());
			const timer = new Timer(delay, false, () => {
				signal?.removeEventListener('abort', end);
				resolve(value);
			});
			const end = () => {
				timer.close();
				reject(aborted());
			};
			signal?.addEventListener('abort', end, {once: true});
		});
	const soon = (call: (...args: unknown[]) => void, ...args: unknown[]) => {
		const cancel = clock().after(0, () => call(...args), lifeOf());
		return {cancel, ref() {}, unref() {}, hasRef: () => true};
	};
	return {
		Date: GivenDate,
		setTimeout: (call: (...args: unknown[]) => void, delay = 1, ...args: unknown[]) =>
			new Timer(delay, false, () => call(...args)),
		setInterval: (call: (...args: unknown[]) => void, delay = 1, ...args: unknown[]) =>
			new Timer(delay, true, () => call(...args)),
		clearTimeout: clear,
		clearInterval: clear,
		setImmediate: soon,
		clearImmediate: (immediate?: {cancel(): void}) => immediate?.cancel(),
		performance: {
			now: () => clock().now,
			timeOrigin: 0,
			eventLoopUtilization: () => ({idle: clock().now, active: 0, utilization: 0}),
			mark() {},
			measure() {},
		},
		promises: {
			setTimeout: sleep,
			setImmediate: <T>(value?: T) =>
				new Promise<T | undefined>(resolve => soon(() => resolve(value))),
		},
	};
}
