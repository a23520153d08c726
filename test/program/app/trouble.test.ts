import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {describe, expect} from 'vitest';
import {listed, rows, unwrapped} from '../landmarks.js';
import {fasterClock, keysInEnv, test, to} from '../program-test.js';
import {type Program, untouched} from '../pty.js';

const keys = keysInEnv({accessKeyId: 'SAMPLEKEY', secretAccessKey: 'sample/secret/opens/nothing'});

/** The screen tells of it, what it says is repeated once the screen is gone, and all is as before. */
async function tells(partway: Program, ...sentences: readonly string[]): Promise<string> {
	const screen = await partway.waitFor(text =>
		sentences.every(each => unwrapped(text).includes(each)),
	);
	const {words, ...end} = await partway.quit();
	for (const sentence of sentences) expect(unwrapped(words)).toContain(sentence);
	expect(end).toEqual({code: 1, terminal: untouched});
	return screen;
}

describe('one message, what to do next, exit code 1', () => {
	test('for a bucket that is not there', async ({start, serve}) => {
		const sandbox = await serve();
		await tells(
			await start(...to(sandbox, 'no-such-bucket')),
			'ListMultipartUploads no-such-bucket',
			'NoSuchBucket',
			'HTTP 404',
			'request ',
			'This endpoint has no such bucket: check its name, the endpoint and the profile.',
		);
	});

	test('for a secret that does not fit', async ({start, serve}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		const [args] = to(sandbox, 'media');
		const {accessKeyId} = sandbox.users[0]!;
		await tells(
			await start(args, {env: keysInEnv({accessKeyId, secretAccessKey: 'another'})}),
			'SignatureDoesNotMatch',
			'HTTP 403',
			'The secret key does not match the access key, or the region is wrong.',
		);
	});

	test('for a key that the service does not know', async ({start, serve}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		const [args] = to(sandbox, 'media');
		await tells(
			await start(args, {env: keys}),
			'InvalidAccessKeyId',
			'HTTP 403',
			'The service does not know this access key: check the profile and the endpoint.',
		);
	});

	test('for no credentials at all', async ({start, serve}) => {
		const sandbox = await serve();
		const [args] = to(sandbox, 'media');
		await tells(
			await start(args),
			'CredentialsProviderError',
			'No credentials were found: pick or add a connection with p, name a profile with -p, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
		);
	});

	test('for a port that nobody listens on', async ({start}) => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		server.close();
		await once(server, 'close');
		await tells(
			await start(['-e', `http://127.0.0.1:${port}`, 'media'], {env: keys}),
			'ListMultipartUploads media',
			'ECONNREFUSED',
			'Nothing listens at this endpoint: check the address and the port.',
		);
	});

	test('for a port that takes the connection and stays silent', async ({start}) => {
		const server = createServer(() => {}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		await tells(
			await start(['-e', `http://127.0.0.1:${port}`, 'media'], {
				env: {...keys, ...fasterClock},
			}),
			'SilenceTimeout',
			'The server accepted the connection but sent no answer: is this an S3 endpoint?',
		);
	});

	test('for a connection that is cut in the middle of a page, and what came before stays', async ({
		start,
		serve,
	}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		for (let nth = 1; nth <= 1500; nth++)
			sandbox.seed.upload({bucket: 'media', key: `key-${String(nth).padStart(4, '0')}`});
		// The SDK asks three times for the second page.
		for (const call of [2, 3, 4])
			sandbox.faults.add({
				operation: 'ListMultipartUploads',
				call,
				action: {cut: 'mid-body'},
			});
		const partway = await start(...to(sandbox, 'media'));
		await partway.waitFor('The connection was cut: check the network, then press r.');
		const cut = await partway.waitFor('the list is not complete');
		expect(cut).toMatch(listed(1000));
		expect(rows(cut)[0]).toMatchObject({key: 'key-0001', selected: true});
		await partway.press('r', listed(1500));
		await partway.waitFor(text => !text.includes('The connection was cut'));
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});

	test('for a connection that is cut again and again', async ({start, serve}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		sandbox.faults.add({operation: 'ListMultipartUploads', action: {cut: 'mid-body'}});
		await tells(
			await start(...to(sandbox, 'media')),
			'ListMultipartUploads media',
			'The connection was cut: check the network, then press r.',
		);
	});
});
