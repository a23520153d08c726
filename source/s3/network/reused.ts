import type {Agent} from 'node:http';

/** Errors by which a connection ended that had carried an earlier request, before anything was answered. */
const ofReused = new WeakSet<object>();

/** Whether the connection was cut that a request was sent on after an earlier one: that says nothing about the server. */
export function cutsReused(error: unknown): boolean {
	const {code} = error as {code?: unknown};
	return (code === 'ECONNRESET' || code === 'EPIPE') && ofReused.has(error as object);
}

/** How the connections to an endpoint fare that are kept and used again. */
export class Reuse {
	#used = 0;
	#cut = 0;

	/** Counts what an agent uses again, and marks the errors of it. */
	watch<A extends Agent>(agent: A): A {
		const reuseSocket = agent.reuseSocket.bind(agent);
		agent.reuseSocket = (socket, request) => {
			reuseSocket(socket, request);
			this.#used++;
			// Runs first: the request is still being made.
			request.once('error', error => ofReused.add(error));
		};
		return agent;
	}

	cut(): void {
		this.#cut++;
	}

	/**
	 * Whether so many are cut that an act, which is sent only once, takes a connection of its own: MiniStack cuts half,
	 * and with any server one may end in the moment in which it is used again.
	 */
	get isUnreliable(): boolean {
		return this.#cut * 20 > this.#used;
	}
}
