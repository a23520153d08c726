import type {BucketCall, Call, ObjectCall, Outcome} from './call.js';
import {invalidRequest, notImplemented, S3Error} from './errors.js';
import {
	createBucket,
	deleteBucket,
	getBucketLocation,
	headBucket,
	listBuckets,
} from './operations/buckets.js';
import {completeMultipartUpload} from './operations/complete.js';
import {listObjects, listObjectsV2} from './operations/list-objects.js';
import {listParts} from './operations/list-parts.js';
import {listMultipartUploads} from './operations/list-uploads.js';
import {deleteObject, getObject, headObject, putObject} from './operations/objects.js';
import {uploadPart} from './operations/upload-part.js';
import {abortMultipartUpload, createMultipartUpload} from './operations/uploads.js';
import type {S3Request} from './wire/request.js';

/** What a route works on decides what is looked up and checked before it runs. */
type Work =
	| {on: 'service'; run: (call: Call) => Outcome}
	| {on: 'bucket'; run: (call: BucketCall) => Outcome}
	| {on: 'object'; run: (call: ObjectCall) => Outcome};

export type Route = Work & {
	operation: string;
	method: string;
	/** The query parameter that tells this operation from others of the same method. */
	query?: string;
	/** The header that does; the routes with one come first. */
	header?: string;
};

const routes: readonly Route[] = [
	{operation: 'ListBuckets', method: 'GET', on: 'service', run: listBuckets},
	{operation: 'CreateBucket', method: 'PUT', on: 'service', run: createBucket},
	{operation: 'HeadBucket', method: 'HEAD', on: 'bucket', run: headBucket},
	{operation: 'DeleteBucket', method: 'DELETE', on: 'bucket', run: deleteBucket},
	{
		operation: 'GetBucketLocation',
		method: 'GET',
		query: 'location',
		on: 'bucket',
		run: getBucketLocation,
	},
	{
		operation: 'ListMultipartUploads',
		method: 'GET',
		query: 'uploads',
		on: 'bucket',
		run: listMultipartUploads,
	},
	{
		operation: 'ListObjectsV2',
		method: 'GET',
		query: 'list-type',
		on: 'bucket',
		run: listObjectsV2,
	},
	{operation: 'ListObjects', method: 'GET', on: 'bucket', run: listObjects},
	{
		operation: 'CreateMultipartUpload',
		method: 'POST',
		query: 'uploads',
		on: 'object',
		run: createMultipartUpload,
	},
	{
		operation: 'UploadPartCopy',
		method: 'PUT',
		query: 'uploadId',
		header: 'x-amz-copy-source',
		on: 'object',
		run: refuseCopy,
	},
	{
		operation: 'CopyObject',
		method: 'PUT',
		header: 'x-amz-copy-source',
		on: 'object',
		run: refuseCopy,
	},
	{operation: 'UploadPart', method: 'PUT', query: 'uploadId', on: 'object', run: uploadPart},
	{operation: 'ListParts', method: 'GET', query: 'uploadId', on: 'object', run: listParts},
	{
		operation: 'CompleteMultipartUpload',
		method: 'POST',
		query: 'uploadId',
		on: 'object',
		run: completeMultipartUpload,
	},
	{
		operation: 'AbortMultipartUpload',
		method: 'DELETE',
		query: 'uploadId',
		on: 'object',
		run: abortMultipartUpload,
	},
	{operation: 'PutObject', method: 'PUT', on: 'object', run: putObject},
	{operation: 'GetObject', method: 'GET', on: 'object', run: getObject},
	{operation: 'HeadObject', method: 'HEAD', on: 'object', run: headObject},
	{operation: 'DeleteObject', method: 'DELETE', on: 'object', run: deleteObject},
];

/** Copying is not built. */
function refuseCopy(): never {
	throw notImplemented('x-amz-copy-source');
}

/** Parameters that ask for something else than the plain operation. */
const subresources = new Set([
	...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption'],
	...['intelligent-tiering', 'inventory', 'legal-hold', 'lifecycle', 'list-type', 'location'],
	...['logging', 'metrics', 'notification', 'object-lock', 'ownershipControls', 'partNumber'],
	...['policy', 'policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore'],
	...['retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads', 'versionId'],
	...['versioning', 'versions', 'website'],
]);

/**
 * Finds what a request asks for. Throws NotImplemented for what S3 has and the sandbox has not,
 * MethodNotAllowed for what nobody has.
 */
export function route(request: S3Request): Route {
	const {method, query} = request;
	const asked = query.pairs
		.map(([name]) => name)
		.filter(name => subresources.has(name) && !(name === 'partNumber' && query.has('uploadId')));
	const place = placeOf(request);
	if (place === 'bucket' && asked.some(name => name === 'uploadId')) {
		throw invalidRequest('A key must be specified');
	}
	const found = routes.find(
		candidate =>
			candidate.method === method &&
			candidate.on === place &&
			(candidate.header === undefined || request.headers.has(candidate.header)) &&
			(candidate.query === undefined ? asked.length === 0 : asked.includes(candidate.query)),
	);
	if (found !== undefined) return found;
	if (asked.length > 0) throw notImplemented();
	throw new S3Error(
		405,
		'MethodNotAllowed',
		'The specified method is not allowed against this resource.',
		{Method: method, ResourceType: place.toUpperCase()},
	);
}

/** A bucket that is to be created does not exist yet, so that is work on the service. */
function placeOf({method, bucket, key, query}: S3Request): Route['on'] {
	if (key !== undefined) return 'object';
	if (bucket === undefined) return 'service';
	const creates = method === 'PUT' && !query.pairs.some(([name]) => subresources.has(name));
	return creates ? 'service' : 'bucket';
}
