import type {ObjectCall, Outcome, Reply} from '../call.js';
import {noSuchKey} from '../errors.js';
import {receive} from '../payload/receive.js';
import type {StoredObject} from '../store/model.js';
import {checkWriteConditions} from './conditions.js';
import {encryption, objectHeaders, storageClass} from './object-headers.js';

export async function putObject(call: ObjectCall): Promise<Reply> {
	const {request, bucket, key, now} = call;
	const stored = {
		key,
		lastModified: now,
		storageClass: storageClass(request.headers),
		headers: objectHeaders(request.headers),
	};
	const {body, etag, checksum} = await receive(call);
	try {
		checkWriteConditions(request.headers, key, bucket.object(key));
		bucket.putObject({
			...stored,
			body,
			etag,
			checksum: checksum && {...checksum, type: 'FULL_OBJECT'},
		});
	} finally {
		body.drop();
	}
	return {
		status: 200,
		headers: {
			ETag: `"${etag}"`,
			...encryption,
			...(checksum && {
				[checksum.algorithm.header]: checksum.value,
				'x-amz-checksum-type': 'FULL_OBJECT',
			}),
		},
	};
}

export function getObject(call: ObjectCall): Outcome {
	const object = existing(call);
	object.body.keep();
	return {status: 200, headers: describe(object, call), body: object.body};
}

export function headObject(call: ObjectCall): Outcome {
	const object = existing(call);
	return {
		status: 200,
		headers: {...describe(object, call), 'Content-Length': String(object.body.size)},
	};
}

/** Deleting what is not there is the same answer. */
export function deleteObject({bucket, key}: ObjectCall): Outcome {
	bucket.deleteObject(key);
	return {status: 204};
}

function existing({bucket, key}: ObjectCall): StoredObject {
	const object = bucket.object(key);
	if (object === undefined) throw noSuchKey(key);
	return object;
}

function describe(object: StoredObject, {request}: ObjectCall): Record<string, string> {
	const {checksum} = object;
	const withChecksum = request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
	return {
		...Object.fromEntries(object.headers),
		'Last-Modified': new Date(object.lastModified).toUTCString(),
		ETag: `"${object.etag}"`,
		'Accept-Ranges': 'bytes',
		...encryption,
		...(object.storageClass !== 'STANDARD' && {'x-amz-storage-class': object.storageClass}),
		...(withChecksum &&
			checksum && {
				[checksum.algorithm.header]: checksum.value,
				'x-amz-checksum-type': checksum.type,
			}),
	};
}
