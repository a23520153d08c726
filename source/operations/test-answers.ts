import type {ConnectionSettings} from '../s3/connection.js';
import {isDenied, type S3Failure} from '../s3/failure.js';
import type {Bucket} from '../s3/gateway.js';
import type {Asked, TestedPermission, TestTrouble} from './connection-test.js';

type Told = Pick<TestedPermission, 'verdict' | 'sentence'>;

/** By these a service refuses whoever asks, whatever is asked. */
const refusesAll =
	/^(SignatureDoesNotMatch|InvalidAccessKeyId|InvalidToken|Expired.*|TokenRefreshRequired|RequestTimeTooSkewed|RequestExpired|AuthorizationHeaderMalformed|InvalidSecurity|AccountProblem|NotSignedUp|UnexpectedAnswer)$/;

/** Whether every other request would fail in the same way: no answer came, or it refuses the caller as such. */
export function isInTheWay({status, code}: S3Failure): boolean {
	return status === undefined || refusesAll.test(code);
}

/** What is wrong and what to do about a failure that stands in the way. */
export function troubleOf(failure: S3Failure, settings: ConnectionSettings): TestTrouble {
	const {code, status, requestId} = failure;
	return {...inWords(failure, settings), code, status, requestId};
}

function inWords(
	failure: S3Failure,
	{credentials, region}: ConnectionSettings,
): Pick<TestTrouble, 'sentence' | 'advice'> {
	const key =
		credentials.kind === 'keys'
			? `the access key that ends in ${lastOf(credentials)}`
			: 'the access key';
	const {code, serverMessage, status} = failure;
	switch (code) {
		case 'SignatureDoesNotMatch':
			return {
				sentence: `Wrong secret: the service knows ${key}, and the secret key does not fit it.`,
				advice:
					'Type the secret key again, whole and without blanks. If it is right, look at the region, and at proxies that change requests.',
			};
		case 'InvalidAccessKeyId':
			return {
				sentence: `Unknown key: the service does not know ${key}.`,
				advice:
					'It was deleted, is disabled, or belongs to another service: check key and endpoint.',
			};
		case 'AuthorizationHeaderMalformed': {
			// "the region 'us-east-1' is wrong; expecting 'eu-west-3'": AWS, MinIO, Garage.
			const [, wanted] = /expecting '([a-z0-9-]+)'/.exec(serverMessage ?? '') ?? [];
			return {
				sentence: `Wrong region: requests were signed for ${region}${wanted === undefined ? '' : `, and the service wants ${wanted}`}.`,
				advice:
					wanted === undefined ? 'Set the region of the service.' : `Set the region ${wanted}.`,
			};
		}
		case 'RequestTimeTooSkewed':
			return {sentence: failure.advice};
		default:
			return status === undefined
				? {
						sentence: `${serverMessage ?? code}${/[.!]$/.test(serverMessage ?? code) ? '' : '.'}`,
						advice: failure.advice,
					}
				: {sentence: `The service refuses everything: ${code}.`, advice: failure.advice};
	}
}

function lastOf({accessKeyId}: {readonly accessKeyId: string}): string {
	return accessKeyId.slice(-4);
}

/**
 * What a failed question says of the right that it needs.
 *
 * @param listed the caller's buckets, where those may be listed.
 */
export function verdictOf(
	failure: S3Failure,
	asked: Asked,
	bucket: string,
	listed: readonly Bucket[] | undefined,
): Told {
	const {code, status, advice} = failure;
	if (isDenied(failure))
		return {verdict: 'denied', sentence: whyDenied(failure, asked, bucket, listed)};
	if (code === 'NoSuchBucket')
		return {verdict: 'failed', sentence: 'There is no bucket of this name at this endpoint.'};
	if (asked === 'ListParts' && status !== undefined && status >= 400 && status < 500)
		return {
			verdict: 'unknown',
			sentence: 'Asked of an upload that does not exist, and the answer does not tell.',
		};
	return {verdict: 'failed', sentence: advice};
}

function whyDenied(
	failure: S3Failure,
	asked: Asked,
	bucket: string,
	listed: readonly Bucket[] | undefined,
): string | undefined {
	switch (asked) {
		case 'ListBuckets':
			return 'Not needed to work in a bucket: name it, or let the connection open it.';
		case 'HeadObject':
			return 'Asked of a key that does not exist: perhaps only s3:ListBucket is missing, without which the answer is the same.';
		case 'ListParts':
			return undefined;
		case 'ListMultipartUploads':
			return `${whose(bucket, listed)}${failure.advice.includes('expected') ? ` ${failure.advice}` : ''}`;
	}
}

/** Whom to ask for the right to list a bucket. */
function whose(bucket: string, listed: readonly Bucket[] | undefined): string {
	if (listed === undefined)
		return "The bucket is there. It is another account's, or the right is missing: ask whoever manages it.";
	return listed.some(({name}) => name === bucket)
		? 'It is a bucket of this account: ask whoever manages its rights for this action on this ARN.'
		: "It is a bucket of another account, whose owner has to allow this in the bucket's policy.";
}

/** The caller's ARN, where AWS names it in what it says about a refusal. */
export function callerIn({serverMessage = ''}: S3Failure): string | undefined {
	return /\bUser: (arn:[\w-]+:(?:iam|sts)::[^\s]+) is not authorized\b/.exec(serverMessage)?.[1];
}
