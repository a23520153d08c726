import type {BucketCall} from '../call.js';
import {invalidArgument} from '../errors.js';
import {objectOwner} from '../rights.js';
import type {StoredObject} from '../store/model.js';
import {compareUtf8} from '../store/order.js';
import {listPage, type Page} from '../store/page.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {isoDate, owner} from './identities.js';
import {keyEncoder, pageSize, textParameter} from './parameters.js';

/** The page of objects that a request asks for, from behind a key. */
export function pageAfter(
	{bucket, request: {query}}: BucketCall,
	marker: string,
): Page<StoredObject> {
	return listPage(bucket.objects, {
		prefix: query.get('prefix') ?? '',
		delimiter: query.get('delimiter') ?? '',
		max: pageSize(query, 'max-keys'),
		marker,
		isAfter: object => marker === '' || compareUtf8(object.key, marker) > 0,
	});
}

/** The key or common prefix that the next page lies behind. */
export function lastKey(page: Page<StoredObject>): string | undefined {
	return typeof page.last === 'string' ? page.last : page.last?.key;
}

function contents(call: BucketCall, page: Page<StoredObject>, withOwner: boolean): string[] {
	const encode = keyEncoder(call.request.query);
	return [
		...page.rows.map(object =>
			group(
				'Contents',
				text('Key', encode(object.key)),
				text('LastModified', isoDate(object.lastModified)),
				text('ETag', `"${object.etag}"`),
				text('ChecksumAlgorithm', object.checksum?.algorithm.name),
				text('ChecksumType', object.checksum?.type),
				text('Size', object.body.size),
				withOwner ? owner(objectOwner(call.bucket, object)) : '',
				text('StorageClass', object.storageClass),
			),
		),
		...page.prefixes.map(prefix => group('CommonPrefixes', text('Prefix', encode(prefix)))),
	];
}

export function listObjects(call: BucketCall): Outcome {
	const {query} = call.request;
	const encode = keyEncoder(query);
	const marker = query.get('marker') ?? '';
	const delimiter = textParameter(query, 'delimiter');
	const page = pageAfter(call, marker);
	// AWS names the next marker only where the last key of the page would not do.
	const next = page.truncated && delimiter !== undefined ? lastKey(page) : undefined;
	return {
		status: 200,
		body: result(
			'ListBucketResult',
			text('Name', call.bucket.name),
			text('Prefix', encode(query.get('prefix') ?? '')),
			text('Marker', encode(marker)),
			text('NextMarker', next === undefined ? undefined : encode(next)),
			text('MaxKeys', pageSize(query, 'max-keys')),
			text('Delimiter', delimiter === undefined ? undefined : encode(delimiter)),
			text('EncodingType', query.get('encoding-type')),
			text('IsTruncated', page.truncated),
			...contents(call, page, true),
		),
	};
}

export function listObjectsV2(call: BucketCall): Outcome {
	const {query} = call.request;
	const encode = keyEncoder(query);
	const token = query.get('continuation-token');
	const startAfter = textParameter(query, 'start-after');
	const delimiter = textParameter(query, 'delimiter');
	const page = pageAfter(call, token === undefined ? (startAfter ?? '') : readToken(token));
	const next = page.truncated ? lastKey(page) : undefined;
	return {
		status: 200,
		body: result(
			'ListBucketResult',
			text('Name', call.bucket.name),
			text('Prefix', encode(query.get('prefix') ?? '')),
			text('ContinuationToken', token),
			text('NextContinuationToken', next === undefined ? undefined : writeToken(next)),
			text('StartAfter', startAfter === undefined ? undefined : encode(startAfter)),
			text('KeyCount', page.rows.length + page.prefixes.length),
			text('MaxKeys', pageSize(query, 'max-keys')),
			text('Delimiter', delimiter === undefined ? undefined : encode(delimiter)),
			text('EncodingType', query.get('encoding-type')),
			text('IsTruncated', page.truncated),
			...contents(call, page, query.get('fetch-owner') === 'true'),
		),
	};
}

const tokenMark = '1:';

function writeToken(key: string): string {
	return Buffer.from(tokenMark + key).toString('base64');
}

function readToken(token: string): string {
	const text = Buffer.from(token, 'base64').toString();
	if (text.startsWith(tokenMark)) return text.slice(tokenMark.length);
	throw invalidArgument(
		'The continuation token provided is incorrect',
		'continuation-token',
		token,
	);
}
