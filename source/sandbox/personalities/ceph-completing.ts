import {S3Error} from '../errors.js';
import {compositeEtag} from '../integrity/etag.js';
import type {NamedPart} from '../operations/complete-request.js';
import type {Part, Upload} from '../store/model.js';
import {aws} from './aws.js';
import type {Completing} from './personality.js';

const maxParts = 10_000;

/** CompleteMultipartUpload of Ceph RGW 16.2. */
export const completing: Completing = {
	...aws.completing,
	checkCount(named) {
		if (inOrder(named).length > maxParts) throw new S3Error(416, 'InvalidRange', '');
	},
	choose,
	lastModified: (_, now) => now,
	// It takes an upload that it does not know for one that another request is completing, unless the
	// object that is there is what the list would make.
	again({bucket, key}, _, named) {
		const etag = compositeEtag(inOrder(named).map(part => part.etag));
		if (bucket.object(key)?.etag === etag) return {etag};
		throw new S3Error(500, 'InternalError', 'This multipart completion is already in progress');
	},
	location: ({endpoint, bucket, key}) => `${endpoint}/${bucket.name}/${key}`,
	etagSaid: (etag, again) => (again ? etag : ''),
};

/** A list is a map from numbers to ETags: sorted, and the last word on a number counts. */
function inOrder(named: readonly NamedPart[]): NamedPart[] {
	return [...new Map(named.map(part => [part.number, part])).values()].sort(
		(a, b) => a.number - b.number,
	);
}

/** Every part that was uploaded must be named, in whatever order; those below 1 it never finds. */
function choose(upload: Upload, named: readonly NamedPart[], minPartSize: number): Part[] {
	const uploaded = [...upload.parts.values()]
		.filter(({number}) => number > 0)
		.sort((a, b) => a.number - b.number);
	const wanted = inOrder(named);
	if (wanted.length !== uploaded.length) throw new S3Error(400, 'InvalidPart', '');
	for (const [at, part] of uploaded.entries()) {
		if (at < wanted.length - 1 && part.body.size < minPartSize)
			throw new S3Error(400, 'EntityTooSmall', '');
		const {number, etag} = wanted[at]!;
		if (number !== part.number || etag !== part.etag) throw new S3Error(400, 'InvalidPart', '');
	}
	return uploaded;
}
