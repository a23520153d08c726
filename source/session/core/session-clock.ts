import {clocksApart} from '../../s3/client/server-clock.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {clocksApartWords, clockWords} from '../../text/clock-words.js';
import type {Action} from './action.js';
import type {Clocks} from './state.js';

/**
 * The clock of the screen moves this often, in milliseconds: relative times, and an act that runs. Keys and answers move it
 * too, so what is acted on is never older than they are.
 */
const tickWhenIdle = 15_000;
const tickWhileActing = 500;

/** Milliseconds: a clock that is off by less misleads nobody. */
const notableOffset = 2 * 60_000;

type ClockContext = {
	readonly gateway: () => Gateway | undefined;
	readonly dispatch: (action: Action) => void;
	/** Whether an act is under way: the clock moves faster then. */
	readonly isActing: () => boolean;
	readonly onTick: () => void;
};

/** Moves the time of the session, and says once for each connection that its clock is off. */
export class SessionClock {
	readonly #session: ClockContext;
	#timer: NodeJS.Timeout | undefined;
	#notified: Gateway | undefined;

	constructor(session: ClockContext) {
		this.#session = session;
	}

	/** The time by now. */
	read(): Clocks {
		const here = Date.now();
		const gateway = this.#session.gateway();
		return gateway === undefined
			? {now: here, here, apart: undefined}
			: {now: gateway.now(), here, apart: clocksApart(gateway.clock())};
	}

	/** Sets the next tick, by what is under way now. @param isActing also where that is not seen yet. */
	schedule(isActing = this.#session.isActing()): void {
		this.stop();
		const after = isActing ? tickWhileActing : tickWhenIdle;
		this.#timer = setTimeout(() => this.#tick(), after);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#tick(): void {
		this.#session.dispatch({type: 'ticked', ...this.read()});
		this.#notify();
		this.#session.onTick();
		this.schedule();
	}

	/** Ages would be compared in vain with this machine's clock. */
	#notify(): void {
		const gateway = this.#session.gateway();
		if (gateway === undefined || this.#notified === gateway) return;
		const clock = gateway.clock();
		const {offset = 0} = clock;
		if (!clock.isAgreed || Math.abs(offset) < notableOffset) return;
		this.#notified = gateway;
		const text =
			clocksApart(clock) === undefined
				? `${clockWords(offset)}: ages and states go by the service's.`
				: `${clocksApartWords(offset)}.`;
		this.#session.dispatch({type: 'noticed', text, tone: 'bad'});
	}
}
