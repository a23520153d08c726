import {
	GetObjectCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {gate} from '../support/gate.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox} from './in-sandbox.js';

const target = {Bucket: 'bucket', Key: 'k'};
const tib = 1024 ** 4;

describe('the log of requests', () => {
	test('tells what arrived and what was answered, until it is cleared', async () => {
		const {sandbox, client} = await inSandbox();
		const {requests} = sandbox;
		const next = requests.next('HeadObject', 'k');
		await client.send(new ListBucketsCommand({}));
		await client.send(new HeadObjectCommand(target)).catch(() => {});
		expect(requests.log).toMatchObject([
			{operation: 'ListBuckets', bucket: undefined, key: undefined, status: 200},
			{operation: 'HeadObject', bucket: 'bucket', key: 'k', status: 404, code: 'NoSuchKey'},
		]);
		expect(await next).toBe(requests.log[1]);
		expect([requests.count(), requests.count('ListBuckets'), requests.counts]).toEqual([
			...[2, 1],
			{ListBuckets: 1, HeadObject: 1},
		]);
		requests.clear();
		expect([requests.log, requests.count()]).toEqual([[], 0]);
	});

	test('has the query as it was meant', async () => {
		const {sandbox, client} = await inSandbox();
		await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket', Prefix: 'a b+c/'}));
		expect(sandbox.requests.log[0]?.query).toMatchObject({uploads: '', prefix: 'a b+c/'});
	});
});

describe('closing', () => {
	test('ends requests that are held, and the port is free again', async () => {
		const sandbox = await startSandbox();
		const client = sandboxClient(sandbox);
		sandbox.faults.add({action: {hold: gate().closed, when: 'before'}});
		const arrived = sandbox.requests.next('ListBuckets');
		const answer = client.send(new ListBucketsCommand({}));
		await arrived;
		const refused = expect(answer).rejects.toThrow('socket hang up');
		await sandbox.close();
		await sandbox.close();
		await refused;
		const port = Number(new URL(sandbox.endpoint).port);
		const again = await startSandbox({port});
		expect(again.endpoint).toBe(sandbox.endpoint);
		await expect(startSandbox({port})).rejects.toThrow('EADDRINUSE');
		await again.close();
	});
});

describe('seeding', () => {
	test('pretends an object of any size', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.object({bucket: 'bucket', key: 'k', size: 5 * tib, storageClass: 'GLACIER'});
		const head = await client.send(new HeadObjectCommand(target));
		expect(head).toMatchObject({ContentLength: 5 * tib, StorageClass: 'GLACIER'});
		expect(head.ETag).toMatch(/^"[\da-f]{32}"$/);
	});

	test('pretends bytes that stay the same and differ from part to part', async () => {
		const {sandbox, client} = await inSandbox();
		const object = {bucket: 'bucket', size: 200_000};
		sandbox.seed.object({...object, key: 'k'});
		sandbox.seed.object({...object, key: 'l'});
		const get = async (Key: string) => {
			const {Body} = await client.send(new GetObjectCommand({Bucket: 'bucket', Key}));
			return Buffer.from(await Body!.transformToByteArray());
		};
		const bytes = await get('k');
		expect(bytes).toHaveLength(200_000);
		expect(bytes.equals(await get('k'))).toBe(true);
		expect(bytes.equals(await get('l'))).toBe(false);
	});

	test('takes what it is given', async () => {
		const {sandbox, client} = await inSandbox();
		const object = {bucket: 'bucket', key: 'k', body: 'hello', lastModified: Date.UTC(2020, 1, 1)};
		sandbox.seed.object({...object, headers: {'content-type': 'text/plain'}});
		const {Body, ...answer} = await client.send(new GetObjectCommand(target));
		expect(await Body?.transformToString()).toBe('hello');
		expect(answer).toMatchObject({
			ETag: '"5d41402abc4b2a76b9719d911017c592"',
			ContentType: 'text/plain',
			LastModified: new Date(Date.UTC(2020, 1, 1)),
		});
		sandbox.seed.upload({bucket: 'bucket', key: 'k', uploadId: 'my-id', owner: 'bob'});
		const {Uploads} = await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
		expect(Uploads).toMatchObject([
			{UploadId: 'my-id', Initiator: {ID: expect.stringMatching(/user\/bob$/)}},
		]);
	});

	test('makes parts up when someone looks, and once', async () => {
		const {sandbox, client} = await inSandbox();
		let made = 0;
		function* parts() {
			made++;
			for (let number = 1; number <= 3; number++) yield {number, size: number * 100};
		}
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts});
		await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
		expect(made).toBe(0);
		for (let time = 0; time < 2; time++) {
			const {Parts} = await client.send(new ListPartsCommand({...target, UploadId}));
			expect(Parts?.map(({Size}) => Size)).toEqual([100, 200, 300]);
		}
		expect(made).toBe(1);
	});

	test('adds a part to an upload in progress only', async () => {
		const {sandbox} = await inSandbox();
		const uploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		const part = {bucket: 'bucket', key: 'k', number: 3, size: 5};
		sandbox.seed.part({...part, uploadId});
		expect(sandbox.store.bucket('bucket')?.upload('k', uploadId)?.parts.get(3)?.body.size).toBe(5);
		expect(() => sandbox.seed.part({...part, uploadId: 'other'})).toThrow('no upload');
		expect(() => sandbox.seed.upload({bucket: 'missing', key: 'k'})).toThrow('no bucket missing');
	});

	test('takes an upload no longer when there are many already', async () => {
		const {sandbox, client} = await inSandbox();
		const parts = [1, 2, 3].map(number => ({number, size: 8 * 1024 ** 2}));
		let nth = 0;
		/** Processor time of another thousand uploads, and of the first page with them. */
		const thousandMore = async () => {
			const before = process.cpuUsage();
			for (let more = 0; more < 1000; more++, nth++)
				sandbox.seed.upload({bucket: 'bucket', key: `team/${(nth * 7919) % 20_000}`, parts});
			const list = new ListMultipartUploadsCommand({Bucket: 'bucket', MaxUploads: 1});
			expect((await client.send(list)).Uploads?.[0]?.Key).toBe('team/0');
			return process.cpuUsage(before).user;
		};
		const took: number[] = [];
		while (nth < 20_000) took.push(await thousandMore());
		// The first ones warm up; were each upload looked for among all, the last would take ten times theirs.
		expect(Math.min(...took.slice(-5))).toBeLessThan(5 * Math.max(...took.slice(0, 3)));
	});
});
