import {once} from 'node:events';
import {Agent, createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';

/** An answer as it goes over the wire. */
export type WireAnswer = {
	readonly status: number;
	/** Without a length. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** What stands in Content-Length; that of the body unless given. */
	readonly length?: string;
};

export type AskedOperation =
	| 'ListMultipartUploads'
	| 'ListParts'
	| 'CompleteMultipartUpload'
	| 'AbortMultipartUpload'
	| 'HeadObject'
	| 'other';

/** What stands between a client and an endpoint, and may change each answer. */
export type DamagingProxy = {readonly endpoint: string; close(): Promise<void>};

/** Passes all on to an endpoint, and back what is made of its answer. */
export async function damagingProxy(
	endpoint: string,
	damage: (answer: WireAnswer, operation: AskedOperation) => WireAnswer,
): Promise<DamagingProxy> {
	const agent = new Agent({keepAlive: true});
	const {hostname, port} = new URL(endpoint);
	const server = createServer((incoming, outgoing) => {
		const {method = '', url = '/', headers} = incoming;
		const operation = operationOf(method, new URL(url, endpoint).searchParams);
		const passed = request({hostname, port, method, path: url, headers, agent}, async answer => {
			const pieces: Buffer[] = [];
			try {
				for await (const piece of answer) pieces.push(piece as Buffer);
			} catch {
				incoming.socket.destroy();
				return;
			}
			const {'content-length': length, ...rest} = answer.headers as Record<string, string>;
			delete rest['connection'];
			delete rest['transfer-encoding'];
			const body = Buffer.concat(pieces).toString('utf8');
			const whole = {status: answer.statusCode ?? 500, headers: rest, body};
			// The length of a HEAD is that of what it does not send.
			const isHead = operation === 'HeadObject';
			const made = damage(isHead && length !== undefined ? {...whole, length} : whole, operation);
			// Below HTTP: no server of Node's would send such lengths.
			outgoing.socket?.end(written(made, isHead));
		});
		// As the server cut it, so it is cut here.
		passed.on('error', () => incoming.socket.destroy());
		incoming.pipe(passed);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			agent.destroy();
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

function written({status, headers, body, length}: WireAnswer, isHead: boolean): string {
	const lines = Object.entries({
		...headers,
		'content-length': length ?? String(Buffer.byteLength(body)),
		connection: 'close',
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	return `HTTP/1.1 ${status} Damaged\r\n${lines.join('')}\r\n${isHead ? '' : body}`;
}

function operationOf(method: string, query: URLSearchParams): AskedOperation {
	if (method === 'HEAD') return 'HeadObject';
	if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads';
	if (!query.has('uploadId')) return 'other';
	if (method === 'GET') return 'ListParts';
	if (method === 'POST') return 'CompleteMultipartUpload';
	return method === 'DELETE' ? 'AbortMultipartUpload' : 'other';
}
