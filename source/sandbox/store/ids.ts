import {randomFillSync} from 'node:crypto';

/** Bytes in the length of one id. */
export const uploadIdBytes = 96;

/** An upload id in the shape of AWS's: letters, digits, dots and underscores. */
export function uploadIdOf(bytes: Buffer): string {
	return bytes.toString('base64url').replaceAll('-', '.');
}

/** Random bytes for a thousand ids: asking for those of each takes ten times as long. */
const pool = Buffer.alloc(1024 * uploadIdBytes);
let used = pool.length;

/** A random upload id of 128 characters, as long as those of AWS are. */
export function newUploadId(): string {
	if (used === pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	used += uploadIdBytes;
	return uploadIdOf(pool.subarray(used - uploadIdBytes, used));
}
