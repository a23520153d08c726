import {getEventListeners, once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {Worker} from 'node:worker_threads';
import {afterEach, describe, expect, test} from 'vitest';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {saying} from '../../support/hints.js';
import {
	gatewayTo,
	htmlPage,
	startRawServer,
	thrownBy,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

const short = {connect: 60_000, readSilence: 200, actSilence: 400, partSilence: 300};
/** Far longer than a busy machine holds anything up. */
const patient = {connect: 60_000, readSilence: 60_000, actSilence: 60_000, partSilence: 60_000};
const list = (gateway: Gateway, signal?: AbortSignal) =>
	gateway.listUploadsPage({bucket: 'b'}, signal);
const abort = (gateway: Gateway, signal?: AbortSignal) =>
	gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'}, signal);

const closers: Array<() => Promise<unknown> | unknown> = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

/** A TCP server that does with a connection what a test says. */
async function tcpServer(onConnection: (socket: Socket, count: number) => void) {
	const sockets: Socket[] = [];
	const server: Server = createServer(socket => {
		sockets.push(socket);
		socket.on('error', () => {});
		onConnection(socket, sockets.length);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {endpoint: endpointOf(server), sockets};
}

function endpointOf(server: Server): string {
	return `http://127.0.0.1:${(server.address() as {port: number}).port}`;
}

/** A port that is listened on and never accepts: its queue is full, so a connection is never made. */
async function deafPort(): Promise<string> {
	const worker = new Worker(
		`const {parentPort} = require('node:worker_threads');
		const server = require('node:net').createServer();
		server.listen({port: 0, host: '127.0.0.1', backlog: 1}, () => {
			parentPort.postMessage(server.address().port);
			// This thread never gets to accept anything.
			setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
		});`,
		{eval: true},
	);
	closers.push(() => worker.terminate());
	const [port] = (await once(worker, 'message')) as [number];
	// More than the queue holds; the kernel completes the first few by itself.
	const fillers = Array.from({length: 8}, () => connect(port, '127.0.0.1'));
	closers.push(() => {
		for (const filler of fillers) filler.destroy();
	});
	for (const filler of fillers) filler.on('error', () => {});
	await once(fillers[0]!, 'connect');
	return `http://127.0.0.1:${port}`;
}

describe('an endpoint that does not answer', () => {
	test('a closed port: refused, and nothing was done', async () => {
		const server = await startRawServer(() => ({}));
		await server.close();
		for (const call of [list, abort]) {
			expect(await thrownBy(() => call(gatewayTo(server.endpoint)))).toMatchObject({
				code: 'ECONNREFUSED',
				status: undefined,
				effect: 'never',
				retryable: false,
				hint: saying('Nothing listens at this endpoint: check the address and the port.'),
			});
		}
	});

	test('a closed port of a host with two addresses', async () => {
		const server = await startRawServer(() => ({}));
		await server.close();
		const gateway = gatewayTo(server.endpoint.replace('127.0.0.1', 'localhost'));
		expect(await thrownBy(() => list(gateway))).toMatchObject({code: 'ECONNREFUSED'});
	});

	test('a port that never accepts: given up once, after the limit', async () => {
		const gateway = gatewayTo(await deafPort(), {}, {...short, connect: 150});
		for (const call of [list, abort]) {
			const started = performance.now();
			expect(await thrownBy(() => call(gateway))).toMatchObject({
				code: 'ConnectTimeout',
				effect: 'never',
				retryable: true,
				hint: saying('The host does not answer: check the endpoint, the port and the network.'),
			});
			expect(performance.now() - started).toBeGreaterThan(100);
		}
		expect(gateway.log).toMatchObject([
			{operation: 'ListMultipartUploads', error: 'ConnectTimeout'},
			{operation: 'AbortMultipartUpload', error: 'ConnectTimeout'},
		]);
	});

	test('a port that accepts and never answers: a read is given up once, after the silence', async () => {
		const {endpoint, sockets} = await tcpServer(() => {});
		const gateway = gatewayTo(endpoint, {}, short);
		const started = performance.now();
		expect(await thrownBy(() => list(gateway))).toMatchObject({
			code: 'SilenceTimeout',
			effect: 'perhaps',
			retryable: true,
			hint: saying(expect.stringContaining('is this an S3 endpoint?')),
		});
		expect(performance.now() - started).toBeGreaterThan(150);
		expect(sockets).toHaveLength(1);
	});

	test('an act has more patience than a read', async () => {
		let answer: (() => void) | undefined;
		const server = await startRawServer((_seen, count, response) => {
			if (count === 1) answer = () => response.writeHead(204).end();
			return undefined;
		});
		closers.push(server.close);
		const gateway = gatewayTo(server.endpoint, {}, {...patient, readSilence: 200});
		const acted = abort(gateway);
		await expect.poll(() => answer).toBeDefined();
		// A read that begins later is given up, and the act still waits.
		expect(await thrownBy(() => list(gateway))).toMatchObject({code: 'SilenceTimeout'});
		answer?.();
		await acted;
	});

	test('the patience of an act ends too', async () => {
		const {endpoint, sockets} = await tcpServer(() => {});
		const gateway = gatewayTo(endpoint, {}, short);
		for (const act of [
			() => abort(gateway),
			() => gateway.complete({bucket: 'b', key: 'k', uploadId: 'u', parts: [], onlyIfAbsent: true}),
		])
			expect(await thrownBy(act)).toMatchObject({code: 'SilenceTimeout', effect: 'perhaps'});
		expect(sockets).toHaveLength(2);
	});

	test('silence in the middle of a page', async () => {
		const server = await startRawServer((_seen, _count, response) => {
			response.writeHead(200, {'content-type': 'application/xml'});
			response.write('<ListMultipartUploadsResult>');
			return undefined;
		});
		closers.push(server.close);
		expect(await thrownBy(() => list(gatewayTo(server.endpoint, {}, short)))).toMatchObject({
			code: 'SilenceTimeout',
		});
		expect(server.seen).toHaveLength(1);
	});

	test('white space is no silence', async () => {
		const actSilence = 1000;
		const server = await startRawServer((_seen, _count, response) => {
			response.writeHead(200, {'content-type': 'application/xml'});
			let spaces = 0;
			const timer = setInterval(() => {
				response.write(' ');
				if (++spaces < 14) return;
				clearInterval(timer);
				response.end(
					'<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>',
				);
			}, actSilence / 10);
			return undefined;
		});
		closers.push(server.close);
		const {etag} = await gatewayTo(server.endpoint, {}, {...patient, actSilence}).complete({
			bucket: 'b',
			key: 'k',
			uploadId: 'u',
			parts: [],
			onlyIfAbsent: true,
		});
		expect(etag).toBe('e');
	});
});

describe('an answer that is cut', () => {
	const page = uploadsXml(uploadXml('a', '1'));

	test('once, in the middle of a page: the page is asked for again', async () => {
		const server = await startRawServer((_seen, count, response) => {
			if (count > 1) return {body: page};
			response.writeHead(200, {'content-length': page.length});
			response.write(page.slice(0, 150), () => response.destroy());
			return undefined;
		});
		closers.push(server.close);
		expect((await list(gatewayTo(server.endpoint))).uploads).toHaveLength(1);
		expect(server.seen).toHaveLength(2);
	});

	test('always: said after three attempts', async () => {
		const server = await startRawServer((_seen, _count, response) => {
			response.writeHead(200, {'content-length': page.length});
			response.write(page.slice(0, 150), () => response.destroy());
			return undefined;
		});
		closers.push(server.close);
		expect(await thrownBy(() => list(gatewayTo(server.endpoint)))).toMatchObject({
			code: 'ECONNRESET',
			retryable: true,
			hint: saying(
				'The connection was cut. A TLS port does that: should the endpoint begin with https://? If not, check the network, then press r.',
			),
		});
		expect(server.seen).toHaveLength(3);
	});
});

describe('what does not speak S3', () => {
	test('a port that speaks no HTTP', async () => {
		const {endpoint} = await tcpServer(socket => socket.end('220 mail.example ESMTP\r\n'));
		expect(await thrownBy(() => list(gatewayTo(endpoint)))).toMatchObject({
			code: expect.stringMatching(/^HPE_/),
			hint: saying(expect.stringContaining('so it is not an S3 service')),
		});
	});

	test('a port that speaks no TLS', async () => {
		const {endpoint} = await tcpServer(socket => socket.once('data', () => socket.end(htmlPage)));
		const gateway = gatewayTo(endpoint.replace('http:', 'https:'));
		expect(await thrownBy(() => list(gateway))).toMatchObject({
			code: 'EPROTO',
			hint: saying(expect.stringContaining('http://')),
		});
	});

	test('an answer that never ends', async () => {
		const server = await startRawServer((_seen, _count, response) => {
			const chunk = Buffer.alloc(1024 * 1024, ' ');
			const more = () => {
				while (!response.destroyed && response.write(chunk));
			};
			response.on('drain', more);
			more();
			return undefined;
		});
		closers.push(server.close);
		expect(await thrownBy(() => list(gatewayTo(server.endpoint)))).toMatchObject({
			code: 'UnexpectedAnswer',
		});
		expect(server.seen).toHaveLength(1);
	});
});

describe('a cancelled request', () => {
	test('ends with the reason of the signal, before it is sent', async () => {
		const server = await startRawServer(() => ({body: uploadsXml('')}));
		closers.push(server.close);
		const reason = new Error('The screen was left.');
		const gateway = gatewayTo(server.endpoint);
		for (const call of [list, abort])
			expect(await thrownBy(() => call(gateway, AbortSignal.abort(reason)))).toBe(reason);
		expect(server.seen).toHaveLength(0);
	});

	test('ends with the reason of the signal, in mid-flight, and lets go of the connection', async () => {
		for (const call of [list, abort]) {
			const controller = new AbortController();
			let closed: Promise<unknown> | undefined;
			const server = await startRawServer((_seen, _count, response) => {
				closed = once(response, 'close');
				controller.abort(reason);
				return undefined;
			});
			closers.push(server.close);
			const reason = new Error('The screen was left.');
			expect(await thrownBy(() => call(gatewayTo(server.endpoint), controller.signal))).toBe(
				reason,
			);
			await closed;
		}
	});

	test('in the middle of a page', async () => {
		const controller = new AbortController();
		const server = await startRawServer((_seen, _count, response) => {
			response.writeHead(200);
			response.write('<ListMultipartUploadsResult>', () => controller.abort('left'));
			return undefined;
		});
		closers.push(server.close);
		expect(await thrownBy(() => list(gatewayTo(server.endpoint), controller.signal))).toBe('left');
		expect(server.seen).toHaveLength(1);
	});

	test('leaves nothing on its signal', async () => {
		const server = await startRawServer(() => ({body: uploadsXml('')}));
		closers.push(server.close);
		const gateway = gatewayTo(server.endpoint);
		const {signal} = new AbortController();
		await Promise.all(Array.from({length: 30}, () => list(gateway, signal)));
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	test('between two attempts', async () => {
		const controller = new AbortController();
		const server = await startRawServer(() => {
			setImmediate(() => controller.abort('left'));
			return {status: 503};
		});
		closers.push(server.close);
		expect(await thrownBy(() => list(gatewayTo(server.endpoint), controller.signal))).toBe('left');
	});
});

describe('a failure', () => {
	test('keeps its cause for the developer and says the operation first', async () => {
		const server = await startRawServer(() => ({}));
		await server.close();
		const failure = (await thrownBy(() => list(gatewayTo(server.endpoint)))) as S3Failure;
		expect(failure.message).toBe('ListMultipartUploads: ECONNREFUSED');
		expect(failure.cause).toBeInstanceOf(Error);
	});
});
