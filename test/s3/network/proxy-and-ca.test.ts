import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {adviceOf, saying} from '../../support/hints.js';
import {hasIpv6Loopback} from '../../support/ipv6.js';
import {localFile, rangeOf, someBytes} from '../../support/local-file.js';
import {
	createPrivateAuthority,
	overTls,
	type PrivateAuthority,
	relayed,
} from '../../support/private-authority.js';
import {bucket, MiB, openStage, sandboxSettings} from '../../support/stage.js';
import {startRawServer, thrownBy} from '../raw-server.js';
import {forwardProxy} from './forward-proxy.js';

let authority: PrivateAuthority;
const closers: Array<() => unknown> = [];

beforeAll(() => {
	authority = createPrivateAuthority();
});

afterAll(() => authority.remove());

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

const list = (gateway: Gateway) => gateway.listUploadsPage({bucket});

async function listSendCompleteAbort(
	gateway: Gateway,
	upload: (key: string) => string,
	[first = '', second = ''] = ['a', 'b'],
) {
	const ids = [upload(first), upload(second)] as const;
	expect((await list(gateway)).uploads).toHaveLength(2);
	await gateway.abort({bucket, key: first, uploadId: ids[0]});
	const target = {bucket, key: second, uploadId: ids[1]};
	const file = await rangeOf(await localFile(someBytes(3 * MiB)));
	await gateway.uploadPart({...target, partNumber: 3, file, checksums: {}});
	const {parts} = await gateway.listParts(target);
	await gateway.complete({...target, parts, onlyIfAbsent: true});
	expect(await gateway.headObject(target)).toBeDefined();
}

function gatewayTo(settings: ConnectionSettings): Gateway {
	const gateway = createAwsGateway(settings);
	closers.push(() => gateway.close());
	return gateway;
}

describe('a private authority', () => {
	test('is not trusted without being named', async () => {
		const {sandbox} = await openStage();
		const failure = (await thrownBy(async () =>
			list(gatewayTo(sandboxSettings(await overTls(authority, sandbox)))),
		)) as S3Failure;
		expect(adviceOf(failure)).toContain('AWS_CA_BUNDLE');
		expect(sandbox.requests.log).toEqual([]);
	});

	test.each(['caBundle', 'AWS_CA_BUNDLE'])('named by %s is trusted', async how => {
		const {sandbox} = await openStage();
		const file = authority.file;
		if (how === 'AWS_CA_BUNDLE') vi.stubEnv(how, file);
		const settings = sandboxSettings(await overTls(authority, sandbox));
		await list(gatewayTo(how === 'caBundle' ? {...settings, caBundle: file} : settings));
		expect(sandbox.requests.count('ListMultipartUploads')).toBe(1);
	});

	test.each([
		['missing.pem', /missing\.pem cannot be read \(ENOENT\)/],
		['server.key', /server\.key holds no certificate/],
	])('in a bundle %s that is none: said, and nothing is sent', async (name, words) => {
		const {sandbox} = await openStage();
		const gateway = gatewayTo({
			...sandboxSettings(sandbox),
			caBundle: join(authority.folder, name),
		});
		expect(await thrownBy(() => list(gateway))).toMatchObject({
			code: 'Network',
			effect: 'never',
			serverMessage: expect.stringMatching(words),
		});
		expect(sandbox.requests.log).toEqual([]);
	});
});

describe('a forward proxy', () => {
	test('carries list, part, complete and abort over TLS through a tunnel, with a password', async () => {
		const {sandbox, upload} = await openStage();
		const proxy = await forwardProxy({password: 's3/c%ret'});
		vi.stubEnv('HTTPS_PROXY', `http://me:s3%2Fc%ret@${proxy.host}`);
		vi.stubEnv('AWS_CA_BUNDLE', authority.file);
		const reached = await overTls(authority, sandbox);
		await listSendCompleteAbort(gatewayTo(sandboxSettings(reached)), upload);
		expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(reached.endpoint).host}`]));
	});

	test('is handed what is for http, with a password, for any key', async () => {
		const {sandbox, upload} = await openStage();
		const proxy = await forwardProxy({password: 's3cret'});
		vi.stubEnv('http_proxy', `me:s3cret@${proxy.host}`);
		await listSendCompleteAbort(gatewayTo(sandboxSettings(sandbox)), upload, ['a b//ü?&', 'c%2F+']);
		expect(proxy.asked).toHaveLength(sandbox.requests.count());
		for (const line of proxy.asked)
			expect(line).toMatch(new RegExp(`^[A-Z]+ ${sandbox.endpoint}/${bucket}[?/]`));
		// The password is the proxy's alone.
		expect(JSON.stringify(sandbox.requests.log)).not.toContain('proxy-authorization');
	});

	test('that is itself reached over TLS, for http and https', async () => {
		const {sandbox, upload} = await openStage();
		const proxy = await forwardProxy({password: 's3cret'});
		const {endpoint} = await overTls(authority, {endpoint: `http://${proxy.host}`});
		for (const name of ['HTTP_PROXY', 'HTTPS_PROXY'])
			vi.stubEnv(name, endpoint.replace('//', '//me:s3cret@'));
		const secure = await overTls(authority, sandbox);
		const connectTo = (reached: typeof sandbox) =>
			gatewayTo({...sandboxSettings(reached), caBundle: authority.file});
		await listSendCompleteAbort(connectTo(secure), upload, ['a', 'b']);
		await listSendCompleteAbort(connectTo(sandbox), upload, ['c', 'd']);
		expect(proxy.asked).toContain(`CONNECT ${new URL(secure.endpoint).host}`);
		expect(proxy.asked.some(line => line.startsWith(`GET ${sandbox.endpoint}/`))).toBe(true);

		const untrusting = gatewayTo(sandboxSettings(secure));
		expect(await thrownBy(() => list(untrusting))).toMatchObject({
			effect: 'never',
			hint: saying(expect.stringContaining('--ca-bundle')),
		});
	});

	test('is left alone for what NO_PROXY names', async () => {
		const {sandbox} = await openStage();
		const proxy = await forwardProxy();
		vi.stubEnv('HTTP_PROXY', proxy.host);
		vi.stubEnv('NO_PROXY', '127.0.0.0/8');
		await list(gatewayTo(sandboxSettings(sandbox)));
		expect(proxy.asked).toEqual([]);
	});

	test('is left alone for a bucket whose own host NO_PROXY names', async () => {
		const {sandbox} = await openStage();
		const proxy = await forwardProxy();
		const endpoint = sandbox.endpoint.replace('127.0.0.1', 'localhost');
		vi.stubEnv('HTTP_PROXY', proxy.host);
		vi.stubEnv('NO_PROXY', `${bucket}.localhost`);
		await thrownBy(() =>
			list(gatewayTo({...sandboxSettings(sandbox), endpoint, pathStyle: false})),
		);
		expect(proxy.asked).toEqual([]);
	});

	test('carries what gives the credentials, to an STS of the private authority', async () => {
		const sts = await startRawServer(() => ({status: 403, body: '<ErrorResponse/>'}));
		closers.push(sts.close);
		const behind = await overTls(authority, sts);
		const proxy = await forwardProxy();
		vi.stubEnv('HTTPS_PROXY', proxy.host);
		vi.stubEnv('AWS_CA_BUNDLE', authority.file);
		vi.stubEnv('AWS_ENDPOINT_URL_STS', behind.endpoint);
		const file = join(authority.folder, 'config');
		writeFileSync(
			file,
			'[profile s]\naws_access_key_id = A\naws_secret_access_key = B\n[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = s\n',
		);
		vi.stubEnv('AWS_CONFIG_FILE', file);
		const {sandbox} = await openStage();
		const credentials = {kind: 'aws-profile', name: 'r'} as const;
		const gateway = gatewayTo({...sandboxSettings(sandbox), credentials});
		expect(await thrownBy(() => list(gateway))).toMatchObject({code: 'CredentialsProviderError'});
		expect(proxy.asked).toEqual([`CONNECT ${new URL(behind.endpoint).host}`]);
		expect(sts.seen[0]?.body).toContain('Action=AssumeRole');
	});

	test.each([
		[{password: 's3cret'}, 'ProxyUnauthorized', 'answered 407'],
		[{refuses: 401}, 'ProxyUnauthorized', 'answered 401'],
		[{refuses: 403}, 'ProxyRefused', 'answered 403'],
	])(
		'that says no (%j), for http and https: certain that nothing was done',
		async (options, code, words) => {
			const {sandbox, upload} = await openStage();
			const target = {bucket, key: 'a', uploadId: upload('a')};
			const proxy = await forwardProxy(options);
			for (const name of ['HTTP_PROXY', 'HTTPS_PROXY'])
				vi.stubEnv(name, `http://me:PLANTED@${proxy.host}`);
			for (const reached of [sandbox, await overTls(authority, sandbox)]) {
				const failure = await thrownBy(() => gatewayTo(sandboxSettings(reached)).abort(target));
				expect(failure).toMatchObject({
					code,
					effect: 'never',
					serverMessage: `The proxy http://${proxy.host} ${words}.`,
				});
				expect(inspect(failure, {depth: 9})).not.toContain('PLANTED');
			}
			expect(proxy.asked).toHaveLength(2);
			expect(sandbox.requests.log).toEqual([]);
		},
	);

	test('that cannot reach the service, is not there, or is none', async () => {
		const {sandbox, upload} = await openStage();
		const target = {bucket, key: 'a', uploadId: upload('a')};
		const reached = await overTls(authority, sandbox);
		const proxy = await forwardProxy({refuses: 502});
		const notHttp = await startRawServer((_seen, _count, response) => {
			response.destroy();
			return undefined;
		});
		closers.push(notHttp.close);
		for (const [url, code] of [
			[`http://me:PLANTED@${proxy.host}`, 'ProxyGatewayError'],
			['http://me:PLANTED@127.0.0.1:1', 'ProxyUnreachable'],
			[`http://me:PLANTED@${new URL(notHttp.endpoint).host}`, 'ProxyUnreachable'],
			['socks5://me:PLANTED@127.0.0.1:1', 'Network'],
			['http://me:PLAN/TED@127.0.0.1:1', 'Network'],
		] as const) {
			vi.stubEnv('HTTPS_PROXY', url);
			const failure = await thrownBy(() => gatewayTo(sandboxSettings(reached)).abort(target));
			expect(failure).toMatchObject({code, effect: 'never'});
			expect(inspect(failure, {depth: 9})).not.toMatch(/PLAN/);
		}
		expect(sandbox.requests.log).toEqual([]);
	});
});

// Some containers have no ::1.
if (hasIpv6Loopback)
	describe('a service at an IPv6 address', () => {
		test('straight, over http and TLS', async () => {
			const {sandbox, upload} = await openStage();
			for (const reached of [
				await relayed(sandbox, '::1'),
				await overTls(authority, sandbox, '::1'),
			]) {
				expect(reached.endpoint).toContain('//[::1]:');
				const settings = {...sandboxSettings(reached), caBundle: authority.file};
				const uploadId = upload('a');
				const gateway = gatewayTo(settings);
				expect((await list(gateway)).uploads).toMatchObject([{uploadId}]);
				await gateway.abort({bucket, key: 'a', uploadId});
			}
		});

		test('through a proxy that listens there too, over http and TLS', async () => {
			const {sandbox, upload} = await openStage();
			const proxy = await forwardProxy({listen: '::1'});
			for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, proxy.host);
			const [plain, secure] = [
				await relayed(sandbox, '::1'),
				await overTls(authority, sandbox, '::1'),
			];
			for (const reached of [plain, secure]) {
				const settings = {...sandboxSettings(reached), caBundle: authority.file};
				const gateway = gatewayTo(settings);
				const uploadId = upload('a');
				expect((await list(gateway)).uploads).toMatchObject([{uploadId}]);
				await gateway.abort({bucket, key: 'a', uploadId});
			}
			expect(proxy.asked).toContain(`CONNECT ${new URL(secure.endpoint).host}`);
			expect(proxy.asked.some(line => line.startsWith(`GET ${plain.endpoint}/`))).toBe(true);
		});
	});
