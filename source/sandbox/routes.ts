import type {BucketCall, Call, ObjectCall} from './call.js';
import * as acl from './operations/acl.js';
import {
	createBucket,
	deleteBucket,
	getBucketLocation,
	headBucket,
	listBuckets,
} from './operations/buckets.js';
import {completeMultipartUpload} from './operations/complete.js';
import {copyObject} from './operations/copy-object.js';
import {copySourceHeader} from './operations/copy-source.js';
import {deleteObjects} from './operations/delete-objects.js';
import * as lifecycle from './operations/lifecycle.js';
import {withAbortHeaders} from './operations/lifecycle-headers.js';
import {listObjects, listObjectsV2} from './operations/list-objects.js';
import {listParts} from './operations/list-parts.js';
import {listMultipartUploads} from './operations/list-uploads.js';
import {deleteObject, putObject} from './operations/objects.js';
import {getPublicAccessBlock} from './operations/public-access.js';
import {getObject, getObjectTagging, headObject} from './operations/read-object.js';
import {neverSet} from './operations/unset.js';
import {uploadPart} from './operations/upload-part.js';
import {uploadPartCopy} from './operations/upload-part-copy.js';
import {abortMultipartUpload, createMultipartUpload} from './operations/uploads.js';
import type {Need, Route} from './route.js';
import type {Outcome} from './wire/reply.js';

type Asked = Pick<Route, 'query' | 'header'>;

/** @param call - the method and what else tells the operation: `PUT ?acl` or `PUT x-amz-header` */
function asked(call: string): {method: string} & Asked {
	const [method = '', ...marks] = call.split(' ');
	const query = marks.find(mark => mark.startsWith('?'))?.slice(1);
	return {method, query, header: marks.find(mark => !mark.startsWith('?'))};
}

function service(operation: string, call: string, run: (call: Call) => Outcome): Route {
	return {operation, ...asked(call), on: 'service', needs: 'owner', run};
}

function bucket(
	operation: string,
	call: string,
	needs: Need,
	run: (call: BucketCall) => Outcome,
): Route {
	return {operation, ...asked(call), on: 'bucket', needs, run};
}

function object(
	operation: string,
	call: string,
	needs: Need,
	run: (call: ObjectCall) => Outcome,
): Route {
	return {operation, ...asked(call), on: 'object', needs, run};
}

const list: Need = {bucket: 'READ'};
const write: Need = {bucket: 'WRITE'};
const read: Need = {object: 'READ'};
const ownObject: Need = {object: 'FULL_CONTROL'};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
export const routes: readonly Route[] = [
	service('ListBuckets', 'GET', listBuckets),
	service('CreateBucket', 'PUT', createBucket),

	bucket('HeadBucket', 'HEAD', list, headBucket),
	bucket('DeleteBucket', 'DELETE', 'owner', deleteBucket),
	bucket('GetBucketLocation', 'GET ?location', 'owner', getBucketLocation),
	bucket('ListMultipartUploads', 'GET ?uploads', list, listMultipartUploads),
	bucket('ListObjectsV2', 'GET ?list-type', list, listObjectsV2),
	bucket('ListObjects', 'GET', list, listObjects),
	bucket('DeleteObjects', 'POST ?delete', write, deleteObjects),
	bucket('GetBucketAcl', 'GET ?acl', {bucket: 'READ_ACP'}, acl.getBucketAcl),
	bucket('PutBucketAcl', 'PUT ?acl', {bucket: 'WRITE_ACP'}, acl.putBucketAcl),
	bucket(
		'GetBucketLifecycleConfiguration',
		'GET ?lifecycle',
		'owner',
		lifecycle.getBucketLifecycleConfiguration,
	),
	bucket(
		'PutBucketLifecycleConfiguration',
		'PUT ?lifecycle',
		'owner',
		lifecycle.putBucketLifecycleConfiguration,
	),
	bucket('DeleteBucketLifecycle', 'DELETE ?lifecycle', 'owner', lifecycle.deleteBucketLifecycle),
	bucket('GetPublicAccessBlock', 'GET ?publicAccessBlock', 'owner', getPublicAccessBlock),
	...neverSet.map(({operation, query, run}) => bucket(operation, `GET ?${query}`, 'owner', run)),

	object('CreateMultipartUpload', 'POST ?uploads', write, withAbortHeaders(createMultipartUpload)),
	object('UploadPartCopy', `PUT ?uploadId ${copySourceHeader}`, write, uploadPartCopy),
	object('CopyObject', `PUT ${copySourceHeader}`, write, copyObject),
	object('UploadPart', 'PUT ?uploadId', write, uploadPart),
	object('ListParts', 'GET ?uploadId', write, withAbortHeaders(listParts)),
	object('CompleteMultipartUpload', 'POST ?uploadId', write, completeMultipartUpload),
	object('AbortMultipartUpload', 'DELETE ?uploadId', write, abortMultipartUpload),
	object('GetObjectAcl', 'GET ?acl', {object: 'READ_ACP'}, acl.getObjectAcl),
	object('PutObjectAcl', 'PUT ?acl', {object: 'WRITE_ACP'}, acl.putObjectAcl),
	object('GetObjectTagging', 'GET ?tagging', ownObject, getObjectTagging),
	object('PutObject', 'PUT', write, putObject),
	object('GetObject', 'GET', read, getObject),
	object('HeadObject', 'HEAD', read, headObject),
	object('DeleteObject', 'DELETE', write, deleteObject),
];
