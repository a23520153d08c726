import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from './raw-server.js';

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
			advice: "The clock of this machine is 3 h ahead of the service's: set it.",
		});
		vi.setSystemTime(serverTime - 17 * 60_000);
		expect(await failing()).toMatchObject({
			advice: "The clock of this machine is 17 m behind the service's: set it.",
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
