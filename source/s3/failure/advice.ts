import {isDirectoryBucket} from '../../multipart/directory-bucket.js';
import {formatAge} from '../../multipart/text/units.js';
import {adviceOnEndpoint} from './advice-endpoint.js';
import {
	type Effect,
	type FailureTarget,
	isThrottling,
	notImplementedCodes,
	type Operation,
} from './failure.js';

/** What is known of the endpoint beside an answer. */
export type KnownOfEndpoint = {
	/** The account that the request expected to own the bucket. */
	readonly expectedOwner?: string;
	/** The server's clock less this machine's, milliseconds; absent where it never answered. */
	readonly clockOffset?: number;
	/** Absent: AWS. */
	readonly endpoint?: string;
	readonly pathStyle?: boolean;
};

export type Circumstances = KnownOfEndpoint & {
	readonly operation: Operation;
	readonly target: FailureTarget;
	readonly code: string;
	readonly status?: number;
	readonly effect: Effect;
	/** The server's words. */
	readonly said?: string;
	/** What an answer is that is none of S3's. */
	readonly foreign?: string;
	/** What the socket threw. */
	readonly socket?: unknown;
};

/** The IAM action behind each operation: what to ask an administrator for. */
const actions: Readonly<Record<Operation, string>> = {
	ListBuckets: 's3:ListAllMyBuckets',
	ListObjectsV2: 's3:ListBucket',
	ListMultipartUploads: 's3:ListBucketMultipartUploads',
	ListParts: 's3:ListMultipartUploadParts',
	CompleteMultipartUpload: 's3:PutObject',
	AbortMultipartUpload: 's3:AbortMultipartUpload',
	HeadObject: 's3:GetObject',
	PutObjectAcl: 's3:PutObjectAcl',
	GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
	GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
};

/** What to do where no source of credentials holds any. */
export const noCredentials =
	'No credentials were found: pick or add a connection with p, name a profile with -p, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

/** By the code alone; what needs more is in `adviceFor`. */
const byCode: Readonly<Record<string, string>> = {
	NoSuchBucket: 'Check the name of the bucket, the endpoint and the profile.',
	NoSuchUpload: 'It was completed or aborted, or the id is wrong: refresh the list.',
	NoSuchKey: 'The service does not know the upload or the key: refresh the list.',
	InvalidAccessKeyId:
		'The service does not know this access key: check the profile and the endpoint.',
	SignatureDoesNotMatch: 'The secret key does not fit the access key, or the region is wrong.',
	RequestTimeTooSkewed: 'The clock of this machine is off by more than 15 minutes: set it.',
	ExpiredToken: 'The credentials have expired: renew them, then press r.',
	ExpiredTokenException: 'The credentials have expired: renew them, then press r.',
	TokenRefreshRequired: 'The credentials have expired: renew them, then press r.',
	AuthorizationHeaderMalformed: 'The region is wrong for this endpoint: set it with --region.',
	PermanentRedirect: 'The bucket is in another region: set it with --region.',
	InvalidLocationConstraint: 'The region is wrong for this endpoint: set it with --region.',
	CredentialsProviderError: noCredentials,
	ECONNREFUSED: 'Nothing listens at this endpoint: check the address and the port.',
	ENOTFOUND: 'No such host: check the endpoint and the DNS.',
	EAI_AGAIN: 'The name of the host could not be looked up: check the network, then press r.',
	ETIMEDOUT: 'The host does not answer: check the endpoint, the port and the network.',
	ECONNRESET: 'The connection was cut: check the network, then press r.',
	EPIPE: 'The connection was cut: check the network, then press r.',
	EHOSTUNREACH: 'The host cannot be reached: check the network.',
	ENETUNREACH: 'The network cannot be reached.',
	ConnectTimeout: 'The host does not answer: check the endpoint, the port and the network.',
	SilenceTimeout: 'The server took the connection and stayed silent: is this an S3 endpoint?',
	StuckListing: 'The service does not bring its list to an end: press r to try again.',
	CutAnswer: 'The answer broke off: press r to try again.',
	UnexpectedAnswer: 'The answer does not come from an S3 service: check the endpoint and proxies.',
	SlowDown: 'The service asks for fewer requests: wait a little, then press r.',
	ReadOnly: 'This connection is read-only: nothing was sent.',
	Protected: 'The profile protects what is under this prefix: nothing was sent.',
	EmptyName: 'A bucket, a key and an upload id are needed: nothing was sent.',
	BrokenName: 'The key cannot be written as UTF-8: nothing was sent.',
	EntityTooSmall: 'A part other than the last is under 5 MiB.',
	InvalidPart:
		'A part that was named is not there, has another ETag, or (on Ceph) one was left out.',
	InvalidPartOrder: 'The parts were not named in ascending order.',
	PreconditionFailed: 'The condition is not met, says the service: nothing was overwritten.',
	BadDigest: 'A checksum that was sent is not the one that the service computed.',
	AccessControlListNotSupported:
		'The bucket takes no ACLs (its owner owns every object): a bucket policy decides who may read.',
	ConditionalRequestConflict: 'Another writer acted on this key at the same time: look again.',
};

/** Where a service does not offer an operation. */
const notOffered: Partial<Readonly<Record<Operation, string>>> = {
	ListMultipartUploads:
		'This service does not list multipart uploads: open one by key and upload id with o.',
	ListParts: 'This service does not list the parts of uploads.',
};

/** One sentence for the person on what to do about a failure. */
export function adviceFor(circumstances: Circumstances): string {
	const {operation, target, code, status, effect, expectedOwner, clockOffset = 0} = circumstances;
	const isUnsureAct = effect === 'perhaps' && !/^(List|Head)/.test(operation);
	if (code === 'RequestTimeTooSkewed' && Math.abs(clockOffset) >= 60_000)
		return `${clockWords(clockOffset)}: set it.`;
	const ofWay = adviceOnEndpoint(circumstances);
	if (ofWay !== undefined && !(isUnsureAct && (status ?? 0) >= 500)) return ofWay;
	const known = byCode[code];
	if (known !== undefined) return known;
	if (status === 301 || status === 307) return byCode['PermanentRedirect'] ?? '';
	if (code === 'AccessDenied' || code === 'HTTP 403')
		return `The caller lacks ${permission(operation, target)}${otherOwner(operation, expectedOwner)}.`;
	if (isThrottling(code, undefined)) return byCode['SlowDown'] ?? '';
	if (/Quota|StorageFull|InsufficientStorage|LimitExceeded/.test(code))
		return 'A quota or limit of the account, the bucket or the service is used up: look at it there.';
	if (/AccountProblem|NotSignedUp|AllAccessDisabled|Suspended|Arrears|UserDisable/.test(code))
		return 'The service refuses the account or the bucket as such: ask its operator.';
	if (status === 405 || status === 501 || notImplementedCodes.test(code))
		return notOffered[operation] ?? 'This service does not offer this operation.';
	if (isUnsureAct)
		return 'Whether it happened is not known from this answer: look before trying again.';
	if (status !== undefined && status >= 500)
		return 'The service has trouble: wait a little, then press r.';
	if (code.startsWith('HTTP ')) return byCode['UnexpectedAnswer'] ?? '';
	return 'Look at the code and the request id, and ask the operator of the service.';
}

/** S3 User Guide, "Verifying bucket ownership with bucket owner condition": AccessDenied, whatever else is allowed. */
function otherOwner(operation: Operation, expectedOwner: string | undefined): string {
	return expectedOwner === undefined || operation === 'ListBuckets'
		? ''
		: `, or the bucket belongs to another account than ${expectedOwner}, which was expected`;
}

function permission(operation: Operation, {bucket, key}: FailureTarget): string {
	// S3 User Guide, "Authorizing Regional endpoint API operations": with a session all is allowed, without one nothing.
	if (bucket !== undefined && isDirectoryBucket(bucket))
		return `s3express:CreateSession on the directory bucket ${bucket}`;
	const action = actions[operation];
	return bucket === undefined ? action : `${action} on ${arnOf(operation, bucket, key)}`;
}

/** The IAM action that an operation needs: `s3:ListMultipartUploadParts`. */
export function actionOf(operation: Operation): string {
	return actions[operation];
}

/** The resource that the action has to be allowed on, as a policy names it; `*` without a bucket. */
export function arnOf(operation: Operation, bucket?: string, key?: string): string {
	if (bucket === undefined) return '*';
	const onBucket = operation === 'ListMultipartUploads' || operation === 'ListObjectsV2';
	const onKey = !onBucket && key !== undefined;
	return `arn:aws:s3:::${bucket}${onKey ? `/${key}` : ''}`;
}

/** `The clock of this machine is 17 m behind the service's` */
export function clockWords(clockOffset: number): string {
	const how = clockOffset > 0 ? 'behind' : 'ahead of';
	return `The clock of this machine is ${formatOffset(clockOffset)} ${how} the service's`;
}

/** To the minute, since a Date has whole seconds: 8 hours are not 7. */
export function formatOffset(clockOffset: number): string {
	const minute = 60_000;
	return formatAge(Math.round(Math.abs(clockOffset) / minute) * minute);
}

/** What follows for ages and states where the clocks are too far apart. */
export function clocksApartWords(clockOffset: number): string {
	return `${clockWords(clockOffset)}: an upload is stalled only by both, active by either`;
}
