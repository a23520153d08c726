import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A request as a world sees it. */
export type Request = {
	readonly method: string;
	/** Decoded: `/media/raw/tape.tar`. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
};

export type Answer = {
	/** 200 unless given. */
	readonly status?: number;
	/** Beside a content type, a Date and a request id; null takes one of those away. */
	readonly headers?: Readonly<Record<string, string | null>>;
	readonly body?: string;
};

/** An S3 service that answers as a public report says that one did; undefined is answered with 501. */
export type World = (request: Request) => Answer | undefined;

export type ServedWorld = {
	readonly endpoint: string;
	/** What was asked, in order: `DELETE /media/raw/tape.tar?uploadId=UPLOAD1`. */
	readonly asked: readonly string[];
	close(): Promise<void>;
};

/** Serves a world on a free port of 127.0.0.1. */
export async function serveWorld(world: World): Promise<ServedWorld> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', chunk => chunks.push(chunk));
		request.on('end', () => {
			const {method = '', url = '/', headers} = request;
			asked.push(`${method} ${url}`);
			const {pathname, searchParams: query} = new URL(url, 'http://world');
			const body = Buffer.concat(chunks).toString('utf8');
			const answer = world({method, path: decodeURIComponent(pathname), query, headers, body}) ?? {
				status: 501,
				body: errorBody('NotImplemented'),
			};
			const text = answer.body ?? '';
			const isHead = method === 'HEAD';
			const sent: Record<string, string | null> = {
				'content-type': 'application/xml',
				date: new Date().toUTCString(),
				'x-amz-request-id': 'WORLD0001',
				...(isHead ? {} : {'content-length': String(Buffer.byteLength(text))}),
				...answer.headers,
			};
			for (const [name, value] of Object.entries(sent))
				if (value !== null) response.setHeader(name, value);
			response.sendDate = false;
			response.writeHead(answer.status ?? 200);
			response.end(isHead ? undefined : text);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

export function errorBody(code: string, message = ''): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>WORLD0001</RequestId></Error>`;
}

export function error(status: number, code: string, message = ''): Answer {
	return {status, body: errorBody(code, message)};
}
