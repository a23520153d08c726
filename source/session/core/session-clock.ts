import {clocksApart} from '../../s3/client/server-clock.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {clocksApartWords, clockWords} from '../../text/clock-words.js';
import type {Action} from './action.js';
import type {Clocks} from './state.js';

/** The clock of the screen moves this often, in milliseconds: relative times, and an act that runs. */
const tickWhenIdle = 5000;
const tickWhileActing = 500;

/** Milliseconds: a clock that is off by less misleads nobody. */
const notableOffset = 2 * 60_000;

/** Moves the time of the session, and says once for each connection that its clock is off. */
export class SessionClock {
	readonly #gateway: () => Gateway | undefined;
	readonly #dispatch: (action: Action) => void;
	readonly #isActing: () => boolean;
	readonly #onTick: () => void;
	#timer: NodeJS.Timeout | undefined;
	#notified: Gateway | undefined;

	constructor(options: {
		gateway: () => Gateway | undefined;
		dispatch: (action: Action) => void;
		/** Whether an act is under way: the clock moves faster then. */
		isActing: () => boolean;
		onTick: () => void;
	}) {
		this.#gateway = options.gateway;
		this.#dispatch = options.dispatch;
		this.#isActing = options.isActing;
		this.#onTick = options.onTick;
	}

	/** The time by now. */
	read(): Clocks {
		const here = Date.now();
		const gateway = this.#gateway();
		return gateway === undefined
			? {now: here, here, apart: undefined}
			: {now: gateway.now(), here, apart: clocksApart(gateway.clock())};
	}

	/** Sets the next tick, by what is under way now. */
	schedule(): void {
		this.stop();
		const after = this.#isActing() ? tickWhileActing : tickWhenIdle;
		this.#timer = setTimeout(() => this.#tick(), after);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#tick(): void {
		this.#dispatch({type: 'ticked', ...this.read()});
		this.#notify();
		this.#onTick();
		this.schedule();
	}

	/** Ages would be compared in vain with this machine's clock. */
	#notify(): void {
		const gateway = this.#gateway();
		if (gateway === undefined || this.#notified === gateway) return;
		const clock = gateway.clock();
		const {offset = 0} = clock;
		if (!clock.isAgreed || Math.abs(offset) < notableOffset) return;
		this.#notified = gateway;
		const text =
			clocksApart(clock) === undefined
				? `${clockWords(offset)}: ages and states go by the service's.`
				: `${clocksApartWords(offset)}.`;
		this.#dispatch({type: 'noticed', text, tone: 'bad'});
	}
}
