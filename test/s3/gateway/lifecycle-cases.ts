import {
	DeleteBucketLifecycleCommand,
	type LifecycleRule,
	PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import {afterEach, expect, test} from 'vitest';
import {soonestFirst} from '../../../source/multipart/rules/cleanup-rules.js';
import {BucketFixture, type Server} from '../../contract/service.js';
import {saying} from '../../support/hints.js';

const abort = (days: number) => ({AbortIncompleteMultipartUpload: {DaysAfterInitiation: days}});

/** What every service with lifecycle rules must show of them. */
export function holdToLifecycle(server: () => Server): void {
	let fixture: BucketFixture | undefined;
	afterEach(() => fixture?.close());

	async function withRules(...Rules: LifecycleRule[]): Promise<BucketFixture> {
		fixture = await BucketFixture.open(server());
		if (Rules.length > 0)
			await fixture.s3.send(
				new PutBucketLifecycleConfigurationCommand({
					Bucket: fixture.bucket,
					LifecycleConfiguration: {Rules},
				}),
			);
		return fixture;
	}

	test('a bucket without rules has none', async () => {
		const {gateway, bucket} = await withRules();
		expect(await gateway.lifecycle(bucket)).toEqual([]);
	});

	test('rules that abort uploads, for a prefix or every key, on or off; no others', async () => {
		const {gateway, bucket} = await withRules(
			{ID: 'every', Status: 'Enabled', Filter: {Prefix: ''}, ...abort(30)},
			{ID: 'logs', Status: 'Enabled', Filter: {Prefix: 'logs/ä & <b>/'}, ...abort(7)},
			{ID: 'off', Status: 'Disabled', Filter: {Prefix: 'old/'}, ...abort(1)},
			{ID: 'objects', Status: 'Enabled', Filter: {Prefix: 'x/'}, Expiration: {Days: 2}},
			{ID: 'both', Status: 'Enabled', Filter: {Prefix: 'y/'}, Expiration: {Days: 2}, ...abort(3)},
		);
		const rule = {enabled: true, conditions: []};
		const rules = await gateway.lifecycle(bucket);
		// Ceph tells them by id, S3 as they were put.
		expect(soonestFirst(rules)).toEqual([
			{...rule, id: 'off', enabled: false, prefix: 'old/', daysAfterInitiation: 1},
			{...rule, id: 'both', prefix: 'y/', daysAfterInitiation: 3},
			{...rule, id: 'logs', prefix: 'logs/ä & <b>/', daysAfterInitiation: 7},
			{...rule, id: 'every', prefix: '', daysAfterInitiation: 30},
		]);
	});

	test.each<[string, LifecycleRule]>([
		['an empty filter', {ID: 'a', Status: 'Enabled', Filter: {}, ...abort(2)}],
		['a prefix without a filter', {ID: 'a', Status: 'Enabled', Prefix: '', ...abort(2)}],
	])('a rule with %s is for every key', async (_name, rule) => {
		const {gateway, bucket} = await withRules(rule);
		expect(await gateway.lifecycle(bucket)).toEqual([
			{id: 'a', enabled: true, prefix: '', conditions: [], daysAfterInitiation: 2},
		]);
	});

	test('none again once they are deleted', async () => {
		const {gateway, bucket, s3} = await withRules({
			...{ID: 'a', Status: 'Enabled', Filter: {Prefix: ''}},
			...abort(2),
		});
		await s3.send(new DeleteBucketLifecycleCommand({Bucket: bucket}));
		expect(await gateway.lifecycle(bucket)).toEqual([]);
	});

	test('of a bucket of somebody else is denied, and the permission is named', async () => {
		const {server: at, bucket, gatewayOf} = await withRules();
		const bob = gatewayOf.call(fixture, at.bob);
		await expect(bob.lifecycle(bucket)).rejects.toMatchObject({
			operation: 'GetBucketLifecycleConfiguration',
			code: 'AccessDenied',
			status: 403,
			hint: saying(
				expect.stringContaining(`s3:GetLifecycleConfiguration on arn:aws:s3:::${bucket}.`),
			),
		});
	});
}
