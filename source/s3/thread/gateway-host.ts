import type {MessagePort} from 'node:worker_threads';
import {stackWithoutSecrets} from '../../terminal/crash.js';
import {endpointOf} from '../client/connection.js';
import {S3Failure} from '../failure/failure.js';
import {createAwsGateway} from '../gateway/aws-gateway.js';
import type {Gateway} from '../gateway/gateway.js';
import {paceOf} from '../pace/pacing.js';
import type {FromThread, Learned, ToThread} from './thread-messages.js';

/** Serves gateways over a port: the other end is `openGatewayThread`. */
export function serveGateways(port: Pick<MessagePort, 'on' | 'postMessage'>): void {
	const gateways = new Map<number, Gateway>();
	const cancels = new Map<number, AbortController>();
	const paces = new Map<number, () => void>();
	const tell = (message: FromThread) => port.postMessage(message);

	async function answer(gateway: Gateway, message: Extract<ToThread, {type: 'call'}>) {
		const {id, name, args, cancellable} = message;
		const cancel = new AbortController();
		if (cancellable) cancels.set(id, cancel);
		const learned = (): Learned => ({clock: gateway.clock(), caller: gateway.caller()});
		try {
			const call = gateway[name] as (...given: unknown[]) => Promise<unknown>;
			const value = await call(...args, ...(cancellable ? [cancel.signal] : []));
			if (!cancel.signal.aborted) tell({type: 'answer', id, value, learned: learned()});
		} catch (error) {
			// Nobody waits any more.
			if (cancel.signal.aborted) return;
			if (error instanceof S3Failure) {
				const failure = {...error, cause: stackWithoutSecrets(error.cause)};
				tell({type: 'failed', id, failure, learned: learned()});
			} else tell({type: 'defect', id, stack: stackWithoutSecrets(error)});
		} finally {
			cancels.delete(id);
		}
	}

	/** Tells the pace of a gateway, now and after each change; those of one turn of the event loop are one. */
	function tellPace(gateway: number, endpoint: string): () => void {
		const pace = paceOf(endpoint);
		let isDue = false;
		const tellNow = () => {
			isDue = false;
			tell({type: 'pace', gateway, facts: pace.facts()});
		};
		tellNow();
		return pace.watch(() => {
			if (isDue) return;
			isDue = true;
			setImmediate(tellNow);
		});
	}

	port.on('message', (message: ToThread) => {
		switch (message.type) {
			case 'open':
				gateways.set(
					message.gateway,
					createAwsGateway(message.settings, {
						onRequest: entry => tell({type: 'request', gateway: message.gateway, entry}),
					}),
				);
				paces.set(message.gateway, tellPace(message.gateway, endpointOf(message.settings)));
				return;
			case 'call': {
				const gateway = gateways.get(message.gateway);
				if (gateway !== undefined) void answer(gateway, message);
				return;
			}
			case 'cancel':
				cancels.get(message.id)?.abort();
				return;
			case 'close':
				gateways.get(message.gateway)?.close();
				paces.get(message.gateway)?.();
				return;
		}
	});
}
