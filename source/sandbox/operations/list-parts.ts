import type {ObjectCall, Outcome} from '../call.js';
import type {Part} from '../store/model.js';
import {group, result, text} from '../wire/xml.js';
import {initiator, isoDate, owner} from './identities.js';
import {integerParameter, pageSize} from './parameters.js';
import {uploadOf} from './uploads.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export function listParts(call: ObjectCall): Outcome {
	const {request, bucket} = call;
	const max = pageSize(request.query, 'max-parts');
	const marker = integerParameter(request.query, 'part-number-marker', 0);
	const upload = uploadOf(call);
	const rest = [...upload.parts.values()]
		.filter(part => part.number > marker)
		.sort((a, b) => a.number - b.number);
	const page = rest.slice(0, max);
	return {
		status: 200,
		body: result(
			'ListPartsResult',
			text('Bucket', bucket.name),
			text('Key', upload.key),
			text('UploadId', upload.id),
			initiator(upload.initiator),
			owner(bucket.owner),
			text('StorageClass', upload.storageClass),
			text('PartNumberMarker', marker),
			// On AWS this is there at the end too, and 0 when the page is empty.
			text('NextPartNumberMarker', page.at(-1)?.number ?? 0),
			text('MaxParts', max),
			text('IsTruncated', max > 0 && rest.length > page.length),
			text('ChecksumAlgorithm', upload.checksum?.algorithm.name),
			text('ChecksumType', upload.checksum?.type),
			...page.map(describe),
		),
	};
}

function describe({number, lastModified, etag, body, checksum}: Part): string {
	return group(
		'Part',
		text('PartNumber', number),
		text('LastModified', isoDate(lastModified)),
		text('ETag', `"${etag}"`),
		text('Size', body.size),
		checksum === undefined ? '' : text(checksum.algorithm.element, checksum.value),
	);
}
