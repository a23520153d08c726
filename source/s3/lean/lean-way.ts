import {randomUUID} from 'node:crypto';
import type {S3Client, ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import type {Pluggable} from '@smithy/types';
import {isDirectoryBucket} from '../../multipart/directory-bucket.js';
import type {Exchange, Kept} from '../answer/exchange.js';
import {isRead} from '../answer/judge.js';
import {type LeaveWindow, windowOf} from '../answer/leave-window.js';
import {commandOf, withKept} from '../answer/wire.js';
import type {WireResponse} from '../answer/wire-response.js';
import type {Pace} from '../pace/pace.js';
import {type LeanInput, type LeanOperation, leanOperations} from './operations.js';
import {building, type Command, type Origin, originOf} from './origin.js';

type Options = {readonly abortSignal?: AbortSignal};
type Output = {$metadata: object};
type Send = (command: Command, options?: Options) => Promise<Output>;

/** What the lean way has in common with the client beside which it goes. */
export type LeanDeps = {
	readonly exchange: Exchange;
	readonly pace: Pace;
	readonly attempts: number;
	/** Called with each error. */
	readonly onError: (error: unknown) => void;
	/** Makes a client that differs from the first one in nothing but that it signs and sends nothing by itself. */
	readonly reading: () => S3Client;
};

/** One call, and what became of its first attempt. */
type Call = {
	readonly operation: LeanOperation;
	readonly origin: Origin;
	readonly input: LeanInput;
	readonly signal: AbortSignal | undefined;
	readonly leaves: LeaveWindow | undefined;
	readonly id: string;
	readonly kept: Kept;
	first?: Outcome;
};

/** An answer that is not read yet, as the SDK expects it, or what was thrown. */
type Outcome = {readonly response: WireResponse} | {readonly error: unknown};

/**
 * Makes a client send what is sent by the thousand without the SDK's middleware, serializer and general XML reader, which cost ten
 * times what signing, sending and reading do. The client says who signs, for where, and through which handler. An answer that is plain is read here. Any other one, and
 * whatever went wrong, is handed to the SDK as what its first attempt brought: it reads, repeats what may be repeated
 * and names what went wrong, so that nothing is read or judged in two ways.
 */
export function sendLeanly(client: S3Client, deps: LeanDeps): S3Client {
	client.middlewareStack.use(building);
	const sendBySdk = client.send.bind(client) as unknown as Send;
	const destroy = client.destroy.bind(client);
	const {credentials, requestHandler} = client.config;
	const origins = new Map<string, Promise<Origin | undefined>>();
	const calls = new WeakMap<object, Call>();
	let reading: S3Client | undefined;

	function originFor(command: Command, operation: LeanOperation, input: LeanInput) {
		const known = origins.get(input.Bucket);
		if (known !== undefined) return known;
		const Again = command.constructor as new (given: object) => Command;
		const found = originOf(sendBySdk, new Again(input), operation, input);
		origins.set(input.Bucket, found);
		found.catch(() => origins.delete(input.Bucket));
		return found;
	}

	/** @param nth as the SDK says it in a header: which attempt, of how many. */
	async function attempt(
		{operation, origin, input, signal, leaves, id, kept}: Call,
		nth: string,
		reading?: Parameters<Exchange>[3],
	): Promise<WireResponse> {
		const {name} = operation;
		const slot = isRead(name) ? await deps.pace.enter(name, signal) : deps.pace.enterAct();
		try {
			const request = origin.signed(
				operation,
				input,
				{'amz-sdk-invocation-id': id, 'amz-sdk-request': nth},
				await credentials(),
				Date.now() + client.config.systemClockOffset,
			);
			const {response} = await deps.exchange(
				{operation: name, input, request, slot, leaves},
				kept,
				() => requestHandler.handle(request, {abortSignal: signal}),
				reading,
			);
			return response as WireResponse;
		} finally {
			slot.leave();
		}
	}

	/** The SDK above the first attempt, and above those that follow where it repeats. */
	const fromHere: Pluggable<ServiceInputTypes, ServiceOutputTypes> = {
		applyToStack(stack) {
			stack.add(
				(_next, context) => async args => {
					const call = calls.get(commandOf(context)) as Call;
					const {headers} = args.request as {headers: Record<string, string>};
					const {first} = call;
					call.first = undefined;
					if (first === undefined)
						return {response: await attempt(call, headers['amz-sdk-request'] ?? '')};
					if ('error' in first) throw first.error;
					return first;
				},
				{step: 'deserialize', priority: 'low', name: 'partwayFirstAttempt'},
			);
		},
	};

	function readingWith(plugin: typeof fromHere): S3Client {
		const made = deps.reading();
		made.middlewareStack.use(plugin);
		return made;
	}

	async function sendOn(call: Call, command: Command): Promise<Output> {
		reading ??= readingWith(fromHere);
		const read = reading.send.bind(reading) as unknown as Send;
		calls.set(command, call);
		const {output} = await withKept(call.kept, async () => ({
			output: await read(command, {abortSignal: call.signal}),
		}));
		return output;
	}

	async function sendLean(call: Call, command: Command): Promise<Output> {
		const {operation, kept} = call;
		let read: object | undefined;
		try {
			const response = await attempt(call, `attempt=1; max=${deps.attempts}`, answer => {
				const reader = operation.read(answer);
				return (
					reader && {
						push: piece => reader.push(piece),
						end() {
							read = reader.end();
							return read;
						},
					}
				);
			});
			if (read !== undefined) {
				const {leftAt, server} = kept;
				const $metadata = {...metadataOf(response), leftAt, server};
				return {...read, $metadata};
			}
			call.first = {response};
		} catch (error) {
			call.first = {error};
		}
		return sendOn(call, command);
	}

	async function send(command: Command, options: Options = {}): Promise<Output> {
		const operation = leanOperations.get(command.constructor);
		const input = operation && leanInput(operation, command.input);
		if (operation === undefined || input === undefined) return sendBySdk(command, options);
		const origin = await originFor(command, operation, input);
		if (origin === undefined) return sendBySdk(command, options);
		try {
			// As the SDK does, before anything waits for its turn.
			await credentials();
			const {abortSignal: signal} = options;
			const leaves = windowOf(command);
			const call = {operation, origin, input, signal, leaves, id: randomUUID(), kept: {}};
			return await sendLean(call, command);
		} catch (error) {
			deps.onError(error);
			throw error;
		}
	}

	return Object.assign(client, {
		send: send as unknown as S3Client['send'],
		destroy() {
			destroy();
			reading?.destroy();
		},
	});
}

/** Undefined where an input holds something that is not known here, or the SDK refuses. */
function leanInput(operation: LeanOperation, input: object): LeanInput | undefined {
	for (const [name, value] of Object.entries(input)) {
		if (value === undefined) continue;
		if (!operation.sends.includes(name)) return undefined;
		if (
			typeof value === 'string'
				? value === '' || !value.isWellFormed()
				: !Number.isSafeInteger(value)
		)
			return undefined;
	}
	const {Bucket} = input as {Bucket?: string};
	// Others have rules of their own, a directory bucket a session.
	const isPlain = Bucket !== undefined && /^[\w.-]+$/.test(Bucket) && !isDirectoryBucket(Bucket);
	return isPlain ? (input as LeanInput) : undefined;
}

/** As the SDK has it of a request that was answered at once. */
function metadataOf({statusCode, headers}: WireResponse): object {
	return {
		httpStatusCode: statusCode,
		requestId:
			headers['x-amzn-requestid'] ?? headers['x-amzn-request-id'] ?? headers['x-amz-request-id'],
		extendedRequestId: headers['x-amz-id-2'],
		cfId: headers['x-amz-cf-id'],
		attempts: 1,
		totalRetryDelay: 0,
	};
}
