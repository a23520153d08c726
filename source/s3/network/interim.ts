import type {Agent, ClientRequest} from 'node:http';
import {OverlongAnswer} from '../answer/bounds.js';

/** Answers that only announce another (1xx). S3 sends one, to `Expect`; gateways a few. */
const most = 100;

/** How Node hands a request to its agent. */
type Adding = {addRequest?: (request: ClientRequest, ...rest: unknown[]) => void};

/**
 * Has an agent end a request to which nothing but interim answers comes: each of them says that the server is not silent, and none is
 * counted among the bytes of an answer.
 */
export function limitingInterim<A extends Agent>(agent: A): A {
	const add = (agent as Adding).addRequest?.bind(agent);
	if (add === undefined) return agent;
	return Object.assign(agent, {
		addRequest(request: ClientRequest, ...rest: unknown[]) {
			let count = 0;
			request.on('information', () => {
				if (++count > most) request.destroy(new OverlongAnswer('interim answers'));
			});
			add(request, ...rest);
		},
	});
}
