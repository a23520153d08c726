import {noSuchKey, notImplemented, preconditionFailed} from '../errors.js';
import type {StoredObject} from '../store/model.js';

/**
 * If-None-Match and If-Match of a write. Throws PreconditionFailed, or NoSuchKey when If-Match has
 * nothing to match: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
	headers: ReadonlyMap<string, string>,
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
	if (match !== '*' && match.replaceAll('"', '') !== existing.etag) {
		throw preconditionFailed('If-Match');
	}
}
