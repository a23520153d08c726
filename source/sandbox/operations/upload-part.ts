import type {ObjectCall} from '../call.js';
import {invalidRequest} from '../errors.js';
import type {Algorithm, ChecksumPlan} from '../integrity/algorithms.js';
import {announcedAlgorithm} from '../payload/claimed-checksum.js';
import {receive} from '../payload/receive.js';
import type {Reply} from '../wire/reply.js';
import {encryption} from './object-headers.js';
import {uploadOf} from './uploads.js';

export async function uploadPart(call: ObjectCall): Promise<Reply> {
	const {request, bucket, now} = call;
	const number = call.personality.parts.number(request.query.get('partNumber') ?? '');
	const plan = uploadOf(call).checksum;
	const wanted = agreedAlgorithm(plan, announcedAlgorithm(request.headers));
	const {body, etag, checksum} = await receive(call, wanted);
	try {
		// While the bytes were under way the upload may have been completed or aborted.
		bucket.putPart(uploadOf(call), {number, lastModified: now, etag, body, checksum});
	} finally {
		body.drop();
	}
	return {
		status: 200,
		headers: {
			ETag: `"${etag}"`,
			...encryption,
			...(checksum && {[checksum.algorithm.header]: checksum.value}),
		},
	};
}

/**
 * What a part's checksum must be, given the upload's. An upload without one takes parts with any:
 * they must then be repeated on completion (https://github.com/aws/aws-sdk-go-v2/issues/3005). For a full-object checksum S3
 * computes what the client left out (https://github.com/versity/versitygw/issues/1342).
 */
function agreedAlgorithm(
	plan: ChecksumPlan | undefined,
	sent: Algorithm | undefined,
): Algorithm | undefined {
	if (plan === undefined || sent === plan.algorithm) return sent;
	if (sent === undefined && plan.type === 'FULL_OBJECT') return plan.algorithm;
	const expected = plan.algorithm.name.toLowerCase();
	const actual = sent?.name.toLowerCase() ?? 'null';
	throw invalidRequest(
		`Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
	);
}
