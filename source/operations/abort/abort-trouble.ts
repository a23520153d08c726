import {isThrottled, losesCredentials, type S3Failure} from '../../s3/failure/failure.js';
import type {JournalError} from '../journal/journal.js';

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
export function journalIsLost({reason}: JournalError): boolean {
	return reason === 'damaged' || reason === 'unavailable';
}

/** `isThrottled` without narrowing: what is not throttled is still a failure. */
export function asksForFewer(failure: S3Failure): boolean {
	return isThrottled(failure);
}
