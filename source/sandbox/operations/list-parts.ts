import type {ObjectCall} from '../call.js';
import type {Part} from '../store/model.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {pageSize} from './parameters.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export function listParts(call: ObjectCall): Outcome {
	const {
		request: {query},
		bucket,
		key,
		personality: {parts, responseStyle},
	} = call;
	const max = pageSize(query, 'max-parts');
	const marker = parts.marker(query);
	const id = query.get('uploadId') ?? '';
	const upload = bucket.upload(key, id);
	const unknown = upload === undefined ? parts.unknown('ListParts', key, id) : undefined;
	if (unknown !== undefined) throw unknown;
	const rest = [...(upload?.parts.values() ?? [])]
		.filter(part => part.number > marker)
		.sort((a, b) => a.number - b.number);
	const page = rest.slice(0, max);
	const truncated = rest.length > page.length && (max > 0 || parts.endlessAtNone);
	return {
		status: 200,
		body: result(
			'ListPartsResult',
			text('Bucket', bucket.name),
			text('Key', key),
			text('UploadId', id),
			upload === undefined ? '' : parts.people(upload, bucket.owner),
			text('StorageClass', upload?.storageClass),
			text('PartNumberMarker', marker),
			// On AWS this is there at the end too, and 0 when the page is empty.
			text('NextPartNumberMarker', page.at(-1)?.number ?? 0),
			text('MaxParts', max),
			text('IsTruncated', truncated),
			text('ChecksumAlgorithm', upload?.checksum?.algorithm.name),
			text('ChecksumType', upload?.checksum?.type),
			...page.map(part => describe(part, responseStyle.date)),
		),
	};
}

function describe(
	{number, lastModified, etag, body, checksum}: Part,
	date: (time: number) => string,
): string {
	return group(
		'Part',
		text('PartNumber', number),
		text('LastModified', date(lastModified)),
		text('ETag', `"${etag}"`),
		text('Size', body.size),
		checksum === undefined ? '' : text(checksum.algorithm.element, checksum.value),
	);
}
