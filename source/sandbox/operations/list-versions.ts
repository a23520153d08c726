import type {BucketCall} from '../call.js';
import {objectOwner} from '../rights.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {isoDate, owner} from './identities.js';
import {lastKey, pageAfter} from './list-objects.js';
import {keyEncoder, pageSize, textParameter} from './parameters.js';

/**
 * Every object, as the only version there is of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function listObjectVersions(call: BucketCall): Outcome {
	const {bucket} = call;
	const {query} = call.request;
	const encode = keyEncoder(query);
	const marker = query.get('key-marker') ?? '';
	const delimiter = textParameter(query, 'delimiter');
	const page = pageAfter(call, marker);
	const next = page.truncated ? lastKey(page) : undefined;
	return {
		status: 200,
		body: result(
			'ListVersionsResult',
			text('Name', bucket.name),
			text('Prefix', encode(query.get('prefix') ?? '')),
			text('KeyMarker', encode(marker)),
			text('VersionIdMarker', query.get('version-id-marker') ?? ''),
			text('NextKeyMarker', next === undefined ? undefined : encode(next)),
			text('NextVersionIdMarker', next === undefined ? undefined : 'null'),
			text('MaxKeys', pageSize(query, 'max-keys')),
			text('Delimiter', delimiter === undefined ? undefined : encode(delimiter)),
			text('EncodingType', query.get('encoding-type')),
			text('IsTruncated', page.truncated),
			...page.rows.map(object =>
				group(
					'Version',
					text('Key', encode(object.key)),
					text('VersionId', 'null'),
					text('IsLatest', true),
					text('LastModified', isoDate(object.lastModified)),
					text('ETag', `"${object.etag}"`),
					text('Size', object.body.size),
					owner(objectOwner(bucket, object)),
					text('StorageClass', object.storageClass),
				),
			),
			...page.prefixes.map(prefix => group('CommonPrefixes', text('Prefix', encode(prefix)))),
		),
	};
}
