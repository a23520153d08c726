import type {Checksum, ChecksumPlan, ChecksumType} from './algorithms.js';
import {combineCrcs} from './combine.js';

/** The checksum of an object made of parts: the digest of their digests, or that of all bytes. */
export function objectChecksum(
	{algorithm, type}: ChecksumPlan,
	parts: ReadonlyArray<{checksum?: Checksum; body: {size: number}}>,
): Checksum & {type: ChecksumType} {
	const pieces = parts.map(({checksum, body}) => ({
		digest: Buffer.from(checksum?.value ?? '', 'base64'),
		length: body.size,
	}));
	if (type === 'FULL_OBJECT' && algorithm.crc !== undefined)
		return {algorithm, type, value: combineCrcs(algorithm.crc, pieces).toString('base64')};
	const hasher = algorithm.create();
	for (const {digest} of pieces) hasher.update(digest);
	return {algorithm, type, value: `${hasher.digest().toString('base64')}-${parts.length}`};
}
