import {isThrottled, losesCredentials, type S3Failure} from '../../s3/failure/failure.js';
import type {JournalProblem} from '../reason/journal-problem.js';

/** A connection that was cut is not among them: servers close idle ones, and the next one tells. */
const lostNetwork = new Set([
	'ConnectTimeout',
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ENOTFOUND',
	'ETIMEDOUT',
	'SilenceTimeout',
]);

/** Whether a failure concerns every upload: expired or wrong credentials, or a lost network. */
export function pausesAll(failure: S3Failure): boolean {
	return losesCredentials(failure) || lostNetwork.has(failure.code);
}

/** Whether the journal takes no act at all now, for whatever upload. */
export function journalIsLost({code}: JournalProblem): boolean {
	return code === 'damaged' || code === 'unavailable';
}

/** `isThrottled` without narrowing: what is not throttled is still a failure. */
export function asksForFewer(failure: S3Failure): boolean {
	return isThrottled(failure);
}
