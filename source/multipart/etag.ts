import {createHash} from 'node:crypto';

/** The ETag an object will get, quoted as S3 sends it, or why none can be known beforehand. */
export type ExpectedEtag =
	| {readonly etag: string; readonly reason?: undefined}
	| {readonly etag?: undefined; readonly reason: string};

const md5Form = /^[0-9a-f]{32}$/;

/** An ETag without its quotes and its weak mark, in lower case: what two ETags are compared by. */
export function bareEtag(etag: string): string {
	return etag
		.trim()
		.replace(/^W\//, '')
		.replace(/^"(.*)"$/, '$1')
		.toLowerCase();
}

/** Whether both are there and name the same content; quotes do not count, since not every service sends them. */
export function sameEtag(one: string | undefined, other: string | undefined): boolean {
	if (one === undefined || other === undefined) return false;
	const bare = bareEtag(one);
	return bare !== '' && bare === bareEtag(other);
}

/**
 * The ETag of the object that these parts make, in the order given: `md5(concatenated binary part MD5s)-N`.
 * S3 documents none of it, AWS, Ceph RGW and MinIO all do it. A reason comes back where a part's
 * ETag has not the form of an MD5, or where there are no parts.
 */
export function expectedEtag(
	parts: ReadonlyArray<{readonly partNumber: number; readonly etag: string}>,
): ExpectedEtag {
	if (parts.length === 0) return {reason: 'there are no parts'};
	// In one piece: ten thousand updates take ten milliseconds, and this is done at each key that leaves a part out.
	const digests: string[] = [];
	for (const part of parts) {
		const digest = md5Of(part.etag);
		if (digest === undefined) return {reason: `the ETag of part ${part.partNumber} is not an MD5`};
		digests.push(digest);
	}
	const hash = createHash('md5').update(digests.join(''), 'hex');
	return {etag: `"${hash.digest('hex')}-${parts.length}"`};
}

/** The MD5 that an ETag is; undefined where it is none. */
function md5Of(etag: string): string | undefined {
	// As nearly every service sends it.
	const [, quoted] = /^"([0-9a-f]{32})"$/.exec(etag) ?? [];
	if (quoted !== undefined) return quoted;
	const bare = bareEtag(etag);
	return md5Form.test(bare) ? bare : undefined;
}

/** An ETag as a sentence may hold it, without quotes; undefined for one of a foreign form. */
export function plainEtag(etag: string | undefined): string | undefined {
	const bare = etag === undefined ? '' : bareEtag(etag);
	return /^[0-9a-f]{32}(-\d{1,5})?$/.test(bare) ? bare : undefined;
}

/** How many parts an object was made of, by the number that ends a multipart ETag; undefined without one. */
export function partCountOfEtag(etag: string | undefined): number | undefined {
	const match = etag === undefined ? null : /-(\d+)$/.exec(bareEtag(etag));
	return match ? Number(match[1]) : undefined;
}
