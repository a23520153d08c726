import {createHash, randomUUID} from 'node:crypto';
import type {Bucket} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import type {Page} from '../store/page.js';
import {aws} from './aws.js';
import type {AskedUploads, Personality} from './personality.js';

/**
 * SeaweedFS, as its source has it (weed/s3api/filer_multipart.go): a row is a key and an id, without
 * dates or people; an id that it does not know is no error, an abort of it gets 204 and its list of
 * parts is empty.
 */
export const seaweedfs: Personality = {
	...aws,
	name: 'seaweedfs',
	manners: {...aws.manners, headers: ({requestId}) => ({'x-amz-request-id': requestId})},
	uploads: {
		...aws.uploads,
		// An upload is a folder named after its id, which begins with a hash of the key.
		order: (a, b) => compareUtf8(a.id, b.id),
		// Echoed, and not applied.
		encoding: query => ({
			key: name => name,
			other: name => name,
			said: query.get('encoding-type'),
		}),
		page,
		next: ({truncated, rows}) => ({id: truncated ? rows.at(-1)?.id : undefined}),
		row: () => '',
	},
	parts: {...aws.parts, people: () => '', unknown: () => undefined},
	newUploadId: key =>
		`${createHash('sha1').update(key).digest('hex')}_${randomUUID().replaceAll('-', '')}`,
};

/**
 * The markers do not work together: the id is the place where the page starts, and a key lets only
 * rows of that very key through. A page that is full says that there is more, whether or not there is.
 */
function page(bucket: Bucket, asked: AskedUploads): Page<Upload> {
	const {prefix, max, keyMarker, idMarker = ''} = asked;
	const items = bucket.uploads.items();
	const rows: Upload[] = [];
	let at = bucket.uploads.firstIndex(({id}) => compareUtf8(id, idMarker) > 0);
	for (; at < items.length && rows.length < max; at++) {
		const upload = items[at]!;
		const {key} = upload;
		if ((keyMarker ?? key) === key && key.startsWith(prefix)) rows.push(upload);
	}
	return {rows, prefixes: [], truncated: rows.length >= max && rows.length > 0, last: rows.at(-1)};
}
