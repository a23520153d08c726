import type {ObjectCall} from '../call.js';
import {invalidArgument, invalidRequest} from '../errors.js';
import {type Algorithm, algorithmNamed} from '../integrity/algorithms.js';
import {digestBody} from '../integrity/digest-body.js';
import {BodyRange} from '../store/body.js';
import type {StoredObject} from '../store/model.js';
import type {Reply} from '../wire/reply.js';
import {result, text} from '../wire/xml.js';
import {checkWriteConditions} from './conditions.js';
import {checkCopySize, copySource} from './copy-source.js';
import {isoDate} from './identities.js';
import {encryption, isAnswered, objectHeaders, storageClass} from './object-headers.js';
import {taggingHeader, tagsOf} from './tags.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export async function copyObject(call: ObjectCall): Promise<Reply> {
	const {request, bucket, key, user, now} = call;
	const {bucketName, object: source} = copySource(call);
	const replaces = directive(request.headers, 'metadata');
	const replacesTags = directive(request.headers, 'tagging');
	const sameObject = bucketName === bucket.name && source.key === key;
	if (sameObject && !replaces && !request.headers.has('x-amz-storage-class')) {
		throw invalidRequest(
			"This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
		);
	}
	checkCopySize(source.body.size);
	const copy = {
		key,
		owner: user,
		lastModified: now,
		storageClass: storageClass(request.headers),
		headers: headersOf(request.headers, source, replaces, replacesTags),
		...(!replacesTags && {tags: tagsOf(source)}),
		// However its source came about, a copy is in one piece.
		body: new BodyRange(source.body, 0, source.body.size),
	};
	copy.body.keep();
	try {
		const {etag, checksum} = await digestsOf(source, wantedAlgorithm(request.headers));
		checkWriteConditions(request.headers, key, bucket.object(key));
		bucket.putObject({...copy, etag, checksum});
		return {
			status: 200,
			headers: {...encryption},
			body: result(
				'CopyObjectResult',
				text('LastModified', isoDate(now)),
				text('ETag', `"${etag}"`),
				checksum === undefined ? '' : text(checksum.algorithm.element, checksum.value),
				text('ChecksumType', checksum?.type),
			),
		};
	} finally {
		copy.body.drop();
	}
}

/** Whether the request brings its own instead of what the source has. Throws InvalidArgument. */
function directive(headers: ReadonlyMap<string, string>, what: 'metadata' | 'tagging'): boolean {
	const name = `x-amz-${what}-directive`;
	const value = headers.get(name)?.toUpperCase() ?? 'COPY';
	if (value === 'COPY' || value === 'REPLACE') return value === 'REPLACE';
	throw invalidArgument(`Unknown ${what} directive.`, name, headers.get(name) ?? '');
}

/** An ACL is never copied. */
function headersOf(
	request: ReadonlyMap<string, string>,
	source: StoredObject,
	replaces: boolean,
	replacesTags: boolean,
): Map<string, string> {
	const own = objectHeaders(request);
	if (!replacesTags) own.delete(taggingHeader);
	if (replaces) return own;
	return new Map([
		...[...source.headers].filter(([name]) => isAnswered(name)),
		...[...own].filter(([name]) => !isAnswered(name)),
	]);
}

function wantedAlgorithm(headers: ReadonlyMap<string, string>): Algorithm | undefined {
	const name = headers.get('x-amz-checksum-algorithm');
	if (name === undefined) return undefined;
	const algorithm = algorithmNamed(name);
	if (algorithm !== undefined) return algorithm;
	throw invalidRequest(
		'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
	);
}

/** The bytes are read only where the digests of the source are not those of one piece. */
async function digestsOf(
	source: StoredObject,
	wanted: Algorithm | undefined,
): Promise<Pick<StoredObject, 'etag' | 'checksum'>> {
	const algorithm = wanted ?? source.checksum?.algorithm;
	const known = source.checksum?.type === 'FULL_OBJECT' ? source.checksum : undefined;
	const complete = algorithm === known?.algorithm;
	if (complete && !source.etag.includes('-')) return {etag: source.etag, checksum: known};
	const {etag, checksum} = await digestBody(source.body, algorithm);
	return {etag, checksum: checksum && {...checksum, type: 'FULL_OBJECT'}};
}
