import {createHash} from 'node:crypto';
import {appendFile, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import type {RequestLogEntry} from '../../../source/s3/client/connection.js';
import {isLate, S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {listUploads} from '../../../source/s3/gateway/pages.js';
import {type OpenGateway, openGatewayThread} from '../../../source/s3/thread/gateway-thread.js';
import {FileChanged} from '../../../source/terminal/local-file/file-identity.js';
import {LocalFileError} from '../../../source/terminal/local-file/local-file-error.js';
import {buildChild} from '../../support/child.js';
import {gate} from '../../support/gate.js';
import {adviceOf} from '../../support/hints.js';
import {localFile, rangeOf, someBytes} from '../../support/local-file.js';
import {
	bucket,
	MiB,
	numbered,
	openStage,
	type Stage,
	sandboxSettings,
} from '../../support/stage.js';
import {accessKeyId, errorXml, secretAccessKey, startRawServer, thrownBy} from '../raw-server.js';

let folder: string;
let open: OpenGateway;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-thread-'));
	const outfile = await buildChild(
		join(import.meta.dirname, '../../../source/s3/thread/gateway-worker.ts'),
		folder,
	);
	open = openGatewayThread(pathToFileURL(outfile));
});

afterAll(() => rm(folder, {recursive: true, force: true}));

async function both(
	options: Parameters<typeof openStage>[0] = {},
): Promise<Stage & {here: Gateway; there: Gateway; log: RequestLogEntry[]}> {
	const log: RequestLogEntry[] = [];
	const made = await openStage(options);
	const settings = sandboxSettings(made.sandbox);
	return {
		...made,
		here: createAwsGateway(settings),
		there: open(settings, {onRequest: entry => log.push(entry)}),
		log,
	};
}

async function keysOf(gateway: Gateway): Promise<string[]> {
	const keys: string[] = [];
	for await (const page of listUploads(gateway, {bucket})) keys.push(...page.map(({key}) => key));
	return keys;
}

test('an Abort whose time is over when it comes to leave is not sent from a thread either', async () => {
	const {there, upload, sandbox} = await both();
	const target = {bucket, key: 'k', uploadId: upload('k')};
	const notBefore = Date.now();
	const late = there.abort({...target, leaves: {notBefore, notAfter: notBefore - 1}});
	expect(isLate(await late.catch((error: unknown) => error))).toBe(true);
	expect(sandbox.requests.log).toEqual([]);
	const notAfter = notBefore + 3_600_000;
	await there.abort({...target, leaves: {notBefore, notAfter}});
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(1);
});

test('what comes back is what comes back without a thread', async () => {
	const {here, there, upload, log} = await both();
	for (const key of [...numbered('key-', 1100), 'a b', '报告', 'line\nend'])
		upload(key, {sizes: []});
	const uploadId = upload('parts', {sizes: [8 * MiB, 5 * MiB, 1]});
	expect(await keysOf(there)).toEqual(await keysOf(here));
	const target = {bucket, key: 'parts', uploadId};
	// Each request has an id of its own.
	const requestId = expect.any(String);
	expect(await there.listParts(target)).toEqual({...(await here.listParts(target)), requestId});
	expect(await there.summarizeParts(target)).toEqual(await here.summarizeParts(target));
	expect(await there.headObject({bucket, key: 'parts'})).toBeUndefined();
	expect(await there.listBuckets()).toEqual(await here.listBuckets());
	expect([there.endpoint, there.readOnly]).toEqual([here.endpoint, here.readOnly]);
	expect(log.filter(({operation}) => operation === 'ListMultipartUploads')).toHaveLength(2);
	await there.abort(target);
	await expect(here.summarizeParts(target)).rejects.toMatchObject({code: 'NoSuchUpload'});
});

test('a failure arrives whole, with what it taught', async () => {
	const {there, sandbox} = await both();
	const target = {bucket, key: 'never', uploadId: 'never'};
	const failure = await there.abort(target).catch(error => error);
	expect(failure).toBeInstanceOf(S3Failure);
	expect(failure).toMatchObject({
		operation: 'AbortMultipartUpload',
		target,
		code: 'NoSuchUpload',
		status: 404,
		effect: 'never',
	});
	expect(failure.requestId).toEqual(expect.any(String));
	expect(there.clock().offset).toEqual(expect.any(Number));
	expect(there.caller()).toBe(sandbox.users[0]?.accessKeyId);
	expect(adviceOf(failure)).not.toBe('');
});

test('a failure brings no secret along, whatever the server says', async () => {
	const server = await startRawServer(() => ({
		status: 400,
		body: errorXml('InvalidArgument', `You sent ${secretAccessKey}.`),
	}));
	onTestFinished(() => server.close());
	const users = [{accessKeyId, secretAccessKey}];
	const there = open(sandboxSettings({...server, region: 'us-east-1', users}));
	const failure = await there.listBuckets().catch(error => error);
	expect(failure).toMatchObject({code: 'InvalidArgument', status: 400});
	expect(failure.cause).toContain('You sent');
	expect(failure.cause).not.toContain(secretAccessKey);
});

test('the clock of the server is known here', async () => {
	const {there, sandbox} = await both({now: () => Date.parse('2026-01-01T00:00:00Z')});
	expect(Math.abs(there.now() - Date.now())).toBeLessThan(1000);
	await there.listBuckets().catch(() => {});
	expect(Math.abs(there.now() - sandbox.now())).toBeLessThan(2000);
	expect(there.clock()).toMatchObject({isAgreed: true});
	// What one connection to the endpoint learned the next one knows: its first answer is one of several.
	const next = open(sandboxSettings(sandbox));
	expect(next.clock()).toEqual({isAgreed: false});
	await next.listBuckets();
	expect(next.clock()).toMatchObject({isAgreed: true});
	next.close();
});

test('a read that is cancelled ends with the reason of its signal, and its answer is dropped', async () => {
	const {there, sandbox} = await both();
	let answer = () => {};
	const held = new Promise<void>(resolve => {
		answer = resolve;
	});
	sandbox.faults.add({operation: 'ListBuckets', action: {hold: held, when: 'before'}});
	const cancel = new AbortController();
	const read = there.listBuckets(cancel.signal);
	cancel.abort(new Error('left'));
	await expect(read).rejects.toThrow('left');
	answer();
	await expect(there.listBuckets(AbortSignal.abort(new Error('too late')))).rejects.toThrow(
		'too late',
	);
	expect(await there.listBuckets()).toHaveLength(1);
});

test('an error of ours in the thread is thrown here', async () => {
	const {there} = await both();
	const broken = undefined as unknown as {bucket: string; key: string; uploadId: string};
	await expect(there.listParts(broken)).rejects.toThrow('thread of the gateway');
});

test('terms of one act go with it', async () => {
	const {there} = await both();
	const other = there.withTerms({expectedBucketOwner: '999999999999'});
	expect(other.terms).toEqual({expectedBucketOwner: '999999999999', requestPayer: undefined});
	await expect(other.listUploadsPage({bucket})).rejects.toMatchObject({status: 403});
	expect((await there.listUploadsPage({bucket})).uploads).toEqual([]);
});

test('the pace of the endpoint is known here, and shared by the gateways there', async () => {
	const {there, sandbox} = await both();
	const other = open(sandboxSettings(sandbox));
	expect(there.pace.facts()).toMatchObject({sent: 0, underWay: 0, width: 8});
	const held = gate();
	sandbox.faults.add({action: {hold: held.closed, when: 'before'}});
	const reads = Array.from({length: 11}, () => there.listBuckets());
	await expect.poll(() => other.pace.facts()).toMatchObject({sent: 8, underWay: 8, waiting: 3});
	const cancelled = new AbortController();
	const unwanted = other.listBuckets(cancelled.signal);
	await expect.poll(() => there.pace.facts().waiting).toBe(4);
	cancelled.abort('left');
	await expect(unwanted).rejects.toBe('left');
	await expect.poll(() => there.pace.facts().waiting).toBe(3);
	held.open();
	await Promise.all(reads);
	sandbox.faults.clear();
	// Each of the eleven answers made it wider, to more than ten; that is halved.
	sandbox.faults.add({times: 1, action: {slowDown: {retryAfter: 0}}});
	await there.listBuckets();
	await expect
		.poll(() => other.pace.facts())
		.toMatchObject({
			width: 5,
			throttled: 1,
			underWay: 0,
			sent: 13,
			slowed: {why: 'throttled'},
		});
	expect(other.pace.width).toBe(5);
	other.close();
});

test('a part is sent by the thread from the file, and how far it is is told here', async () => {
	const {there, sandbox, upload} = await both();
	const bytes = someBytes(6 * MiB);
	const path = await localFile(bytes);
	const target = {bucket, key: 'k', uploadId: upload('k', {parts: []})};
	const part = {...target, partNumber: 1, file: await rangeOf(path), checksums: {}};
	let told = 0;
	const md5 = createHash('md5').update(bytes).digest('hex');
	expect(
		await there.uploadPart(part, undefined, count => {
			told += count;
		}),
	).toMatchObject({etag: `"${md5}"`, checksums: {}});
	expect(told).toBe(bytes.length);
	expect(await there.uploadPart(part)).toMatchObject({etag: `"${md5}"`});
	expect(sandbox.requests.count('UploadPart')).toBe(2);
	expect((await there.listParts(target)).parts).toMatchObject([{size: bytes.length}]);
	told = 0;
	await there.uploadPart({...part, file: await rangeOf(path, 0, 10)}, undefined, count => {
		told += count;
	});
	expect(told).toBe(10);
});

test('a file that changed or cannot be read is the same error from the thread', async () => {
	const {there, sandbox, upload} = await both();
	const path = await localFile(someBytes(10));
	const target = {bucket, key: 'k', uploadId: upload('k', {parts: []})};
	const part = {...target, partNumber: 1, file: await rangeOf(path), checksums: {}};
	await appendFile(path, '!');
	const changed = await thrownBy(() => there.uploadPart(part));
	expect(changed).toBeInstanceOf(FileChanged);
	expect((changed as FileChanged).path).toBe(path);
	await rm(path);
	const gone = await thrownBy(() => there.uploadPart(part));
	expect(gone).toBeInstanceOf(LocalFileError);
	expect((gone as Error).message).toBe(`${path} is not there.`);
	expect(sandbox.requests.log.filter(({status}) => status === 200)).toEqual([]);
});

test('a part that is cancelled here ends there', async () => {
	const {there, upload} = await both();
	const path = await localFile(Buffer.alloc(64 * MiB));
	const target = {bucket, key: 'k', uploadId: upload('k', {parts: []})};
	const cancel = new AbortController();
	const part = {...target, partNumber: 1, file: await rangeOf(path), checksums: {}};
	const sending = there.uploadPart(part, cancel.signal, () => cancel.abort('left'));
	await expect(sending).rejects.toBe('left');
	await expect.poll(() => there.pace.facts().underWay).toBe(0);
	expect((await there.listParts(target)).parts).toEqual([]);
});
