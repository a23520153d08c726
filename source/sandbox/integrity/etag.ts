import {createHash} from 'node:crypto';

/** The hex MD5 of some bytes: the ETag of an object or a part that arrived in one piece. */
export function md5Hex(bytes: Uint8Array | string): string {
	return createHash('md5').update(bytes).digest('hex');
}

/** The ETag of an object made of parts: the MD5 of their binary MD5s, and how many there were. */
export function compositeEtag(partEtags: readonly string[]): string {
	const hash = createHash('md5');
	for (const etag of partEtags) hash.update(etag, 'hex');
	return `${hash.digest('hex')}-${partEtags.length}`;
}
