import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {checksumAlgorithms} from '../../../source/multipart/part.js';
import type {DigestKind} from '../../../source/multipart/rescue/proof.js';
import {hasherOf} from '../../../source/operations/digest/hashers.js';
import {algorithmNamed} from '../../../source/sandbox/integrity/algorithms.js';
import {someBytes} from '../../support/local-file.js';

const hexOf = (digest: string) => Buffer.from(digest, 'base64').toString('hex');

/** "123456789", as the catalogues of CRCs have it; the empty text for xxHash, whose values its specification gives. */
test.each<[DigestKind, string, string]>([
	['CRC32', '123456789', 'cbf43926'],
	['CRC32C', '123456789', 'e3069283'],
	['CRC64NVME', '123456789', 'ae8b14860a799888'],
	['MD5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
	['SHA1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
	['SHA256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
	[
		'SHA512',
		'abc',
		'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
	],
	['XXHASH64', '', 'ef46db3751d8e999'],
	['XXHASH64', 'abc', '44bc2cf5ad770999'],
	['XXHASH3', '', '2d06800538d394c2'],
	['XXHASH128', '', '99aa06d3014798d86001c324468d497f'],
])('%s of “%s”, as it is published', async (kind, text, expected) => {
	const hasher = await hasherOf(kind);
	hasher.update(Buffer.from(text));
	expect(hexOf(hasher.digest())).toBe(expected);
});

test.each(checksumAlgorithms)(
	'%s goes by the bytes, not by the pieces in which they come',
	async kind => {
		const bytes = someBytes(300_007);
		const [whole, pieces] = [await hasherOf(kind), await hasherOf(kind)];
		whole.update(bytes);
		for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 3) % 65_537)
			pieces.update(bytes.subarray(at, at + size));
		const digest = whole.digest();
		expect(pieces.digest()).toBe(digest);
		// Begun anew.
		whole.update(bytes);
		expect(whole.digest()).toBe(digest);
	},
);

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'SHA512', 'MD5'] as const)(
	'%s is what a server that was written without it computes',
	async kind => {
		const bytes = someBytes(1_000_003);
		const hasher = await hasherOf(kind);
		hasher.update(bytes);
		const other = algorithmNamed(kind)!.create();
		other.update(bytes);
		expect(hasher.digest()).toBe(other.digest().toString('base64'));
	},
);

test('an MD5 is that of Node', async () => {
	const bytes = someBytes(100);
	const hasher = await hasherOf('MD5');
	hasher.update(bytes);
	expect(hasher.digest()).toBe(createHash('md5').update(bytes).digest('base64'));
});
