import {factsOfService} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import {isDenied, type S3Failure} from '../../s3/failure/failure.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import type {Asked, TestedPermission, TestTrouble} from './connection-test.js';
import type {PermissionReason, TroubleReason} from './reasons.js';

type Judged = Pick<TestedPermission, 'verdict' | 'reason'>;

/** By these a service refuses whoever asks, whatever is asked. */
const refusesAll =
	/^(SignatureDoesNotMatch|InvalidAccessKeyId|InvalidToken|Expired.*|TokenRefreshRequired|RequestTimeTooSkewed|RequestExpired|AuthorizationHeaderMalformed|InvalidSecurity|AccountProblem|NotSignedUp|UnexpectedAnswer)$/;

/** Whether every other request would fail in the same way: no answer came, or it refuses the caller as such. */
export function isInTheWay({status, code}: S3Failure): boolean {
	return status === undefined || refusesAll.test(code);
}

/** What a failure says that stands in the way of everything. */
export function troubleOf(failure: S3Failure, settings: ConnectionSettings): TestTrouble {
	const {code, status, requestId, retryable} = failure;
	return {reason: troubleReason(failure, settings), code, status, requestId, retryable};
}

function troubleReason(
	{code, serverMessage, status, hint}: S3Failure,
	{credentials, region}: ConnectionSettings,
): TroubleReason {
	const key = credentials.kind === 'keys' ? {key: lastOf(credentials)} : {};
	switch (code) {
		case 'SignatureDoesNotMatch':
			return {code: 'wrong-secret', ...key};
		case 'InvalidAccessKeyId':
			return {code: 'unknown-key', ...key};
		case 'AuthorizationHeaderMalformed': {
			// "the region 'us-east-1' is wrong; expecting 'eu-west-3'": AWS, MinIO, Garage.
			const [, wanted] = /expecting '([a-z0-9-]+)'/.exec(serverMessage ?? '') ?? [];
			return {code: 'wrong-region', region, ...(wanted === undefined ? {} : {wanted})};
		}
		case 'RequestTimeTooSkewed':
			return {code: 'clock-off', hint};
		default:
			return status === undefined
				? {code: 'no-answer', message: serverMessage ?? code, hint}
				: {code: 'refuses-everything', error: code, hint};
	}
}

function lastOf({accessKeyId}: {readonly accessKeyId: string}): string {
	return accessKeyId.slice(-4);
}

/** What a question was about. */
export type AskedOf = {
	readonly bucket: string;
	/** The caller's buckets, where those may be listed. */
	readonly listed: readonly Bucket[] | undefined;
	/** Whether the upload or the object that was asked for is there, as far as was seen. */
	readonly isThere: boolean;
	/** Whether the caller may list objects. One who may not gets 403 in place of 404 for a missing object. */
	readonly mayListObjects: boolean;
	readonly service?: ServiceId;
};

/** What a failed question says of the right that it needs. */
export function verdictOf(failure: S3Failure, asked: Asked, of: AskedOf): Judged {
	const {code, status, hint} = failure;
	const isOfOne = asked === 'ListParts' || asked === 'HeadObject';
	const isHidden = isOfOne && !of.isThere && !of.mayListObjects;
	if (isDenied(failure))
		return {
			verdict: 'denied',
			reason:
				isHidden && !looksAtRightsFirst(of.service, asked)
					? {code: 'denied-or-hidden', missing: missingOf(asked)}
					: whyDenied(failure, asked, of),
		};
	if (code === 'NoSuchBucket') return {verdict: 'failed', reason: {code: 'no-such-bucket'}};
	if (isOfOne && status !== undefined && status >= 400 && status < 500)
		return {verdict: 'unknown', reason: {code: 'inconclusive'}};
	return {verdict: 'failed', reason: {code: 'request-failed', hint}};
}

/** What it says of the right that something which is not there was looked for in vain. */
export function verdictOfNothing(asked: Asked, service: ServiceId | undefined): Judged {
	const missing = missingOf(asked);
	return looksAtRightsFirst(service, asked)
		? {verdict: 'allowed', reason: {code: 'looked-for-missing', missing}}
		: {verdict: 'unknown', reason: {code: 'missing-proves-nothing', missing}};
}

/**
 * Whether a service looks for an upload only once it has seen that the caller may read its parts. Ceph RGW 16.2
 * looks first, and tells whoever has s3:ListBucket that nothing is there (measured). For keys the rule is said to be
 * that one: S3 API reference, HeadObject.
 */
function looksAtRightsFirst(service: ServiceId | undefined, asked: Asked): boolean {
	return asked === 'ListParts' && service !== undefined && factsOfService(service).rightsFirst;
}

function missingOf(asked: Asked): 'upload' | 'key' {
	return asked === 'ListParts' ? 'upload' : 'key';
}

function whyDenied(
	{hint}: S3Failure,
	asked: Asked,
	{bucket, listed}: AskedOf,
): PermissionReason | undefined {
	switch (asked) {
		case 'ListBuckets':
			return {code: 'buckets-not-needed'};
		case 'ListObjectsV2':
			return {code: 'objects-hide-keys'};
		case 'ListMultipartUploads': {
			const owner =
				listed === undefined
					? 'unknown'
					: listed.some(({name}) => name === bucket)
						? 'caller'
						: 'other';
			const expects = hint.code === 'not-permitted' && hint.expectedOwner !== undefined;
			return {code: 'uploads-denied', owner, ...(expects ? {hint} : {})};
		}
		default:
			return undefined;
	}
}

/** The caller's ARN, where AWS names it in what it says about a refusal. */
export function callerIn({serverMessage = ''}: S3Failure): string | undefined {
	return /\bUser: (arn:[\w-]+:(?:iam|sts)::[^\s]+) is not authorized\b/.exec(serverMessage)?.[1];
}
