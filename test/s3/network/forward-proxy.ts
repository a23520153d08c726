import {once} from 'node:events';
import {createServer, type Server, request as send} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

export type ForwardProxy = {
	/** `127.0.0.1:port`. */
	readonly host: string;
	/** The request lines without the version: `CONNECT host:port`, `GET http://host/…`. */
	readonly asked: readonly string[];
};

type ProxyOptions = {
	/** Of the user `me`; without one whoever asks is let through. */
	readonly password?: string;
	/** What everybody is answered instead of being let through. */
	readonly refuses?: number;
	/** Where it listens. */
	readonly listen?: string;
};

/** A forward proxy of this process until the test is over. */
export async function forwardProxy({
	password,
	refuses,
	listen = '127.0.0.1',
}: ProxyOptions = {}): Promise<ForwardProxy> {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const wanted = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
	const refusal = (header: string | undefined) =>
		refuses ?? (password !== undefined && header !== wanted ? 407 : undefined);

	const server: Server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		const {'proxy-authorization': known, ...headers} = request.headers;
		const status = refusal(known);
		if (status !== undefined) {
			response.writeHead(status, {'content-type': 'text/html'}).end('<html>No.</html>');
			return;
		}
		const {hostname, port, pathname, search} = new URL(request.url ?? '');
		const upstream = send(
			{
				host: hostname.replace(/^\[|\]$/g, ''),
				port,
				method: request.method,
				path: pathname + search,
				headers,
			},
			answer => {
				response.writeHead(answer.statusCode ?? 0, answer.headers);
				answer.pipe(response);
			},
		);
		upstream.on('error', () => response.destroy());
		request.pipe(upstream);
	});
	server.on('connection', socket => sockets.add(socket));
	server.on('connect', (request, client, head) => {
		asked.push(`${request.method} ${request.url}`);
		const status = refusal(request.headers['proxy-authorization']);
		if (status !== undefined) {
			client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
			return;
		}
		const {hostname, port} = new URL(`http://${request.url}`);
		const upstream = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(client).pipe(upstream);
		});
		for (const socket of [client, upstream]) socket.on('error', () => upstream.destroy());
		sockets.add(upstream);
	});
	server.listen(0, listen);
	await once(server, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	return {host: `${listen.includes(':') ? `[${listen}]` : listen}:${port}`, asked};
}
