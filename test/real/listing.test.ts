import {afterEach, expect, test} from 'vitest';
import {expectSameListing} from '../clients/compare-listings.js';
import {expectListLikeAws} from '../clients/list-like-aws.js';
import {BucketFixture} from '../contract/service.js';
import {mixedKey} from '../support/key-shapes.js';
import {listAllByPages, rowOf} from '../support/list-all.js';
import {inParallel, otherClients} from '../support/other-clients.js';
import {realServer} from './server.js';

let fixture: BucketFixture | undefined;
afterEach(() => fixture?.close());

test.each([1, 999, 1000, 1001])('the AWS CLI and partway list the same %i uploads', async count => {
	fixture = await BucketFixture.open(realServer());
	const {bucket, gateway} = fixture;
	const begun = await inParallel(count, 16, at => fixture!.initiate(mixedKey(at)));
	await expectSameListing({gateway, credentials: realServer().alice, bucket}, begun.map(rowOf));
});

test('partway list --jsonl prints what the AWS CLI prints, and maybe more', async () => {
	fixture = await BucketFixture.open(realServer());
	const {bucket, gateway} = fixture;
	await inParallel(1001, 16, at => fixture!.initiate(mixedKey(at)));
	const server = {endpoint: gateway.endpoint, ...realServer().alice};
	expect(await expectListLikeAws(server, bucket)).toBe(1001);
});

test('what was there throughout is listed exactly once while others come and go', async () => {
	fixture = await BucketFixture.open(realServer());
	const {bucket, gateway, s3} = fixture;
	const begun = await inParallel(300, 16, at => fixture!.initiate(mixedKey(at)));
	const others = otherClients(s3, bucket, 4, at => mixedKey(at % 400));
	let pages = 0;
	const rows: string[] = [];
	for (let round = 0; round < 5; round++)
		rows.push(
			...(await listAllByPages(gateway, bucket, 10 + round, () => {
				pages++;
			})),
		);
	await others.stop();
	expect(others.begun).toBeGreaterThan(50);
	expect(pages).toBeGreaterThan(100);
	const stayed = new Set(begun.map(rowOf));
	const five = begun.flatMap(upload => Array.from({length: 5}, () => rowOf(upload)));
	expect(rows.filter(row => stayed.has(row)).toSorted()).toEqual(five.toSorted());
});
