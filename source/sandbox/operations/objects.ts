import type {ObjectCall} from '../call.js';
import {invalidArgument} from '../errors.js';
import {receive} from '../payload/receive.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {checkWriteConditions} from './conditions.js';
import {checksumHeaders} from './object-answer.js';
import {encryption, objectHeaders, storageClass} from './object-headers.js';

export async function putObject(call: ObjectCall): Promise<Reply> {
	const {request, bucket, key, user, now} = call;
	const stored = {
		key,
		owner: user,
		lastModified: now,
		storageClass: storageClass(request.headers),
		headers: objectHeaders(request.headers),
	};
	const {body, etag, checksum: computed} = await receive(call);
	const checksum = computed && ({...computed, type: 'FULL_OBJECT'} as const);
	try {
		checkWriteConditions(request.headers, key, bucket.object(key));
		bucket.putObject({...stored, body, etag, checksum});
	} finally {
		body.drop();
	}
	return {
		status: 200,
		headers: {ETag: `"${etag}"`, ...encryption, ...(checksum && checksumHeaders(checksum))},
	};
}

/** Deleting what is not there is the same answer. */
export function deleteObject({bucket, key, request}: ObjectCall): Outcome {
	const version = request.query.get('versionId') ?? 'null';
	if (version !== 'null')
		throw invalidArgument('Invalid version id specified', 'versionId', version);
	bucket.deleteObject(key);
	return {status: 204};
}
