import type {Call} from '../call.js';
import {
	accessDenied,
	invalidArgument,
	noSuchBucket,
	noSuchKey,
	noSuchVersion,
	S3Error,
} from '../errors.js';
import {mayUseBucket, mayUseObject} from '../rights.js';
import type {StoredObject} from '../store/model.js';
import {accountId} from '../users.js';
import {percentDecode} from '../wire/uri.js';
import {checkSourceConditions} from './conditions.js';

/** The most that one request may copy, in bytes. */
const maxSize = 5 * 1024 ** 3;

/** The header that makes a copy of a write. */
export const copySourceHeader = 'x-amz-copy-source';

/**
 * The object that is to be copied. Throws as a read of it would, and PreconditionFailed for the
 * conditions that were made for it.
 */
export function copySource({request: {headers}, store, user}: Call): {
	bucketName: string;
	object: StoredObject;
} {
	const {bucketName, key, version} = readSource(headers.get(copySourceHeader) ?? '');
	const bucket = store.bucket(bucketName);
	if (bucket === undefined) throw noSuchBucket(bucketName);
	const expected = headers.get('x-amz-source-expected-bucket-owner');
	if (expected !== undefined && expected !== accountId(bucket.owner)) throw accessDenied();
	const object = bucket.object(key);
	if (object === undefined)
		throw mayUseBucket(bucket, user, 'READ') ? noSuchKey(key) : accessDenied();
	if (!mayUseObject(bucket, object, user, 'READ')) throw accessDenied();
	if (version !== 'null') throw noSuchVersion(key, version);
	checkSourceConditions(headers, object);
	return {bucketName, object};
}

/** Throws InvalidRequest for more bytes than one request may copy. */
export function checkCopySize(size: number): void {
	if (size <= maxSize) return;
	throw new S3Error(
		400,
		'InvalidRequest',
		`The specified copy source is larger than the maximum allowable size for a copy source: ${maxSize}`,
	);
}

/** `bucket/key` or `/bucket/key`, percent-encoded, and perhaps `?versionId=…`. */
function readSource(header: string): {bucketName: string; key: string; version: string} {
	const [path = '', version] = header.split('?versionId=');
	// A form's `+` is a space here, as it is in a query.
	const decoded = percentDecode(path.replaceAll('+', ' ')).replace(/^\//, '');
	const slash = decoded.indexOf('/');
	const key = decoded.slice(slash + 1);
	if (slash <= 0 || key === '') {
		throw invalidArgument(
			'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
			copySourceHeader,
			header,
		);
	}
	return {bucketName: decoded.slice(0, slash), key, version: version ?? 'null'};
}
