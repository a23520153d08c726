import {once} from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
	request as send,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import {
	CreateBucketCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
} from '@aws-sdk/client-s3';
import {loggedRequest} from '../../../source/sandbox/exchange.js';
import {strikeAfter, strikeBefore, strikeHalfway} from '../../../source/sandbox/fault-strikes.js';
import {Faults} from '../../../source/sandbox/faults.js';
import {IncomingBody} from '../../../source/sandbox/payload/incoming-body.js';
import {RequestLog} from '../../../source/sandbox/request-log.js';
import type {User} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import type {WatchedService} from './watched-service.js';

/** A true server. */
type Server = {
	readonly endpoint: string;
	readonly like: string;
	readonly user: User;
	readonly minPartSize: number;
};

/**
 * A server behind a proxy that sees and holds requests as the sandbox does. What has not arrived whole is not passed on;
 * what has is passed on even if its client is gone.
 */
export async function watchedServer(server: Server): Promise<WatchedService> {
	const {like, minPartSize, user} = server;
	const faults = new Faults();
	const requests = new RequestLog();
	const proxy = createServer((incoming, outgoing) => {
		const entry = loggedRequest(incoming);
		requests.add(entry);
		pass(incoming, outgoing)
			.catch(() => {
				entry.code ??= 'not passed on';
				outgoing.destroy();
			})
			.finally(() => {
				entry.isOver = true;
			});

		async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
			const actions = faults.strike(entry);
			const body = await wholeOf(new IncomingBody(incoming, () => strikeHalfway(actions)));
			await strikeBefore(actions);
			const {status, headers, body: answer} = await ask(server.endpoint, incoming, body);
			if (status >= 300) entry.code = /<Code>(.*?)<\/Code>/.exec(`${answer}`)?.[1] ?? `${status}`;
			await strikeAfter(actions, {status}, entry);
			entry.status = status;
			outgoing.writeHead(status, headers).end(answer);
		}
	});
	proxy.keepAliveTimeout = 120_000;
	proxy.requestTimeout = 0;
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	const {port} = proxy.address() as AddressInfo;
	const place = {region: 'us-east-1', users: [user]};
	// Past the proxy: the looks of a test are no requests of a client.
	const client = sandboxClient({...place, endpoint: server.endpoint});
	const named = {Bucket: 'bucket'};
	await client.send(new CreateBucketCommand(named));
	return {
		...{...place, endpoint: `http://127.0.0.1:${port}`, like, minPartSize, faults, requests},
		async partsThere(key) {
			const {Uploads = []} = await client.send(
				new ListMultipartUploadsCommand({...named, Prefix: key}),
			);
			const found = Uploads.find(each => each.Key === key);
			if (found === undefined) return undefined;
			const {UploadId} = found;
			const {Parts = []} = await client.send(new ListPartsCommand({...named, Key: key, UploadId}));
			return new Set(Parts.map(({PartNumber}) => Number(PartNumber)));
		},
		async close() {
			client.destroy();
			proxy.close();
			proxy.closeAllConnections();
			await once(proxy, 'close');
		},
	};
}

/** @throws where the client goes before the end */
async function wholeOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of body) pieces.push(piece);
	return Buffer.concat(pieces);
}

type Answer = {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
};

async function ask(endpoint: string, asked: IncomingMessage, body: Buffer): Promise<Answer> {
	const {hostname, port} = new URL(endpoint);
	const {method, url: path} = asked;
	const {connection: _, ...headers} = asked.headers;
	const passed = send({hostname, port, method, path, headers, agent: false}).end(body);
	const [answer] = (await once(passed, 'response')) as [IncomingMessage];
	const {connection: __, 'transfer-encoding': ___, ...rest} = answer.headers;
	return {status: answer.statusCode ?? 500, headers: rest, body: await wholeOf(answer)};
}
