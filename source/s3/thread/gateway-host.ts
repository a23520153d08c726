import type {MessagePort} from 'node:worker_threads';
import {stackWithoutSecrets} from '../../terminal/crash.js';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
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
		const {id, name, args, cancellable, counts} = message;
		const cancel = new AbortController();
		if (cancellable) cancels.set(id, cancel);
		const count = new Count(bytes => tell({type: 'bytes', id, bytes}));
		const learned = (): Learned => ({clock: gateway.clock(), caller: gateway.caller()});
		try {
			const call = gateway[name] as (...given: unknown[]) => Promise<unknown>;
			const signal = cancellable ? cancel.signal : undefined;
			const onBytes = counts ? (bytes: number) => count.add(bytes) : undefined;
			// Arguments that may be left out have no place of their own before a signal.
			const behind = counts ? [signal, onBytes] : cancellable ? [signal] : [];
			const value = await call(...args, ...behind);
			count.tell();
			if (!cancel.signal.aborted) tell({type: 'answer', id, value, learned: learned()});
		} catch (error) {
			// Nobody waits any more.
			if (cancel.signal.aborted) return;
			if (error instanceof S3Failure) {
				const failure = {...error, cause: stackWithoutSecrets(error.cause)};
				tell({type: 'failed', id, failure, learned: learned()});
			} else if (error instanceof FileChanged)
				tell({type: 'file-failed', id, problem: {changed: error.path}});
			else if (error instanceof LocalFileError)
				tell({type: 'file-failed', id, problem: {unusable: error.message}});
			else tell({type: 'defect', id, stack: stackWithoutSecrets(error)});
		} finally {
			count.end();
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

/** Milliseconds: more often nobody looks, and each message takes time from the screen. */
const countEvery = 100;

/** Tells how many bytes there were since it last did. */
class Count {
	readonly #tell: (bytes: number) => void;
	#bytes = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(tell: (bytes: number) => void) {
		this.#tell = tell;
	}

	add(bytes: number): void {
		this.#bytes += bytes;
		this.#timer ??= setTimeout(() => this.tell(), countEvery);
	}

	tell(): void {
		this.end();
		if (this.#bytes > 0) this.#tell(this.#bytes);
		this.#bytes = 0;
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}
}
