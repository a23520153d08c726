import type {LoggedRequest} from './request-log.js';

/** An answer given in place of the true one. */
export interface CannedAnswer {
	status: number;
	headers?: Record<string, string>;
	body: string;
	/** Whether the operation takes effect first; it does not unless this is true. */
	afterEffect?: boolean;
}

/** What is done to a request that a fault strikes. */
export type FaultAction =
	/** Wait that many milliseconds before the effect. */
	| {delay: number}
	| {respond: CannedAnswer}
	/** Wait for a promise before or after the effect. */
	| {hold: Promise<void>; when: 'before' | 'after'}
	/**
	 * Destroy the connection before the effect, after it without an answer, or in the middle of the
	 * answer's body (an answer without a body is cut as a whole).
	 */
	| {cut: 'before' | 'after' | 'mid-body'}
	/**
	 * Answer 200 at once, send a space every so many milliseconds until the promise or for that
	 * long, then let the effect happen and send its result or its error.
	 */
	| {whitespace: {every: number; until: Promise<void> | number}};

/** Which requests a fault strikes, and what it does to them. */
export interface Fault {
	/** Every operation when left out. */
	operation?: string;
	/** Only keys that match, or this very key. */
	key?: RegExp | string;
	/** Only the nth matching request from now on, counted from 1. */
	call?: number;
	/** Only every nth matching request. */
	every?: number;
	/** At most so many times. */
	times?: number;
	action: FaultAction;
}

/** A fault that was added. */
export interface ActiveFault {
	/** How often it struck. */
	readonly struck: number;
	remove(): void;
}

interface State {
	fault: Fault;
	seen: number;
	struck: number;
}

/** The faults that a test or a demo has ordered. */
export class Faults {
	#active: State[] = [];

	add(fault: Fault): ActiveFault {
		const state = {fault, seen: 0, struck: 0};
		this.#active.push(state);
		return {
			get struck() {
				return state.struck;
			},
			remove: () => {
				this.#active = this.#active.filter(other => other !== state);
			},
		};
	}

	clear(): void {
		this.#active = [];
	}

	/** For the server: what strikes this request, in the order the faults were added. */
	strike(request: LoggedRequest): FaultAction[] {
		const actions: FaultAction[] = [];
		for (const state of this.#active) {
			if (!matches(state.fault, request)) continue;
			state.seen++;
			if (!isDue(state)) continue;
			state.struck++;
			actions.push(state.fault.action);
		}
		return actions;
	}
}

function matches({operation, key}: Fault, request: LoggedRequest): boolean {
	if (operation !== undefined && operation !== request.operation) return false;
	if (key === undefined) return true;
	if (request.key === undefined) return false;
	return typeof key === 'string' ? key === request.key : request.key.search(key) >= 0;
}

function isDue({fault: {call, every, times}, seen, struck}: State): boolean {
	if (times !== undefined && struck >= times) return false;
	if (call !== undefined && seen !== call) return false;
	return every === undefined || seen % every === 0;
}
