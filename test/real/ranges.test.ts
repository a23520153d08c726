import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {BucketFixture} from '../contract/service.js';
import {keyspaces} from '../support/keyspaces.js';
import {rowOf} from '../support/list-all.js';
import {listByRanges} from '../support/list-by-ranges.js';
import {inParallel, otherClients} from '../support/other-clients.js';
import {realServer} from './server.js';

const sideBySide: string[] = [];

describe.each(Object.keys(keyspaces))('ranges of a bucket with %s', shape => {
	let fixture: BucketFixture;
	let begun: string[];
	const keyOf = (at: number) => keyspaces[shape]!(at, 400);
	beforeAll(async () => {
		fixture = await BucketFixture.open(realServer());
		begun = (await inParallel(300, 16, at => fixture.initiate(keyOf(at)))).map(rowOf);
	});
	afterAll(() => fixture.close());

	test('hold every upload once, in the order of one page after the other', async () => {
		const {gateway, bucket} = fixture;
		const alone: string[] = [];
		for (let after: {keyMarker: string; uploadIdMarker?: string} | undefined, more = true; more; ) {
			const page = await gateway.listUploadsPage({bucket, after, maxUploads: 50});
			alone.push(...page.uploads.map(rowOf));
			after = page.next;
			more = after !== undefined;
		}
		const {rows, most, isProof} = await listByRanges(gateway, bucket, {maxUploads: 10});
		expect(rows).toEqual(alone);
		expect(rows.toSorted()).toEqual(begun.toSorted());
		expect(isProof).toBe(true);
		if (most > 1) sideBySide.push(shape);
	});

	test('hold what was there throughout once, while others come and go', async () => {
		const {gateway, bucket, s3} = fixture;
		const others = otherClients(s3, bucket, 4, at => keyOf(at % 400));
		for (const inOrder of [true, false]) {
			const {rows} = await listByRanges(gateway, bucket, {maxUploads: 7, inOrder});
			const stayed = new Set(begun);
			expect(rows.filter(row => stayed.has(row)).toSorted()).toEqual(begun.toSorted());
			expect(new Set(rows).size).toBe(rows.length);
		}
		await others.stop();
		expect(others.begun).toBeGreaterThan(5);
	});
});

test('ranges of most buckets were listed side by side', () => {
	// Of some the keys of three hundred uploads give no cut.
	expect(sideBySide.length).toBeGreaterThan(15);
});
