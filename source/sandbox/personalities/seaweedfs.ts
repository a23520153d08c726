import {createHash, randomUUID} from 'node:crypto';
import {noSuchUpload} from '../errors.js';
import {integerParameter} from '../operations/parameters.js';
import type {Bucket} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import type {Page} from '../store/page.js';
import {aws} from './aws.js';
import type {AskedUploads, Personality} from './personality.js';

const maxUploads = 10_000;

/**
 * SeaweedFS, as its source has it (weed/s3api/filer_multipart.go and
 * s3api_object_handlers_multipart.go): a row is a key and an id, without dates or people; an id that
 * it does not know is no error, if only it could be one of the key: an abort of it gets 204, and its
 * list of parts is empty.
 */
export const seaweedfs: Personality = {
	...aws,
	name: 'seaweedfs',
	responseStyle: {
		...aws.responseStyle,
		headers: ({requestId}) => ({'x-amz-request-id': requestId}),
	},
	uploads: {
		...aws.uploads,
		// An upload is a folder named after its id.
		order: (a, b) => compareUtf8(a.id, b.id),
		max: query => Math.min(integerParameter(query, 'max-uploads', maxUploads), maxUploads),
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
	completing: {...aws.completing, lastModified: (_, now) => now},
	parts: {
		...aws.parts,
		people: () => '',
		unknown: (_, key, id) => (id.startsWith(hashOf(key)) ? undefined : noSuchUpload(id)),
	},
	newUploadId: key => `${hashOf(key)}_${randomUUID().replaceAll('-', '')}`,
};

function hashOf(key: string): string {
	return createHash('sha1').update(key).digest('hex');
}

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
