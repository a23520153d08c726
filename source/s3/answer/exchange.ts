import type {Readable} from 'node:stream';
import {type ConnectionSettings, endpointOf, type RequestLogEntry} from '../client/connection.js';
import type {AnswerInTime} from '../client/endpoint-clock.js';
import type {Operation} from '../failure/operation.js';
import {formatProtected, protecting} from '../gateway/protected.js';
import {textOf} from '../network/charset.js';
import type {Network} from '../network/network.js';
import type {Slot} from '../pace/pace.js';
import {answeredBy} from '../pace/pacing.js';
import {collect} from './body.js';
import {longestBody, OverlongAnswer} from './bounds.js';
import {cutText} from './cut-text.js';
import {FallsThrough, isObject} from './fall-through.js';
import {type ForeignAnswer, foreignAnswer} from './foreign-answer.js';
import {isRead as isReadOperation, judge} from './judge.js';
import {lastKept} from './last-kept.js';
import {type LeaveWindow, leavingIn, refuseLate} from './leave-window.js';
import {WireError} from './wire-error.js';
import type {Answered, WireResponse} from './wire-response.js';

export type WireHooks = {
	onRequest?: (entry: RequestLogEntry) => void;
	/** Each answer, for what it says of the server's clock. Returns whether the request was refused for its time. */
	onAnswer?: (answer: AnswerInTime) => boolean;
	/** The access key id that a request is signed with. */
	onSigned?: (accessKeyId: string) => void;
};

/** One request on its way. */
export type Attempt = {
	readonly operation: Operation;
	/** `Prefix`: the keys that an act on a bucket is about; absent: all of them. */
	readonly input: {readonly Bucket?: string; readonly Key?: string; readonly Prefix?: string};
	/** As it leaves, signed. */
	readonly request: unknown;
	/** Of the pace. */
	readonly slot: Slot | undefined;
	readonly leaves: LeaveWindow | undefined;
};

/** What is known of the last attempt of a request, and the SDK does not keep. */
export type Kept = {
	/** When it left, by this machine's clock: milliseconds since the epoch. */
	leftAt?: number;
	/** The Server header. */
	server?: string;
	/** What the answer was, where no S3 service sends such. */
	foreign?: ForeignAnswer;
	/** The lifecycle of a bucket, as it came. */
	document?: string;
	/** How many rows a listing seems to hold, whatever is read of them; absent where the answer is plain. */
	rows?: number;
};

/** Reads a body while it arrives. */
export type BodyReader<Result> = {
	push(piece: Uint8Array): void;
	/** Undefined where somebody else has to read it. */
	end(): Result | undefined;
};

/** Sends one attempt, and does all that is done for each: see `exchanging`. */
export type Exchange = <Result extends {response: unknown}>(
	attempt: Attempt,
	kept: Kept,
	send: () => Promise<Result>,
	/** Who reads an answer with such a head, and what is made of its result: an answer that has one is not judged any more. */
	reading?: (response: WireResponse) => BodyReader<unknown> | undefined,
) => Promise<Result>;

type Settings = Pick<ConnectionSettings, 'readOnly' | 'protectedPrefixes' | 'endpoint' | 'region'> &
	Partial<Pick<Network, 'problem'>>;

/**
 * What happens to each attempt, next to the socket and whoever made it: what may not leave is refused, the attempt is logged, the
 * server's clock learned, the pace informed, and the answer judged (`judge`, which writes its body so that the SDK reads it right).
 */
export function exchanging(settings: Settings, hooks: WireHooks): Exchange {
	return async ({operation, input, request, slot, leaves}, kept, send, reading) => {
		if (settings.problem !== undefined) throw new WireError('Network', settings.problem);
		if (!isReadOperation(operation)) refuseAct(settings, input);
		const time = Date.now();
		refuseLate(leaves, time);
		leavingIn(leaves, (request as {headers: object}).headers);
		const log = (entry: Pick<RequestLogEntry, 'status' | 'requestId' | 'error'>) =>
			hooks.onRequest?.({time, operation, milliseconds: Date.now() - time, ...entry});
		let answered: Answered = {};
		try {
			slot?.sent();
			Object.assign(kept, {
				leftAt: time,
				server: undefined,
				foreign: undefined,
				document: undefined,
				rows: undefined,
			});
			const signedBy = signerOf(request);
			if (signedBy !== undefined) hooks.onSigned?.(signedBy);
			const result = await send();
			const response = result.response as WireResponse;
			answered = {status: response.statusCode, requestId: requestIdOf(response.headers)};
			kept.server = response.headers['server'];
			const received = Date.now();
			if (operation === 'ListParts' && isObject(response)) {
				// It may be long.
				(response.body as Readable | undefined)?.destroy();
				throw new FallsThrough(operation, answered);
			}
			const reader = reading?.(response);
			// The body of a HEAD is none, and the SDK does not miss it.
			const hasBody = operation !== 'HeadObject';
			const bounds = {
				longest: longestBody(operation, response.statusCode),
				isRead: isReadOperation(operation),
				answered,
			};
			const pieces =
				hasBody || reader !== undefined
					? await collect(response.body, bounds, piece => reader?.push(piece))
					: [];
			const isRead = reader?.end() !== undefined;
			// One that was read holds neither an error nor a time: none is made of its pieces, which takes long for a page.
			const body =
				isRead || !hasBody
					? undefined
					: textOf(Buffer.concat(pieces), response.headers['content-type']);
			const wasRefused = hooks.onAnswer?.({
				...{headers: response.headers, status: response.statusCode, body: body ?? ''},
				...{sent: time, received, signedFor: timeOf(request)},
			});
			const size = pieces.reduce((bytes, {length}) => bytes + length, 0);
			const answer = answeredBy(response, {text: body ?? '', size}, received);
			if (answer !== undefined) slot?.answered(answer);
			// The SDK takes every Date for the server's clock, and repeats what failed for another reason.
			if (!wasRefused) delete response.headers['date'];
			const looksForeign = () =>
				foreignAnswer(response, body, {endpoint: endpointOf(settings), bucket: input.Bucket});
			try {
				if (response.statusCode >= 300) kept.foreign = looksForeign();
				if (!isRead) kept.rows = judge(operation, response, body, answered);
				if (operation === 'GetBucketLifecycleConfiguration' && response.statusCode < 300)
					keepDocument(kept, response, body);
			} catch (error) {
				if (!(error instanceof FallsThrough)) kept.foreign = looksForeign() ?? kept.foreign;
				throw asUnread(error, answered);
			}
			log(answered);
			return result;
		} catch (thrown) {
			const failure = withoutRetry(thrown);
			const error = cutText(errorName(failure), 'code');
			log({...answered, error});
			if (error === 'SilenceTimeout') slot?.answered({kind: 'silence'});
			throw failure;
		}
	};
}

/** An expression runs out of stack over an element of megabytes. */
function asUnread(error: unknown, answered: Answered): unknown {
	return error instanceof RangeError
		? new OverlongAnswer('characters in a field', answered)
		: error;
}

/** It goes back as it came, so it is kept whole; what the SDK would make of it nobody asks for, and it stumbles over dates. */
function keepDocument(kept: Kept, response: WireResponse, body = ''): void {
	kept.document = body;
	response.body = Buffer.from('<LifecycleConfiguration/>');
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
	const time = signedTime(headers['x-amz-date'] ?? '');
	return headers['authorization'] === undefined || Number.isNaN(time) ? undefined : time;
}

const signedTime = lastKept(text =>
	Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')),
);

/** Throws for an act that the connection is not for. */
function refuseAct(
	{readOnly, protectedPrefixes = []}: Pick<ConnectionSettings, 'readOnly' | 'protectedPrefixes'>,
	{Bucket: bucket, Key: key, Prefix: range}: Attempt['input'],
): void {
	if (readOnly) throw new WireError('ReadOnly', 'This connection is read-only.');
	const protectedBy = protecting(protectedPrefixes, {bucket, key, range});
	if (protectedBy !== undefined)
		throw new WireError('Protected', `${formatProtected(protectedBy)} is protected.`);
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
