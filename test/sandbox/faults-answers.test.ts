import {
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import type {FaultAction, Sandbox} from '../../source/sandbox/sandbox.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const target = {Bucket: 'bucket', Key: 'k'};

/** A sandbox with an object of eleven bytes; what a client reads of it under a fault. */
async function reading(action: FaultAction) {
	const {sandbox, client} = await inSandbox();
	sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'firstsecond'});
	const started = performance.now();
	sandbox.faults.add({operation: 'GetObject', action});
	const {Body, ContentLength, ETag} = await client.send(new GetObjectCommand(target));
	const text = await Body?.transformToString();
	return {text, length: ContentLength, etag: ETag, took: performance.now() - started};
}

describe('503 SlowDown', () => {
	test('says when to come again, and nothing happens', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.faults.add({action: {slowDown: {retryAfter: 7}}});
		await expect(
			client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'})),
		).rejects.toMatchObject(refusal('SlowDown', 503));
		const answer = await rawRequest(sandbox.endpoint, {path: '/'});
		expect([answer.status, answer.headers['retry-after']]).toEqual([503, '7']);
	});
});

describe('a share of calls', () => {
	async function struck(fault: {share: number; seed?: number}): Promise<string> {
		const {sandbox} = await inSandbox();
		sandbox.faults.add({...fault, action: {slowDown: {retryAfter: 1}}});
		let result = '';
		for (let nth = 0; nth < 200; nth++) {
			const {status} = await rawRequest(sandbox.endpoint, {path: '/'});
			result += status === 503 ? 'x' : '.';
		}
		return result;
	}

	test('is struck at random, the same ones every time', async () => {
		const [first, again, other] = await Promise.all([
			struck({share: 0.3}),
			struck({share: 0.3}),
			struck({share: 0.3, seed: 2}),
		]);
		expect(again).toBe(first);
		expect(other).not.toBe(first);
		const count = first.replaceAll('.', '').length;
		expect(count).toBeGreaterThan(40);
		expect(count).toBeLessThan(80);
	});

	test('may be none and all', async () => {
		expect(await struck({share: 0})).toBe('.'.repeat(200));
		expect(await struck({share: 1})).toBe('x'.repeat(200));
	});
});

describe('a body', () => {
	test('that is truncated says that this is all', async () => {
		expect(await reading({truncate: 5})).toMatchObject({text: 'first', length: 5});
		expect(await reading({truncate: 0})).toMatchObject({text: '', length: 0});
		expect(await reading({truncate: 99})).toMatchObject({text: 'firstsecond', length: 11});
	});

	test('that is truncated in a document leaves half of one', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.upload({bucket: 'bucket', key: 'é'});
		sandbox.faults.add({operation: 'ListMultipartUploads', action: {truncate: 300}});
		await expect(
			client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'})),
		).rejects.toThrow();
		const request = sandbox.requests.log.at(-1);
		expect([request?.operation, request?.status]).toEqual(['ListMultipartUploads', 200]);
	});

	test('that is another one comes under the true status and headers', async () => {
		const {text, length, etag} = await reading({replaceBody: '<html>'});
		expect([text, length]).toEqual(['<html>', 6]);
		expect(etag).toMatch(/^"[\da-f]{32}"$/);
	});

	test('that is not there stays so', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'firstsecond'});
		sandbox.faults.add({action: {replaceBody: '<html>'}});
		sandbox.faults.add({action: {truncate: 3}});
		const {ContentLength} = await client.send(new HeadObjectCommand(target));
		expect(ContentLength).toBe(11);
	});

	test('that trickles comes whole, and late', async () => {
		const {text, length, took} = await reading({trickle: {bytes: 4, every: 15}});
		expect([text, length]).toEqual(['firstsecond', 11]);
		expect(took).toBeGreaterThan(2 * 15 - 2);
	});

	test('of a document trickles too', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		sandbox.faults.add({action: {trickle: {bytes: 400, every: 5}}});
		const {Uploads} = await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
		expect(Uploads).toMatchObject([{Key: 'k'}]);
	});
});

/** So many pages, each behind the markers of the one before: what each holds, and where it leads. */
async function uploadPages(client: S3Client, count: number) {
	const pages: string[] = [];
	let markers: {KeyMarker?: string; UploadIdMarker?: string} = {};
	for (let nth = 0; nth < count; nth++) {
		const page = await client.send(
			new ListMultipartUploadsCommand({Bucket: 'bucket', MaxUploads: 2, ...markers}),
		);
		markers = {KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker || undefined};
		const keys = page.Uploads?.map(({Key}) => Key).join() ?? '';
		pages.push(`${keys}|${page.IsTruncated}|${page.NextKeyMarker}`);
	}
	return pages;
}

function withUploads(sandbox: Sandbox): void {
	for (const key of ['a', 'b', 'c']) sandbox.seed.upload({bucket: 'bucket', key});
}

describe('pages of uploads', () => {
	test('end when nothing is wrong', async () => {
		const {sandbox, client} = await inSandbox();
		withUploads(sandbox);
		expect(await uploadPages(client, 2)).toEqual(['a,b|true|b', 'c|false|c']);
	});

	test('that are repeated are all the first one, and never the last', async () => {
		const {sandbox, client} = await inSandbox();
		withUploads(sandbox);
		const fault = sandbox.faults.add({action: {page: 'repeated'}});
		expect(await uploadPages(client, 3)).toEqual(['a,b|true|b', 'a,b|true|b', 'a,b|true|b']);
		fault.remove();
		expect(await uploadPages(client, 2)).toEqual(['a,b|true|b', 'c|false|c']);
	});

	test('that are repeated are so for each listing, and for each fault anew', async () => {
		const {sandbox, client} = await inSandbox();
		withUploads(sandbox);
		const action: FaultAction = {page: 'repeated'};
		const fault = sandbox.faults.add({action});
		const list = async (Prefix?: string) => {
			const command = new ListMultipartUploadsCommand({Bucket: 'bucket', Prefix});
			const {Uploads} = await client.send(command);
			return Uploads?.map(({Key}) => Key).join();
		};
		expect([await list(), await list('b')]).toEqual(['a,b,c', 'b']);
		sandbox.seed.upload({bucket: 'bucket', key: 'd'});
		expect(await list()).toBe('a,b,c');
		fault.remove();
		sandbox.faults.add({action});
		expect(await list()).toBe('a,b,c,d');
	});

	test('that are endless hold every row, then none, behind markers that move', async () => {
		const {sandbox, client} = await inSandbox();
		withUploads(sandbox);
		sandbox.faults.add({action: {page: 'endless'}});
		expect(await uploadPages(client, 4)).toEqual([
			...['a,b|true|b', 'c|true|c~', '|true|c~~', '|true|c~~~'],
		]);
	});
});

describe('pages of parts', () => {
	async function partPages(page: 'repeated' | 'endless') {
		const {sandbox, client} = await inSandbox();
		const parts = [1, 2, 5].map(number => ({number, size: 1}));
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts});
		sandbox.faults.add({operation: 'ListParts', action: {page}});
		const pages: string[] = [];
		let PartNumberMarker: string | undefined;
		for (let nth = 0; nth < 4; nth++) {
			const answer = await client.send(
				new ListPartsCommand({...target, UploadId, MaxParts: 2, PartNumberMarker}),
			);
			PartNumberMarker = answer.NextPartNumberMarker;
			const numbers = answer.Parts?.map(part => part.PartNumber).join() ?? '';
			pages.push(`${numbers}|${answer.IsTruncated}|${answer.NextPartNumberMarker}`);
		}
		return pages;
	}

	test('can be repeated', async () => {
		expect(await partPages('repeated')).toEqual(Array.from({length: 4}, () => '1,2|true|2'));
	});

	test('can be endless', async () => {
		expect(await partPages('endless')).toEqual(['1,2|true|2', '5|true|6', '|true|7', '|true|8']);
	});
});
