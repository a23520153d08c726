import type {UploadTarget} from '../../multipart/upload.js';

/** What is asked of S3, by the names of its API. */
export type Operation =
	| 'ListBuckets'
	| 'ListObjectsV2'
	| 'ListMultipartUploads'
	| 'ListParts'
	| 'UploadPart'
	| 'CompleteMultipartUpload'
	| 'AbortMultipartUpload'
	| 'HeadObject'
	| 'PutObjectAcl'
	| 'GetPublicAccessBlock'
	| 'GetBucketLifecycleConfiguration'
	| 'PutBucketLifecycleConfiguration'
	| 'DeleteBucketLifecycle';

export type FailureTarget = Partial<UploadTarget>;
