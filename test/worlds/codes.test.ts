import {describe, expect, onTestFinished, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';
import {temporaryFolder} from '../support/app.js';
import {type Ended, nowhere, runCommand} from '../support/io.js';
import {type Answer, error, type ServedWorld, serveWorld, type World} from './serve.js';
import {tapeWorld, type Ways} from './tape.js';

async function against(world: World) {
	const served = await serveWorld(world);
	onTestFinished(() => served.close());
	const folder = await temporaryFolder();
	const partway = (...args: string[]): Promise<Ended> =>
		runCommand(['-e', served.endpoint, '-r', 'us-east-1', ...args], {
			env: {...nowhere, PARTWAY_STATE_DIR: folder},
			as: {accessKeyId, secretAccessKey},
		});
	return {...served, partway};
}

const aborts = ({asked}: Pick<ServedWorld, 'asked'>) =>
	asked.filter(line => line.startsWith('DELETE'));

describe('a refusal that services were reported to send', () => {
	test.each<[string, Answer, RegExp, RegExp?]>([
		[
			'Alibaba',
			error(403, 'SecondLevelDomainForbidden', 'Please use virtual hosted style to access.'),
			/wants the bucket in the host name\. Use --no-path-style/,
		],
		[
			'CoreWeave',
			error(400, 'PathStyleRequestNotAllowed', 'Path-style requests are not allowed.'),
			/wants the bucket in the host name\. Use --no-path-style/,
		],
		['a quota', error(403, 'QuotaExceeded'), /A quota of .* is used up/],
		[
			'a redirect',
			{status: 301, headers: {location: 'https://127.0.0.1:9705/media/?uploads='}},
			/the endpoint is https:\/\/127\.0\.0\.1:9705\./,
		],
		[
			'a port for TLS',
			{
				status: 400,
				headers: {'content-type': 'text/plain'},
				body: 'Client sent an HTTP request to an HTTPS server.\n',
			},
			/This port speaks TLS: the endpoint must begin with https:\/\//,
		],
	])('%s', async (_, answer, words) => {
		const {partway} = await against(() => answer);
		for (const args of [
			['list', 'media'],
			['parts', 's3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'],
		]) {
			const {code, stderr} = await partway(...args);
			expect(code).toBe(1);
			expect(stderr).toMatch(words);
			expect(stderr).not.toMatch(/lacks s3:|another region|Deserialization|(HTTP \d+), \1/);
		}
	});

	test('--no-path-style is taken for what it says', async () => {
		const {partway, asked} = await against(tapeWorld());
		expect((await partway('list', 'media', '--path-style')).code).toBe(0);
		// The SDK puts no bucket before an address: the request arrives all the same.
		expect((await partway('list', 'media', '--no-path-style')).code).toBe(0);
		expect(asked).toHaveLength(2);
	});
});

describe('an upload whose parts cannot be listed', () => {
	const worlds: ReadonlyArray<[string, Ways['listParts']]> = [
		['not offered: 501', () => error(501, 'NotImplemented')],
		['not offered: 405', () => error(405, 'MethodNotAllowed')],
		['not offered: 400', () => error(400, 'NotImplemented')],
		['not allowed', (_request, {isGone}) => (isGone ? undefined : error(403, 'AccessDenied'))],
	];
	const byId = (key: string) => ['abort', `s3://media/${key}`, '--upload-id', 'UPLOAD1', '--yes'];

	test.each(worlds)(
		'%s: it is aborted by its id where the listing shows it',
		async (_, listParts) => {
			const world = await against(tapeWorld({}, {listParts}));
			const asked = await world.partway(...byId('raw/tape.tar'));
			expect(asked).toMatchObject({code: 3, stderr: expect.stringContaining('--include-unknown')});
			expect(aborts(world)).toEqual([]);
			const {stdout, stderr} = await world.partway(...byId('raw/tape.tar'), '--include-unknown');
			expect(`${stdout}${stderr}`).toMatch(
				/^gone: |accepted, not verified: .*but the service does not list its parts/m,
			);
			expect(aborts(world)).toHaveLength(1);
		},
	);

	test.each(worlds)(
		'%s: an id is not aborted under a key that the listing does not show',
		async (_, listParts) => {
			const world = await against(tapeWorld({}, {listParts}));
			const ended = await world.partway(...byId('raw/typo.tar'), '--include-unknown');
			expect(ended).toMatchObject({
				code: 3,
				stderr: expect.stringContaining('does not show this key with this id'),
			});
			expect(aborts(world)).toEqual([]);
		},
	);

	test.each(worlds)(
		'%s: it is aborted by its id where nothing can be listed',
		async (_, listParts) => {
			const listUploads: Ways['listUploads'] = () => error(403, 'AccessDenied');
			const world = await against(tapeWorld({}, {listParts, listUploads}));
			expect((await world.partway(...byId('raw/tape.tar'))).code).toBe(3);
			expect(aborts(world)).toEqual([]);
			await world.partway(...byId('raw/tape.tar'), '--include-unknown');
			expect(aborts(world)).toHaveLength(1);
		},
	);
});

test("a framework's 404 of a HEAD makes no Complete impossible", async () => {
	const headObject: Ways['headObject'] = (_request, {object}) =>
		object === undefined
			? {status: 404, headers: {'content-type': 'text/html', 'x-amz-request-id': null}}
			: undefined;
	const {partway} = await against(tapeWorld({}, {headObject}));
	const one = ['s3://media/raw/tape.tar', '--upload-id', 'UPLOAD1'];
	expect(await partway('complete', ...one, '--yes')).toMatchObject({
		code: 0,
		stdout: expect.stringContaining('Done'),
	});
});
