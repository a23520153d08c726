import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {livenessOf} from '../../../source/multipart/liveness.js';
import {saying} from '../../support/hints.js';
import {
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

const hour = 3_600_000;
const serverTime = Date.parse('2026-03-04T05:06:07Z');

let server: RawServer;

beforeEach(() => {
	vi.useFakeTimers({toFake: ['Date'], now: serverTime + 3 * hour});
});
afterEach(async () => {
	vi.useRealTimers();
	await server.close();
});

/** When a request was signed, by its own account: milliseconds since the epoch. */
function signedAt(request: {headers: Record<string, unknown>} | undefined): number {
	const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(String(request?.headers['x-amz-date'])) ?? [];
	return Date.parse(
		`${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time?.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`,
	);
}

describe('a machine whose clock is three hours fast', () => {
	test("now is the server's", async () => {
		server = await startRawServer(() => ({
			headers: {date: new Date(serverTime).toUTCString()},
			body: uploadsXml(''),
		}));
		const gateway = gatewayTo(server.endpoint);
		expect(gateway.now()).toBe(serverTime + 3 * hour);
		await gateway.listUploadsPage({bucket: 'b'});
		expect(gateway.now()).toBe(serverTime);
		vi.setSystemTime(serverTime + 3 * hour + 5000);
		expect(gateway.now()).toBe(serverTime + 5000);
	});

	test('a broken Date changes nothing', async () => {
		server = await startRawServer(() => ({headers: {date: 'soon'}, body: uploadsXml('')}));
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		expect(gateway.now()).toBe(serverTime + 3 * hour);
	});

	test('a refusal that stays says by how much, and which way', async () => {
		server = await startRawServer(() => ({
			headers: {date: new Date(serverTime).toUTCString()},
			status: 403,
			body: errorXml('RequestTimeTooSkewed'),
		}));
		const gateway = gatewayTo(server.endpoint);
		const failing = () => thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(await failing()).toMatchObject({
			code: 'RequestTimeTooSkewed',
			hint: saying("The clock of this machine is 3 h ahead of the service's: set it."),
		});
		vi.setSystemTime(serverTime - 17 * 60_000);
		expect(await failing()).toMatchObject({
			hint: saying("The clock of this machine is 17 m behind the service's: set it."),
		});
	});

	test('a read learns from the refusal, an act then needs no second attempt', async () => {
		server = await startRawServer(seen => {
			const skewed = Math.abs(signedAt(seen) - serverTime) > 15 * 60_000;
			return {
				headers: {date: new Date(serverTime).toUTCString()},
				...(skewed
					? {status: 403, body: errorXml('RequestTimeTooSkewed')}
					: seen.method === 'DELETE'
						? {status: 204}
						: {body: uploadsXml('')}),
			};
		});
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		expect(server.seen).toHaveLength(2);
		await gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'});
		expect(server.seen).toHaveLength(3);
	});
});

const odd = [
	'Sat, 13 Sep 275760 00:00:00 GMT',
	'Fri, 31 Dec 9999 23:59:59 GMT',
	'Thu, 01 Jan 1970 00:00:00 GMT',
	'Mon, 01 Jan 0001 00:00:00 GMT',
];

/** A service whose clock is right, which refuses what is signed for another time; `dateOf` is what its nth answer says. */
function strictServer(here: number, dateOf: (count: number) => number | string) {
	return startRawServer((seen, count) => {
		const date = dateOf(count);
		const headers = {date: typeof date === 'string' ? date : new Date(date).toUTCString()};
		if (Math.abs(signedAt(seen) - here) > 15 * 60_000)
			return {headers, status: 403, body: errorXml('RequestTimeTooSkewed')};
		if (seen.method === 'DELETE') return {headers, status: 204};
		if (seen.method === 'HEAD') return {headers, status: 404};
		return {headers, body: uploadsXml('')};
	});
}

describe('an answer whose Date is wrong', () => {
	beforeEach(() => {
		vi.setSystemTime(serverTime);
	});

	test.each([-2, 2, 24])('by %s h does not sign the next act', async hours => {
		server = await strictServer(serverTime, count =>
			count === 2 ? serverTime + hours * hour : serverTime,
		);
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.headObject({bucket: 'b', key: 'k'});
		await gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'});
		expect(server.seen).toHaveLength(3);
		expect(signedAt(server.seen[2])).toBe(serverTime);
	});

	test('each time beside a signature that was taken: the signature is believed', async () => {
		server = await strictServer(serverTime, () => serverTime + 8 * hour);
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'});
		expect(server.seen).toHaveLength(3);
		expect(gateway.now()).toBe(serverTime);
		expect(gateway.clock()).toMatchObject({isAgreed: true, offset: 8 * hour});
	});

	test.each(odd)('%s breaks no request', async date => {
		server = await strictServer(serverTime, () => date);
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.listUploadsPage({bucket: 'b'});
		await gateway.headObject({bucket: 'b', key: 'k'});
		await gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'});
		expect(server.seen.map(signedAt)).toEqual(Array(4).fill(serverTime));
		expect(gateway.now()).toBe(serverTime);
		expect(gateway.log.map(({time}) => time)).toEqual(Array(4).fill(serverTime));
	});

	test.each(odd)('%s of a refusal neither', async date => {
		server = await startRawServer(() => ({
			headers: {date},
			status: 403,
			body: errorXml('RequestTimeTooSkewed'),
		}));
		const gateway = gatewayTo(server.endpoint);
		const failing = () => thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(await failing()).toMatchObject({code: 'RequestTimeTooSkewed'});
		expect(await failing()).toMatchObject({code: 'RequestTimeTooSkewed'});
	});

	test('makes no failure to be repeated', async () => {
		server = await startRawServer(() => ({
			headers: {date: new Date(serverTime + 8 * hour).toUTCString()},
			status: 403,
			body: errorXml('AccessDenied'),
		}));
		const gateway = gatewayTo(server.endpoint);
		const failure = await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
		expect(failure).toMatchObject({code: 'AccessDenied'});
		expect(server.seen).toHaveLength(1);
	});
});

describe('a signature that is refused for its time', () => {
	test('is made anew by the time that the service names in the refusal, rather than by its Date', async () => {
		server = await startRawServer(seen => {
			const headers = {date: new Date(serverTime + 8 * hour).toUTCString()};
			const named = `<ServerTime>${new Date(serverTime).toISOString()}</ServerTime></Error>`;
			return Math.abs(signedAt(seen) - serverTime) > 15 * 60_000
				? {
						headers,
						status: 403,
						body: errorXml('RequestTimeTooSkewed').replace('</Error>', named),
					}
				: {headers, body: uploadsXml('')};
		});
		const gateway = gatewayTo(server.endpoint);
		await gateway.listUploadsPage({bucket: 'b'});
		expect(server.seen).toHaveLength(2);
		expect(signedAt(server.seen[1])).toBe(serverTime);
	});

	test('of a HEAD, which has no code, is made anew too; what is denied after one that was taken is not', async () => {
		let isDenied = false;
		server = await startRawServer(seen => {
			const isSkewed = Math.abs(signedAt(seen) - serverTime) > 15 * 60_000;
			return {
				headers: {date: new Date(serverTime + (isDenied ? 8 * hour : 0)).toUTCString()},
				status: isSkewed || isDenied ? 403 : seen.method === 'DELETE' ? 204 : 200,
			};
		});
		const gateway = gatewayTo(server.endpoint);
		await gateway.headObject({bucket: 'b', key: 'k'});
		expect(server.seen).toHaveLength(2);
		isDenied = true;
		await thrownBy(() => gateway.headObject({bucket: 'b', key: 'k'}));
		expect(server.seen).toHaveLength(3);
		isDenied = false;
		await gateway.abort({bucket: 'b', key: 'k', uploadId: 'u'});
		expect(server.seen).toHaveLength(4);
	});
});

test('a request that is denied proves no time: a HEAD that is refused for it after that is signed anew', async () => {
	server = await startRawServer(seen => {
		const headers = {date: new Date(serverTime).toUTCString()};
		if (seen.method !== 'HEAD') return {headers, status: 403, body: errorXml('AccessDenied')};
		const isSkewed = Math.abs(signedAt(seen) - serverTime) > 15 * 60_000;
		return {headers, status: isSkewed ? 403 : 200};
	});
	const gateway = gatewayTo(server.endpoint);
	const denied = await thrownBy(() => gateway.listUploadsPage({bucket: 'b'}));
	expect(denied).toMatchObject({code: 'AccessDenied'});
	expect(await gateway.headObject({bucket: 'b', key: 'k'})).toBeDefined();
	expect(server.seen.map(signedAt)).toEqual([
		serverTime + 3 * hour,
		serverTime + 3 * hour,
		serverTime,
	]);
});

test('what one connection learned holds for the next one to the endpoint, and its acts', async () => {
	server = await strictServer(serverTime, () => serverTime);
	const first = gatewayTo(server.endpoint);
	await first.listUploadsPage({bucket: 'b'});
	await first.listUploadsPage({bucket: 'b'});
	const second = gatewayTo(`${server.endpoint}/`);
	expect(second.clock()).toMatchObject({isAgreed: true, offset: -3 * hour});
	await second.abort({bucket: 'b', key: 'k', uploadId: 'u'});
	// The first request of all was refused and made anew.
	expect(server.seen).toHaveLength(4);
});

test('a machine that is days behind takes what the service dates now for active, not for a date that is none', async () => {
	vi.setSystemTime(serverTime - 3 * 24 * hour);
	server = await startRawServer(() => ({
		headers: {date: new Date(serverTime).toUTCString()},
		body: uploadsXml(
			uploadXml('k', 'u', `<Initiated>${new Date(serverTime).toISOString()}</Initiated>`),
		),
	}));
	const gateway = gatewayTo(server.endpoint);
	const {uploads} = await gateway.listUploadsPage({bucket: 'b'});
	expect(uploads[0]?.initiated).toBe(serverTime);
	expect(livenessOf({...uploads[0], partCount: 0}, gateway.now())).toBe('active');
});
