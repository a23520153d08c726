import {afterEach, describe, expect, test} from 'vitest';
import {isThrottled} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {retryAfter} from '../../../source/s3/pace/pacing.js';
import {gate} from '../../support/gate.js';
import {bucket, numbered, openStage, sandboxSettings} from '../../support/stage.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

const servers: RawServer[] = [];
afterEach(async () => {
	for (const server of servers.splice(0)) await server.close();
});

async function serving(reply: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
	const server = await startRawServer(reply);
	servers.push(server);
	return server;
}

const list = (gateway: Gateway, signal?: AbortSignal) =>
	gateway.listUploadsPage({bucket: 'b'}, signal);
const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const slowDown = {status: 503, body: errorXml('SlowDown')};

/** A server that answers nothing until it is let go, and a gateway to it. */
async function holding() {
	const held = gate();
	const server = await serving(async seen => {
		await held.closed;
		return seen.method === 'DELETE' ? {status: 204} : {body: uploadsXml('')};
	});
	return {server, gateway: gatewayTo(server.endpoint), open: held.open};
}

describe('one pace for an endpoint', () => {
	test('is shared by the connections to it, and by no others', async () => {
		const {server, gateway, open} = await holding();
		const other = gatewayTo(server.endpoint.replace('http:', 'HTTP:'), {region: 'elsewhere'});
		const reads = Array.from({length: 12}, (_, at) => list(at % 2 === 0 ? gateway : other));
		await expect.poll(() => server.seen.length).toBe(8);
		expect(other.pace.facts()).toEqual(gateway.pace.facts());
		expect(gateway.pace.facts()).toMatchObject({sent: 8, underWay: 8, waiting: 4, width: 8});
		const apart = await holding();
		expect(apart.gateway.pace.facts()).toMatchObject({sent: 0, underWay: 0});
		open();
		await Promise.all(reads);
		expect(gateway.pace.facts()).toMatchObject({sent: 12, underWay: 0, waiting: 0});
	});

	test('is one for all requests to AWS in a region', () => {
		const settings = {
			region: 'eu-west-2',
			pathStyle: false,
			readOnly: false,
			checksums: 'when-supported',
			credentials: {kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: 'sample'},
		} as const;
		const endpoint = 'https://s3.eu-west-2.amazonaws.com';
		const [implied, said, elsewhere] = [
			settings,
			{...settings, endpoint},
			{...settings, region: 'eu-west-1'},
		].map(each => createAwsGateway(each).pace);
		expect(implied).toBe(said);
		expect(elsewhere).not.toBe(said);
	});

	test('lets an act through while reads wait', async () => {
		const {server, gateway, open} = await holding();
		const reads = Array.from({length: 9}, () => list(gateway));
		await expect.poll(() => server.seen.length).toBe(8);
		const acts = Array.from({length: 70}, () => gateway.abort(target));
		await expect.poll(() => server.seen.filter(({method}) => method === 'DELETE').length).toBe(70);
		expect(gateway.pace.facts()).toMatchObject({underWay: 78, waiting: 1});
		open();
		await Promise.all([...reads, ...acts]);
	});

	test('forgets a read that was cancelled while it waited', async () => {
		const {server, gateway, open} = await holding();
		const reads = Array.from({length: 8}, () => list(gateway));
		await expect.poll(() => server.seen.length).toBe(8);
		const cancelled = new AbortController();
		const unwanted = thrownBy(() => list(gateway, cancelled.signal));
		const wanted = list(gateway);
		await expect.poll(() => gateway.pace.facts().waiting).toBe(2);
		cancelled.abort('left');
		expect(await unwanted).toBe('left');
		expect(gateway.pace.facts().waiting).toBe(1);
		open();
		await Promise.all([...reads, wanted]);
		expect(server.seen).toHaveLength(9);
	});

	test('counts nothing that a read-only connection refused', async () => {
		const {gateway} = await holding();
		const readOnly = gatewayTo(gateway.endpoint, {readOnly: true});
		expect(await thrownBy(() => readOnly.abort(target))).toMatchObject({code: 'ReadOnly'});
		expect(gateway.pace.facts()).toMatchObject({sent: 0, underWay: 0});
	});

	test('frees the slot of whatever fails', async () => {
		const server = await serving((_seen, _count, response) => {
			response.destroy();
			return undefined;
		});
		const gateway = gatewayTo(server.endpoint, {
			credentials: {kind: 'aws-profile', name: 'there is no such profile'},
		});
		await thrownBy(() => list(gateway));
		await thrownBy(() => list(gatewayTo(server.endpoint)));
		await thrownBy(() => gatewayTo(server.endpoint).abort(target));
		expect(gateway.pace.facts()).toMatchObject({sent: 4, underWay: 0, width: 8, throttled: 0});
	});
});

describe('what slows it down', () => {
	const html = {'content-type': 'text/html'};
	test.each<[string, Answer, number]>([
		['503 SlowDown', slowDown, 3],
		['503 of a proxy', {status: 503, headers: html, body: '<html>busy</html>'}, 3],
		['429', {status: 429, body: ''}, 3],
		['a 400 by its code', {status: 400, body: errorXml('ThrottlingException')}, 3],
		['SlowDown under a 200', {status: 200, body: errorXml('SlowDown')}, 3],
		['503 of MinIO', {status: 503, body: errorXml('SlowDownRead')}, 3],
		['a 500 is another trouble', {status: 500, body: errorXml('InternalError')}, 0],
		['a 403 is none', {status: 403, body: errorXml('AccessDenied')}, 0],
	])('%s', async (_name, answer, throttled) => {
		const server = await serving(() => answer);
		const gateway = gatewayTo(server.endpoint);
		const failure = await thrownBy(() => list(gateway));
		expect(isThrottled(failure)).toBe(throttled > 0);
		const facts = gateway.pace.facts();
		expect(facts).toMatchObject({throttled, underWay: 0, sent: server.seen.length});
		expect(facts.width).toBe(throttled > 0 ? 1 : 8);
		expect(facts.slowed?.why).toBe(throttled > 0 ? 'throttled' : undefined);
	});

	test('a HEAD, whose answer has no code, and an act, which is sent once', async () => {
		const server = await serving(() => ({status: 503}));
		const gateway = gatewayTo(server.endpoint);
		for (const call of [() => gateway.headObject(target), () => gateway.abort(target)])
			expect(isThrottled(await thrownBy(call))).toBe(true);
		expect(gateway.pace.facts()).toMatchObject({throttled: 4, width: 1});
	});

	test('a Retry-After is obeyed by the next attempt, which is signed when it leaves', async () => {
		const times: Array<{arrived: number; signed: number}> = [];
		const server = await serving(({headers}, count) => {
			const signed = String(headers['x-amz-date']).replace(
				/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/,
				'$1-$2-$3T$4:$5:$6Z',
			);
			times.push({arrived: Date.now(), signed: Date.parse(signed)});
			return count === 1 ? {...slowDown, headers: {'retry-after': '3'}} : {body: uploadsXml('')};
		});
		await list(gatewayTo(server.endpoint));
		const [first, second] = times;
		expect(second!.arrived - first!.arrived).toBeGreaterThanOrEqual(2990);
		expect(second!.arrived - second!.signed).toBeLessThan(2000);
	});

	test('a Retry-After is seconds, or a date by the clock of the server', () => {
		const now = Date.parse('2026-03-01T12:00:00Z');
		const later = 'Sun, 01 Mar 2026 10:00:30 GMT';
		expect(retryAfter({'retry-after': '7'}, now)).toBe(7000);
		expect(retryAfter({'retry-after': ' 0 '}, now)).toBe(0);
		expect(retryAfter({'retry-after': later, date: 'Sun, 01 Mar 2026 10:00:00 GMT'}, now)).toBe(
			30_000,
		);
		expect(retryAfter({'retry-after': 'Sun, 01 Mar 2026 12:00:05 GMT'}, now)).toBe(5000);
		expect(retryAfter({'retry-after': later}, now)).toBe(0);
		expect(retryAfter({'retry-after': 'soon'}, now)).toBeUndefined();
		expect(retryAfter({}, now)).toBeUndefined();
	});

	test('a share of 30 % of 503s: it falls, every read succeeds in the end, and it recovers', async () => {
		const {sandbox, upload} = await openStage();
		const targets = numbered('k', 60).map(key => ({bucket, key, uploadId: upload(key)}));
		const gateway = createAwsGateway(sandboxSettings(sandbox));
		const fault = sandbox.faults.add({share: 0.3, action: {...{respond: slowDown}}});
		let putBack = 0;
		const read = async () => {
			for (let next = targets.pop(); next !== undefined; next = targets.pop())
				try {
					expect((await gateway.listParts(next)).parts).toHaveLength(3);
				} catch (error) {
					if (!isThrottled(error)) throw error;
					targets.push(next);
					putBack++;
				}
		};
		await Promise.all(Array.from({length: 8}, read));
		const {throttled, sent, width} = gateway.pace.facts();
		expect([sent - throttled, throttled]).toEqual([60, fault.struck]);
		expect(putBack).toBeLessThan(throttled);
		expect(width).toBeLessThan(8);
		fault.remove();
		for (let round = 0; round < 30; round++)
			await Promise.all(Array.from({length: gateway.pace.width}, () => gateway.listBuckets()));
		expect(gateway.pace.width).toBeGreaterThan(8);
		gateway.close();
	});
});
