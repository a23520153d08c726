import {createHash} from 'node:crypto';
import {type Crc, CrcHasher, crc32, crc32c, crc64nvme} from './crc.js';

/** How the checksum of a whole multipart object follows from its parts. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

export type Hasher = {
	update(bytes: Uint8Array): unknown;
	digest(): Buffer;
};

/** A checksum algorithm of S3 and the names it goes by. */
export type Algorithm = {
	readonly name: string;
	readonly header: string;
	readonly element: string;
	/** Of the digest, in bytes. */
	readonly length: number;
	/** What a multipart upload may ask for; the first is the default. */
	readonly types: readonly ChecksumType[];
	/** Present where whole-object checksums can be combined from those of the parts. */
	readonly crc?: Crc;
	create(): Hasher;
};

function algorithm(
	name: string,
	length: number,
	types: readonly ChecksumType[],
	create: () => Hasher,
	crc?: Crc,
): Algorithm {
	const header = `x-amz-checksum-${name.toLowerCase()}`;
	return {name, header, element: `Checksum${name}`, length, types, crc, create};
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export const algorithms: readonly Algorithm[] = [
	algorithm('CRC32', 4, ['COMPOSITE', 'FULL_OBJECT'], () => new CrcHasher(crc32), crc32),
	algorithm('CRC32C', 4, ['COMPOSITE', 'FULL_OBJECT'], () => new CrcHasher(crc32c), crc32c),
	algorithm('CRC64NVME', 8, ['FULL_OBJECT'], () => new CrcHasher(crc64nvme), crc64nvme),
	algorithm('SHA1', 20, ['COMPOSITE'], () => createHash('sha1')),
	algorithm('SHA256', 32, ['COMPOSITE'], () => createHash('sha256')),
	algorithm('SHA512', 64, ['COMPOSITE'], () => createHash('sha512')),
	algorithm('MD5', 16, ['COMPOSITE'], () => createHash('md5')),
];

/** The algorithm of that name, in upper or lower case. */
export function algorithmNamed(name: string): Algorithm | undefined {
	return algorithms.find(candidate => candidate.name === name.toUpperCase());
}

/** A checksum as it was stored with a part or an object. */
export type Checksum = {
	readonly algorithm: Algorithm;
	/** Base64; the composite one of an object ends in `-N`. */
	readonly value: string;
};

/** What a multipart upload was created with. */
export type ChecksumPlan = {
	readonly algorithm: Algorithm;
	readonly type: ChecksumType;
};
