import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {createServer, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';

/** Writes an answer, byte by byte if it likes; `first` is the line of the request. */
export type Talk = (socket: Socket, first: string) => void;

/** A server below HTTP, until the test is over: it says what no HTTP server would let it say. */
export async function startTalking(talk: Talk) {
	const sockets = new Set<Socket>();
	const requests: string[] = [];
	let bytes = 0;
	const server = createServer(socket => {
		sockets.add(socket);
		let heard = '';
		socket.on('error', () => {});
		socket.on('close', () => {
			sockets.delete(socket);
			bytes += socket.bytesWritten;
		});
		socket.on('data', piece => {
			heard += piece.toString('latin1');
			if (!heard.includes('\r\n\r\n')) return;
			const [first = ''] = heard.split('\r\n', 1);
			heard = '';
			requests.push(first);
			talk(socket, first);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		/** The first line of each. */
		requests,
		/** Bytes that left on connections that are closed by now, those in the buffers of the system too. */
		async left(): Promise<number> {
			await Promise.all([...sockets].map(each => new Promise(end => each.on('close', end))));
			return bytes;
		},
	};
}

/** The two ways by which a gateway reads what is sent by the thousand. */
export const ways = ['lean', 'sdk'] as const;

export function gatewayBy(way: (typeof ways)[number], endpoint: string): Gateway {
	const gateway = createAwsGateway(
		{
			...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
			checksums: 'when-required',
			credentials: {kind: 'keys', accessKeyId, secretAccessKey},
		},
		{},
		undefined,
		way,
	);
	onTestFinished(() => gateway.close());
	return gateway;
}

/** A whole answer. */
export function answer(body: string | Uint8Array, {status = 200, headers = ''} = {}): Talk {
	const bytes = Buffer.from(body as Uint8Array);
	return socket => {
		socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: ${bytes.length}\r\n${headers}\r\n`);
		socket.write(bytes);
	};
}

/** The same again and again, for as long as somebody reads. */
export function endless(head: string, piece: string): Talk {
	return socket => {
		socket.write(head);
		const pump = () => {
			while (!socket.destroyed) if (!socket.write(piece)) return;
		};
		socket.on('drain', pump);
		pump();
	};
}

export const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Each character as a chunk of its own, which Node hands on as a piece of its own. */
export function inSingleBytes(text: string): string {
	return [...text].map(letter => `1\r\n${letter}\r\n`).join('');
}
