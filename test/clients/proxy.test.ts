import {afterAll, beforeAll, describe, expect} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {jsonLines, type Piped} from '../program/commands/piped.js';
import {listed} from '../program/landmarks.js';
import {test, to} from '../program/program-test.js';
import {untouched} from '../program/pty.js';
import {hasIpv6Loopback} from '../support/ipv6.js';
import {
	createPrivateAuthority,
	overTls,
	type PrivateAuthority,
	relayed,
} from '../support/private-authority.js';
import {startTinyproxy} from '../support/tinyproxy.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';
/** What a proxy could easily change on its way. */
const odd = 'a b//ü?&%2F+';

let authority: PrivateAuthority;
beforeAll(() => {
	authority = createPrivateAuthority();
});
afterAll(() => authority.remove());

type Pipe = (args: readonly string[], options?: {env: Record<string, string>}) => Piped;

/** An upload of two parts that is ten days old. */
function seed(sandbox: Sandbox, key: string): string {
	if (sandbox.store.bucket(bucket) === undefined) sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	const parts = [8, 1].map((size, at) => ({number: at + 1, size: size * MiB, lastModified}));
	return sandbox.seed.upload({bucket, key, initiated: lastModified, parts});
}

/** The three commands, each a process of its own; what they did is asked of the sandbox. */
async function listCompleteAbort(
	pipe: Pipe,
	sandbox: Sandbox,
	endpoint: string,
	options: readonly string[],
	env: Record<string, string>,
) {
	const uploadId = seed(sandbox, odd);
	seed(sandbox, 'dead');
	const run = async (...args: string[]) => {
		const [all, {env: keys}] = to({endpoint, users: sandbox.users}, ...options, ...args);
		const {code, stdout, stderr} = await pipe(all, {env: {...keys, ...env}}).ended;
		expect([args[0], code, stderr]).toEqual([args[0], 0, expect.not.stringMatching(/✗|ailed/)]);
		return stdout;
	};
	expect(jsonLines(await run('list', bucket, '--jsonl'))).toEqual([
		expect.objectContaining({Key: odd, UploadId: uploadId}),
		expect.objectContaining({Key: 'dead'}),
	]);
	const named = ['--upload-id', uploadId, '--yes', '--json'];
	const completed = await run('complete', `s3://${bucket}/${odd}`, ...named);
	expect(JSON.parse(completed)).toMatchObject({Key: odd, Outcome: 'done'});
	const aborted = await run('abort', bucket, '--stalled-for', '7d', '--yes', '--json');
	expect(jsonLines(aborted)).toMatchObject([{Key: 'dead', Outcome: 'gone'}]);
	expect(sandbox.store.bucket(bucket)?.uploads.items()).toEqual([]);
	expect(sandbox.store.bucket(bucket)?.object(odd)?.body.size).toBe(9 * MiB);
}

describe('through tinyproxy, list, complete and abort', () => {
	test.for(['--ca-bundle', 'AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])(
		'over TLS with a private CA that %s names',
		async (how, {serve, pipe}) => {
			const sandbox = await serve();
			const {endpoint} = await overTls(authority, sandbox);
			const proxy = await startTinyproxy();
			const isOption = how.startsWith('--');
			await listCompleteAbort(pipe, sandbox, endpoint, isOption ? [how, authority.file] : [], {
				HTTPS_PROXY: `http://${proxy.host}`,
				...(isOption ? {} : {[how]: authority.file}),
			});
			const asked = await proxy.requests();
			expect(new Set(asked)).toEqual(new Set([`CONNECT ${new URL(endpoint).host}`]));
			// Tunnels are kept: but for the Complete, which takes one of its own.
			expect(asked.length).toBeLessThan(sandbox.requests.count());
		},
	);

	test('to a plain endpoint, with a user and a password', async ({serve, pipe}) => {
		const sandbox = await serve();
		const proxy = await startTinyproxy({user: 'me', password: 's3cret'});
		await listCompleteAbort(pipe, sandbox, sandbox.endpoint, [], {
			HTTP_PROXY: `http://me:s3cret@${proxy.host}`,
		});
		const asked = await proxy.requests();
		expect(asked).toHaveLength(sandbox.requests.count());
		expect(asked.filter(line => !line.includes(` ${sandbox.endpoint}/${bucket}`))).toEqual([]);
	});
});

describe('what is refused, is named, and nothing arrives', () => {
	test('a certificate of an authority that is not trusted', async ({serve, pipe}) => {
		const sandbox = await serve();
		const uploadId = seed(sandbox, 'k');
		const reached = await overTls(authority, sandbox);
		const proxy = await startTinyproxy();
		const env = {...to(reached)[1].env, HTTPS_PROXY: proxy.host};
		for (const args of [
			['list', bucket],
			['complete', `s3://${bucket}/k`, '--upload-id', uploadId, '--yes'],
			['abort', `s3://${bucket}/k`, '--upload-id', uploadId, '--yes'],
		]) {
			const {code, stderr} = await pipe(to(reached, ...args)[0], {env}).ended;
			expect([args[0], code]).toEqual([args[0], 1]);
			expect(stderr).toContain(
				'trust its authority with --ca-bundle, AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS',
			);
		}
		expect(sandbox.requests.count()).toBe(0);
		expect(await proxy.requests()).not.toEqual([]);
	});

	test('a password that the proxy does not take, which is not repeated', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 'k');
		const secure = await overTls(authority, sandbox);
		const proxy = await startTinyproxy({user: 'me', password: 's3cret'});
		for (const {endpoint} of [sandbox, secure]) {
			const [args, {env}] = to({endpoint, users: sandbox.users}, 'list', bucket);
			const written = `http://me:PLANTED@${proxy.host}`;
			const {code, stdout, stderr} = await pipe(args, {
				env: {...env, HTTP_PROXY: written, HTTPS_PROXY: written},
			}).ended;
			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toContain(
				`The proxy http://${proxy.host} answered 401: check the user and the password in HTTPS_PROXY`,
			);
			expect(stderr).not.toContain('PLANTED');
		}
		expect(sandbox.requests.count()).toBe(0);
	});

	test('an endpoint that the proxy cannot reach', async ({pipe}) => {
		const proxy = await startTinyproxy();
		const nowhere = {
			endpoint: 'https://127.0.0.1:1',
			users: [{name: 'a', accessKeyId: 'A', secretAccessKey: 'b'}],
		};
		const [args, {env}] = to(nowhere, 'list', bucket);
		const {code, stderr} = await pipe(args, {env: {...env, https_proxy: proxy.host}}).ended;
		expect(code).toBe(1);
		expect(stderr).toContain('answered 500: it cannot reach the endpoint');
	});
});

test('the app lists through it, says what it refuses, and leaves alone what NO_PROXY names', async ({
	serve,
	start,
}) => {
	const sandbox = await serve();
	seed(sandbox, 'k');
	const reached = await overTls(authority, sandbox);
	const {host} = new URL(reached.endpoint);
	const proxy = await startTinyproxy({user: 'me', password: 's3cret'});
	const [args, {env}] = to(reached, bucket);
	const open = (more: Record<string, string>) =>
		start(args, {env: {...env, NODE_EXTRA_CA_CERTS: authority.file, ...more}});

	const listing = await open({HTTPS_PROXY: `http://me:s3cret@${proxy.host}`});
	await listing.waitFor(listed(1));
	expect(await listing.quit()).toMatchObject({code: 0, terminal: untouched});
	const asked = await proxy.requests();
	expect(new Set(asked)).toEqual(new Set([`CONNECT ${host}`]));

	const refused = await open({HTTPS_PROXY: `http://me:PLANTED@${proxy.host}`});
	await refused.waitFor(/answered 401: check the user and\s+the\s+password/);
	await refused.quit();
	expect(refused.raw).not.toContain('PLANTED');

	const before = (await proxy.requests()).length;
	const straight = await open({HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: '127.0.0.0/8'});
	await straight.waitFor(listed(1));
	await straight.quit();
	expect(await proxy.requests()).toHaveLength(before);
});

// Some containers have no ::1.
if (hasIpv6Loopback)
	test('an IPv6 endpoint is listed straight and through it, over http and TLS', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		seed(sandbox, 'k');
		const proxy = await startTinyproxy();
		const plain = await relayed(sandbox, '::1');
		const secure = await overTls(authority, sandbox, '::1');
		for (const {endpoint} of [plain, secure])
			for (const through of [{}, {HTTP_PROXY: proxy.host, HTTPS_PROXY: proxy.host}]) {
				const [args, {env}] = to({endpoint, users: sandbox.users}, 'list', bucket, '--jsonl');
				const {code, stdout, stderr} = await pipe([...args, '--ca-bundle', authority.file], {
					env: {...env, ...through},
				}).ended;
				expect([endpoint, code, stderr]).toEqual([endpoint, 0, expect.any(String)]);
				expect(jsonLines(stdout)).toMatchObject([{Key: 'k'}]);
			}
		const asked = await proxy.requests();
		expect(asked).toContain(`CONNECT ${new URL(secure.endpoint).host}`);
		expect(asked.some(line => line.startsWith(`GET ${plain.endpoint}/`))).toBe(true);
	});
