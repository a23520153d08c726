import {noSuchKey, notImplemented, preconditionFailed} from '../errors.js';
import type {StoredObject} from '../store/model.js';

type Headers = ReadonlyMap<string, string>;

/**
 * If-None-Match and If-Match of a write. Throws PreconditionFailed, or NoSuchKey when If-Match has
 * nothing to match: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
	headers: Headers,
	key: string,
	existing: StoredObject | undefined,
): void {
	const noneMatch = headers.get('if-none-match');
	if (noneMatch !== undefined) {
		if (noneMatch !== '*') throw notImplemented('If-None-Match');
		if (existing !== undefined) throw preconditionFailed('If-None-Match');
	}
	const match = headers.get('if-match');
	if (match === undefined) return;
	if (existing === undefined) throw noSuchKey(key);
	if (!matches(match, existing)) throw preconditionFailed('If-Match');
}

/**
 * The conditions of a read. Returns whether the client has the object already; throws
 * PreconditionFailed. An ETag counts more than a date:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
export function isNotModified(headers: Headers, object: StoredObject): boolean {
	const match = headers.get('if-match');
	if (match !== undefined && !matches(match, object)) throw preconditionFailed('If-Match');
	if (match === undefined && isModifiedSince(object, headers.get('if-unmodified-since')) === true)
		throw preconditionFailed('If-Unmodified-Since');
	const noneMatch = headers.get('if-none-match');
	if (noneMatch !== undefined) return matches(noneMatch, object);
	return isModifiedSince(object, headers.get('if-modified-since')) === false;
}

/** The conditions that a copy makes for its source. Throws PreconditionFailed. */
export function checkSourceConditions(headers: Headers, source: StoredObject): void {
	const prefix = 'x-amz-copy-source-';
	const conditions = new Map(
		[...headers]
			.filter(([name]) => name.startsWith(`${prefix}if-`))
			.map(([name, value]) => [name.slice(prefix.length), value]),
	);
	if (isNotModified(conditions, source)) throw preconditionFailed(`${prefix}If-None-Match`);
}

/** A list of ETags, with or without quotes, or `*` for any. */
function matches(list: string, object: StoredObject): boolean {
	return list
		.split(',')
		.map(item => item.trim().replace(/^W\//, '').replaceAll('"', ''))
		.some(etag => etag === '*' || etag === object.etag);
}

/** By the second, as dates in headers are; undefined when there is no date to compare with. */
function isModifiedSince(object: StoredObject, header: string | undefined): boolean | undefined {
	const date = Date.parse(header ?? '');
	if (Number.isNaN(date)) return undefined;
	return Math.floor(object.lastModified / 1000) > Math.floor(date / 1000);
}
