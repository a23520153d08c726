import {lateCode} from '../answer/leave-window.js';
import type {Hint} from './hint.js';
import type {FailureTarget, Operation} from './operation.js';

/**
 * What a failed request did on the server: `never` where it certainly did nothing (refused before
 * sending, no connection, or a plain 4xx answer), `perhaps` where the answer was lost, a 5xx, or
 * something no S3 service says.
 */
export type Effect = 'never' | 'perhaps';

/** What the service named in its error: AWS does for EntityTooSmall and InvalidPart, Ceph RGW 16.2 never. */
export type Named = {
	readonly partNumber?: number;
	/** Foreign text. */
	readonly etag?: string;
	/** A header of the request: AWS names it in `ArgumentName`, and in `Header` where that is not implemented. */
	readonly header?: string;
	/** Bytes. */
	readonly proposedSize?: number;
	/** Bytes. */
	readonly minSizeAllowed?: number;
};

export type FailureFacts = Omit<S3Failure, keyof Error | 'named'> & {
	readonly named?: Named;
	readonly cause?: unknown;
};

/** The one error of everything that talks to S3. */
export class S3Failure extends Error {
	override readonly name = 'S3Failure';
	readonly operation: Operation;
	readonly target: FailureTarget;
	/** The service's own code (`NoSuchUpload`), or one of the client's (`ECONNREFUSED`, `TimeoutError`). */
	readonly code: string;
	/** The server's words, text from outside: escape before showing. Often empty on Ceph. */
	readonly serverMessage?: string;
	readonly status?: number;
	readonly requestId?: string;
	/** Whether sending the same again later can help. */
	readonly retryable: boolean;
	readonly effect: Effect;
	/** The cause and what to do, as far as the failure tells. */
	readonly hint: Hint;
	readonly named: Named;

	constructor(facts: FailureFacts) {
		super(`${facts.operation}: ${facts.code}`, {cause: facts.cause});
		this.operation = facts.operation;
		this.target = facts.target;
		this.code = facts.code;
		this.serverMessage = facts.serverMessage;
		this.status = facts.status;
		this.requestId = facts.requestId;
		this.retryable = facts.retryable;
		this.effect = facts.effect;
		this.hint = facts.hint;
		this.named = facts.named ?? {};
	}
}

/** Whether the code says that the service does not know the upload. A bare 404 says nothing: proxies send those too. */
export function isNoSuchUpload(error: unknown): error is S3Failure {
	return (
		error instanceof S3Failure &&
		(error.code === 'NoSuchUpload' ||
			// Ceph RGW answers ListParts of an unknown upload with NoSuchKey (measured on 16.2).
			(error.code === 'NoSuchKey' && error.operation === 'ListParts'))
	);
}

/** Whether the parts were listed in a way that contradicts itself or has no end: asking again hardly helps. */
export function isUnreadable(error: unknown): error is S3Failure {
	return (
		error instanceof S3Failure &&
		(error.code === 'UnreadableListing' || error.code === 'StuckListing')
	);
}

/** Whether the answer names another upload than the one that was asked for; its hint says which. */
export function isOfAnotherUpload(
	error: unknown,
): error is S3Failure & {readonly hint: Extract<Hint, {code: 'another-upload'}>} {
	return error instanceof S3Failure && error.hint.code === 'another-upload';
}

/** Whether a service says that it takes no marker, rather than that something is wrong with the caller or what is listed. */
export function refusesMarker(error: unknown): boolean {
	return (
		error instanceof S3Failure &&
		[400, 405, 416, 501].includes(error.status ?? 0) &&
		!losesCredentials(error)
	);
}

/** Whether an act was not sent, since it would have left outside of its window. */
export function isLate(error: unknown): error is S3Failure {
	return error instanceof S3Failure && error.code === lateCode && error.status === undefined;
}

/** Whether the caller lacks a permission for this one action. */
export function isDenied(error: unknown): error is S3Failure {
	return error instanceof S3Failure && (error.code === 'AccessDenied' || error.code === 'HTTP 403');
}

/** By which services say so, whatever the status, or what falls through is called. */
export const notImplementedCodes =
	/^(X?NotImplemented|NotOffered|MethodNotAllowed|UnsupportedOperation|OperationNotSupported)$/;

/** Whether the service does not implement the operation: lakeFS 405, s3proxy 501, or what falls through under a 200. */
export function isNotImplemented(error: unknown): error is S3Failure {
	return (
		error instanceof S3Failure &&
		(error.status === 405 || error.status === 501 || notImplementedCodes.test(error.code))
	);
}

const throttlingCodes =
	/^(SlowDown|ServiceUnavailable|Throttl|RequestThrottled|RequestLimitExceeded|BandwidthLimitExceeded|TooManyRequests|RateLimit)/i;

/**
 * Whether an answer asks for fewer requests: 429 and 503 with or without a code (a HEAD has none), and
 * under any status SlowDown, which MinIO words SlowDownRead and SlowDownWrite, or a name by which AWS's services
 * throttle (S3 API reference, "Error responses"; the SDK knows the same list).
 */
export function isThrottling(code: string, status: number | undefined): boolean {
	return status === 429 || status === 503 || throttlingCodes.test(code);
}

/**
 * Whether the server asked for fewer requests, at the last of the attempts below. A read may be sent
 * again for as long as one likes: the pace of the endpoint makes it wait. Of an act see `effect`.
 */
export function isThrottled(error: unknown): error is S3Failure {
	return error instanceof S3Failure && isThrottling(error.code, error.status);
}

/** Codes by which the caller is not known any more, or not believed: whatever is sent now ends so. */
const lostCredentials = new Set([
	'CredentialsProviderError',
	'ExpiredToken',
	'ExpiredTokenException',
	'InvalidAccessKeyId',
	'InvalidClientTokenId',
	'InvalidToken',
	'RequestExpired',
	'RequestTimeTooSkewed',
	'SignatureDoesNotMatch',
	'TokenRefreshRequired',
	'UnrecognizedClientException',
]);

/** Whether nothing can be sent before the credentials are renewed or put right: what runs is to wait for that. */
export function losesCredentials({code}: S3Failure): boolean {
	return lostCredentials.has(code);
}
