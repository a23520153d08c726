import {once} from 'node:events';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {createServer, type Socket} from 'node:net';
import {afterEach, describe, expect, test} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import type {Circumstances} from '../../../source/s3/failure/circumstances.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {hintFor} from '../../../source/s3/failure/hints.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {failureWords} from '../../../source/text/failure/failure-words.js';
import {adviceOf} from '../../support/hints.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	htmlPage,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

const adviceOn = (circumstances: Circumstances) => adviceOf({hint: hintFor(circumstances)});

const closers: Array<() => Promise<void> | void> = [];

afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function serving(
	answer: Answer | ((endpoint: string) => Answer),
	settings: Partial<ConnectionSettings> = {},
): Promise<{gateway: Gateway; server: RawServer}> {
	const server: RawServer = await startRawServer(() =>
		typeof answer === 'function' ? answer(server.endpoint) : answer,
	);
	closers.push(server.close);
	const gateway = gatewayTo(server.endpoint, settings);
	closers.push(() => gateway.close());
	return {gateway, server};
}

const listing = async (gateway: Gateway, bucket = 'media') =>
	(await thrownBy(() => gateway.listUploadsPage({bucket}))) as S3Failure;

/** The whole of what is shown of a listing that failed. */
async function shown(answer: Answer | ((endpoint: string) => Answer)): Promise<string> {
	const {gateway} = await serving(answer);
	const {what, advice} = failureWords(await listing(gateway), 'app');
	return `${what}\n${advice}`;
}

const page = (title: string) =>
	`<!DOCTYPE html>\n<html><head>\n<title>\n${title}</title></head><body></body></html>`;

describe('an answer that is none of S3 is called what it is', () => {
	test.each<[string, Answer, RegExp]>([
		[
			'a page of a console',
			{body: page('MinIO Console')},
			/A web console answers here \("MinIO Console"\), not the S3 service/,
		],
		[
			'a dashboard under 404',
			{status: 404, body: page('Ceph Dashboard')},
			/A web console answers here \("Ceph Dashboard"\)/,
		],
		['a page without a title', {body: htmlPage}, /A web page answers here, not an S3 service/],
		[
			'a page that a proxy refuses with',
			{status: 403, body: page('Blocked by policy')},
			/A web page answers here \("Blocked by policy"\), not an S3 service/,
		],
		[
			'a page of a proxy in trouble',
			{status: 502, body: page('502 Bad Gateway')},
			/A proxy before the service answers with a web page \("502 Bad Gateway"\): wait/,
		],
		[
			'XHTML',
			{status: 404, body: `<?xml version="1.0"?>\n${page('404 Not Found')}`},
			/A web page answers here \("404 Not Found"\)/,
		],
		[
			'JSON',
			{status: 401, body: '{"detail": "You are not authenticated."}'},
			/The answer is JSON.* The server said: \{"detail": "You are not authenticated\."\}/,
		],
		[
			'plain text',
			{status: 404, body: '404 page not found\n'},
			/does not come from an S3 service.* The server said: 404 page not found/,
		],
		...[
			'Client sent an HTTP request to an HTTPS server.\n',
			page('400 The plain HTTP request was sent to HTTPS port'),
			"<html><body>Reason: You're speaking plain HTTP to an SSL-enabled server port.</body></html>",
			'Bad Request\nThis combination of host and port requires TLS.\n',
		].map(
			body =>
				[
					`a port for TLS: ${body.trim().slice(0, 40)}`,
					{status: 400, body},
					/This port speaks TLS: the endpoint must begin with https:\/\/\./,
				] satisfies [string, Answer, RegExp],
		),
	])('%s', async (_, answer, words) => {
		const text = await shown(answer);
		expect(text).toMatch(words);
		expect(text).not.toMatch(/HTTP \d+, HTTP|lacks s3:|region/);
	});

	test.each([
		['text', 'Client sent an HTTP request to an HTTPS server.\n'],
		['a page', htmlPage],
		['half an error', '<?xml version="1.0"?><Error><Code>Acc'],
		['another document', '<?xml version="1.0"?><Fault><Reason>no</Reason></Fault>'],
		['JSON', '[1, 2]'],
		['bytes', '\0\x01\x02'],
		['two roots', `${errorXml('X')}<Error/>`],
	])("of %s the SDK's reader is never quoted", async (_, body) => {
		for (const status of [200, 400, 404])
			expect(await shown({status, body})).not.toMatch(
				/SDK|sdk|Deserialization|\$response|is not expected|parse/i,
			);
	});

	test("an error of S3 is quoted as the server's words", async () => {
		expect(await shown({status: 400, body: errorXml('Odd', 'a &lt;b&gt; c')})).toContain(
			'The server said: a <b> c',
		);
	});
});

describe('a redirect is named, and never followed', () => {
	test.each<[string, string | ((endpoint: string) => string), RegExp]>([
		[
			'to https',
			endpoint => `${endpoint.replace('http:', 'https:')}/media/?uploads=`,
			/redirect to https:\/\/127\.0\.0\.1:\d+\/media\/, which is not followed: if that is the service, the endpoint is https:\/\/127\.0\.0\.1:\d+\./,
		],
		[
			'to another host',
			'http://s3.example.com/media/',
			/the endpoint is http:\/\/s3\.example\.com\./,
		],
		[
			'to another port',
			'http://127.0.0.1:9/x?y',
			/redirect to http:\/\/127\.0\.0\.1:9\/x, which is not/,
		],
		[
			'with a bucket in the host name',
			'https://media.s3.example.com/',
			/the endpoint is https:\/\/s3\.example\.com\./,
		],
		[
			'within the host',
			'/minio/login',
			/redirect to http:\/\/127\.0\.0\.1:\d+\/minio\/login, which S3 does not send: a console/,
		],
		[
			'with a secret',
			'https://me:PASS@s3.example.com/?X-Amz-Signature=PASS',
			/redirect to https:\/\/s3\.example\.com\/, /,
		],
	])('%s', async (_, to, words) => {
		for (const status of [301, 302, 307, 308]) {
			const {gateway, server} = await serving(endpoint => ({
				status,
				headers: {location: typeof to === 'string' ? to : to(endpoint)},
			}));
			const advice = adviceOf(await listing(gateway));
			expect(advice).toMatch(words);
			expect(advice).not.toContain('PASS');
			expect(server.seen).toHaveLength(1);
		}
	});

	test('also where the body is an error of S3', async () => {
		const text = await shown({
			status: 307,
			headers: {location: 'https://s3.example.com/media/'},
			body: errorXml('TemporaryRedirect', 'elsewhere'),
		});
		expect(text).toContain('the endpoint is https://s3.example.com.');
		expect(text).toContain('TemporaryRedirect, HTTP 307');
	});

	test('to the region of a bucket is none', async () => {
		const {gateway} = await serving({status: 301, body: errorXml('PermanentRedirect')});
		expect(adviceOf(await listing(gateway))).toBe(
			'The bucket is in another region: set it with --region.',
		);
	});
});

describe('below HTTP', () => {
	async function tcp(onSocket: (socket: Socket) => void): Promise<string> {
		const sockets = new Set<Socket>();
		const server = createServer(socket => {
			sockets.add(socket);
			socket.on('error', () => {});
			onSocket(socket);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		closers.push(() => {
			for (const socket of sockets) socket.destroy();
			server.close();
		});
		return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	test('an alert of TLS to plain http', async () => {
		const alert = Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46]);
		const endpoint = await tcp(socket => socket.once('data', () => socket.end(alert)));
		expect(adviceOf(await listing(gatewayTo(endpoint)))).toBe(
			'This port speaks TLS: the endpoint must begin with https://.',
		);
	});

	test('another protocol', async () => {
		const endpoint = await tcp(socket => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
		expect(adviceOf(await listing(gatewayTo(endpoint)))).toMatch(/^This port does not speak HTTP/);
	});

	test('a port for TLS that cuts the connection', async () => {
		const server = createTlsServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		closers.push(() => {
			server.close();
		});
		const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		expect(adviceOf(await listing(gatewayTo(endpoint)))).toContain('begin with https://?');
	});

	const socketError = (code: string, message: string, known: object = {}) =>
		adviceOn({
			...{operation: 'ListParts', target: {bucket: 'b'}, code, effect: 'perhaps'},
			socket: Object.assign(new Error(message), {code}),
			...known,
		});

	test.each([
		[
			'EPROTO',
			'write EPROTO 0:error:0A00010B:SSL routines::wrong version number:x.c:354:',
			/not speak TLS here/,
		],
		[
			'ERR_SSL_WRONG_VERSION_NUMBER',
			'0:error:0A00010B:SSL routines::wrong version number',
			/not speak TLS here/,
		],
		['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'x', /not speak TLS here/],
		[
			'EPROTO',
			'write EPROTO 0:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:x.c:1605:SSL alert number 40',
			/do not agree on TLS \(handshake failure\)/,
		],
		['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'x', /do not agree on TLS/],
		['CERT_HAS_EXPIRED', 'x', /certificate of the server is not trusted/],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'x', /is for another host: check the endpoint\.$/],
	])('%s: %s', (code, message, words) => {
		expect(socketError(code, message)).toMatch(words);
	});

	test('a host name that is made of the bucket and cannot be found, or has no certificate', () => {
		const known = {pathStyle: false, endpoint: 'https://s3.example.com'};
		expect(socketError('ENOTFOUND', 'x', known)).toContain('--path-style');
		expect(socketError('ERR_TLS_CERT_ALTNAME_INVALID', 'x', known)).toContain('--path-style');
		expect(socketError('ENOTFOUND', 'x')).toBe('No such host: check the endpoint and the DNS.');
	});
});

describe('the way to a bucket', () => {
	test.each<[number, string, string]>([
		[403, 'SecondLevelDomainForbidden', 'Please use virtual hosted style to access.'],
		[400, 'PathStyleRequestNotAllowed', 'Path-style requests are not allowed.'],
		[400, 'PathStyleDomainForbidden', 'It must be addressed using COS virtual-styled domain.'],
		[400, 'VirtualHostDomainRequired', ''],
		[403, 'InvalidPathAccess', ''],
		[400, 'InvalidRequest', 'Use virtual-hosted style requests.'],
	])('%i %s: the bucket goes into the host name', async (status, code, message) => {
		const {gateway} = await serving({status, body: errorXml(code, message)});
		const advice = adviceOf(await listing(gateway));
		expect(advice).toBe(
			'The service wants the bucket in the host name. Use --no-path-style, or set path style to no in the connection.',
		);
		const {gateway: byHost} = await serving({status, body: errorXml(code)}, {pathStyle: false});
		expect(adviceOf(await listing(byHost))).not.toContain('--no-path-style');
	});

	test.each(['NoSuchKey', 'NoSuchBucket'])(
		'%s where the endpoint has a path than the service',
		async code => {
			const {server} = await serving({status: 404, body: errorXml(code)});
			const failure = await listing(gatewayTo(`${server.endpoint}/media`));
			expect(adviceOf(failure)).toBe(
				`The endpoint has a path: write ${server.endpoint}, without /media.`,
			);
			const plain = await listing(gatewayTo(server.endpoint));
			expect(adviceOf(plain)).not.toContain('endpoint has a path');
		},
	);

	test('the host of a bucket is no endpoint', () => {
		const [operation, target, effect] = [
			'ListMultipartUploads',
			{bucket: 'media'},
			'never',
		] as const;
		const endpoint = 'https://media.s3.example.com';
		expect(
			adviceOn({operation, target, effect, code: 'NoSuchKey', status: 404, endpoint}),
		).toContain('begins with the name of the bucket');
	});
});

test.each(['RequestLimitExceeded', 'BandwidthLimitExceeded'])(
	'%s asks for fewer requests, and is no quota',
	code => {
		const [operation, target, effect] = ['ListParts', {}, 'never'] as const;
		expect(adviceOn({operation, target, effect, code, status: 400})).toContain('fewer requests');
	},
);

describe('a refusal is a missing permission', () => {
	test.each<[number, string | undefined, boolean]>([
		[403, 'AccessDenied', true],
		[403, undefined, true],
		[403, 'QuotaExceeded', false],
		[403, 'SecondLevelDomainForbidden', false],
		[403, 'AccountProblem', false],
		[403, 'InvalidObjectState', false],
		[403, 'UserSuspended', false],
		[403, 'MethodNotAllowed', false],
		[403, 'SomethingOfTheirOwn', false],
	])('%i %s: %s', async (status, code, isPermission) => {
		const {gateway} = await serving({status, ...(code && {body: errorXml(code)})});
		const advice = adviceOf(await listing(gateway));
		expect(/lacks s3:/.test(advice)).toBe(isPermission);
	});
});

describe("a framework's 404 of a HEAD, a web page without a request id", () => {
	async function objects(rows: string): Promise<Gateway> {
		const server = await startRawServer(({method}, _count, response) => {
			if (method !== 'HEAD')
				return {
					body: uploadsXml(rows).replaceAll('ListMultipartUploadsResult', 'ListBucketResult'),
				};
			response.writeHead(404, {'content-type': 'text/html; charset=utf-8'}).end();
			return undefined;
		});
		closers.push(server.close);
		return gatewayTo(server.endpoint);
	}
	const row = (key: string) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;
	const head = (gateway: Gateway) => gateway.headObject({bucket: 'media', key: 'raw/tape.tar'});

	test.each([
		['nothing', ''],
		['a longer key', row('raw/tape.tar.old')],
	])('is believed where the objects listed are %s', async (_, rows) => {
		expect(await head(await objects(rows))).toBeUndefined();
	});

	test.each([
		['the key', row('raw/tape.tar')],
		['others than were asked for', row('a')],
	])('says nothing where the objects listed are %s', async (_, rows) => {
		const gateway = await objects(rows);
		expect(await thrownBy(() => head(gateway))).toMatchObject({code: 'UnexpectedAnswer'});
	});
});
