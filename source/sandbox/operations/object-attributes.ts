import type {ObjectCall} from '../call.js';
import {invalidArgument, invalidRequest} from '../errors.js';
import {JoinedBody} from '../store/body.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {existingObject} from './existing-object.js';

const attributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/**
 * Of the parts only their number is told, as S3 does for objects whose parts have no checksums.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
 */
export function getObjectAttributes(call: ObjectCall): Outcome {
	const header = call.request.headers.get('x-amz-object-attributes');
	if (header === undefined) {
		throw invalidRequest('Missing required header for this request: x-amz-object-attributes');
	}
	const asked = header.split(',').map(name => name.trim());
	const unknown = asked.find(name => !attributes.includes(name));
	if (unknown !== undefined) {
		throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', unknown);
	}
	const object = existingObject(call);
	const {etag, checksum, body, storageClass, lastModified} = object;
	const written: Record<string, string> = {
		ETag: text('ETag', etag),
		Checksum:
			checksum === undefined
				? ''
				: group(
						'Checksum',
						text(checksum.algorithm.element, checksum.value.replace(/-\d+$/, '')),
						text('ChecksumType', checksum.type),
					),
		ObjectParts:
			body instanceof JoinedBody
				? group('ObjectParts', text('PartsCount', body.bodies.length))
				: '',
		StorageClass: text('StorageClass', storageClass),
		ObjectSize: text('ObjectSize', body.size),
	};
	return {
		status: 200,
		headers: {'Last-Modified': new Date(lastModified).toUTCString()},
		body: result(
			'GetObjectAttributesResponse',
			...attributes.map(name => (asked.includes(name) ? (written[name] ?? '') : '')),
		),
	};
}
