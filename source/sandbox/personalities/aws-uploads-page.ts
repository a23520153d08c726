import {invalidArgument} from '../errors.js';
import {type Bucket, compareUploads} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import {listPage, type Page} from '../store/page.js';
import type {AskedUploads} from './personality.js';

/** A page of uploads as S3 has it: by key, then by initiation. */
export function uploadsPage(bucket: Bucket, asked: AskedUploads): Page<Upload> {
	const {prefix, delimiter, max, keyMarker, idMarker} = asked;
	return listPage(bucket.uploads, {
		prefix,
		delimiter,
		max,
		marker: keyMarker ?? '',
		isAfter: behindMarker(bucket, keyMarker, idMarker),
	});
}

/**
 * A key alone stands before the next key. With an id it stands behind that upload, which must have
 * been one of the key; that it has ended meanwhile does no harm. An id alone counts for nothing.
 */
function behindMarker(
	bucket: Bucket,
	key: string | undefined,
	id: string | undefined,
): (upload: Upload) => boolean {
	if (key === undefined) return () => true;
	if (id === undefined) return upload => compareUtf8(upload.key, key) > 0;
	const position = bucket.position(id);
	if (position?.key !== key)
		throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', id);
	return upload => compareUploads(upload, position) > 0;
}
