import {Worker} from 'node:worker_threads';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import type {WireHooks} from '../answer/exchange.js';
import {type ConnectionSettings, endpointOf} from '../client/connection.js';
import {rememberKeys} from '../client/credentials.js';
import {judgedTime, noClock} from '../client/server-clock.js';
import {S3Failure} from '../failure/failure.js';
import type {Gateway, PaceFacts} from '../gateway/gateway.js';
import {Pace} from '../pace/pace.js';
import {
	type CallName,
	callNames,
	type FromThread,
	type Learned,
	type ToThread,
} from './thread-messages.js';

/** Makes gateways as `createAwsGateway` does. */
export type OpenGateway = (
	settings: ConnectionSettings,
	hooks?: Pick<WireHooks, 'onRequest'>,
) => Gateway;

type Waiting = {
	readonly gateway: {learned: Learned};
	readonly resolve: (value: never) => void;
	readonly reject: (error: unknown) => void;
	readonly onBytes: ((bytes: number) => void) | undefined;
};

/** What a page leaves behind is garbage at once. With 100,000 uploads on the screen: 170 MB instead of 195. */
const smallHeap = {maxYoungGenerationSizeMb: 4};

/**
 * Starts a thread in which the SDK signs, sends and reads: a page of 1000 uploads takes it the processor
 * for 40 ms, for which no key would be drawn. The gateways work as if they were here; an error in the
 * thread that is no S3Failure is thrown, as one of this thread's own would be.
 *
 * @param entry the built `gateway-worker.ts`.
 */
export function openGatewayThread(entry: URL): OpenGateway {
	// Begun with the first gateway: the first frame does not wait for it.
	let started: Worker | undefined;
	const waiting = new Map<number, Waiting>();
	const logs = new Map<number, WireHooks['onRequest']>();
	const paces = new Map<number, PaceFacts>();
	let nextGateway = 1;
	let nextId = 1;
	const post = (message: ToThread) => start().postMessage(message);

	function settle(id: number, how: (call: Waiting) => void): void {
		const call = waiting.get(id);
		waiting.delete(id);
		// A thread alone keeps no process; an act that is under way does.
		if (waiting.size === 0) started?.unref();
		if (call !== undefined) how(call);
	}

	function start(): Worker {
		if (started !== undefined) return started;
		const worker = new Worker(entry, {stdout: true, stderr: true, resourceLimits: smallHeap});
		started = worker;
		worker.unref();
		worker.on('error', error => {
			throw error;
		});
		worker.on('message', receive);
		// What something writes there goes where such writing goes here: never over the screen.
		for (const stream of [worker.stdout, worker.stderr])
			stream.on('data', (bytes: Buffer) => process.stderr.write(bytes));
		return worker;
	}

	function receive(message: FromThread): void {
		switch (message.type) {
			case 'request':
				logs.get(message.gateway)?.(message.entry);
				return;
			case 'pace':
				paces.set(message.gateway, message.facts);
				return;
			case 'answer':
				settle(message.id, ({gateway, resolve}) => {
					gateway.learned = message.learned;
					resolve(message.value as never);
				});
				return;
			case 'failed':
				settle(message.id, ({gateway, reject}) => {
					gateway.learned = message.learned;
					reject(new S3Failure(message.failure));
				});
				return;
			case 'file-failed': {
				const {problem} = message;
				const error =
					'changed' in problem
						? new FileChanged(problem.changed)
						: new LocalFileError(problem.unusable);
				settle(message.id, ({reject}) => reject(error));
				return;
			}
			case 'bytes':
				waiting.get(message.id)?.onBytes?.(message.bytes);
				return;
			case 'defect':
				settle(message.id, ({reject}) => reject(defectOf(message.stack)));
				return;
			case 'crash':
				throw defectOf(message.stack);
		}
	}

	const openGateway: OpenGateway = (settings, hooks = {}) => {
		const gateway = nextGateway++;
		const state: {learned: Learned} = {learned: {clock: noClock}};
		logs.set(gateway, hooks.onRequest);
		paces.set(gateway, new Pace().facts());
		const paceFacts = () => paces.get(gateway) as PaceFacts;
		rememberKeys(settings.credentials);
		post({type: 'open', gateway, settings});

		/** Cancelled calls are forgotten here and ended there. */
		function call(name: CallName, given: readonly unknown[]): Promise<never> {
			const signal = given.find(arg => arg instanceof AbortSignal);
			const onBytes = given.find(arg => typeof arg === 'function') as Waiting['onBytes'];
			const args = given.filter(arg => arg !== signal && arg !== onBytes);
			while (args.length > 0 && args.at(-1) === undefined) args.pop();
			const id = nextId++;
			return new Promise((resolve, reject) => {
				if (signal?.aborted) return reject(signal.reason);
				const cancel = () => {
					settle(id, () => reject(signal?.reason));
					post({type: 'cancel', id});
				};
				signal?.addEventListener('abort', cancel, {once: true});
				const end = () => signal?.removeEventListener('abort', cancel);
				waiting.set(id, {
					gateway: state,
					resolve(value) {
						end();
						resolve(value);
					},
					reject(error) {
						end();
						reject(error);
					},
					onBytes,
				});
				start().ref();
				const takes = {cancellable: signal !== undefined, counts: onBytes !== undefined};
				post({type: 'call', gateway, id, name, args, ...takes});
			});
		}

		const calls = Object.fromEntries(
			callNames.map(name => [name, (...given: unknown[]) => call(name, given)]),
		) as unknown as Pick<Gateway, CallName>;
		const {expectedBucketOwner, requestPayer} = settings;
		return {
			...calls,
			endpoint: endpointOf(settings),
			readOnly: settings.readOnly,
			protectedPrefixes: settings.protectedPrefixes ?? [],
			service: settings.service,
			pace: {
				get width() {
					return paceFacts().width;
				},
				facts: paceFacts,
			},
			terms: {expectedBucketOwner, requestPayer},
			withTerms: terms => openGateway({...settings, ...terms}, hooks),
			caller: () => state.learned.caller,
			now: () => judgedTime(state.learned.clock, Date.now()),
			clock: () => state.learned.clock,
			close() {
				logs.delete(gateway);
				post({type: 'close', gateway});
			},
		};
	};
	return openGateway;
}

function defectOf(stack: string): Error {
	const error = new Error('Something went wrong in the thread of the gateway.');
	error.stack = stack;
	return error;
}
