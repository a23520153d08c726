import {randomBytes} from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

/** A random upload id in the shape of AWS's: 128 letters, digits, dots and underscores. */
export function newUploadId(): string {
	let id = '';
	for (const byte of randomBytes(128)) id += alphabet[byte & 63];
	return id;
}
