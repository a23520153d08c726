import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import type {FaultAction, Sandbox} from '../../source/sandbox/sandbox.js';
import {gate} from '../support/gate.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const target = {Bucket: 'bucket', Key: 'k'};
const slowDown = {
	status: 503,
	body: '<Error><Code>SlowDown</Code><Message>Slower</Message></Error>',
};

/** An upload of one part and the command that completes it. */
function completable(sandbox: Sandbox, client: S3Client) {
	const etag = '0'.repeat(32);
	const parts = [{number: 1, size: 9, etag}];
	const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts});
	const input = {...target, UploadId, MultipartUpload: {Parts: [{PartNumber: 1, ETag: etag}]}};
	const bucket = sandbox.store.bucket('bucket')!;
	return {
		UploadId,
		complete: (abortSignal?: AbortSignal) =>
			client.send(new CompleteMultipartUploadCommand(input), {abortSignal}),
		/** Whether the upload is in progress and whether the object is there. */
		state: () => [bucket.upload('k', UploadId) !== undefined, bucket.object('k') !== undefined],
	};
}

const untouched = [true, false];
const done = [false, true];

describe('in the middle of a request', () => {
	const size = 1_000_000;
	const partIn = (sandbox: Sandbox, client: S3Client) => {
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts: []});
		const input = {...target, UploadId, PartNumber: 1, Body: Buffer.alloc(size)};
		return {
			send: () => client.send(new UploadPartCommand(input)),
			sizes: () =>
				[...sandbox.store.bucket('bucket')!.upload('k', UploadId)!.parts.values()].map(
					({body}) => body.size,
				),
		};
	};

	test('the connection is cut: there is no part', async () => {
		const {sandbox, client} = await inSandbox();
		const {send, sizes} = partIn(sandbox, client);
		const fault = sandbox.faults.add({operation: 'UploadPart', action: {cut: 'mid-request'}});
		await expect(send()).rejects.toMatchObject({code: expect.stringMatching(/ECONNRESET|EPIPE/)});
		expect(sizes()).toEqual([]);
		fault.remove();
		await send();
		expect(sizes()).toEqual([size]);
	});

	test('it waits, and goes on', async () => {
		const {sandbox, client} = await inSandbox();
		const {send, sizes} = partIn(sandbox, client);
		const held = gate();
		const action = {hold: held.closed, when: 'mid-request'} as const;
		const fault = sandbox.faults.add({operation: 'UploadPart', action});
		const sending = send();
		await expect.poll(() => fault.struck).toBe(1);
		for (let round = 0; round < 50; round++) await client.send(new ListBucketsCommand());
		expect(sizes()).toEqual([]);
		held.open();
		await sending;
		expect(sizes()).toEqual([size]);
	});
});

describe('a canned answer', () => {
	test('replaces the operation, or only what it said', async () => {
		const {sandbox, client} = await inSandbox();
		const {complete, state} = completable(sandbox, client);
		const operation = 'CompleteMultipartUpload';
		const fault = sandbox.faults.add({operation, action: {respond: slowDown}});
		await expect(complete()).rejects.toMatchObject(refusal('SlowDown', 503));
		expect([state(), fault.struck]).toEqual([untouched, 1]);
		fault.remove();
		sandbox.faults.add({operation, action: {respond: {...slowDown, afterEffect: true}}});
		await expect(complete()).rejects.toMatchObject(refusal('SlowDown', 503));
		expect(state()).toEqual(done);
		sandbox.faults.clear();
		await expect(complete()).resolves.toMatchObject({Key: 'k'});
	});

	test('carries its own headers', async () => {
		const {sandbox} = await inSandbox();
		const respond = {status: 502, headers: {'content-type': 'text/html'}, body: '<html>'};
		sandbox.faults.add({operation: 'Unknown', action: {respond}});
		const answer = await rawRequest(sandbox.endpoint, {path: '/%zz'});
		expect(answer).toMatchObject({status: 502, body: '<html>'});
		expect(answer.headers['content-type']).toBe('text/html');
	});
});

describe('a fault strikes', () => {
	async function outcomes(fault: object, count: number) {
		const {sandbox, client} = await inSandbox();
		sandbox.faults.add({operation: 'ListBuckets', action: {respond: slowDown}, ...fault});
		let result = '';
		for (let nth = 0; nth < count; nth++) {
			await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
			await client.send(new ListBucketsCommand({})).then(
				() => {
					result += '.';
				},
				() => {
					result += 'x';
				},
			);
		}
		return result;
	}

	test.each([
		[{}, 'xxxxxx'],
		[{call: 3}, '..x...'],
		[{every: 2}, '.x.x.x'],
		[{times: 2}, 'xx....'],
		[{every: 2, times: 1}, '.x....'],
	])('with %j', async (fault, expected) => {
		expect(await outcomes(fault, 6)).toBe(expected);
	});

	test('only keys that match', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.faults.add({key: /\.mov$/g, action: {respond: slowDown}});
		sandbox.faults.add({key: 'exact', action: {respond: slowDown}});
		const status = async (Key: string) =>
			client.send(new HeadObjectCommand({Bucket: 'bucket', Key})).then(
				() => 200,
				error => error.$metadata.httpStatusCode,
			);
		const keys = ['a.mov', 'b.mov', 'a.mov.txt', 'exact', 'exactly'];
		expect(await Promise.all(keys.map(status))).toEqual([503, 503, 404, 503, 404]);
		await client.send(new ListBucketsCommand({}));
	});
});

describe('a held request', () => {
	test.each([
		['before', untouched],
		['after', done],
	] as const)('%s its effect is in the log without a status', async (when, expected) => {
		const {sandbox, client} = await inSandbox();
		const {complete, state, UploadId} = completable(sandbox, client);
		const {closed, open} = gate();
		sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {hold: closed, when}});
		const answer = complete();
		await expect.poll(state, {interval: 5}).toEqual(expected);
		await expect.poll(() => sandbox.requests.count('CompleteMultipartUpload')).toBe(1);
		expect(sandbox.requests.log.at(-1)).toMatchObject({
			operation: 'CompleteMultipartUpload',
			bucket: 'bucket',
			key: 'k',
			uploadId: UploadId,
			status: undefined,
		});
		open();
		await answer;
		expect(state()).toEqual(done);
		expect(sandbox.requests.log.at(-1)?.status).toBe(200);
	});

	test('and a delayed one arrive in their order', async () => {
		const {sandbox, client} = await inSandbox({latency: 1});
		const {complete} = completable(sandbox, client);
		sandbox.faults.add({operation: 'ListBuckets', action: {delay: 20}});
		const order: string[] = [];
		await Promise.all([
			client.send(new ListBucketsCommand({})).then(() => order.push('list')),
			complete().then(() => order.push('complete')),
		]);
		expect(order).toEqual(['complete', 'list']);
	});
});

describe('a client that does not wait', () => {
	test.each<[string, (promise: Promise<void>) => FaultAction]>([
		['before the effect', hold => ({hold, when: 'before'})],
		['after the effect', hold => ({hold, when: 'after'})],
		['for white space', until => ({whitespace: {every: 1, until}})],
	])('%s does not stop it', async (_, waiting) => {
		const {sandbox, client} = await inSandbox();
		const {complete, state} = completable(sandbox, client);
		const {closed, open} = gate();
		const operation = 'CompleteMultipartUpload';
		sandbox.faults.add({operation, times: 1, action: waiting(closed)});
		const arrived = sandbox.requests.next('CompleteMultipartUpload');
		const impatience = new AbortController();
		const given = expect(complete(impatience.signal)).rejects.toThrow('aborted');
		await arrived;
		impatience.abort();
		await given;
		// By the time this is answered the server has seen the other connection end.
		await client.send(new ListBucketsCommand({}));
		open();
		await expect.poll(state, {interval: 5}).toEqual(done);
		await expect(complete()).resolves.toMatchObject({Key: 'k'});
	});
});

describe('a cut connection', () => {
	test.each([
		['before', untouched],
		['after', done],
		['mid-body', done],
	] as const)('%s the effect', async (cut, expected) => {
		const {sandbox, client} = await inSandbox();
		const {complete, state} = completable(sandbox, client);
		sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {cut}});
		await expect(complete()).rejects.toThrow(/socket hang up|aborted|ECONNRESET/);
		expect(state()).toEqual(expected);
		expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(1);
	});

	test('in the middle of a body shows its first half', async () => {
		const {sandbox, client} = await inSandbox();
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'firstsecond'});
		sandbox.faults.add({operation: 'GetObject', action: {cut: 'mid-body'}});
		const {Body, ContentLength} = await client.send(new GetObjectCommand(target));
		expect(ContentLength).toBe(11);
		let seen = '';
		const read = async () => {
			for await (const piece of Body as AsyncIterable<Buffer>) seen += piece.toString();
		};
		await expect(read()).rejects.toThrow('aborted');
		expect(seen).toBe('first');
	});

	test('of an answer without a body is a cut as a whole', async () => {
		const {sandbox, client} = await inSandbox();
		const {UploadId, state} = completable(sandbox, client);
		sandbox.faults.add({operation: 'AbortMultipartUpload', action: {cut: 'mid-body'}});
		const abort = new AbortMultipartUploadCommand({...target, UploadId});
		await expect(client.send(abort)).rejects.toThrow('socket hang up');
		expect(state()).toEqual([false, false]);
	});
});

describe('white space before the result', () => {
	test('comes under a 200 that is sent at once, and the result follows', async () => {
		const {sandbox, client} = await inSandbox();
		const {complete, state} = completable(sandbox, client);
		const {closed, open} = gate();
		sandbox.faults.add({
			operation: 'CompleteMultipartUpload',
			action: {whitespace: {every: 1, until: closed}},
		});
		const answer = complete();
		await expect.poll(() => sandbox.requests.count('CompleteMultipartUpload')).toBe(1);
		expect(state()).toEqual(untouched);
		open();
		expect((await answer).ETag).toMatch(/^"[\da-f]{32}-1"$/);
		expect(state()).toEqual(done);
	});

	test('may be followed by an error', async () => {
		const {sandbox, client} = await inSandbox();
		const {UploadId, complete} = completable(sandbox, client);
		sandbox.faults.add({
			operation: 'CompleteMultipartUpload',
			action: {whitespace: {every: 1, until: 5}},
		});
		await client.send(new AbortMultipartUploadCommand({...target, UploadId}));
		await expect(complete()).rejects.toMatchObject({name: 'NoSuchUpload'});
		expect(sandbox.requests.log.at(-1)).toMatchObject({status: 200, code: 'NoSuchUpload'});
	});

	test('stands between the declaration and the document, a space for each interval', async () => {
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
		onTestFinished(() => {
			vi.useRealTimers();
		});
		const {sandbox} = await inSandbox();
		const {closed, open} = gate();
		sandbox.faults.add({action: {whitespace: {every: 1000, until: closed}}});
		const answer = rawRequest(sandbox.endpoint, {path: '/'});
		await expect.poll(() => vi.getTimerCount()).toBe(1);
		vi.advanceTimersByTime(3000);
		open();
		const {status, body} = await answer;
		expect(status).toBe(200);
		expect(body).toMatch(
			/^<\?xml version="1.0" encoding="UTF-8"\?>\n {3}<Error><Code>AccessDenied</,
		);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('ends with the connection', async () => {
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
		onTestFinished(() => {
			vi.useRealTimers();
		});
		const {sandbox} = await inSandbox();
		const {closed, open} = gate();
		sandbox.faults.add({action: {whitespace: {every: 1000, until: closed}}});
		sandbox.faults.add({action: {cut: 'after'}});
		const answer = rawRequest(sandbox.endpoint, {path: '/'});
		const cut = expect(answer).rejects.toThrow('aborted');
		await expect.poll(() => vi.getTimerCount()).toBe(1);
		open();
		await cut;
		await expect.poll(() => vi.getTimerCount()).toBe(0);
	});
});
