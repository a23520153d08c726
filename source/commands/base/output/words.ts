import type {S3Failure} from '../../../s3/failure/failure.js';
import {failureWords} from '../../../text/failure/failure-words.js';

/** One line: what failed, on what, the code, the request id. Safe for a terminal, the key in full. */
export function whatFailed(failure: S3Failure): string {
	return failureWords(failure, 'command', Number.POSITIVE_INFINITY).what;
}

/** What to do about it, and what the server said. Safe for a terminal. */
export function whatToDo(failure: S3Failure): string {
	return failureWords(failure, 'command').advice ?? '';
}
