import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {appendFileSync, readdirSync, readlinkSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {crc32} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {UploadPartRequest} from '../../../source/s3/gateway/gateway.js';
import {FileChanged} from '../../../source/terminal/local-file/file-identity.js';
import {LocalFileError} from '../../../source/terminal/local-file/local-file-error.js';
import {gate} from '../../support/gate.js';
import {adviceOf} from '../../support/hints.js';
import {localFile, rangeOf, someBytes} from '../../support/local-file.js';
import {bucket, MiB, openStage, sandboxSettings} from '../../support/stage.js';
import {errorXml, gatewayTo, startRawServer, thrownBy} from '../raw-server.js';

const md5 = (bytes: Buffer, as: 'hex' | 'base64') => createHash('md5').update(bytes).digest(as);

function crc32Of(bytes: Buffer): string {
	const digest = Buffer.alloc(4);
	digest.writeUInt32BE(crc32(bytes));
	return digest.toString('base64');
}

/** A sandbox with an upload without parts, a gateway to it, and a file. */
async function withFile(
	bytes: Buffer,
	settings: Parameters<typeof gatewayTo>[1] = {},
	checksumAlgorithm?: string,
) {
	const {sandbox, upload} = await openStage();
	const path = await localFile(bytes);
	const gateway = createAwsGateway({...sandboxSettings(sandbox), ...settings});
	onTestFinished(() => gateway.close());
	const target = {bucket, key: 'k', uploadId: upload('k', {parts: [], checksumAlgorithm})};
	const parts = async () => (await gateway.listParts(target)).parts;
	return {sandbox, gateway, path, target, parts};
}

const target = {bucket: 'b', key: 'k', uploadId: 'u', partNumber: 1, checksums: {}};

async function request(bytes: number): Promise<UploadPartRequest> {
	return {...target, file: await rangeOf(await localFile(Buffer.alloc(bytes, 'x')))};
}

function openFiles(path: string): number {
	const names = readdirSync('/proc/self/fd').map(name => {
		try {
			return readlinkSync(`/proc/self/fd/${name}`);
		} catch {
			return '';
		}
	});
	return names.filter(name => name.startsWith(path)).length;
}

/** A server below HTTP, which gets each connection. */
async function startSocketServer(serve: (socket: Socket) => void): Promise<string> {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		serve(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: "e"\r\nx-amz-request-id: R\r\n\r\n';

describe('a part that is sent', () => {
	test.each(['when-required', 'when-supported'] as const)(
		'is the range of the file, with its length and its digests and nothing around it (checksums %s)',
		async checksums => {
			const bytes = someBytes(7 * MiB + 1);
			const {gateway, sandbox, path, target, parts} = await withFile(bytes, {checksums});
			const range = bytes.subarray(MiB - 1, 6 * MiB + 2);
			let told = 0;
			const answer = await gateway.uploadPart(
				{
					...target,
					partNumber: 3,
					file: await rangeOf(path, MiB - 1, 6 * MiB + 2),
					checksums: {ChecksumCRC32: crc32Of(range)},
					contentMd5: md5(range, 'base64'),
				},
				undefined,
				count => {
					told += count;
				},
			);
			expect(answer).toEqual({
				etag: `"${md5(range, 'hex')}"`,
				checksums: {ChecksumCRC32: crc32Of(range)},
				requestId: expect.any(String),
			});
			expect(told).toBe(range.length);
			expect(await parts()).toMatchObject([{partNumber: 3, size: range.length}]);
			const {headers} = sandbox.requests.log.find(({operation}) => operation === 'UploadPart')!;
			expect(headers).toMatchObject({
				'content-length': String(range.length),
				'content-md5': md5(range, 'base64'),
				expect: '100-continue',
				'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
			});
			expect(
				Object.keys(headers).filter(name =>
					/transfer-encoding|content-encoding|trailer|sdk-checksum|decoded/.test(name),
				),
			).toEqual([]);
			expect(openFiles(path)).toBe(0);
		},
	);

	test('has no checksum where the upload wants none, not even one of the SDK', async () => {
		const {gateway, sandbox, path, target} = await withFile(someBytes(MiB), {
			checksums: 'when-supported',
		});
		const file = await rangeOf(path);
		const {checksums} = await gateway.uploadPart({...target, partNumber: 1, file, checksums: {}});
		expect(checksums).toEqual({});
		const {headers} = sandbox.requests.log.find(({operation}) => operation === 'UploadPart')!;
		expect(Object.keys(headers).filter(name => name.includes('checksum'))).toEqual([]);
	});

	test('is refused where a digest is that of other bytes', async () => {
		const {gateway, path, target, parts} = await withFile(someBytes(MiB));
		const file = await rangeOf(path);
		const other = Buffer.from('other');
		for (const digests of [
			{checksums: {ChecksumCRC32: crc32Of(other)}},
			{checksums: {}, contentMd5: md5(other, 'base64')},
		])
			await expect(
				gateway.uploadPart({...target, partNumber: 1, file, ...digests}),
			).rejects.toMatchObject({operation: 'UploadPart', code: 'BadDigest', effect: 'never'});
		expect(await parts()).toEqual([]);
	});

	test('may be empty', async () => {
		const {gateway, path, target} = await withFile(Buffer.alloc(0));
		const file = await rangeOf(path);
		const sent = await gateway.uploadPart({...target, partNumber: 1, file, checksums: {}});
		expect(sent.etag).toBe(`"${md5(Buffer.alloc(0), 'hex')}"`);
	});

	test('waits for its turn', async () => {
		const {gateway, sandbox, path, target} = await withFile(someBytes(10));
		const held = gate();
		sandbox.faults.add({operation: 'UploadPart', action: {hold: held.closed, when: 'before'}});
		const file = await rangeOf(path);
		const parts = Array.from({length: 9}, (_, at) =>
			gateway.uploadPart({...target, partNumber: at + 1, file, checksums: {}}),
		);
		await expect.poll(() => gateway.pace.facts()).toMatchObject({underWay: 8, waiting: 1});
		held.open();
		await Promise.all(parts);
	});

	test('leaves its connection to the next one', async () => {
		const server = await startRawServer(() => ({headers: {etag: '"e"'}}));
		onTestFinished(() => server.close());
		const gateway = gatewayTo(server.endpoint);
		for (const size of [10, 3 * MiB, 10]) await gateway.uploadPart(await request(size));
		expect(server.seen.map(({connection}) => connection)).toEqual([1, 1, 1]);
	});

	test('goes once more to the region in which the bucket is, from its first byte', async () => {
		const bytes = someBytes(MiB);
		const server = await startRawServer((_seen, count) =>
			count === 1
				? {
						status: 301,
						headers: {'x-amz-bucket-region': 'eu-west-3'} as Record<string, string>,
						body: errorXml('PermanentRedirect'),
					}
				: {headers: {etag: '"e"'}},
		);
		onTestFinished(() => server.close());
		const file = await rangeOf(await localFile(bytes));
		expect(await gatewayTo(server.endpoint).uploadPart({...target, file})).toMatchObject({
			etag: '"e"',
		});
		expect(server.seen[1]?.body).toBe(bytes.toString());
		expect(server.seen[1]?.headers.authorization).toContain('/eu-west-3/');
	});
});

describe('what is not sent', () => {
	test('a part of a connection that is read-only, or under a protected prefix', async () => {
		const {gateway, sandbox, path, target} = await withFile(someBytes(10), {
			protectedPrefixes: [{prefix: 'k'}],
		});
		const readOnly = createAwsGateway({...sandboxSettings(sandbox), readOnly: true});
		onTestFinished(() => readOnly.close());
		const file = await rangeOf(path);
		for (const [by, code] of [
			[gateway, 'Protected'],
			[readOnly, 'ReadOnly'],
		] as const)
			await expect(
				by.uploadPart({...target, partNumber: 1, file, checksums: {}}),
			).rejects.toMatchObject({name: 'S3Failure', code, effect: 'never', operation: 'UploadPart'});
		expect(sandbox.requests.count('UploadPart')).toBe(0);
	});

	test('a file that has changed before', async () => {
		const {gateway, sandbox, path, target} = await withFile(someBytes(MiB));
		const file = await rangeOf(path);
		appendFileSync(path, '!');
		let told = 0;
		const sending = gateway.uploadPart(
			{...target, partNumber: 1, file, checksums: {}},
			undefined,
			count => {
				told += count;
			},
		);
		await expect(sending).rejects.toBeInstanceOf(FileChanged);
		expect(told).toBe(0);
		expect(sandbox.requests.log.filter(({status}) => status === 200)).toEqual([]);
	});

	test('all bytes of a file that changes meanwhile: the service has no part of it', async () => {
		const {gateway, path, target, parts} = await withFile(someBytes(9 * MiB));
		const file = await rangeOf(path, 0, 8 * MiB);
		let isTouched = false;
		const sending = gateway.uploadPart(
			{...target, partNumber: 1, file, checksums: {}},
			undefined,
			() => {
				if (!isTouched) appendFileSync(path, '!');
				isTouched = true;
			},
		);
		await expect(sending).rejects.toBeInstanceOf(FileChanged);
		expect(await parts()).toEqual([]);
		expect(openFiles(path)).toBe(0);
	});

	test('a file that cannot be read, which is no trouble of the network', async () => {
		const {gateway, path, target} = await withFile(someBytes(3 * MiB));
		const file = await rangeOf(path);
		await rm(path);
		const sending = gateway.uploadPart({...target, partNumber: 1, file, checksums: {}});
		const thrown = await thrownBy(() => sending);
		expect(thrown).toBeInstanceOf(LocalFileError);
		expect((thrown as Error).message).toBe(`${path} is not there.`);
	});
});

describe('a part that is under way', () => {
	test('ends with its signal, and closes the file', async () => {
		const {gateway, path, target, parts} = await withFile(Buffer.alloc(64 * MiB));
		const cancel = new AbortController();
		const reason = new Error('left');
		let told = 0;
		const sending = gateway.uploadPart(
			{...target, partNumber: 1, file: await rangeOf(path), checksums: {}},
			cancel.signal,
			bytes => {
				told += bytes;
				cancel.abort(reason);
			},
		);
		await expect(sending).rejects.toBe(reason);
		expect(told).toBeLessThan(64 * MiB);
		await expect.poll(() => openFiles(path)).toBe(0);
		expect(await parts()).toEqual([]);
	});

	test('is cut with the connection', async () => {
		const endpoint = await startSocketServer(socket => {
			let seen = 0;
			socket.on('data', piece => {
				if (seen === 0) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
				seen += piece.length;
				if (seen > MiB) socket.resetAndDestroy();
			});
		});
		const wanted = await request(32 * MiB);
		const failure = await thrownBy(() => gatewayTo(endpoint).uploadPart(wanted));
		expect(failure).toBeInstanceOf(S3Failure);
		expect(failure).toMatchObject({
			operation: 'UploadPart',
			code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
			effect: 'perhaps',
			retryable: true,
		});
		await expect.poll(() => openFiles(wanted.file.path)).toBe(0);
	});

	test('that is refused before a byte of it left stays here', async () => {
		const server = createHttpServer();
		let bytes = 0;
		server.on('checkContinue', (incoming, response) => {
			incoming.on('data', piece => {
				bytes += piece.length;
			});
			response.writeHead(404, {'x-amz-request-id': 'R'}).end(errorXml('NoSuchUpload'));
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		onTestFinished(() => {
			server.close();
			server.closeAllConnections();
		});
		const {port} = server.address() as AddressInfo;
		const wanted = await request(32 * MiB);
		let told = 0;
		const sending = gatewayTo(`http://127.0.0.1:${port}`).uploadPart(wanted, undefined, count => {
			told += count;
		});
		await expect(sending).rejects.toMatchObject({code: 'NoSuchUpload', effect: 'never'});
		expect([bytes, told]).toEqual([0, 0]);
		await expect.poll(() => openFiles(wanted.file.path)).toBe(0);
	});

	test.each([
		['in the middle of it, by a service that reads no further', true],
		['before it, by a service that knows nothing of Expect', false],
	])('ends when it is refused %s', async (_when, hasRead) => {
		const body = errorXml('AccessDenied', 'No.');
		const answer = `HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\nx-amz-request-id: R\r\n\r\n${body}`;
		const endpoint = await startSocketServer(socket => {
			socket.on('data', () => {
				socket.write(hasRead ? `HTTP/1.1 100 Continue\r\n\r\n${answer}` : answer);
				socket.pause();
			});
		});
		const wanted = await request(32 * MiB);
		const failure = await thrownBy(() => gatewayTo(endpoint).uploadPart(wanted));
		expect(failure).toMatchObject({code: 'AccessDenied', effect: 'never'});
		expect(adviceOf(failure as S3Failure)).toContain('s3:PutObject');
		await expect.poll(() => openFiles(wanted.file.path)).toBe(0);
	});

	test('leaves after a while where nobody says that it is wanted', async () => {
		const endpoint = await startSocketServer(socket => {
			let left = 3 * MiB;
			socket.on('data', piece => {
				const text = piece.toString('latin1');
				const end = text.indexOf('\r\n\r\n');
				left -= text.startsWith('PUT ') ? piece.length - end - 4 : piece.length;
				if (left === 0) socket.write(ok);
			});
		});
		expect(await gatewayTo(endpoint).uploadPart(await request(3 * MiB))).toMatchObject({
			etag: '"e"',
		});
	});

	test('is not there because a service says so before it has it', async () => {
		const endpoint = await startSocketServer(socket => {
			socket.once('data', () => socket.write(ok));
		});
		for (const size of [MiB, 32 * MiB])
			await expect(gatewayTo(endpoint).uploadPart(await request(size))).rejects.toMatchObject({
				code: 'UnexpectedAnswer',
				effect: 'perhaps',
			});
	});

	test('fails where the server takes nothing and says nothing', async () => {
		const endpoint = await startSocketServer(socket => {
			socket.once('data', () => {
				socket.write('HTTP/1.1 100 Continue\r\n\r\n');
				socket.pause();
			});
		});
		const limits = {connect: 60_000, readSilence: 60_000, actSilence: 60_000, partSilence: 200};
		await expect(
			gatewayTo(endpoint, {}, limits).uploadPart(await request(32 * MiB)),
		).rejects.toMatchObject({code: 'SilenceTimeout', effect: 'perhaps', retryable: true});
	});

	test('a page of a proxy is no yes', async () => {
		const server = await startRawServer(() => ({
			headers: {'content-type': 'text/html'},
			body: '<html><body>Please log in</body></html>',
		}));
		onTestFinished(() => server.close());
		await expect(gatewayTo(server.endpoint).uploadPart(await request(10))).rejects.toMatchObject({
			code: 'UnexpectedAnswer',
		});
	});

	test('may be sent again after a 500: it is no act whose end is unclear', async () => {
		const server = await startRawServer(() => ({status: 500, body: errorXml('InternalError')}));
		onTestFinished(() => server.close());
		await expect(gatewayTo(server.endpoint).uploadPart(await request(10))).rejects.toMatchObject({
			retryable: true,
			hint: {code: 'service-trouble'},
		});
		expect(server.seen).toHaveLength(1);
	});
});
