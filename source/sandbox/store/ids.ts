import {randomBytes} from 'node:crypto';

/** Bytes in the length of one id. */
export const uploadIdBytes = 96;

/** An upload id in the shape of AWS's: letters, digits, dots and underscores. */
export function uploadIdOf(bytes: Buffer): string {
	return bytes.toString('base64url').replaceAll('-', '.');
}

/** A random upload id of 128 characters, as long as those of AWS are. */
export function newUploadId(): string {
	return uploadIdOf(randomBytes(uploadIdBytes));
}
