import {describe, expect, onTestFinished, test} from 'vitest';
import type {Reading} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {createPartsReader} from '../../../source/operations/scan/parts-reader.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {bucket, MiB, numbered, openStage, sandboxSettings} from '../../support/stage.js';

type Told = {readonly key: string; readonly reading: Reading; readonly failure?: S3Failure};

/** A reader on a sandbox with `count` uploads, and what it told. */
async function reading(count: number, {concurrency = 8} = {}) {
	const {sandbox, upload} = await openStage();
	const uploads = numbered('key-', count).map(
		(key): Upload => ({key, uploadId: upload(key, {sizes: [5 * MiB, MiB]}), keyCertain: true}),
	);
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	onTestFinished(() => gateway.close());
	const controller = new AbortController();
	const told: Told[] = [];
	let wake = () => {};
	const reader = createPartsReader({
		gateway,
		bucket,
		signal: controller.signal,
		concurrency: () => concurrency,
		onReading({key}, each, failure) {
			told.push({key, reading: each, failure});
			wake();
		},
	});
	return {
		sandbox,
		uploads,
		gateway,
		reader,
		told,
		keys: () => told.map(({key}) => key),
		abort: () => controller.abort(),
		/** Resolves once so many were told. */
		async until(wanted: number): Promise<void> {
			while (told.length < wanted)
				await new Promise<void>(resolve => {
					wake = resolve;
				});
		},
		/** A request after all that were sent so far: what has not arrived by its answer was not sent. */
		barrier: () => gateway.headObject({bucket, key: 'none'}),
	};
}

/** Holds every ListParts; resolves `arrived` when so many came. */
function hold(sandbox: Sandbox, count: number) {
	const {closed, open} = gate();
	sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	const arrived = (async () => {
		for (let seen = sandbox.requests.count('ListParts'); seen < count; seen++)
			await sandbox.requests.next('ListParts');
	})();
	return {arrived, open};
}

function asked(sandbox: Sandbox): string[] {
	return sandbox.requests.log
		.filter(({operation}) => operation === 'ListParts')
		.map(({key}) => key ?? '');
}

test('a reading tells count, bytes and the last part', async () => {
	const {reader, uploads, told, until} = await reading(1);
	reader.want(uploads);
	await until(1);
	expect(told[0]?.reading).toMatchObject({kind: 'read', summary: {count: 2, bytes: 6 * MiB}});
	expect(reader.pending).toBe(0);
});

test('at most so many are under way; the next goes when one has come', async () => {
	const {sandbox, reader, uploads, until, barrier} = await reading(20, {concurrency: 4});
	const {arrived, open} = hold(sandbox, 4);
	reader.queue(uploads);
	await arrived;
	await barrier();
	expect(sandbox.requests.count('ListParts')).toBe(4);
	expect(reader.pending).toBe(20);
	open();
	await until(20);
	expect(new Set(asked(sandbox)).size).toBe(20);
	expect(reader.pending).toBe(0);
});

test('what is wanted goes before what is queued, in its order', async () => {
	const {sandbox, reader, uploads, until} = await reading(6, {concurrency: 1});
	const {arrived, open} = hold(sandbox, 1);
	reader.queue(uploads.slice(0, 4));
	await arrived;
	reader.want(uploads.slice(4));
	open();
	await until(6);
	expect(asked(sandbox)).toEqual([0, 4, 5, 1, 2, 3].map(at => uploads[at]?.key));
});

test('wanting anew forgets what was wanted before: the person scrolled on', async () => {
	const {sandbox, reader, uploads, until, barrier} = await reading(5, {concurrency: 1});
	const {arrived, open} = hold(sandbox, 1);
	reader.want(uploads.slice(0, 3));
	await arrived;
	reader.want(uploads.slice(3));
	open();
	await until(3);
	await barrier();
	expect(asked(sandbox)).toEqual([0, 3, 4].map(at => uploads[at]?.key));
});

test('nothing is read twice: neither wanted and queued, nor asked for again while it is under way', async () => {
	const {sandbox, reader, uploads, until, barrier, keys} = await reading(6, {concurrency: 2});
	const {arrived, open} = hold(sandbox, 2);
	reader.queue(uploads);
	await arrived;
	reader.want(uploads.slice(0, 4));
	open();
	await until(6);
	await barrier();
	expect(asked(sandbox).toSorted()).toEqual(uploads.map(({key}) => key));
	expect(keys().toSorted()).toEqual(uploads.map(({key}) => key));
});

describe('after the abort', () => {
	test('nothing more is sent, and answers that come late are dropped', async () => {
		const {sandbox, reader, uploads, told, abort, barrier} = await reading(10, {concurrency: 3});
		const {arrived, open} = hold(sandbox, 3);
		reader.queue(uploads);
		await arrived;
		abort();
		open();
		await barrier();
		expect(told).toEqual([]);
		expect(sandbox.requests.count('ListParts')).toBe(3);
		reader.want(uploads);
		await barrier();
		expect(sandbox.requests.count('ListParts')).toBe(3);
	});
});

test('one that is denied, gone or fails says so, and the others go on', async () => {
	const {sandbox, reader, uploads, told, until} = await reading(4, {concurrency: 1});
	const error = (code: string) => `<Error><Code>${code}</Code></Error>`;
	sandbox.faults.add({
		operation: 'ListParts',
		key: 'key-0001',
		action: {respond: {status: 403, body: error('AccessDenied')}},
	});
	sandbox.faults.add({
		operation: 'ListParts',
		key: 'key-0002',
		action: {respond: {status: 404, body: error('NoSuchUpload')}},
	});
	sandbox.faults.add({
		operation: 'ListParts',
		key: 'key-0003',
		action: {respond: {status: 400, body: error('InvalidRequest')}},
	});
	reader.queue(uploads);
	await until(4);
	expect(told.map(({key, reading: {kind}, failure}) => [key, kind, failure?.code])).toEqual([
		['key-0001', 'denied', 'AccessDenied'],
		// A state of the upload, and no failure of anything.
		['key-0002', 'not-found', undefined],
		['key-0003', 'failed', 'InvalidRequest'],
		['key-0004', 'read', undefined],
	]);
});

test('without credentials it holds: no reading is given up, and after its release all are read', async () => {
	const {sandbox, upload} = await openStage();
	const uploads = numbered('key-', 30).map(
		(key): Upload => ({key, uploadId: upload(key, {sizes: [MiB]}), keyCertain: true}),
	);
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	onTestFinished(() => gateway.close());
	const refusing = sandbox.faults.add({
		operation: 'ListParts',
		action: {respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'}},
	});
	const read: string[] = [];
	const {closed: held, open: hold} = gate();
	const {closed: done, open: end} = gate();
	const reader = createPartsReader({
		gateway,
		bucket,
		signal: new AbortController().signal,
		onCredentialsLost: hold,
		onReading({key}, {kind}) {
			read.push(`${key} ${kind}`);
			if (read.length === uploads.length) end();
		},
	});
	reader.queue(uploads);
	await held;
	expect(read).toEqual([]);
	expect(sandbox.requests.count('ListParts')).toBeLessThan(30);
	refusing.remove();
	reader.release();
	await done;
	expect(new Set(read)).toEqual(new Set(uploads.map(({key}) => `${key} read`)));
	expect(reader.pending).toBe(0);
});

test('an answer to the credentials of before the release, that comes late, does not hold it again', async () => {
	const {sandbox, upload} = await openStage();
	const uploads = numbered('key-', 12).map(
		(key): Upload => ({key, uploadId: upload(key, {sizes: [MiB]}), keyCertain: true}),
	);
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	onTestFinished(() => gateway.close());
	const late = gate();
	sandbox.faults.add({
		...{operation: 'ListParts', key: 'key-0001', times: 1},
		action: {hold: late.closed, when: 'before'},
	});
	const refusing = sandbox.faults.add({
		operation: 'ListParts',
		action: {respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'}},
	});
	const lost = gate();
	const others = gate();
	const all = gate();
	const read: string[] = [];
	let timesLost = 0;
	const reader = createPartsReader({
		gateway,
		bucket,
		signal: new AbortController().signal,
		onCredentialsLost() {
			timesLost++;
			lost.open();
		},
		onReading({key}, {kind}) {
			read.push(`${key} ${kind}`);
			if (read.length === uploads.length - 1) others.open();
			if (read.length === uploads.length) all.open();
		},
	});
	reader.queue(uploads);
	await lost.closed;
	refusing.remove();
	reader.release();
	await others.closed;
	late.open();
	await all.closed;
	expect(read.at(-1)).toBe('key-0001 read');
	expect(timesLost).toBe(1);
});
