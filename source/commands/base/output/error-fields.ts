import type {S3Failure} from '../../../s3/failure/failure.js';
import {type ExitCode, exitCodes} from '../exit.js';
import {versionedLine} from './document.js';
import {whatToDo} from './words.js';

/** What a failed request says in JSON: `Retryable` is whether sending the same again later can help, `Advice` what to do. Nothing without one. */
export function errorFields(failure: S3Failure | undefined) {
	if (failure === undefined) return {};
	const {code, status, requestId, retryable} = failure;
	const advice = whatToDo(failure);
	return {
		...{Code: code, Status: status, RequestId: requestId, Retryable: retryable},
		Advice: advice === '' ? undefined : advice,
	};
}

/** The same of whatever kept something from being read: a sentence of ours is a `Message`. */
export function whyFields(why: S3Failure | string | undefined) {
	return typeof why === 'string' ? {Message: why} : errorFields(why);
}

/** What a command prints as JSON where it ends without a document of its own. */
export function endedJson(
	code: ExitCode,
	why: S3Failure | string | undefined,
	target: object = {},
): string {
	const Outcome = code === exitCodes.refused ? 'refused' : 'failed';
	const {
		bucket: Bucket,
		key: Key,
		uploadId: UploadId,
	} = typeof why === 'object' ? why.target : {bucket: undefined};
	return versionedLine({...{Bucket, Key, UploadId}, ...target, Outcome, ...whyFields(why)});
}
