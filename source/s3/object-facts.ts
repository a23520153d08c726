import type {HeadObjectCommandOutput} from '@aws-sdk/client-s3';
import {S3Failure} from './failure.js';
import type {ObjectFacts} from './gateway.js';

/** What a HeadObject answered. */
export function toObjectFacts(answer: HeadObjectCommandOutput): ObjectFacts {
	return {
		size: answer.ContentLength ?? 0,
		etag: answer.ETag,
		lastModified: answer.LastModified?.getTime(),
		versionId: answer.VersionId,
		serverSideEncryption: answer.ServerSideEncryption,
	};
}

/** Whether the service itself says that nothing is at the key. */
export function isAbsent(error: unknown): boolean {
	return (
		error instanceof S3Failure &&
		error.status === 404 &&
		error.code !== 'UnexpectedAnswer' &&
		error.code !== 'NoSuchBucket'
	);
}
