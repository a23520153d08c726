import type {Gateway} from '../../../source/s3/gateway/gateway.js';

/** What answers at once, and sends nothing. */
const instant = new Set<string | symbol>(['caller', 'now', 'clock', 'close']);

/**
 * The life of a process in which an operation works: it ends at some step, and then nothing is answered any more. A step is a request
 * before it leaves, and one before its answer is heard.
 */
export class Life {
	readonly #dying = new AbortController();
	readonly #ended: Promise<'killed'>;
	#end: (ended: 'killed') => void = () => {};
	readonly #grave: Promise<never>;
	#bury: (reason: Error) => void = () => {};
	#left: number;
	readonly #delay: number;

	/** @param steps after which it ends; for ever without. @param delay milliseconds from there. */
	constructor(steps = Number.POSITIVE_INFINITY, delay = 0) {
		this.#left = steps;
		this.#delay = delay;
		this.#ended = new Promise(resolve => {
			this.#end = resolve;
		});
		this.#grave = new Promise((_, reject) => {
			this.#bury = reject;
		});
		this.#grave.catch(() => {});
	}

	/** What the work comes to, unless it is killed before. */
	async of<T>(work: (gateway: Gateway) => Promise<T>, gateway: Gateway): Promise<T | 'killed'> {
		const working = work(this.through(gateway));
		// What goes on after the end is nobody's.
		working.catch(() => {});
		return Promise.race([working, this.#ended]);
	}

	/** Lets go of what waits for ever, so that files are closed: nothing is to be looked at after that. */
	bury(): void {
		this.#bury(new Error('killed'));
	}

	through(gateway: Gateway): Gateway {
		return new Proxy(gateway, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name);
				if (typeof value !== 'function' || instant.has(name)) return value;
				if (name === 'withTerms')
					return (terms: Gateway['terms']) => this.through(target.withTerms(terms));
				return (...args: unknown[]) => this.#call(value, target, args);
			},
		});
	}

	async #call(method: object, target: Gateway, [request, signal, ...rest]: unknown[]) {
		await this.#step();
		const signals = signal instanceof AbortSignal ? [signal] : [];
		const ended = AbortSignal.any([this.#dying.signal, ...signals]);
		const args = [request, ended, ...rest];
		const answer: unknown = await Promise.race([
			Reflect.apply(method as () => Promise<unknown>, target, args),
			this.#grave,
		]).catch((error: unknown) => {
			if (this.#dying.signal.aborted) return this.#grave;
			throw error;
		});
		await this.#step();
		return answer;
	}

	async #step(): Promise<void> {
		this.#left--;
		if (this.#left === 0) {
			if (this.#delay === 0) this.#die();
			else setTimeout(() => this.#die(), this.#delay);
		}
		if (this.#dying.signal.aborted) await this.#grave;
	}

	#die(): void {
		this.#dying.abort();
		this.#end('killed');
	}
}
