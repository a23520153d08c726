import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';
import {listAllByPages, rowOf} from '../../support/list-all.js';
import {sandboxSettings} from '../../support/stage.js';

const keys = fc.constantFrom('a', 'a-', 'a.', 'a/b', 'a+ ', 'b%20', 'l\nf', '写真', '😀', 'z');

/** What other clients do between two pages: uploads come, and some of those that may go are gone. */
const changes = fc.record({
	come: fc.array(keys, {maxLength: 4}),
	go: fc.array(fc.nat(), {maxLength: 4}),
});

const course = fc.record({
	first: fc.array(fc.record({key: keys, age: fc.nat(3), stays: fc.boolean()}), {maxLength: 40}),
	between: fc.array(changes, {maxLength: 12}),
	maxUploads: fc.integer({min: 1, max: 7}),
});

describe.each(['aws', 'ceph-16', 'minio', 'seaweedfs', 'r2'] as const)('on %s', like => {
	let sandbox: Sandbox;
	let gateway: Gateway;
	let runs = 0;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
		gateway = createAwsGateway(sandboxSettings(sandbox));
	});
	afterAll(async () => {
		gateway.close();
		await sandbox.close();
	});

	test('what was there throughout is listed exactly once, and nothing twice', async () => {
		await fc.assert(
			fc.asyncProperty(course, async ({first, between, maxUploads}) => {
				const bucket = `changing-${++runs}`;
				sandbox.seed.bucket(bucket);
				const store = sandbox.store.bucket(bucket)!;
				const mayGo: Array<{key: string; uploadId: string}> = [];
				const stay: string[] = [];
				const begin = (key: string, age: number) => {
					const initiated = sandbox.now() - 1000 * age;
					return {key, uploadId: sandbox.seed.upload({bucket, key, initiated})};
				};
				for (const {key, age, stays} of first) {
					const upload = begin(key, age);
					if (stays) stay.push(rowOf(upload));
					else mayGo.push(upload);
				}
				const steps = [...between];
				const rows = await listAllByPages(gateway, bucket, maxUploads, () => {
					const {come, go} = steps.shift() ?? {come: [], go: []};
					for (const which of go) {
						const [gone] = mayGo.splice(which % Math.max(1, mayGo.length), 1);
						if (gone !== undefined) store.abortUpload(store.upload(gone.key, gone.uploadId)!);
					}
					for (const key of come) mayGo.push(begin(key, 0));
				});
				expect(rows.filter(row => stay.includes(row)).toSorted()).toEqual(stay.toSorted());
				expect(new Set(rows).size).toBe(rows.length);
			}),
			{numRuns: 60},
		);
	});
});
