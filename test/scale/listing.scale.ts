import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {expectSameListing} from '../clients/compare-listings.js';
import {expectSameOnSandbox} from '../clients/seeded-listing.js';
import {BucketFixture} from '../contract/service.js';
import {realServer} from '../real/server.js';
import {keyShapes, mixedKey} from '../support/key-shapes.js';
import {listAll, listAllByPages, rowOf} from '../support/list-all.js';
import {inParallel, otherClients} from '../support/other-clients.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {sandboxSettings} from '../support/stage.js';

const counts = [1, 999, 1000, 1001, 20_000];
const shapes = Object.entries(keyShapes);

describe.each(['aws', 'ceph-16', 'minio', 'seaweedfs', 'r2'] as const)(
	'the AWS CLI and partway list the same on the sandbox as %s',
	like => {
		let sandbox: Sandbox;
		beforeAll(async () => {
			sandbox = await startSandbox({like});
		});
		afterAll(() => sandbox.close());

		describe.each(shapes)('%s', (name, keyOf) => {
			test.each(counts)('%i uploads', count =>
				expectSameOnSandbox(sandbox, `${name.replaceAll(' ', '-')}-${count}`, count, keyOf),
			);
		});

		test('20,000 that were there throughout, each once, while four clients begin and abort others', async () => {
			const bucket = 'changing';
			sandbox.seed.bucket(bucket);
			const stay = Array.from({length: 20_000}, (_, at) => {
				const key = mixedKey(at);
				return rowOf({key, uploadId: sandbox.seed.upload({bucket, key})});
			});
			const client = sandboxClient(sandbox);
			const gateway = createAwsGateway(sandboxSettings(sandbox));
			const others = otherClients(client, bucket, 4, at => mixedKey((at * 37) % 25_000));
			const rows = await listWhile(gateway, bucket, others);
			gateway.close();
			client.destroy();
			expectEach(rows, stay);
		});
	},
);

/** Lists, whole and by short pages, until the others have begun a hundred uploads meanwhile. */
async function listWhile(
	gateway: Gateway,
	bucket: string,
	others: ReturnType<typeof otherClients>,
): Promise<string[][]> {
	const listings: string[][] = [];
	do {
		listings.push(await listAll(gateway, bucket));
		listings.push(await listAllByPages(gateway, bucket, 100));
	} while (others.begun < 100);
	await others.stop();
	return listings;
}

function expectEach(listings: readonly string[][], stay: readonly string[]): void {
	const stayed = new Set(stay);
	for (const rows of listings) {
		const seen = rows.filter(row => stayed.has(row)).toSorted();
		expect(seen.length).toBe(stay.length);
		expect(seen.join('\n') === stay.toSorted().join('\n')).toBe(true);
	}
}

describe('on Ceph', () => {
	let fixture: BucketFixture | undefined;
	afterEach(() => fixture?.close());

	async function begin(
		count: number,
		keyOf: (at: number) => string,
	): Promise<BucketFixture & {rows: string[]}> {
		const opened = await BucketFixture.open(realServer());
		fixture = opened;
		const begun = await inParallel(count, 16, at => opened.initiate(keyOf(at)));
		return Object.assign(opened, {rows: begun.map(rowOf)});
	}

	describe.each(shapes)('the AWS CLI and partway list the same: %s', (_name, keyOf) => {
		test.each(counts)('%i uploads', async count => {
			const {bucket, gateway, rows} = await begin(count, keyOf);
			await expectSameListing({gateway, credentials: realServer().alice, bucket}, rows);
		});
	});

	test('5,000 that were there throughout, each once, while eight clients begin and abort others', async () => {
		const {bucket, gateway, rows: stay, s3} = await begin(5000, mixedKey);
		const others = otherClients(s3, bucket, 8, at => mixedKey((at * 37) % 6000));
		const rows = await listWhile(gateway, bucket, others);
		expectEach(rows, stay);
	});
});
