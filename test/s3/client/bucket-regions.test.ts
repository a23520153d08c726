import {afterEach, describe, expect, test} from 'vitest';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {
	errorXml,
	gatewayTo,
	type RawServer,
	type Seen,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

const closers: Array<() => unknown> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

const regionOf = ({headers}: Seen) =>
	/Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
const abort = (gateway: Gateway, bucket = 'b') => gateway.abort({bucket, key: 'k', uploadId: 'u'});

async function start(...args: Parameters<typeof startRawServer>) {
	const server = await startRawServer(...args);
	const gateway = gatewayTo(server.endpoint);
	closers.push(server.close, () => gateway.close());
	return {server, gateway};
}

/** Its buckets are in eu-west-3. */
const inParis = (status: number, code: string) => (seen: Seen) =>
	regionOf(seen) === 'eu-west-3'
		? {body: seen.method === 'GET' ? uploadsXml('') : ''}
		: {
				status,
				headers: {'x-amz-bucket-region': 'eu-west-3'},
				body: seen.method === 'HEAD' ? '' : errorXml(code),
			};

const regions = (server: RawServer) => server.seen.map(regionOf);

describe('a bucket in another region', () => {
	test.each([
		[301, 'PermanentRedirect'],
		[400, 'AuthorizationHeaderMalformed'],
	])('is found by a %i and remembered, by reads and acts', async (status, code) => {
		const {server, gateway} = await start(inParis(status, code));
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.headObject({bucket: 'b', key: 'k'});
		await abort(gateway);
		expect(regions(server)).toEqual(['us-east-1', 'eu-west-3', 'eu-west-3', 'eu-west-3']);
	});

	test('is found by an act, which counts once', async () => {
		const {server, gateway} = await start(inParis(301, 'PermanentRedirect'));
		await abort(gateway);
		expect(server.seen.map(({method}) => method)).toEqual(['DELETE', 'DELETE']);
		expect(regions(server)).toEqual(['us-east-1', 'eu-west-3']);
	});

	test('says nothing of other buckets', async () => {
		const {server, gateway} = await start(seen =>
			seen.url.startsWith('/c') ? {} : inParis(301, 'PermanentRedirect')(seen),
		);
		await abort(gateway);
		await abort(gateway, 'c');
		expect(regions(server).at(-1)).toBe('us-east-1');
	});

	test('that is sent to and fro is a failure, not a loop', async () => {
		const {server, gateway} = await start(seen => ({
			status: 301,
			headers: {'x-amz-bucket-region': regionOf(seen) === 'r1' ? 'r2' : 'r1'},
			body: errorXml('PermanentRedirect'),
		}));
		expect(await thrownBy(() => abort(gateway))).toMatchObject({
			code: 'PermanentRedirect',
			effect: 'never',
		});
		expect(server.seen).toHaveLength(2);
	});

	test('is not looked for in the region that refused', async () => {
		const {server, gateway} = await start(() => ({
			status: 400,
			headers: {'x-amz-bucket-region': 'us-east-1'},
			body: errorXml('AuthorizationHeaderMalformed'),
		}));
		expect(await thrownBy(() => abort(gateway))).toMatchObject({status: 400});
		expect(server.seen).toHaveLength(1);
	});

	test('is not looked for where the region is none', async () => {
		const {server, gateway} = await start(() => ({
			status: 301,
			headers: {'x-amz-bucket-region': 'evil.example/'},
			body: errorXml('PermanentRedirect'),
		}));
		expect(await thrownBy(() => abort(gateway))).toMatchObject({code: 'PermanentRedirect'});
		expect(server.seen).toHaveLength(1);
	});

	test.each([
		[403, 'AccessDenied'],
		[409, 'OperationAborted'],
		[500, 'InternalError'],
		[503, 'SlowDown'],
	])('is named by a %i too, which is an answer: the act is sent once', async (status, code) => {
		const {server, gateway} = await start(inParis(status, code));
		expect(await thrownBy(() => abort(gateway))).toMatchObject({code, status});
		expect(regions(server)).toEqual(['us-east-1']);
	});
});

test('a redirect to another host is not followed: no credentials go there', async () => {
	const other = await startRawServer(() => ({body: uploadsXml('')}));
	closers.push(other.close);
	for (const status of [301, 302, 307, 308]) {
		const {gateway} = await start(() => ({
			status,
			headers: {location: `${other.endpoint}/b?uploads`},
			body: errorXml('TemporaryRedirect').replace(
				'</Error>',
				`<Endpoint>${other.endpoint.slice(7)}</Endpoint></Error>`,
			),
		}));
		await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		await thrownBy(() => abort(gateway));
	}
	expect(other.seen).toEqual([]);
});
