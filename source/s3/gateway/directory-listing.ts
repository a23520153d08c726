import {isDirectoryBucket} from '../../multipart/directory-bucket.js';
import type {UploadsPage, UploadsPageRequest} from './gateway.js';

/**
 * How uploads are asked for in a directory bucket (S3 API reference, ListMultipartUploads): by a prefix that ends with a
 * slash, and without an upload id to go on from. Any other bucket: as they are.
 */
export function askedInDirectory(request: UploadsPageRequest): UploadsPageRequest {
	const {bucket, prefix = '', after} = request;
	if (!isDirectoryBucket(bucket)) return request;
	return {
		...request,
		prefix: prefix.slice(0, prefix.lastIndexOf('/') + 1),
		...(after === undefined ? {} : {after: {keyMarker: after.keyMarker}}),
	};
}

/**
 * What of a page is under the prefix that was meant. Keys come in no order there, and a marker is no key: where the
 * service names none, nothing tells where the listing goes on.
 *
 * @param isNamed whether the service named where it goes on.
 */
export function seenInDirectory(
	{bucket, prefix = ''}: UploadsPageRequest,
	page: UploadsPage,
	isNamed: boolean,
): UploadsPage {
	if (!isDirectoryBucket(bucket)) return page;
	const {behind: _, next, ...rest} = page;
	const uploads = page.uploads.filter(({key}) => key.startsWith(prefix));
	return {
		...rest,
		uploads,
		...(uploads.length < page.uploads.length ? {holdsOthers: true} : {}),
		...(next !== undefined && isNamed ? {next: {keyMarker: next.keyMarker}} : {}),
		...(next !== undefined && !isNamed ? {stuck: true} : {}),
	};
}
