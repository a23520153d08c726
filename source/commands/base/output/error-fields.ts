import type {S3Failure} from '../../../s3/failure/failure.js';
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
