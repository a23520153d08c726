import type {Agent} from 'node:http';
import type {Duplex} from 'node:stream';
import {refuseLate, windowOf} from '../answer/leave-window.js';

type Connect = (options: {readonly headers?: object}, made?: Made) => Duplex | undefined;
type Made = (error: Error | null, socket: Duplex) => void;

/**
 * Has an agent look at the window of a request once more when the connection stands that is made for it, and cut it where
 * it is late: what was written to it meanwhile leaves in that moment, however long the connection took. The window is that
 * of the headers of the request, which are all that an agent sees of it.
 */
export function refusingLate<A extends Agent>(agent: A): A {
	const connect = agent.createConnection.bind(agent) as unknown as Connect;
	const looking: Connect = (options, made) => {
		const watch = (socket: Duplex | undefined) => lookAgain(socket, options.headers);
		const socket = connect(options, (error, socket) => {
			if (!error) watch(socket);
			made?.(error, socket);
		});
		watch(socket);
		return socket;
	};
	return Object.assign(agent, {createConnection: looking});
}

function lookAgain(socket: Duplex | undefined, headers: object | undefined): void {
	const window = headers && windowOf(headers);
	if (socket === undefined || window === undefined) return;
	// Only then is a byte of the request sent: Node writes it in listeners that are added later.
	socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
		try {
			refuseLate(window, Date.now());
		} catch (error) {
			socket.destroy(error as Error);
		}
	});
}
