import type {BucketCall} from '../call.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {textParameter} from './parameters.js';

/** A page of uploads in progress; which one, in which order and what it says is the personality's. */
export function listMultipartUploads(call: BucketCall): Outcome {
	const {
		request: {query},
		bucket,
		personality: {uploads},
	} = call;
	const {key, other, said} = uploads.encoding(query);
	const prefix = textParameter(query, 'prefix');
	const delimiter = textParameter(query, 'delimiter');
	const keyMarker = textParameter(query, 'key-marker');
	const idMarker = textParameter(query, 'upload-id-marker');
	const max = uploads.max(query);
	const page = uploads.page(bucket, {
		prefix: prefix ?? '',
		delimiter: delimiter ?? '',
		max,
		keyMarker,
		idMarker,
	});
	const next = uploads.next(page);
	const encoded = (value: string | undefined) => (value === undefined ? undefined : other(value));
	return {
		status: 200,
		body: result(
			'ListMultipartUploadsResult',
			text('Bucket', bucket.name),
			text('KeyMarker', other(keyMarker ?? '')),
			text('UploadIdMarker', keyMarker === undefined ? '' : (idMarker ?? '')),
			text('NextKeyMarker', encoded(next.key)),
			text('NextUploadIdMarker', next.id),
			text('Delimiter', encoded(delimiter)),
			text('Prefix', encoded(prefix)),
			text('MaxUploads', max),
			text('EncodingType', said),
			text('IsTruncated', page.truncated),
			...page.rows.map(upload =>
				group(
					'Upload',
					text('Key', key(upload.key)),
					text('UploadId', upload.id),
					uploads.row(upload, call),
				),
			),
			...page.prefixes.map(common => group('CommonPrefixes', text('Prefix', other(common)))),
		),
	};
}
