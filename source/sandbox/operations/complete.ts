import type {ObjectCall} from '../call.js';
import {badDigest, invalidRequest} from '../errors.js';
import {objectChecksum} from '../integrity/object-checksum.js';
import {receiveText} from '../payload/receive.js';
import {JoinedBody} from '../store/body.js';
import type {CompletedObject} from '../store/model.js';
import type {Reply} from '../wire/reply.js';
import {result, text} from '../wire/xml.js';
import {fingerprintOf, readCompleteRequest} from './complete-request.js';
import {checkWriteConditions} from './conditions.js';
import {encryption} from './object-headers.js';
import {uploadToActOn} from './uploads.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export async function completeMultipartUpload(call: ObjectCall): Promise<Reply> {
	const {
		request,
		bucket,
		payload,
		now,
		minPartSize,
		personality: {completing},
	} = call;
	const named = readCompleteRequest(await receiveText(payload));
	completing.checkCount(named);
	const id = request.query.get('uploadId') ?? '';
	const upload = uploadToActOn(call);
	if (upload === undefined) return describe(call, completing.again(call, id, named), true);
	const {key} = upload;
	const parts = completing.choose(upload, named, minPartSize);
	const body = new JoinedBody(parts.map(part => part.body));
	checkObjectSize(request.headers, body.size);
	const checksum = upload.checksum && objectChecksum(upload.checksum, parts);
	checkObjectChecksum(request.headers, checksum);
	checkWriteConditions(request.headers, key, bucket.object(key));
	const completed = {etag: completing.etag(parts), checksum};
	bucket.completeUpload(
		upload,
		{
			...completed,
			key,
			body,
			lastModified: completing.lastModified(upload, now),
			storageClass: upload.storageClass,
			headers: upload.headers,
		},
		{request: fingerprintOf(named), result: completed},
	);
	return describe({...call, key}, completed, false);
}

function checkObjectSize(headers: ReadonlyMap<string, string>, size: number): void {
	const expected = headers.get('x-amz-mp-object-size');
	if (expected === undefined || expected === String(size)) return;
	throw invalidRequest(
		`The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${size}`,
	);
}

function checkObjectChecksum(
	headers: ReadonlyMap<string, string>,
	checksum: CompletedObject['checksum'],
): void {
	if (checksum === undefined) return;
	const type = headers.get('x-amz-checksum-type');
	if (type !== undefined && type !== checksum.type) {
		throw invalidRequest(
			`The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
		);
	}
	const claimed = headers.get(checksum.algorithm.header);
	const bare = (value: string) => value.replace(/-\d+$/, '');
	if (claimed !== undefined && bare(claimed) !== bare(checksum.value)) {
		throw badDigest(
			`The ${checksum.algorithm.name} you specified did not match the calculated checksum.`,
		);
	}
}

function describe(call: ObjectCall, {etag, checksum}: CompletedObject, again: boolean): Reply {
	const {completing} = call.personality;
	return {
		status: 200,
		headers: {...encryption},
		body: result(
			'CompleteMultipartUploadResult',
			text('Location', completing.location(call)),
			text('Bucket', call.bucket.name),
			text('Key', call.key),
			text('ETag', completing.etagSaid(etag, again)),
			checksum === undefined ? '' : text(checksum.algorithm.element, checksum.value),
			text('ChecksumType', checksum?.type),
		),
	};
}
