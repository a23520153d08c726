import type {ObjectCall} from '../call.js';
import {invalidRequest, noSuchUpload, notImplemented} from '../errors.js';
import {algorithmNamed, type ChecksumPlan} from '../integrity/algorithms.js';
import type {Upload} from '../store/model.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {result, text} from '../wire/xml.js';
import {encryption, objectHeaders, storageClass} from './object-headers.js';

/** The upload that a request names. Throws NoSuchUpload. */
export function uploadOf({bucket, key, request}: ObjectCall): Upload {
	const id = request.query.get('uploadId') ?? '';
	const upload = bucket.upload(key, id);
	if (upload === undefined) throw noSuchUpload(id);
	return upload;
}

/** The upload that an act is for, where there is one: some services ask for its id alone. */
export function uploadToActOn({bucket, key, request, personality}: ObjectCall): Upload | undefined {
	const id = request.query.get('uploadId') ?? '';
	return personality.actsById ? bucket.uploadById(id) : bucket.upload(key, id);
}

export function createMultipartUpload(call: ObjectCall): Outcome {
	const {request, user, bucket, key, now, personality} = call;
	const checksum = checksumPlan(request.headers);
	const upload: Upload = {
		id: personality.newUploadId(key),
		key,
		initiated: now,
		initiator: user,
		storageClass: storageClass(request.headers),
		checksum,
		headers: objectHeaders(request.headers),
		parts: new Map(),
	};
	bucket.addUpload(upload);
	return {
		status: 200,
		headers: {
			...encryption,
			...personality.createHeaders(now),
			...(checksum && {
				'x-amz-checksum-algorithm': checksum.algorithm.name,
				'x-amz-checksum-type': checksum.type,
			}),
		},
		body: result(
			'InitiateMultipartUploadResult',
			text('Bucket', bucket.name),
			text('Key', key),
			text('UploadId', upload.id),
		),
	};
}

function checksumPlan(headers: ReadonlyMap<string, string>): ChecksumPlan | undefined {
	const name = headers.get('x-amz-checksum-algorithm');
	const type = headers.get('x-amz-checksum-type')?.toUpperCase();
	if (name === undefined) {
		if (type === undefined) return undefined;
		throw invalidRequest(
			'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
		);
	}
	const algorithm = algorithmNamed(name);
	if (algorithm === undefined) {
		if (/^XXHASH(3|64|128)$/i.test(name)) throw notImplemented('x-amz-checksum-algorithm');
		throw invalidRequest(
			'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5]',
		);
	}
	if (type === undefined) return {algorithm, type: algorithm.types[0]!};
	if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT')
		throw invalidRequest('Value for x-amz-checksum-type header is invalid.');
	if (!algorithm.types.includes(type)) {
		throw invalidRequest(
			`The ${type} checksum type cannot be used with the ${algorithm.name.toLowerCase()} checksum algorithm.`,
		);
	}
	return {algorithm, type};
}

/** Takes the time that a true server takes, where that was asked for. */
export async function abortMultipartUpload(call: ObjectCall): Promise<Reply> {
	const {request, bucket, key, personality, linger} = call;
	const id = request.query.get('uploadId') ?? '';
	const found = () => uploadToActOn(call);
	await linger(personality.abortTime(found()?.parts.size ?? 0));
	const upload = found();
	if (upload !== undefined) bucket.abortUpload(upload);
	else {
		const unknown = personality.parts.unknown('AbortMultipartUpload', key, id);
		if (unknown !== undefined) throw unknown;
	}
	return {status: 204};
}
