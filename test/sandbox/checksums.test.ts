import {crc32 as zlibCrc32} from 'node:zlib';
import {
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	HeadObjectCommand,
	ListPartsCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {algorithms} from '../../source/sandbox/integrity/algorithms.js';
import {combineCrcs} from '../../source/sandbox/integrity/combine.js';
import {CrcHasher, crc32, crc32c, crc64nvme} from '../../source/sandbox/integrity/crc.js';
import {inSandbox, refusal} from './in-sandbox.js';

const target = {Bucket: 'bucket', Key: 'k'};
const mib = 1024 ** 2;

describe('a CRC', () => {
	test.each([
		['CRC-32', crc32, 'cbf43926'],
		['CRC-32C', crc32c, 'e3069283'],
		['CRC-64/NVME', crc64nvme, 'ae8b14860a799888'],
	])('%s has its check value', (_, crc, check) => {
		expect(new CrcHasher(crc).update(Buffer.from('123456789')).digest().toString('hex')).toBe(
			check,
		);
	});

	test('of pieces joined follows from those of the pieces', () => {
		const pieces = fc.array(fc.uint8Array({maxLength: 40}), {minLength: 1, maxLength: 6});
		fc.assert(
			fc.property(pieces, fc.constantFrom(crc32, crc32c, crc64nvme), (list, crc) => {
				const whole = new CrcHasher(crc);
				for (const piece of list) whole.update(piece);
				const combined = combineCrcs(
					crc,
					list.map(piece => ({
						digest: new CrcHasher(crc).update(piece).digest(),
						length: piece.length,
					})),
				);
				expect(combined).toEqual(whole.digest());
			}),
		);
	});

	test('agrees with that of zlib', () => {
		fc.assert(
			fc.property(fc.uint8Array(), bytes => {
				const ours = new CrcHasher(crc32).update(bytes).digest().readUInt32BE();
				expect(ours).toBe(zlibCrc32(bytes));
			}),
		);
	});
});

const cases = algorithms.flatMap(({name, types}) => types.map(type => [name, type] as const));

test.each(cases)('an upload with %s %s is verified and completed', async (name, type) => {
	const {client} = await inSandbox();
	const ChecksumAlgorithm = name as 'CRC32';
	const created = await client.send(
		new CreateMultipartUploadCommand({...target, ChecksumAlgorithm, ChecksumType: type}),
	);
	expect([created.ChecksumAlgorithm, created.ChecksumType]).toEqual([name, type]);
	const {UploadId} = created;
	const algorithm = algorithms.find(candidate => candidate.name === name)!;
	const hash = (pieces: Buffer[]) => {
		const hasher = algorithm.create();
		for (const piece of pieces) hasher.update(piece);
		return hasher.digest();
	};
	const bodies = [Buffer.alloc(5 * mib, 'a'), Buffer.from('end')];
	for (const [at, Body] of bodies.entries()) {
		// The SDK names these two and computes neither.
		const summed = ['SHA512', 'MD5'].includes(name)
			? {[algorithm.element]: hash([Body]).toString('base64')}
			: {ChecksumAlgorithm};
		await client.send(
			new UploadPartCommand({...target, UploadId, PartNumber: at + 1, Body, ...summed}),
		);
	}
	const list = await client.send(new ListPartsCommand({...target, UploadId}));
	expect([list.ChecksumAlgorithm, list.ChecksumType]).toEqual([name, type]);
	const Parts = list.Parts?.map(({Size: _, LastModified: __, ...part}) => part);
	const completed = await client.send(
		new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload: {Parts}}),
	);
	const expected =
		type === 'FULL_OBJECT'
			? hash(bodies).toString('base64')
			: `${hash(bodies.map(body => hash([body]))).toString('base64')}-2`;
	const field = algorithm.element as 'ChecksumCRC32';
	expect([completed[field], completed.ChecksumType]).toEqual([expected, type]);
	const head = await client.send(new HeadObjectCommand({...target, ChecksumMode: 'ENABLED'}));
	expect([head[field], head.ChecksumType]).toEqual([expected, type]);
});

test('a full-object checksum may be left out part by part, and must be right as a whole', async () => {
	const {client} = await inSandbox({}, {requestChecksumCalculation: 'WHEN_REQUIRED'});
	const {UploadId} = await client.send(
		new CreateMultipartUploadCommand({
			...target,
			ChecksumAlgorithm: 'CRC32',
			ChecksumType: 'FULL_OBJECT',
		}),
	);
	const {ETag} = await client.send(
		new UploadPartCommand({...target, UploadId, PartNumber: 1, Body: '123456789'}),
	);
	const complete = (ChecksumCRC32: string) =>
		client.send(
			new CompleteMultipartUploadCommand({
				...target,
				UploadId,
				ChecksumCRC32,
				ChecksumType: 'FULL_OBJECT',
				MultipartUpload: {Parts: [{PartNumber: 1, ETag}]},
			}),
		);
	await expect(complete('AAAAAA==')).rejects.toMatchObject(refusal('BadDigest', 400));
	expect((await complete('y/Q5Jg==')).ChecksumCRC32).toBe('y/Q5Jg==');
});

test('a part whose checksum is wrong is refused and not kept', async () => {
	const {sandbox, client} = await inSandbox();
	const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', checksumAlgorithm: 'CRC32C'});
	const part = {...target, UploadId, PartNumber: 1, Body: 'x', ChecksumCRC32C: 'AAAAAA=='};
	await expect(client.send(new UploadPartCommand(part))).rejects.toMatchObject(
		refusal('BadDigest', 400),
	);
	expect(sandbox.store.bucket('bucket')?.upload('k', UploadId)?.parts.size).toBe(0);
});
