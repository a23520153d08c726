import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createServer as createTlsServer} from 'node:tls';
import {onTestFinished} from 'vitest';

/** A certificate authority that nobody trusts, and a server's certificate of it for this machine's loopback. */
export type PrivateAuthority = {
	readonly folder: string;
	/** The PEM file to trust. */
	readonly file: string;
	readonly key: Buffer;
	readonly certificate: Buffer;
	remove(): void;
};

/** Makes one with openssl, in a folder of its own; valid for two days. */
export function createPrivateAuthority(): PrivateAuthority {
	const folder = mkdtempSync(join(tmpdir(), 'partway-ca-'));
	const openssl = (line: string, ...more: string[]) =>
		execFileSync('openssl', [...line.split(' '), ...more], {cwd: folder, stdio: 'pipe'});
	const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
	openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj`, '/CN=A private authority');
	openssl(`req ${key} -keyout server.key -out server.csr -subj /CN=localhost`);
	writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost');
	openssl(
		'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names',
	);
	return {
		folder,
		file: join(folder, 'ca.pem'),
		key: readFileSync(join(folder, 'server.key')),
		certificate: readFileSync(join(folder, 'server.pem')),
		remove: () => rmSync(folder, {recursive: true}),
	};
}

/**
 * TLS in front of a server of this machine, with the authority's certificate, until the test is over.
 *
 * @param host where it listens: `127.0.0.1` or `::1`.
 */
export function overTls<S extends Behind>(
	{key, certificate}: Pick<PrivateAuthority, 'key' | 'certificate'>,
	server: S,
	host?: string,
): Promise<S> {
	return inFront(server, 'https', host, onSocket =>
		createTlsServer({key, cert: certificate}, onSocket).on('tlsClientError', () => {}),
	);
}

/** The same server at another address of this machine, until the test is over. */
export function relayed<S extends Behind>(server: S, host: string): Promise<S> {
	return inFront(server, 'http', host, createServer);
}

type Behind = {readonly endpoint: string};

async function inFront<S extends Behind>(
	server: S,
	scheme: 'http' | 'https',
	host = '127.0.0.1',
	create: (onSocket: (client: Socket) => void) => Server,
): Promise<S> {
	const behind = new URL(server.endpoint);
	const sockets = new Set<Socket>();
	const front = create(client => {
		const upstream = connect(Number(behind.port), behind.hostname);
		for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
		client.pipe(upstream).pipe(client);
	});
	front.listen(0, host);
	await once(front, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		front.close();
	});
	const {port} = front.address() as AddressInfo;
	// A sandbox tells some of what it is by getters: it stays behind what is changed.
	return Object.create(server, {
		endpoint: {value: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`},
	}) as S;
}
