import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Limits} from '../../source/s3/client/clients.js';
import type {ConnectionSettings, RequestLogEntry} from '../../source/s3/client/connection.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';

export type Seen = {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
	/** Counts the connections, from 1. */
	readonly connection: number;
};

export type Answer = {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
};

/** An HTTP server that answers whatever a test says: what no true S3 server would send. */
export type RawServer = {
	readonly endpoint: string;
	readonly seen: readonly Seen[];
	close(): Promise<void>;
};

/** `reply` returns an answer, or writes one itself and returns nothing. */
export async function startRawServer(
	reply: (
		seen: Seen,
		count: number,
		response: ServerResponse,
	) => Answer | undefined | Promise<Answer>,
): Promise<RawServer> {
	const seen: Seen[] = [];
	const connections = new Map<unknown, number>();
	const server = createServer(async (request, response) => {
		if (!connections.has(request.socket)) connections.set(request.socket, connections.size + 1);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const one: Seen = {
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
			body: Buffer.concat(chunks).toString(),
			connection: connections.get(request.socket) ?? 0,
		};
		seen.push(one);
		const answer = await reply(one, seen.length, response);
		if (answer === undefined) return;
		response.writeHead(answer.status ?? 200, {
			'content-type': 'application/xml',
			'x-amz-request-id': `RAW${seen.length}`,
			...answer.headers,
		});
		response.end(answer.body);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

export const accessKeyId = 'SAMPLEKEY';
export const secretAccessKey = 'sample/secret/opens/nothing';

/** A gateway to an endpoint on loopback, and what it told its log. */
export function gatewayTo(
	endpoint: string,
	settings: Partial<ConnectionSettings> = {},
	limits?: Limits,
): Gateway & {readonly log: readonly RequestLogEntry[]} {
	const log: RequestLogEntry[] = [];
	const gateway = createAwsGateway(
		{
			endpoint,
			region: 'us-east-1',
			pathStyle: true,
			readOnly: false,
			checksums: 'when-required',
			credentials: {kind: 'keys', accessKeyId, secretAccessKey},
			...settings,
		},
		{onRequest: entry => log.push(entry)},
		limits,
	);
	return Object.assign(gateway, {log});
}

/** A page of ListMultipartUploads: rows as raw XML, and what follows them. */
export function uploadsXml(rows: string, rest = '<IsTruncated>false</IsTruncated>'): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rest}${rows}</ListMultipartUploadsResult>`;
}

export function uploadXml(
	key: string,
	uploadId: string,
	initiated = '<Initiated>2026-01-02T03:04:05.000Z</Initiated>',
): string {
	return `<Upload><Key>${key}</Key><UploadId>${uploadId}</UploadId>${initiated}</Upload>`;
}

/** `next` is the pair of markers of a truncated page. */
export function truncatedTo(next?: {key: string; uploadId?: string}): string {
	return `<IsTruncated>true</IsTruncated>${next ? `<NextKeyMarker>${next.key}</NextKeyMarker>` : ''}${
		next?.uploadId ? `<NextUploadIdMarker>${next.uploadId}</NextUploadIdMarker>` : ''
	}`;
}

export function errorXml(code: string, message = ''): string {
	return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>X</RequestId></Error>`;
}

export const htmlPage = '<!DOCTYPE html><html><body><h1>Please log in</h1></body></html>';

/** Runs and gives what was thrown. Fails when nothing was. */
export async function thrownBy(run: () => Promise<unknown>): Promise<unknown> {
	try {
		await run();
	} catch (error) {
		return error;
	}
	throw new Error('Nothing was thrown.');
}

/** All pages of a listing, and how it ended. */
export async function allPages<T, R>(listing: AsyncGenerator<T, R>): Promise<{pages: T[]; end: R}> {
	const pages: T[] = [];
	for (;;) {
		const {value, done} = await listing.next();
		if (done) return {pages, end: value as R};
		pages.push(value as T);
	}
}
