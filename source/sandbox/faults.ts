import type {Fault, FaultAction} from './fault.js';
import {Random} from './random.js';
import type {LoggedRequest} from './request-log.js';

export type {CannedAnswer, Fault, FaultAction} from './fault.js';

/** A fault that was added. */
export type ActiveFault = {
	/** How often it struck. */
	readonly struck: number;
	remove(): void;
};

type State = {
	fault: Fault;
	random: Random;
	seen: number;
	struck: number;
};

/** The faults that a test or a demo has ordered. */
export class Faults {
	#active: State[] = [];

	add(fault: Fault): ActiveFault {
		// What an action remembers belongs to this fault, not to another with the same action.
		const own = {...fault, action: {...fault.action}};
		const state = {fault: own, random: new Random(fault.seed ?? 1), seen: 0, struck: 0};
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

function matches({operation, bucket, key}: Fault, request: LoggedRequest): boolean {
	if (operation !== undefined && operation !== request.operation) return false;
	if (bucket !== undefined && bucket !== request.bucket) return false;
	if (key === undefined) return true;
	if (request.key === undefined) return false;
	return typeof key === 'string' ? key === request.key : request.key.search(key) >= 0;
}

function isDue({fault: {call, every, share, times}, random, seen, struck}: State): boolean {
	// A number is drawn for each, or what came before would change the choice.
	const chosen = share === undefined || random.next() < share;
	if (times !== undefined && struck >= times) return false;
	if (call !== undefined && seen !== call) return false;
	return chosen && (every === undefined || seen % every === 0);
}
