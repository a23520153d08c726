import type {ObjectCall} from '../call.js';
import {invalidArgument} from '../errors.js';
import {digestBody} from '../integrity/digest-body.js';
import {BodyRange} from '../store/body.js';
import type {Reply} from '../wire/reply.js';
import {result, text} from '../wire/xml.js';
import {checkCopySize, copySource} from './copy-source.js';
import {isoDate} from './identities.js';
import {encryption} from './object-headers.js';
import {uploadOf} from './uploads.js';

const rangeHeader = 'x-amz-copy-source-range';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export async function uploadPartCopy(call: ObjectCall): Promise<Reply> {
	const {request, bucket, now} = call;
	const number = call.personality.parts.number(request.query.get('partNumber') ?? '');
	const plan = uploadOf(call).checksum;
	const {object} = copySource(call);
	const [start, end] = readRange(request.headers.get(rangeHeader), object.body.size);
	checkCopySize(end - start);
	const body = new BodyRange(object.body, start, end);
	body.keep();
	try {
		const {etag, checksum} = await digestBody(body, plan?.algorithm);
		// While the bytes were read the upload may have been completed or aborted.
		bucket.putPart(uploadOf(call), {number, lastModified: now, etag, body, checksum});
		return {
			status: 200,
			headers: {...encryption},
			body: result(
				'CopyPartResult',
				text('LastModified', isoDate(now)),
				text('ETag', `"${etag}"`),
				checksum === undefined ? '' : text(checksum.algorithm.element, checksum.value),
			),
		};
	} finally {
		body.drop();
	}
}

/** Unlike the range of a read it must be within the source. Throws InvalidArgument. */
function readRange(header: string | undefined, size: number): [start: number, end: number] {
	if (header === undefined) return [0, size];
	const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
	const start = Number(first);
	const end = Number(last) + 1;
	if (!(start < end)) {
		throw invalidArgument(
			'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
			rangeHeader,
			header,
		);
	}
	if (end > size) {
		throw invalidArgument(
			`Range specified is not valid for source object of size: ${size}`,
			rangeHeader,
			header,
		);
	}
	return [start, end];
}
