import {
	CreateMultipartUploadCommand,
	DeleteBucketLifecycleCommand,
	GetBucketLifecycleConfigurationCommand,
	type LifecycleRule,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	PutBucketLifecycleConfigurationCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {plannedAbort} from '../../source/sandbox/store/lifecycle.js';
import {inSandbox, refusal} from './in-sandbox.js';

const Bucket = 'bucket';
const day = 24 * 3_600_000;
const noon = Date.UTC(2026, 4, 10, 12);

const rule = (more: Partial<LifecycleRule> = {}): LifecycleRule => ({
	ID: 'clean',
	Status: 'Enabled',
	Filter: {Prefix: ''},
	AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7},
	...more,
});

/** A sandbox and a client that share a clock which the test moves. */
async function onAClock() {
	const clock = {now: noon};
	const {sandbox, client} = await inSandbox({now: () => clock.now});
	const put = (...Rules: LifecycleRule[]) => {
		client.config.systemClockOffset = clock.now - Date.now();
		const LifecycleConfiguration = {Rules};
		return client.send(
			new PutBucketLifecycleConfigurationCommand({Bucket, LifecycleConfiguration}),
		);
	};
	const keys = async (client: S3Client) => {
		client.config.systemClockOffset = clock.now - Date.now();
		const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket}));
		return Uploads.map(({Key}) => Key);
	};
	client.config.systemClockOffset = clock.now - Date.now();
	return {sandbox, client, clock, put, keys: () => keys(client)};
}

describe('a rule', () => {
	test('aborts uploads at the midnight after their days are over', async () => {
		const {sandbox, clock, put, keys} = await onAClock();
		const old = {bucket: Bucket, initiated: noon - 8 * day};
		sandbox.seed.upload({...old, key: 'tmp/old'});
		sandbox.seed.upload({...old, key: 'other'});
		sandbox.seed.upload({bucket: Bucket, key: 'tmp/new'});
		await put(rule({Filter: {Prefix: 'tmp/'}}));
		expect(await keys()).toEqual(['other', 'tmp/new']);
		clock.now = Date.UTC(2026, 4, 18) - 1;
		expect(await keys()).toEqual(['other', 'tmp/new']);
		clock.now += 1;
		expect(await keys()).toEqual(['other']);
	});

	test('concerns uploads that come later, too, and none once it is deleted', async () => {
		const {sandbox, client, clock, put, keys} = await onAClock();
		await put(rule());
		sandbox.seed.upload({bucket: Bucket, key: 'a', initiated: noon - 6 * day});
		clock.now += 2 * day;
		expect(await keys()).toEqual([]);
		sandbox.seed.upload({bucket: Bucket, key: 'b'});
		await client.send(new DeleteBucketLifecycleCommand({Bucket}));
		clock.now += 99 * day;
		expect(await keys()).toEqual(['b']);
	});

	test('that is disabled or about something else does nothing', async () => {
		const {sandbox, put, keys} = await onAClock();
		sandbox.seed.upload({bucket: Bucket, key: 'a', initiated: noon - 99 * day});
		const expiration = {Expiration: {Days: 1}, AbortIncompleteMultipartUpload: undefined};
		await put(rule({Status: 'Disabled'}), rule({ID: 'other', ...expiration}));
		expect(await keys()).toEqual(['a']);
	});

	test('is told with the date when an upload is made and its parts are listed', async () => {
		const {client, put} = await onAClock();
		await put(
			rule({ID: 'later', AbortIncompleteMultipartUpload: {DaysAfterInitiation: 9}}),
			rule(),
		);
		const target = {Bucket, Key: 'k'};
		const created = await client.send(new CreateMultipartUploadCommand(target));
		const expected = {AbortDate: new Date(Date.UTC(2026, 4, 18)), AbortRuleId: 'clean'};
		expect(created).toMatchObject(expected);
		const {UploadId} = created;
		const listed = await client.send(new ListPartsCommand({...target, UploadId}));
		expect(listed).toMatchObject(expected);
		await client.send(new DeleteBucketLifecycleCommand({Bucket}));
		const {AbortDate} = await client.send(new ListPartsCommand({...target, UploadId}));
		expect(AbortDate).toBeUndefined();
	});
});

test('an abort is planned for a midnight that is at least the days and less than one more away', () => {
	const times = fc.integer({min: 0, max: 4e12});
	fc.assert(
		fc.property(times, fc.integer({min: 1, max: 3650}), (initiated, days) => {
			const lifecycle = {rules: [], abortRules: [{id: 'r', prefix: '', days}]};
			const date = plannedAbort(lifecycle, {key: 'k', initiated})?.date ?? 0;
			expect(date % day).toBe(0);
			expect(date - initiated).toBeGreaterThan(days * day);
			expect(date - initiated).toBeLessThanOrEqual((days + 1) * day);
		}),
	);
});

describe('a configuration', () => {
	test('comes back as it was put, with ids where there were none', async () => {
		const {client, put} = await onAClock();
		const get = () => client.send(new GetBucketLifecycleConfigurationCommand({Bucket}));
		await expect(get()).rejects.toMatchObject(refusal('NoSuchLifecycleConfiguration', 404));
		const rules = [
			rule({
				Filter: {And: {Prefix: 'a&b/', Tags: [{Key: 'x', Value: ' y '}]}},
				Expiration: {Days: 3},
			}),
			rule({ID: undefined, Filter: {}}),
		].map((item, at) => (at === 0 ? {...item, AbortIncompleteMultipartUpload: undefined} : item));
		await put(...rules);
		const {Rules} = await get();
		expect(Rules?.[0]).toMatchObject({
			ID: 'clean',
			Filter: rules[0]?.Filter,
			Expiration: {Days: 3},
		});
		expect(Rules?.[1]).toMatchObject({
			ID: expect.stringMatching(/./),
			Status: 'Enabled',
			AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7},
		});
	});

	test.each<[string, LifecycleRule[]]>([
		['MalformedXML', [rule({Status: 'On' as never})]],
		['MalformedXML', [rule({Filter: undefined})]],
		['InvalidArgument', [rule(), rule()]],
		['InvalidArgument', [rule({ID: 'x'.repeat(256)})]],
		['InvalidArgument', [rule({AbortIncompleteMultipartUpload: {DaysAfterInitiation: 0}})]],
		['InvalidRequest', [rule({AbortIncompleteMultipartUpload: undefined})]],
		['InvalidRequest', [rule({Filter: {Tag: {Key: 'a', Value: 'b'}}})]],
		['InvalidRequest', [rule({Filter: {ObjectSizeGreaterThan: 5}})]],
	])('is refused with %s: %j', async (code, rules) => {
		const {sandbox, put} = await onAClock();
		await expect(put(...rules)).rejects.toMatchObject(refusal(code, 400));
		expect(sandbox.store.bucket(Bucket)?.settings.lifecycle).toBeUndefined();
	});
});
