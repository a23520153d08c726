import {
	type Agent,
	type ClientRequest,
	request as httpRequest,
	type IncomingMessage,
} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {Readable} from 'node:stream';
import {buildQueryString, HttpResponse} from '@smithy/core/protocols';
import type {NodeHttpHandler} from '@smithy/node-http-handler';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** Milliseconds. */
export type Limits = {readonly connect: number; readonly silence: number};

/** What the SDK calls a timeout too, and repeats a read after. */
const cutCodes: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** Whether `sendDirectly` can send a request: without a user, and a stream for a body, or none and its query in its path. */
export function isDirect({body, query, username, password, fragment}: Request): boolean {
	const isPlain = [username, password, fragment].every(each => each === undefined);
	const isBare = body === undefined && Object.keys(query).length === 0;
	return isPlain && (isBare || body instanceof Readable);
}

/**
 * Sends a request as NodeHttpHandler does, without its four timers. A body that is announced by `Expect` leaves once the
 * service wants it, or says nothing for a second: what refuses the request is then heard before gigabytes left. A body that
 * fails is left to whoever made it.
 *
 * @param agent of the protocol of the request. Its `timeout` is that of silence, or it is set for each request.
 * @throws errors by the names that NodeHttpHandler gives them.
 */
export function sendDirectly(
	{protocol, hostname, port, method, path: bare, query, headers, body}: Request,
	agent: Agent,
	{connect, silence}: Limits,
	signal?: AbortSignal,
): Promise<Answer> {
	if (signal?.aborted) return Promise.reject(aborted(signal));
	return new Promise((resolve, reject) => {
		const host = hostname.replace(/^\[|\]$/g, '');
		const asked = buildQueryString(query);
		const path = asked === '' ? bare : `${bare}?${asked}`;
		const send = protocol === 'https:' ? httpsRequest : httpRequest;
		const sent = send({host, port, method, path, headers, agent, timeout: silence});
		let answer: IncomingMessage | undefined;
		const end = (error: Error) => {
			reject(error);
			answer?.destroy(error);
			sent.destroy();
		};
		sent.once('response', response => {
			answer = response;
			resolve({response: asAnswer(response)});
		});
		sent.on('error', error => {
			const isCut = cutCodes.has((error as NodeJS.ErrnoException).code);
			reject(isCut ? Object.assign(error, {name: 'TimeoutError'}) : error);
		});
		sent.on('timeout', () => {
			if (!sent.socket?.connecting && !waitsForBody(sent, body))
				end(timeout(`The server was silent for ${silence} ms.`));
		});
		if (!sent.reusedSocket) limitConnecting(sent, connect, end);
		if (signal !== undefined) {
			const onAbort = () => end(aborted(signal));
			signal.addEventListener('abort', onAbort, {once: true});
			sent.once('close', () => signal.removeEventListener('abort', onAbort));
		}
		if (body instanceof Readable) sendBody(sent, body, headers);
		else sent.end();
	});
}

/** Milliseconds, as curl waits. */
const continueWithin = 1000;

/** Sends a body, at once or when it is wanted; one that is answered before it began stays here. */
function sendBody(sent: ClientRequest, body: Readable, headers: Request['headers']): void {
	const expects = Object.keys(headers).some(name => name.toLowerCase() === 'expect');
	if (!expects) {
		body.pipe(sent);
		return;
	}
	let isOver = false;
	let timer: NodeJS.Timeout | undefined;
	const stop = () => {
		isOver = true;
		clearTimeout(timer);
	};
	const begin = () => {
		if (isOver) return;
		stop();
		body.pipe(sent);
	};
	sent.once('continue', begin).once('response', stop).once('close', stop);
	onceConnected(sent, () => {
		if (!isOver) timer = setTimeout(begin, continueWithin);
	});
	sent.flushHeaders();
}

/** Whether nothing leaves because there is nothing to send yet: then it is not the server that is silent. */
function waitsForBody(sent: ClientRequest, body: unknown): boolean {
	return body instanceof Readable && !body.readableEnded && sent.writableLength === 0;
}

function limitConnecting(sent: ClientRequest, limit: number, end: (error: Error) => void): void {
	const words = `The server did not establish a connection within ${limit} ms.`;
	const timer = setTimeout(() => end(timeout(words)), limit);
	const clear = () => clearTimeout(timer);
	sent.once('close', clear);
	onceConnected(sent, clear);
}

function onceConnected(sent: ClientRequest, call: () => void): void {
	sent.once('socket', socket => {
		if (socket.connecting) socket.once('connect', call);
		else call();
	});
}

function asAnswer(body: IncomingMessage): HttpResponse {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(body.headers))
		headers[name] = Array.isArray(value) ? value.join() : (value ?? '');
	const {statusCode = -1, statusMessage: reason} = body;
	return new HttpResponse({statusCode, reason, headers, body});
}

function timeout(message: string): Error {
	return Object.assign(new Error(message), {name: 'TimeoutError'});
}

function aborted({reason}: AbortSignal): Error {
	return Object.assign(new Error('Request aborted', {cause: reason}), {name: 'AbortError'});
}
