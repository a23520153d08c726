import {afterEach, describe, expect, test} from 'vitest';
import {listUploads} from '../../../source/s3/gateway/pages.js';
import {
	allPages,
	gatewayTo,
	type RawServer,
	type Seen,
	startRawServer,
	thrownBy,
	truncatedTo,
	uploadsXml,
	uploadXml,
} from '../raw-server.js';

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
	server = undefined;
});

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const parts = {body: '<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>'};

/** Cuts the connections that `isCut` names by how often one was used, without an answer; answers all others. */
async function cutting(isCut: (seen: Seen, use: number, reused: number) => boolean) {
	const uses = new Map<number, number>();
	let reused = 0;
	let cut = 0;
	server = await startRawServer((seen, _count, response) => {
		const use = (uses.get(seen.connection) ?? 0) + 1;
		uses.set(seen.connection, use);
		if (use > 1) reused++;
		if (!isCut(seen, use, reused)) return seen.method === 'DELETE' ? {status: 204} : parts;
		cut++;
		response.socket?.resetAndDestroy();
		return undefined;
	});
	return {gateway: gatewayTo(server.endpoint), cuts: () => cut};
}

/** MiniStack: about half of the connections that are used again. */
const half = (_seen: Seen, use: number, reused: number) => use > 1 && reused % 2 === 0;

async function many(count: number, ask: () => Promise<unknown>): Promise<unknown[]> {
	const failed: unknown[] = [];
	let left = count;
	const worker = async () => {
		while (left-- > 0) await ask().catch(error => failed.push(error));
	};
	await Promise.all(Array.from({length: 8}, worker));
	return failed;
}

describe('a server that cuts half of the connections that are used again', () => {
	test('no read of 600 fails, and none takes a second attempt', async () => {
		const {gateway, cuts} = await cutting(half);
		expect(await many(600, () => gateway.listParts(target))).toEqual([]);
		gateway.close();
		expect(gateway.log.map(({status}) => status)).toEqual(Array(600).fill(200));
		// So many were there to be survived.
		expect(cuts()).toBeGreaterThan(60);
		expect(server?.seen).toHaveLength(600 + cuts());
	});

	test('an act behind reads goes out once, on a connection of its own', async () => {
		const {gateway, cuts} = await cutting(half);
		await many(60, () => gateway.listParts(target));
		const before = cuts();
		expect(before).toBeGreaterThan(3);
		expect(await many(100, () => gateway.abort(target))).toEqual([]);
		gateway.close();
		expect(cuts()).toBe(before);
		const aborts = server?.seen.filter(({method}) => method === 'DELETE') ?? [];
		expect(aborts).toHaveLength(100);
		expect(new Set(aborts.map(({connection}) => connection)).size).toBe(100);
	});

	test('a listing goes on through every cut, page by page', async () => {
		const {gateway} = await pages(half);
		const {pages: read, end} = await allPages(listUploads(gateway, {bucket: 'b'}));
		gateway.close();
		expect([read.flat().length, end]).toEqual([50, 'end']);
	});
});

async function pages(isCut: typeof half) {
	let reused = 0;
	const uses = new Map<number, number>();
	server = await startRawServer((seen, _count, response) => {
		const use = (uses.get(seen.connection) ?? 0) + 1;
		uses.set(seen.connection, use);
		if (use > 1) reused++;
		if (isCut(seen, use, reused)) {
			response.socket?.destroy();
			return undefined;
		}
		const at = Number(new URL(seen.url, 'http://x').searchParams.get('key-marker') ?? 0) + 1;
		const rest = at < 50 ? truncatedTo({key: String(at), uploadId: 'u'}) : undefined;
		return {body: uploadsXml(uploadXml(String(at), 'u'), rest)};
	});
	return {gateway: gatewayTo(server.endpoint)};
}

describe('what stays as it was', () => {
	test('an act on a connection that is cut is never sent twice', async () => {
		const {gateway} = await cutting(({method}) => method === 'DELETE');
		await many(40, () => gateway.abort(target));
		gateway.close();
		expect(server?.seen).toHaveLength(40);
		expect(gateway.log).toHaveLength(40);
	});

	test('an act that a reused connection is cut under is sent once, and may have happened', async () => {
		const {gateway} = await cutting(({method}, use) => method === 'DELETE' && use > 1);
		await gateway.abort(target);
		const failure = await thrownBy(() => gateway.abort(target));
		gateway.close();
		expect(failure).toMatchObject({code: 'ECONNRESET', effect: 'perhaps'});
		expect(server?.seen).toHaveLength(2);
	});

	test('a fresh connection that is cut is an attempt', async () => {
		const {gateway} = await cutting(() => true);
		const failure = await thrownBy(() => gateway.listParts(target));
		gateway.close();
		expect(failure).toMatchObject({code: 'ECONNRESET'});
		expect(gateway.log).toHaveLength(3);
		expect(server?.seen).toHaveLength(3);
	});

	test('where none is cut, connections are kept, for acts too', async () => {
		const {gateway} = await cutting(() => false);
		await many(100, () => gateway.listParts(target));
		await many(100, () => gateway.abort(target));
		gateway.close();
		expect(new Set(server?.seen.map(({connection}) => connection)).size).toBeLessThan(40);
	});

	test('a read that is taken back is not sent again', async () => {
		const {gateway} = await cutting(() => false);
		await gateway.listParts(target);
		const ended = new AbortController();
		const asked = gateway.listParts(target, ended.signal);
		ended.abort(new Error('left'));
		await expect(asked).rejects.toThrow('left');
		gateway.close();
		expect(server?.seen.length).toBeLessThanOrEqual(2);
	});
});
