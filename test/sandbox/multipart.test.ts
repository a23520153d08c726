import {createHash} from 'node:crypto';
import {
	AbortMultipartUploadCommand,
	type CompletedPart,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {gate} from '../support/gate.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';

const target = {Bucket: 'bucket', Key: 'k'};
const mib = 1024 ** 2;
const plain = {requestChecksumCalculation: 'WHEN_REQUIRED' as const};

async function create(client: S3Client, more: object = {}): Promise<string> {
	const command = new CreateMultipartUploadCommand({...target, ...more});
	return (await client.send(command)).UploadId!;
}

async function upload(
	client: S3Client,
	UploadId: string,
	PartNumber: number,
	Body: Buffer | string,
): Promise<CompletedPart> {
	const {ETag, ChecksumCRC32} = await client.send(
		new UploadPartCommand({...target, UploadId, PartNumber, Body}),
	);
	return {PartNumber, ETag, ChecksumCRC32};
}

function complete(client: S3Client, UploadId: string, Parts: CompletedPart[], more: object = {}) {
	const input = {...target, UploadId, MultipartUpload: {Parts}, ...more};
	return client.send(new CompleteMultipartUploadCommand(input));
}

describe('an upload from beginning to end', () => {
	test('becomes an object with the parts that were named, and their composite ETag', async () => {
		const {sandbox, client} = await inSandbox({}, plain);
		const id = await create(client, {ContentType: 'video/mp4', Metadata: {take: '7'}});
		expect(id).toMatch(/^[\w.]{128}$/);
		const first = Buffer.alloc(5 * mib, 'a');
		const parts = [
			await upload(client, id, 2, first),
			await upload(client, id, 3, 'dropped'),
			await upload(client, id, 7, 'replaced'),
			await upload(client, id, 7, 'end'),
		];
		const named = [parts[0]!, parts[3]!];
		const answer = await complete(client, id, named);
		const md5 = (bytes: Buffer | string) => createHash('md5').update(bytes).digest();
		const expected = md5(Buffer.concat([md5(first), md5('end')])).toString('hex');
		expect(answer).toMatchObject({
			Bucket: 'bucket',
			Key: 'k',
			ETag: `"${expected}-2"`,
			Location: `${sandbox.endpoint}/bucket/k`,
		});
		const head = await client.send(new HeadObjectCommand(target));
		expect(head).toMatchObject({
			ContentLength: 5 * mib + 3,
			ETag: `"${expected}-2"`,
			ContentType: 'video/mp4',
			Metadata: {take: '7'},
		});
		const {Body} = await client.send(new GetObjectCommand(target));
		const bytes = Buffer.from(await Body!.transformToByteArray());
		expect(bytes.equals(Buffer.concat([first, Buffer.from('end')]))).toBe(true);
		const {Uploads} = await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
		expect(Uploads).toBeUndefined();
	});

	test('makes an object that is as old as the upload', async () => {
		const {sandbox, client} = await inSandbox({}, plain);
		const initiated = Date.UTC(2026, 0, 2, 3, 4, 5);
		const id = sandbox.seed.upload({bucket: 'bucket', key: 'k', initiated});
		await complete(client, id, [await upload(client, id, 1, 'x')]);
		const head = await client.send(new HeadObjectCommand(target));
		expect(head.LastModified).toEqual(new Date(initiated));
	});

	test('is gone once aborted, for every operation', async () => {
		const {client} = await inSandbox({}, plain);
		const id = await create(client);
		const part = await upload(client, id, 1, 'x');
		const ids = {...target, UploadId: id};
		const aborted = await client.send(new AbortMultipartUploadCommand(ids));
		expect(aborted.$metadata.httpStatusCode).toBe(204);
		const gone = refusal('NoSuchUpload', 404, {UploadId: id});
		await expect(client.send(new AbortMultipartUploadCommand(ids))).rejects.toMatchObject(gone);
		await expect(client.send(new ListPartsCommand(ids))).rejects.toMatchObject(gone);
		await expect(upload(client, id, 2, 'y')).rejects.toMatchObject(gone);
		await expect(complete(client, id, [part])).rejects.toMatchObject(gone);
	});

	test('belongs to its key', async () => {
		const {sandbox, client} = await inSandbox();
		const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'other'});
		await expect(
			client.send(new AbortMultipartUploadCommand({...target, UploadId})),
		).rejects.toMatchObject(refusal('NoSuchUpload', 404));
		expect(sandbox.store.bucket('bucket')?.uploads.size).toBe(1);
	});

	test('a part that lands after the abort is refused and not kept', async () => {
		const {sandbox, client} = await inSandbox({}, plain);
		const id = await create(client);
		const {closed, open} = gate();
		sandbox.faults.add({operation: 'UploadPart', action: {hold: closed, when: 'before'}});
		const arrived = sandbox.requests.next('UploadPart');
		const part = upload(client, id, 1, 'x');
		await arrived;
		await client.send(new AbortMultipartUploadCommand({...target, UploadId: id}));
		open();
		await expect(part).rejects.toMatchObject(refusal('NoSuchUpload', 404));
	});
});

describe('completing once more', () => {
	test('with the same list gives the same answer', async () => {
		const {client} = await inSandbox({}, plain);
		const id = await create(client);
		const parts = [await upload(client, id, 1, 'x')];
		const {$metadata: _, ...first} = await complete(client, id, parts);
		await expect(complete(client, id, parts)).resolves.toMatchObject(first);
	});

	test('with another list finds no upload', async () => {
		const {client} = await inSandbox({}, plain);
		const id = await create(client);
		const parts = [await upload(client, id, 1, 'x')];
		await complete(client, id, parts);
		await expect(
			complete(client, id, [{PartNumber: 2, ETag: parts[0]!.ETag}]),
		).rejects.toMatchObject(refusal('NoSuchUpload', 404, {UploadId: id}));
	});
});

describe('a completion is refused', () => {
	const sizes = [6 * mib, 4 * mib, 3 * mib];
	async function seeded(more: object = {}) {
		const {sandbox, client} = await inSandbox({}, plain);
		const parts = sizes.map((size, at) => ({number: at + 1, size}));
		const id = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts, ...more});
		const list = await client.send(new ListPartsCommand({...target, UploadId: id}));
		const named = (list.Parts ?? []).map(
			({PartNumber, ETag, ChecksumCRC32}): CompletedPart => ({PartNumber, ETag, ChecksumCRC32}),
		);
		return {sandbox, client, id, named};
	}

	test('when a part but the last is below 5 MiB, and the answer names it', async () => {
		const {sandbox, client, id, named} = await seeded();
		await expect(complete(client, id, named)).rejects.toMatchObject(
			refusal('EntityTooSmall', 400, {
				PartNumber: '2',
				ETag: named[1]!.ETag?.replaceAll('"', ''),
				ProposedSize: String(4 * mib),
				MinSizeAllowed: String(5 * mib),
			}),
		);
		expect(sandbox.store.bucket('bucket')?.uploads.size).toBe(1);
		await complete(client, id, [named[0]!, named[2]!]);
	});

	test('when a part is not there or has another ETag', async () => {
		const {client, id, named} = await seeded();
		await expect(
			complete(client, id, [named[0]!, {PartNumber: 9, ETag: '"abc"'}]),
		).rejects.toMatchObject(
			refusal('InvalidPart', 400, {PartNumber: '9', ETag: 'abc', UploadId: id}),
		);
		await expect(
			complete(client, id, [{PartNumber: 1, ETag: named[1]!.ETag}]),
		).rejects.toMatchObject(refusal('InvalidPart', 400, {PartNumber: '1'}));
	});

	test.each([[[1, 0]], [[0, 0]]])('when parts come in the order %j', async order => {
		const {client, id, named} = await seeded();
		const parts = order.map(at => named[at]!);
		await expect(complete(client, id, parts)).rejects.toMatchObject(
			refusal('InvalidPartOrder', 400, {UploadId: id}),
		);
	});

	test('when it names no part', async () => {
		const {client, id} = await seeded();
		await expect(complete(client, id, [])).rejects.toMatchObject(refusal('MalformedXML', 400));
		await expect(
			client.send(new CompleteMultipartUploadCommand({...target, UploadId: id})),
		).rejects.toMatchObject(refusal('InvalidRequest', 400));
	});

	test('when the size announced is another', async () => {
		const {client, id, named} = await seeded();
		const parts = [named[0]!, named[2]!];
		await expect(complete(client, id, parts, {MpuObjectSize: 9 * mib - 1})).rejects.toMatchObject(
			refusal('InvalidRequest', 400),
		);
		await complete(client, id, parts, {MpuObjectSize: 9 * mib});
	});

	test('when something is there and nothing may be', async () => {
		const {sandbox, client, id, named} = await seeded();
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'before'});
		await expect(complete(client, id, named.slice(0, 1), {IfNoneMatch: '*'})).rejects.toMatchObject(
			refusal('PreconditionFailed', 412, {Condition: 'If-None-Match'}),
		);
		const {ETag} = await client.send(new HeadObjectCommand(target));
		await expect(
			complete(client, id, named.slice(0, 1), {IfMatch: '"other"'}),
		).rejects.toMatchObject(refusal('PreconditionFailed', 412));
		await complete(client, id, named.slice(0, 1), {IfMatch: ETag});
	});

	test('when the upload has checksums and the list has not', async () => {
		const {client, id, named} = await seeded({checksumAlgorithm: 'CRC32'});
		const bare = named.map(({PartNumber, ETag}) => ({PartNumber, ETag}));
		await expect(complete(client, id, bare)).rejects.toMatchObject(
			refusal('InvalidRequest', 400, {
				message:
					'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
			}),
		);
		const wrong = [{...named[0]!, ChecksumCRC32: 'AAAAAA=='}];
		await expect(complete(client, id, wrong)).rejects.toMatchObject(
			refusal('InvalidPart', 400, {PartNumber: '1'}),
		);
	});

	test('with a 500 when the upload has checksums and the list has a gap', async () => {
		const {client, id, named} = await seeded({checksumAlgorithm: 'CRC32'});
		await expect(complete(client, id, [named[0]!, named[2]!])).rejects.toMatchObject(
			refusal('InternalError', 500),
		);
	});
});

describe('a part', () => {
	test.each([0, -1, 10_001])('cannot have the number %i', async PartNumber => {
		const {sandbox, client} = await inSandbox();
		const id = sandbox.seed.upload({bucket: 'bucket', key: 'k'});
		await expect(upload(client, id, PartNumber, 'x')).rejects.toMatchObject(
			refusal('InvalidArgument', 400, {ArgumentName: 'partNumber', ArgumentValue: `${PartNumber}`}),
		);
	});

	test('must have the checksum algorithm of its upload', async () => {
		const {sandbox, client} = await inSandbox();
		const seed = {bucket: 'bucket', key: 'k', checksumAlgorithm: 'SHA256'};
		const id = sandbox.seed.upload(seed);
		const mismatch = (actual: string) =>
			refusal('InvalidRequest', 400, {
				message: `Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: ${actual}`,
			});
		await expect(upload(client, id, 1, 'x')).rejects.toMatchObject(mismatch('crc32'));
		const bare = sandboxClient(sandbox, plain);
		await expect(upload(bare, id, 1, 'x')).rejects.toMatchObject(mismatch('null'));
	});

	test('that came with a checksum of its own must be repeated with it', async () => {
		const {client} = await inSandbox();
		const id = await create(client);
		const part = await upload(client, id, 1, 'x');
		expect(part.ChecksumCRC32).toBeDefined();
		const {PartNumber, ETag} = part;
		await expect(complete(client, id, [{PartNumber, ETag}])).rejects.toMatchObject(
			refusal('InvalidPart', 400, {PartNumber: '1'}),
		);
		await complete(client, id, [part]);
	});
});

test('an upload cannot be created with what does not exist or fit', async () => {
	const {client} = await inSandbox();
	const refuse = (more: object, code: string, status: number) =>
		expect(create(client, more)).rejects.toMatchObject(refusal(code, status));
	await refuse({ChecksumAlgorithm: 'CRC31'}, 'InvalidRequest', 400);
	await refuse({ChecksumAlgorithm: 'XXHASH64'}, 'NotImplemented', 501);
	await refuse({ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT'}, 'InvalidRequest', 400);
	await refuse({ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'COMPOSITE'}, 'InvalidRequest', 400);
	await refuse({ChecksumType: 'COMPOSITE'}, 'InvalidRequest', 400);
	await refuse({StorageClass: 'CUPBOARD'}, 'InvalidStorageClass', 400);
});
