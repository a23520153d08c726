import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';
import {keyspaces} from '../../support/keyspaces.js';
import {rowOf} from '../../support/list-all.js';
import {listByRanges} from '../../support/list-by-ranges.js';
import {sandboxSettings} from '../../support/stage.js';

describe.each([
	['aws', true],
	['ceph-16', true],
	['minio', false],
	['seaweedfs', false],
	['r2', false],
] as const)('on %s', (like, hasRanges) => {
	let sandbox: Sandbox;
	let gateway: Gateway;
	let buckets = 0;
	let withRanges = 0;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
		const service = like === 'ceph-16' ? 'ceph' : like;
		gateway = createAwsGateway({...sandboxSettings(sandbox), service});
	});
	afterAll(async () => {
		gateway.close();
		await sandbox.close();
	});

	test.each(Object.keys(keyspaces))('%s: what was there throughout is listed once', async shape => {
		const bucket = `shape-${++buckets}`;
		sandbox.seed.bucket(bucket);
		const store = sandbox.store.bucket(bucket)!;
		const count = 300;
		let at = 0;
		const begin = () => {
			const key = keyspaces[shape]!(at++, 2 * count);
			return {key, uploadId: sandbox.seed.upload({bucket, key, initiated: sandbox.now() - 1000})};
		};
		const begun = Array.from({length: count}, begin);
		const mayGo = begun.filter((_, at) => at % 7 === 0);
		const stays = begun.filter(upload => !mayGo.includes(upload)).map(rowOf);
		let changes = 0;
		const betweenPages = () => {
			const [gone] = mayGo.splice((7 * ++changes) % Math.max(1, mayGo.length), 1);
			if (gone !== undefined) store.abortUpload(store.upload(gone.key, gone.uploadId)!);
			mayGo.push(begin());
		};
		for (const inOrder of [true, false]) {
			const {rows, most} = await listByRanges(gateway, bucket, {
				maxUploads: 7,
				inOrder,
				betweenPages,
			});
			expect(rows.filter(row => stays.includes(row)).toSorted()).toEqual(stays.toSorted());
			expect(new Set(rows).size).toBe(rows.length);
			if (most > 1) withRanges++;
		}
	});

	test(`ranges were listed side by side: ${hasRanges}`, () => {
		// Twice for each shape; of some the keys of three hundred give no cut.
		const least = 1.5 * Object.keys(keyspaces).length;
		expect(hasRanges ? withRanges >= least : withRanges === 0, `${withRanges}`).toBe(true);
	});
});
