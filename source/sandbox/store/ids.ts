import {randomBytes} from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** An upload id in the shape of AWS's, one letter, digit, dot or underscore for each byte. */
export function uploadIdOf(bytes: Iterable<number>): string {
	let id = '';
	for (const byte of bytes) id += alphabet[byte & 63];
	return id;
}

/** A random upload id, as long as those of AWS are. */
export function newUploadId(): string {
	return uploadIdOf(randomBytes(128));
}
