import type {HeadObjectCommandOutput} from '@aws-sdk/client-s3';
import {pastDateOrNone} from '../../multipart/dates.js';
import {objectSizeOrNone} from '../../multipart/sizes.js';
import {etagOf} from '../answer/digest.js';
import {S3Failure} from '../failure/failure.js';
import type {ObjectFacts} from './gateway.js';

/** What a HeadObject answered. @param now the server's clock: nothing was written a day later. */
export function toObjectFacts(answer: HeadObjectCommandOutput, now: number): ObjectFacts {
	const size = objectSizeOrNone(answer.ContentLength);
	return {
		...(size === undefined ? {} : {size}),
		etag: etagOf(answer.ETag),
		lastModified: pastDateOrNone(answer.LastModified?.getTime(), now),
		versionId: answer.VersionId,
		serverSideEncryption: answer.ServerSideEncryption,
	};
}

/** Whether the service itself says that nothing is at the key, or that its bucket is not there: a HEAD does not tell these apart. */
export function isAbsent(error: unknown): boolean {
	return error instanceof S3Failure && error.status === 404 && error.code !== 'UnexpectedAnswer';
}

/** Whether a 404 is a web page without a request id: a framework's own for what is not there, or a proxy's that says nothing. */
export function isPage404(error: unknown): boolean {
	return error instanceof S3Failure && error.status === 404 && error.code === 'UnexpectedAnswer';
}
