import type {Readable} from 'node:stream';
import type {ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import type {Pluggable} from '@smithy/types';
import {type ConnectionSettings, endpointOf, type RequestLogEntry} from '../client/connection.js';
import type {AnswerInTime} from '../client/endpoint-clock.js';
import type {Operation} from '../failure/operation.js';
import {plainXml} from '../gateway/names.js';
import {formatProtected, protecting} from '../gateway/protected.js';
import type {Network} from '../network/network.js';
import type {Pace} from '../pace/pace.js';
import {answeredBy, passThrough} from '../pace/pacing.js';
import {errorUnderSuccess, isCut, isExpectedAnswer, repairListing} from './answer-body.js';
import {cutText, shortError} from './cut-text.js';
import {FallsThrough, fallsThrough, isObject} from './fall-through.js';
import {type ForeignAnswer, foreignAnswer} from './foreign-answer.js';
import {localNames} from './local-names.js';
import {WireError} from './wire-error.js';

/** The parts of an HTTP answer that are read here. */
type WireResponse = {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
};

export type WireHooks = {
	onRequest?: (entry: RequestLogEntry) => void;
	/** Each answer, for what it says of the server's clock. Returns whether the request was refused for its time. */
	onAnswer?: (answer: AnswerInTime) => boolean;
	/** The access key id that a request is signed with. */
	onSigned?: (accessKeyId: string) => void;
};

/** CreateSession asks for the session that reading a directory bucket needs. */
const isRead = /^(?:List|Head|Get|CreateSession)/;

/** Bytes. A page of 1000 uploads has 2 MB at most; noobaa sends more rows than were asked for. */
const longestAnswer = 64 * 1024 * 1024;

/**
 * Sits next to the socket, below the SDK's own reading and retrying: logs each attempt, learns the
 * server's clock, refuses what may not leave, and hands the SDK bodies that it reads right.
 */
export function wirePlugin(
	settings: Pick<ConnectionSettings, 'readOnly' | 'protectedPrefixes' | 'endpoint' | 'region'> &
		Partial<Pick<Network, 'problem'>>,
	hooks: WireHooks,
	pace: Pace,
): Pluggable<ServiceInputTypes, ServiceOutputTypes> {
	return {
		applyToStack(stack) {
			const slotOf = passThrough(stack, pace, ({commandName}) => {
				const operation = operationOf(commandName);
				return {operation, isRead: isRead.test(operation)};
			});
			/** What the SDK does not keep, by the context of the command. */
			const kept = new WeakMap<object, {leftAt: number; server?: string}>();
			const foreign = new WeakMap<object, ForeignAnswer>();
			stack.add(
				(next, context) => async args => {
					try {
						const result = await next(args);
						Object.assign(result.output.$metadata, kept.get(context));
						return result;
					} catch (error) {
						const answer = foreign.get(context);
						if (error instanceof Error && answer !== undefined) foreignAnswers.set(error, answer);
						throw error;
					}
				},
				{step: 'initialize', name: 'partwayKept'},
			);
			stack.add(
				(next, context) => async args => {
					const operation = operationOf(context.commandName);
					const slot = slotOf(context);
					if (settings.problem !== undefined) throw new WireError('Network', settings.problem);
					if (!isRead.test(operation)) refuseAct(settings, args.input);
					const time = Date.now();
					const log = (entry: Pick<RequestLogEntry, 'status' | 'requestId' | 'error'>) =>
						hooks.onRequest?.({time, operation, milliseconds: Date.now() - time, ...entry});
					let answered: {status?: number; requestId?: string} = {};
					const note = (answer: ForeignAnswer | undefined) => {
						if (answer !== undefined) foreign.set(context, answer);
					};
					try {
						slot?.sent();
						kept.set(context, {leftAt: time});
						foreign.delete(context);
						const signedBy = signerOf(args.request);
						if (signedBy !== undefined) hooks.onSigned?.(signedBy);
						const result = await next(args);
						const response = result.response as WireResponse;
						answered = {status: response.statusCode, requestId: requestIdOf(response.headers)};
						kept.set(context, {leftAt: time, server: response.headers.server});
						const received = Date.now();
						if (operation === 'ListParts' && isObject(response)) {
							// It may be long.
							(response.body as Readable | undefined)?.destroy();
							throw new FallsThrough(operation, answered);
						}
						// The body of a HEAD is none, and the SDK does not miss it.
						const body =
							operation === 'HeadObject'
								? undefined
								: (await collect(response.body)).toString('utf8');
						const wasRefused = hooks.onAnswer?.({
							...{headers: response.headers, status: response.statusCode, body: body ?? ''},
							...{sent: time, received, signedFor: timeOf(args.request)},
						});
						const answer = answeredBy(response, body ?? '', received);
						if (answer !== undefined) slot?.answered(answer);
						// The SDK takes every Date for the server's clock, and repeats what failed for another reason.
						if (!wasRefused) delete response.headers['date'];
						const about = {
							endpoint: endpointOf(settings),
							bucket: (args.input as {Bucket?: string}).Bucket,
						};
						const looksForeign = () => foreignAnswer(response, body, about);
						try {
							if (response.statusCode >= 300) note(looksForeign());
							judge(operation, response, body, answered);
						} catch (error) {
							if (!(error instanceof FallsThrough)) note(looksForeign());
							throw error;
						}
						log(answered);
						return result;
					} catch (thrown) {
						const told = withoutRetry(thrown);
						const error = cutText(errorName(told), 'code');
						log({...answered, error});
						if (error === 'SilenceTimeout') slot?.answered({kind: 'silence'});
						throw told;
					}
				},
				{step: 'deserialize', priority: 'low', name: 'partwayWire'},
			);
		},
	};
}

const foreignAnswers = new WeakMap<object, ForeignAnswer>();

/** What the answer was that led to an error, where no S3 service sends such; undefined for an error of S3. */
export function foreignAnswerOf(error: unknown): ForeignAnswer | undefined {
	return typeof error === 'object' && error !== null ? foreignAnswers.get(error) : undefined;
}

/** Of an Authorization header: `AWS4-HMAC-SHA256 Credential=AKIA…/20261122/…`. */
function signerOf(request: unknown): string | undefined {
	const {headers} = request as {headers: Record<string, string | undefined>};
	// The keys of a session for a directory bucket are nobody's own.
	if (headers['x-amz-s3session-token'] !== undefined) return undefined;
	const {authorization} = headers;
	return /\bCredential=([^/,\s]+)\//.exec(authorization ?? '')?.[1];
}

/** What a request was signed for, milliseconds since the epoch: x-amz-date is `20261122T101112Z`. Undefined without a signature. */
function timeOf(request: unknown): number | undefined {
	const {headers} = request as {headers: Record<string, string | undefined>};
	const time = Date.parse(
		(headers['x-amz-date'] ?? '').replace(
			/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
			'$1-$2-$3T$4:$5:$6Z',
		),
	);
	return headers['authorization'] === undefined || Number.isNaN(time) ? undefined : time;
}

/** Throws for an act that the connection is not for. */
function refuseAct(
	{readOnly, protectedPrefixes = []}: Pick<ConnectionSettings, 'readOnly' | 'protectedPrefixes'>,
	input: ServiceInputTypes,
): void {
	if (readOnly) throw new WireError('ReadOnly', 'This connection is read-only.');
	const {Bucket: bucket, Key: key} = input as {Bucket?: string; Key?: string};
	const protectedBy = protecting(protectedPrefixes, {bucket, key});
	if (protectedBy !== undefined)
		throw new WireError('Protected', `${formatProtected(protectedBy)} is protected.`);
}

/** Throws for an answer that is none of S3's, and hands the SDK a body that it reads right. */
function judge(
	operation: Operation,
	response: WireResponse,
	body: string | undefined,
	answered: {status?: number; requestId?: string},
): void {
	if (body === undefined) {
		const html = /^text\/html/i.test(response.headers['content-type'] ?? '');
		// A service's 404 says that no object is there; a proxy's says nothing.
		if (response.statusCode === 404 && html && answered.requestId === undefined)
			throw new WireError('UnexpectedAnswer', 'The answer is a web page, not S3.', answered);
		return;
	}
	let text = body;
	if (response.statusCode >= 200 && response.statusCode < 300) {
		const error = errorUnderSuccess(text);
		if (error !== undefined)
			throw new WireError(error.code, error.message, {...answered, fields: error.fields});
		text = localNames(plainXml(text));
		const isExpected = isExpectedAnswer(operation, response.statusCode, text);
		if (!isExpected && fallsThrough(operation, response.headers, text))
			throw new FallsThrough(operation, answered);
		if (body !== '' && isRead.test(operation) && isCut(operation, text))
			throw new WireError('CutAnswer', 'The answer breaks off before its end.', answered);
		if (!isExpected)
			throw new WireError('UnexpectedAnswer', 'The answer is not what S3 sends.', answered);
		text = repairListing(text);
	} else text = shortError(text);
	response.body = Buffer.from(text, 'utf8');
}

async function collect(body: unknown): Promise<Buffer> {
	if (body === undefined || body === null) return Buffer.alloc(0);
	if (body instanceof Uint8Array) return Buffer.from(body);
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of body as AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > longestAnswer)
			throw new WireError('UnexpectedAnswer', 'The answer is longer than any that S3 sends.');
	}
	return Buffer.concat(chunks);
}

/** The gateway sends the commands of these operations alone. */
function operationOf(commandName: string | undefined): Operation {
	return (commandName ?? '').replace(/Command$/, '') as Operation;
}

function requestIdOf(headers: Record<string, string>): string | undefined {
	return headers['x-amz-request-id'] ?? headers['x-amzn-requestid'];
}

function errorName(error: unknown): string {
	const {code, name} = error as {code?: unknown; name?: unknown};
	return typeof code === 'string' ? code : String(name ?? 'Error');
}

/** The SDK would wait for a silent server three times over: a timeout goes up under a name it does not retry. */
function withoutRetry(error: unknown): unknown {
	const {name, code, message} = error as {name?: unknown; code?: unknown; message?: string};
	// The SDK gives a connection that was cut this name too; that one has a code, and may be tried again.
	if (name !== 'TimeoutError' || code !== undefined) return error;
	const connecting = /did not establish a connection/.test(message ?? '');
	return new WireError(connecting ? 'ConnectTimeout' : 'SilenceTimeout', message ?? '');
}
