import type {ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {S3Error} from '../errors.js';
import {type Body, BytesBody} from '../store/body.js';
import type {ExchangeIds, Reply} from './reply.js';
import {errorDocument} from './xml.js';

/** Sets the date, in milliseconds, and the headers that every answer of this server has. */
export function setCommonHeaders(
	outgoing: ServerResponse,
	headers: Readonly<Record<string, string>>,
	now: number,
): void {
	outgoing.sendDate = false;
	outgoing.setHeader('Date', new Date(now).toUTCString());
	for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
}

/** The error as an answer. */
export function errorReply({status, code, message, details}: S3Error, ids: ExchangeIds): Reply {
	return {
		status,
		body: errorDocument([
			['Code', code],
			['Message', message],
			...Object.entries(details),
			['RequestId', ids.requestId],
			['HostId', ids.hostId],
		]),
	};
}

/** Sends an answer whole; resolves when it was handed over or the client is gone. */
export async function sendReply(outgoing: ServerResponse, reply: Reply): Promise<void> {
	const body = writeHead(outgoing, reply);
	if (body === undefined || outgoing.req.method === 'HEAD') {
		outgoing.end();
		return;
	}
	await pipeline(Readable.from(body.read(0, body.size)), outgoing).catch(() => outgoing.destroy());
}

/** Sends the head and the first half of the body, then destroys the connection. */
export async function sendHalf(outgoing: ServerResponse, reply: Reply): Promise<void> {
	const socket = outgoing.socket;
	if (reply.body !== undefined && outgoing.req.method !== 'HEAD') {
		const body = writeHead(outgoing, reply);
		const half = Math.min(Math.floor((body?.size ?? 0) / 2), 65_536);
		for await (const piece of body?.read(0, half) ?? [])
			await new Promise(resolve => outgoing.write(piece, resolve));
	}
	socket?.destroy();
}

/** Writes status and headers; returns the body as something to read from. */
function writeHead(outgoing: ServerResponse, {status, headers, body}: Reply): Body | undefined {
	const document = typeof body === 'string' ? Buffer.from(body) : undefined;
	const readable = document ? new BytesBody(document) : (body as Body | undefined);
	outgoing.writeHead(status, {
		...(document && {'Content-Type': 'application/xml'}),
		...(readable
			? {'Content-Length': String(readable.size)}
			: status !== 204 && status !== 304 && {'Content-Length': '0'}),
		...headers,
	});
	return readable;
}
