import {isDirectoryBucket} from '../../multipart/directory-bucket.js';
import type {Hint} from './hint.js';
import type {FailureTarget, Operation} from './operation.js';

/** The IAM action behind each operation: what to ask an administrator for. */
const actions: Readonly<Record<Operation, string>> = {
	ListBuckets: 's3:ListAllMyBuckets',
	ListObjectsV2: 's3:ListBucket',
	ListMultipartUploads: 's3:ListBucketMultipartUploads',
	ListParts: 's3:ListMultipartUploadParts',
	UploadPart: 's3:PutObject',
	CompleteMultipartUpload: 's3:PutObject',
	AbortMultipartUpload: 's3:AbortMultipartUpload',
	HeadObject: 's3:GetObject',
	PutObjectAcl: 's3:PutObjectAcl',
	GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
	GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
	PutBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration',
	// S3 User Guide, "Actions, resources, and condition keys": the same right for both.
	DeleteBucketLifecycle: 's3:PutLifecycleConfiguration',
};

/** The IAM action that an operation needs: `s3:ListMultipartUploadParts`. */
export function actionOf(operation: Operation): string {
	return actions[operation];
}

/** The resource that the action has to be allowed on, as a policy names it; `*` without a bucket. */
export function arnOf(operation: Operation, bucket?: string, key?: string): string {
	if (bucket === undefined) return '*';
	const onBucket = operation === 'ListMultipartUploads' || operation === 'ListObjectsV2';
	const onKey = !onBucket && key !== undefined;
	return `arn:aws:s3:::${bucket}${onKey ? `/${key}` : ''}`;
}

/** What the caller lacks for an operation that was denied. */
export function missingPermission(
	operation: Operation,
	{bucket, key}: FailureTarget,
	expectedOwner: string | undefined,
): Hint {
	return {
		code: 'not-permitted',
		action: actionOf(operation),
		...(bucket === undefined ? {} : {resource: arnOf(operation, bucket, key)}),
		// S3 User Guide, "Authorizing Regional endpoint API operations": with a session all is allowed, without one nothing.
		...(bucket !== undefined && isDirectoryBucket(bucket) ? {directoryBucket: bucket} : {}),
		// S3 User Guide, "Verifying bucket ownership with bucket owner condition": AccessDenied, whatever else is allowed.
		...(expectedOwner === undefined || operation === 'ListBuckets' ? {} : {expectedOwner}),
	};
}
