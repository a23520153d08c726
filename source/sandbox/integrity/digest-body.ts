import {createHash} from 'node:crypto';
import type {Body} from '../store/body.js';
import type {Algorithm, Checksum} from './algorithms.js';

/** Reads a body for its MD5 in hex and, if there is an algorithm, its checksum. */
export async function digestBody(
	body: Body,
	algorithm: Algorithm | undefined,
): Promise<{etag: string; checksum?: Checksum}> {
	const md5 = createHash('md5');
	const hasher = algorithm?.create();
	for await (const piece of body.read(0, body.size)) {
		md5.update(piece);
		hasher?.update(piece);
	}
	const etag = md5.digest('hex');
	if (algorithm === undefined || hasher === undefined) return {etag};
	return {etag, checksum: {algorithm, value: hasher.digest().toString('base64')}};
}
