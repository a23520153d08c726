import type {Hint} from '../failure/hint.js';
import type {Operation} from '../failure/operation.js';
import {rootOf} from './local-names.js';
import {WireError} from './wire-error.js';

/** A list of objects or of their versions, whatever its root is called. */
const objects = /^(?:ListBucketResult|ListVersionsResult|ListObjects.*)$/;
const listsObjects = /<(?:Contents|CommonPrefixes|MaxKeys|KeyCount)[\s>/]/;

/** What a service reads of a bucket by a query alone: one that does not know it lists the bucket's objects. */
const ofBucket = new Set<string>([
	'ListMultipartUploads',
	'GetPublicAccessBlock',
	'GetBucketLifecycleConfiguration',
] satisfies Operation[]);

type Headers = Readonly<Record<string, string>>;

/**
 * The service does not know what was asked for, and answered what the same request without its query asks for: the list of
 * the objects, or the object.
 */
export class FallsThrough extends WireError {
	readonly hint: Hint;

	constructor(operation: Operation, answered: {status?: number; requestId?: string}) {
		super('NotOffered', '', answered);
		this.hint = {code: 'lists-objects-instead', operation};
	}
}

/**
 * Whether an answer that the operation does not return is one of these.
 *
 * @param body as `localNames` makes it.
 */
export function fallsThrough(operation: string, headers: Headers, body: string): boolean {
	const root = rootOf(body);
	const isList = root !== undefined && (objects.test(root) || listsObjects.test(body));
	if (ofBucket.has(operation)) return isList;
	return operation === 'ListParts' && (isList || isContent(headers, body));
}

/** Whether the answer to a GET of a key is an object, by its head alone: S3's lists have no Last-Modified and are XML. */
export function isObject({statusCode, headers}: {statusCode: number; headers: Headers}): boolean {
	return (
		statusCode === 200 &&
		isOfService(headers) &&
		headers['etag'] !== undefined &&
		headers['last-modified'] !== undefined &&
		!isMarkup(headers)
	);
}

/** A page of a proxy has none of S3's headers, and is HTML. */
function isContent(headers: Headers, body: string): boolean {
	if (!isOfService(headers)) return false;
	const isPlain = body !== '' && !body.startsWith('<') && !isMarkup(headers);
	return isPlain || (headers['etag'] !== undefined && headers['last-modified'] !== undefined);
}

function isOfService(headers: Headers): boolean {
	return Object.keys(headers).some(name => name.startsWith('x-amz-'));
}

function isMarkup(headers: Headers): boolean {
	return /html|xml/i.test(headers['content-type'] ?? '');
}
