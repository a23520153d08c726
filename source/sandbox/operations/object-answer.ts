import type {ObjectCall} from '../call.js';
import {invalidRequest} from '../errors.js';
import type {StoredObject} from '../store/model.js';
import {anonymous} from '../users.js';
import {encryption, isAnswered} from './object-headers.js';
import {tagsOf} from './tags.js';

const overridable = [
	...['cache-control', 'content-disposition', 'content-encoding', 'content-language'],
	...['content-type', 'expires'],
];

/** The headers that tell of an object, as GET and HEAD answer them. */
export function objectAnswer(object: StoredObject, call: ObjectCall): Record<string, string> {
	const tags = tagsOf(object).size;
	return {
		...Object.fromEntries([...object.headers].filter(([name]) => isAnswered(name))),
		'Last-Modified': new Date(object.lastModified).toUTCString(),
		ETag: `"${object.etag}"`,
		'Accept-Ranges': 'bytes',
		...encryption,
		...(object.storageClass !== 'STANDARD' && {'x-amz-storage-class': object.storageClass}),
		...(tags > 0 && {'x-amz-tagging-count': String(tags)}),
		...overrides(call),
	};
}

/** The checksum of the whole object, for a request that wants it. */
export function checksumAnswer({checksum}: StoredObject, {request}: ObjectCall) {
	const wanted = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
	if (!wanted || checksum === undefined) return {};
	return checksumHeaders(checksum);
}

export function checksumHeaders(
	checksum: NonNullable<StoredObject['checksum']>,
): Record<string, string> {
	return {
		[checksum.algorithm.header]: checksum.value,
		'x-amz-checksum-type': checksum.type,
	};
}

/** Headers that the query asks to be answered instead; whoever does not sign may not ask. */
function overrides({request: {query}, user}: ObjectCall): Record<string, string> {
	const asked = overridable.flatMap(name => {
		const value = query.get(`response-${name}`);
		return value === undefined ? [] : [[name, value] as const];
	});
	if (asked.length > 0 && user === anonymous) {
		throw invalidRequest(
			'Request specific response headers cannot be used for anonymous GET requests.',
		);
	}
	return Object.fromEntries(asked);
}
