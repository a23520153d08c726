import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createServer as createTlsServer} from 'node:tls';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import {createAwsGateway} from '../../source/s3/aws-gateway.js';
import type {ConnectionSettings} from '../../source/s3/connection.js';
import type {S3Failure} from '../../source/s3/failure.js';
import type {Gateway} from '../../source/s3/gateway.js';
import {proxyFor, shownProxy} from '../../source/s3/proxy.js';
import {bucket, type Reachable, sandboxSettings, world} from '../support/world.js';
import {startRawServer, thrownBy} from './raw-server.js';

let folder: string;
const closers: Array<() => unknown> = [];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'partway-ca-'));
	const openssl = (...args: string[]) =>
		execFileSync('openssl', args, {cwd: folder, stdio: 'pipe'});
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	openssl(
		'req',
		'-x509',
		...key,
		'-keyout',
		'ca.key',
		'-out',
		'ca.pem',
		'-days',
		'2',
		'-subj',
		'/CN=A private authority',
	);
	openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
	writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost');
	openssl(
		'x509',
		'-req',
		'-in',
		'server.csr',
		'-CA',
		'ca.pem',
		'-CAkey',
		'ca.key',
		'-CAcreateserial',
		'-out',
		'server.pem',
		'-days',
		'2',
		'-extfile',
		'names',
	);
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

beforeEach(() => {
	for (const name of [
		'http_proxy',
		'https_proxy',
		'no_proxy',
		'aws_ca_bundle',
		'node_extra_ca_certs',
	])
		for (const either of [name, name.toUpperCase()]) vi.stubEnv(either, undefined);
});

afterEach(async () => {
	vi.unstubAllEnvs();
	for (const close of closers.splice(0)) await close();
});

const portOf = (server: {address(): unknown}) => (server.address() as AddressInfo).port;
const list = (gateway: Gateway) => gateway.listUploadsPage({bucket});

function gatewayTo(settings: ConnectionSettings): Gateway {
	const gateway = createAwsGateway(settings);
	closers.push(() => gateway.close());
	return gateway;
}

/** A forward proxy: tells whom it was asked for, and lets through whoever knows the password. */
async function forwardProxy(password?: string) {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const server: Server = createServer((_request, response) => response.writeHead(501).end());
	server.on('connect', (request, client, head) => {
		asked.push(request.url ?? '');
		sockets.add(client as Socket);
		const wanted = `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
		if (password !== undefined && request.headers['proxy-authorization'] !== wanted) {
			client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
			return;
		}
		const [host = '', port] = (request.url ?? '').split(':');
		const upstream = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(client).pipe(upstream);
		});
		for (const socket of [client, upstream]) socket.on('error', () => upstream.destroy());
		sockets.add(upstream);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {host: `127.0.0.1:${portOf(server)}`, asked};
}

/** TLS in front of a server, with a certificate of the private authority. */
async function overTls(sandbox: Reachable): Promise<Reachable> {
	const {port} = new URL(sandbox.endpoint);
	const file = (name: string) => readFileSync(join(folder, name));
	const sockets = new Set<Socket>();
	const server = createTlsServer({key: file('server.key'), cert: file('server.pem')}, client => {
		const upstream = connect(Number(port), '127.0.0.1');
		for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
		client.pipe(upstream).pipe(client);
	});
	server.on('tlsClientError', () => {});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {
		...sandbox,
		endpoint: `https://127.0.0.1:${portOf(server)}`,
		region: sandbox.region,
		users: sandbox.users,
	};
}

describe('a private authority', () => {
	test('is not trusted without being named', async () => {
		const {sandbox} = await world();
		const failure = (await thrownBy(async () =>
			list(gatewayTo(sandboxSettings(await overTls(sandbox)))),
		)) as S3Failure;
		expect(failure.advice).toContain('AWS_CA_BUNDLE');
		expect(sandbox.requests.log).toEqual([]);
	});

	test.each(['caBundle', 'AWS_CA_BUNDLE'])('named by %s is trusted', async how => {
		const {sandbox} = await world();
		const file = join(folder, 'ca.pem');
		if (how === 'AWS_CA_BUNDLE') vi.stubEnv(how, file);
		const settings = sandboxSettings(await overTls(sandbox));
		await list(gatewayTo(how === 'caBundle' ? {...settings, caBundle: file} : settings));
		expect(sandbox.requests.count('ListMultipartUploads')).toBe(1);
	});

	test.each([
		['missing.pem', /missing\.pem cannot be read \(ENOENT\)/],
		['server.key', /server\.key holds no certificate/],
	])('in a bundle %s that is none: said, and nothing is sent', async (name, words) => {
		const {sandbox} = await world();
		const gateway = gatewayTo({...sandboxSettings(sandbox), caBundle: join(folder, name)});
		expect(await thrownBy(() => list(gateway))).toMatchObject({
			code: 'Network',
			effect: 'never',
			serverMessage: expect.stringMatching(words),
		});
		expect(sandbox.requests.log).toEqual([]);
	});
});

describe('a forward proxy', () => {
	test('carries list, complete and abort over TLS, with a password', async () => {
		const {sandbox, upload} = await world();
		const proxy = await forwardProxy('s3cret');
		vi.stubEnv('HTTPS_PROXY', `http://me:s3cret@${proxy.host}`);
		vi.stubEnv('AWS_CA_BUNDLE', join(folder, 'ca.pem'));
		const reached = await overTls(sandbox);
		const gateway = gatewayTo(sandboxSettings(reached));
		const [a, b] = [upload('a'), upload('b')];
		expect((await list(gateway)).uploads).toHaveLength(2);
		await gateway.abort({bucket, key: 'a', uploadId: a});
		const {parts} = await gateway.listParts({bucket, key: 'b', uploadId: b});
		await gateway.complete({bucket, key: 'b', uploadId: b, parts, onlyIfAbsent: true});
		expect(await gateway.headObject({bucket, key: 'b'})).toBeDefined();
		expect(new Set(proxy.asked)).toEqual(new Set([new URL(reached.endpoint).host]));
	});

	test('carries plain http too, and no more than NO_PROXY leaves it', async () => {
		const {sandbox} = await world();
		const proxy = await forwardProxy();
		vi.stubEnv('http_proxy', proxy.host);
		await list(gatewayTo(sandboxSettings(sandbox)));
		expect(proxy.asked).toEqual([new URL(sandbox.endpoint).host]);
		vi.stubEnv('NO_PROXY', '127.0.0.1');
		await list(gatewayTo(sandboxSettings(sandbox)));
		expect(proxy.asked).toHaveLength(1);
	});

	test('carries what gives the credentials, to an STS of the private authority', async () => {
		const sts = await startRawServer(() => ({status: 403, body: '<ErrorResponse/>'}));
		closers.push(sts.close);
		const behind = await overTls({endpoint: sts.endpoint, region: '', users: []});
		const proxy = await forwardProxy();
		vi.stubEnv('HTTPS_PROXY', proxy.host);
		vi.stubEnv('AWS_CA_BUNDLE', join(folder, 'ca.pem'));
		vi.stubEnv('AWS_ENDPOINT_URL_STS', behind.endpoint);
		const file = join(folder, 'config');
		writeFileSync(
			file,
			'[profile s]\naws_access_key_id = A\naws_secret_access_key = B\n[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = s\n',
		);
		vi.stubEnv('AWS_CONFIG_FILE', file);
		const {sandbox} = await world();
		const credentials = {kind: 'aws-profile', name: 'r'} as const;
		const gateway = gatewayTo({...sandboxSettings(sandbox), credentials});
		expect(await thrownBy(() => list(gateway))).toMatchObject({code: 'CredentialsProviderError'});
		expect(proxy.asked).toEqual([new URL(behind.endpoint).host]);
		expect(sts.seen[0]?.body).toContain('Action=AssumeRole');
	});

	test('that wants a password, and one that is not there: certain that nothing was done', async () => {
		const {sandbox, upload} = await world();
		const target = {bucket, key: 'a', uploadId: upload('a')};
		const proxy = await forwardProxy('s3cret');
		for (const [url, code] of [
			[`http://me:wrong@${proxy.host}`, 'ProxyRefused'],
			['http://127.0.0.1:1', 'ProxyUnreachable'],
			['socks5://me:PLANTED@127.0.0.1:1', 'Network'],
		] as const) {
			vi.stubEnv('HTTP_PROXY', url);
			const failure = await thrownBy(() => gatewayTo(sandboxSettings(sandbox)).abort(target));
			expect(failure).toMatchObject({code, effect: 'never'});
			expect(JSON.stringify(failure)).not.toContain('PLANTED');
		}
		expect(sandbox.requests.log).toEqual([]);
	});
});

test.each([
	['https://s3.corp.example', {https_proxy: 'p:1'}, 'http://p:1'],
	['https://s3.corp.example', {HTTPS_PROXY: 'http://p:1'}, 'http://p:1'],
	['https://s3.corp.example', {HTTP_PROXY: 'http://p:1'}, undefined],
	['http://s3.corp.example', {HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'x:1'}, 'http://p:1'],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', NO_PROXY: 'a, corp.example'}, undefined],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: '.corp.example'}, undefined],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: '*.Corp.example'}, undefined],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: '*'}, undefined],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: 'rp.example'}, 'http://p:1'],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: 's3.corp.example:443'}, undefined],
	['https://s3.corp.example', {HTTPS_PROXY: 'p:1', no_proxy: 's3.corp.example:80'}, 'http://p:1'],
	['https://[::1]:9000', {HTTPS_PROXY: 'p:1', no_proxy: '::1'}, undefined],
	['https://[::1]:9000', {HTTPS_PROXY: 'p:1', no_proxy: 'a,,'}, 'http://p:1'],
])('the proxy for %s under %j is %s', (url, env, expected) => {
	expect(proxyFor(url, env)).toBe(expected);
});

test('a proxy is shown without its user and password', () => {
	const shown = (HTTPS_PROXY: string) => shownProxy('https://s3.corp', {HTTPS_PROXY});
	expect(shown('http://me:secret@proxy:3128/')).toBe('http://proxy:3128');
	expect(shown('me:secret@proxy:3128')).toBe('http://proxy:3128');
	expect(shown('http://me:sec ret@[proxy')).toBe('one that cannot be read');
	expect(shownProxy('https://s3.corp', {})).toBeUndefined();
});
