import type {Circumstances} from './circumstances.js';
import {endpointHint} from './endpoint-hints.js';
import {isThrottling, notImplementedCodes} from './failure.js';
import type {Hint, PlainHintCode} from './hint.js';
import {missingPermission} from './permission.js';

/** By the code alone; what needs more is in `hintFor`. */
export const hintsByCode: Readonly<Record<string, PlainHintCode>> = {
	NoSuchBucket: 'check-bucket',
	NoSuchUpload: 'no-such-upload',
	NoSuchKey: 'no-such-key',
	InvalidAccessKeyId: 'unknown-access-key',
	SignatureDoesNotMatch: 'wrong-secret-or-region',
	RequestTimeTooSkewed: 'clock-off',
	ExpiredToken: 'credentials-expired',
	ExpiredTokenException: 'credentials-expired',
	TokenRefreshRequired: 'credentials-expired',
	AuthorizationHeaderMalformed: 'wrong-region',
	PermanentRedirect: 'bucket-in-other-region',
	InvalidLocationConstraint: 'wrong-region',
	CredentialsProviderError: 'no-credentials',
	ECONNREFUSED: 'connection-refused',
	EAI_AGAIN: 'lookup-failed',
	ETIMEDOUT: 'no-answer',
	EHOSTUNREACH: 'host-unreachable',
	ENETUNREACH: 'network-unreachable',
	ConnectTimeout: 'no-answer',
	SilenceTimeout: 'silent',
	StuckListing: 'stuck-listing',
	CutAnswer: 'broken-answer',
	UnexpectedAnswer: 'not-s3',
	SlowDown: 'slow-down',
	ReadOnly: 'read-only',
	Protected: 'protected',
	EmptyName: 'empty-name',
	BrokenName: 'broken-name',
	EntityTooSmall: 'part-too-small',
	InvalidPart: 'invalid-part',
	InvalidPartOrder: 'part-order',
	PreconditionFailed: 'condition-not-met',
	BadDigest: 'checksum-differs',
	AccessControlListNotSupported: 'acls-off',
	ConditionalRequestConflict: 'conflict',
};

/**
 * InvalidRequest on AWS and MinIO, of a part and of an object; InvalidArgument of a part on Ceph (measured on 16.2, which lists and
 * completes without the key). API reference, ListParts and CompleteMultipartUpload: AWS wants it there where the upload has checksums.
 */
const asksForCustomerKey =
	/encryption parameters|form of server.side encryption|customer.provided key/i;

/** What a failure says of its cause and of what to do. */
export function hintFor(circumstances: Circumstances): Hint {
	const {operation, target, code, status, effect, said = ''} = circumstances;
	const {expectedOwner, clockOffset} = circumstances;
	// A part that may have arrived is sent again without any harm.
	const isUnsureAct = effect === 'perhaps' && !/^(List|Head|UploadPart)/.test(operation);
	if (code === 'RequestTimeTooSkewed' && Math.abs(clockOffset ?? 0) >= 60_000)
		return {code: 'clock-off', offset: clockOffset};
	const ofEndpoint = endpointHint(circumstances);
	if (ofEndpoint !== undefined && !(isUnsureAct && (status ?? 0) >= 500)) return ofEndpoint;
	if (code === 'ECONNRESET' || code === 'EPIPE')
		return {code: 'connection-cut', maySpeakTls: false};
	if (code === 'ENOTFOUND') return {code: 'no-such-host', hasBucketInHost: false};
	const known = hintsByCode[code];
	if (known !== undefined) return {code: known} as Hint;
	if (status === 400 && asksForCustomerKey.test(said)) return {code: 'customer-key'};
	if (status === 400 && operation === 'HeadObject') return {code: 'head-refused'};
	if (status === 301 || status === 307) return {code: 'bucket-in-other-region'};
	if (code === 'AccessDenied' || code === 'HTTP 403')
		return missingPermission(operation, target, expectedOwner);
	if (isThrottling(code, undefined)) return {code: 'slow-down'};
	if (/Quota|StorageFull|InsufficientStorage|LimitExceeded/.test(code)) return {code: 'quota'};
	if (/AccountProblem|NotSignedUp|AllAccessDisabled|Suspended|Arrears|UserDisable/.test(code))
		return {code: 'account-refused'};
	if (status === 405 || status === 501 || notImplementedCodes.test(code))
		return {code: 'not-offered', operation};
	if (isUnsureAct) return {code: 'act-unclear'};
	if (status !== undefined && status >= 500) return {code: 'service-trouble'};
	return {code: code.startsWith('HTTP ') ? 'not-s3' : 'ask-operator'};
}
