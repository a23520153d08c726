import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Principal} from '../../multipart/upload.js';
import type {Hint} from '../../s3/failure/hint.js';
import type {Operation} from '../../s3/failure/operation.js';
import {actionOf, arnOf} from '../../s3/failure/permission.js';
import type {PermissionReason, TroubleReason} from './reasons.js';

/**
 * `failed`: the request came to nothing for another reason. `unknown`: not asked, or the answer does not tell.
 * `not-tested`: asking would change something.
 */
export type Verdict = 'waiting' | 'allowed' | 'denied' | 'failed' | 'unknown' | 'not-tested';

/** What is known of one right of the caller. */
export type TestedPermission = {
	readonly operation: Operation;
	/** The IAM action: `s3:ListMultipartUploadParts`. */
	readonly action: string;
	/** The ARN that it has to be allowed on; `*` for none in particular. */
	readonly resource: string;
	readonly verdict: Verdict;
	/** The service's, or one of the client's. */
	readonly code?: string;
	readonly status?: number;
	/** Whether asking the same again later can help. */
	readonly retryable?: boolean;
	readonly requestId?: string;
	/** What to do about the failure that has this code. */
	readonly hint?: Hint;
	/** How it is known, or why it is not. */
	readonly reason?: PermissionReason;
};

/** What kept a test from going on. */
export type TestTrouble = {
	readonly reason: TroubleReason;
	readonly code?: string;
	readonly retryable?: boolean;
	readonly status?: number;
	readonly requestId?: string;
};

/** What a test of a connection found out, or has found out so far. It holds no secret. */
export type ConnectionTest = {
	readonly endpoint: string;
	/** Absent where nothing tells. */
	readonly service?: {readonly id: ServiceId; readonly name: string};
	/** What the profile says; what shows otherwise counts. */
	readonly saidService?: ServiceId;
	/** Whom the service takes the caller for, as far as it tells; an ARN only where a refusal names one. */
	readonly caller?: Principal & {readonly arn?: string};
	/** What was looked at, and whether it was named or is the first that is listed. */
	readonly bucket?: {readonly name: string; readonly from: 'named' | 'listed'};
	/** What requests are signed for. */
	readonly region: string;
	/** Where the bucket was found, when that is another region. */
	readonly bucketRegion?: string;
	/** The server's clock less this machine's, milliseconds; absent without an answer. */
	readonly clockOffset?: number;
	/** Without its user and password; absent where none is used. */
	readonly proxy?: string;
	/** The PEM file of authorities that are trusted beside the usual ones. */
	readonly caBundle?: string;
	readonly permissions: readonly TestedPermission[];
	/** What stood in the way of everything behind it. */
	readonly trouble?: TestTrouble;
	readonly isDone: boolean;
};

/** Whether nothing is denied and nothing went wrong, as far as was asked. */
export function isFine({trouble, permissions}: ConnectionTest): boolean {
	return (
		trouble === undefined &&
		permissions.every(({verdict}) => verdict !== 'denied' && verdict !== 'failed')
	);
}

/** In this order: whether objects may be listed tells what it means that something is not found. */
const asked = [
	'ListBuckets',
	'ListMultipartUploads',
	'ListObjectsV2',
	'ListParts',
	'HeadObject',
] as const;
const notTested = ['CompleteMultipartUpload', 'AbortMultipartUpload', 'PutObjectAcl'] as const;

/** What a test asks of the service. */
export type Asked = (typeof asked)[number];

/** The rows of a test before anything was asked; what is asked of a bucket stands for all keys under the prefix. */
export function untested(bucket: string | undefined, prefix: string): readonly TestedPermission[] {
	const row = (operation: Operation, verdict: Verdict): TestedPermission => ({
		operation,
		action: actionOf(operation),
		resource:
			operation === 'ListBuckets'
				? arnOf(operation)
				: arnOf(operation, bucket ?? 'BUCKET', `${prefix}*`),
		verdict,
	});
	return [
		...asked.map(operation => row(operation, 'waiting')),
		...notTested.map(operation => row(operation, 'not-tested')),
	];
}
