import {createHash} from 'node:crypto';
import {crc32} from 'node:zlib';
import {
	createCRC32,
	createCRC64,
	createXXHash3,
	createXXHash64,
	createXXHash128,
	type IHasher,
} from 'hash-wasm';
import type {DigestKind} from '../../multipart/rescue/proof.js';

/** Takes the bytes of one range after the other. */
export type Hasher = {
	update(bytes: Uint8Array): void;
	/** Of the bytes since the last one, as S3 sends it: base64, numbers from their highest byte on. Begins anew. */
	digest(): string;
};

/** Reflected, as the library wants them: https://reveng.sourceforge.io/crc-catalogue/all.htm (CRC-32/ISCSI, CRC-64/NVME). */
const castagnoli = 0x82f63b78;
const nvme = '9a6c9329ac4bc9b5';

/** What Node has is faster than the library. */
const makers: Readonly<Record<DigestKind, () => Hasher | Promise<Hasher>>> = {
	CRC32: crcOfNode,
	CRC32C: async () => ofLibrary(await createCRC32(castagnoli)),
	CRC64NVME: async () => ofLibrary(await createCRC64(nvme)),
	MD5: () => ofNode('md5'),
	SHA1: () => ofNode('sha1'),
	SHA256: () => ofNode('sha256'),
	SHA512: () => ofNode('sha512'),
	XXHASH3: async () => ofLibrary(await createXXHash3()),
	XXHASH64: async () => ofLibrary(await createXXHash64()),
	XXHASH128: async () => ofLibrary(await createXXHash128()),
};

export async function hasherOf(kind: DigestKind): Promise<Hasher> {
	return makers[kind]();
}

function ofNode(algorithm: string): Hasher {
	let hash = createHash(algorithm);
	return {
		update: bytes => void hash.update(bytes),
		digest() {
			const digest = hash.digest('base64');
			hash = createHash(algorithm);
			return digest;
		},
	};
}

function crcOfNode(): Hasher {
	let sum = 0;
	return {
		update(bytes) {
			sum = crc32(bytes, sum);
		},
		digest() {
			const digest = Buffer.alloc(4);
			digest.writeUInt32BE(sum);
			sum = 0;
			return digest.toString('base64');
		},
	};
}

function ofLibrary(hasher: IHasher): Hasher {
	hasher.init();
	return {
		update: bytes => void hasher.update(bytes),
		digest() {
			const digest = Buffer.from(hasher.digest('binary')).toString('base64');
			hasher.init();
			return digest;
		},
	};
}
