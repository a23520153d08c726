import type {BucketCall, Outcome} from '../call.js';
import {invalidArgument} from '../errors.js';
import {type Bucket, compareUploads} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import {listPage} from '../store/page.js';
import type {User} from '../users.js';
import {group, result, text} from '../wire/xml.js';
import {initiator, isoDate, owner} from './identities.js';
import {keyEncoder, pageSize, textParameter} from './parameters.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export function listMultipartUploads({request: {query}, bucket}: BucketCall): Outcome {
	const encode = keyEncoder(query);
	const max = pageSize(query, 'max-uploads');
	const keyMarker = textParameter(query, 'key-marker');
	const idMarker = keyMarker === undefined ? undefined : textParameter(query, 'upload-id-marker');
	const prefix = textParameter(query, 'prefix');
	const delimiter = textParameter(query, 'delimiter');
	const page = listPage(bucket.uploads, {
		prefix: prefix ?? '',
		delimiter: delimiter ?? '',
		max,
		marker: keyMarker ?? '',
		isAfter: behindMarker(bucket, keyMarker, idMarker),
	});
	const {last} = page;
	const nextKey = typeof last === 'string' ? last : (last?.key ?? '');
	const nextId = typeof last === 'string' ? '' : (last?.id ?? '');
	return {
		status: 200,
		body: result(
			'ListMultipartUploadsResult',
			text('Bucket', bucket.name),
			text('KeyMarker', encode(keyMarker ?? '')),
			text('UploadIdMarker', idMarker ?? ''),
			text('NextKeyMarker', encode(nextKey)),
			text('NextUploadIdMarker', nextId),
			text('Delimiter', delimiter === undefined ? undefined : encode(delimiter)),
			text('Prefix', prefix === undefined ? undefined : encode(prefix)),
			text('MaxUploads', max),
			text('EncodingType', query.get('encoding-type')),
			text('IsTruncated', page.truncated),
			...page.rows.map(upload => describe(upload, bucket.owner, encode)),
			...page.prefixes.map(common => group('CommonPrefixes', text('Prefix', encode(common)))),
		),
	};
}

/**
 * A key alone stands before the next key. With an id it stands behind that upload, which must have
 * been one of the key; that it has ended meanwhile does no harm.
 */
function behindMarker(
	bucket: Bucket,
	key: string | undefined,
	id: string | undefined,
): (upload: Upload) => boolean {
	if (key === undefined) return () => true;
	if (id === undefined) return upload => compareUtf8(upload.key, key) > 0;
	const position = bucket.position(id);
	if (position?.key !== key) {
		throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', id);
	}
	return upload => compareUploads(upload, position) > 0;
}

function describe(upload: Upload, bucketOwner: User, encode: (key: string) => string): string {
	return group(
		'Upload',
		text('Key', encode(upload.key)),
		text('UploadId', upload.id),
		initiator(upload.initiator),
		owner(bucketOwner),
		text('StorageClass', upload.storageClass),
		text('Initiated', isoDate(upload.initiated)),
		text('ChecksumAlgorithm', upload.checksum?.algorithm.name),
		text('ChecksumType', upload.checksum?.type),
	);
}
