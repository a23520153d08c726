import {factsOfService} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {ConnectionSettings} from '../../s3/client/connection.js';
import {isDenied, type S3Failure} from '../../s3/failure/failure.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
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

/** What a question was about. */
export type AskedOf = {
	readonly bucket: string;
	/** The caller's buckets, where those may be listed. */
	readonly listed: readonly Bucket[] | undefined;
	/** Whether the upload or the object that was asked for is there, as far as was seen. */
	readonly isThere: boolean;
	/** Whether the caller may list objects: what is not there is hidden from others. */
	readonly mayListObjects: boolean;
	readonly service?: ServiceId;
};

/** What a failed question says of the right that it needs. */
export function verdictOf(failure: S3Failure, asked: Asked, of: AskedOf): Told {
	const {code, status, advice} = failure;
	const isOfOne = asked === 'ListParts' || asked === 'HeadObject';
	const isHidden = isOfOne && !of.isThere && !of.mayListObjects;
	if (isDenied(failure) && isHidden && !looksAtRightsFirst(of.service, asked))
		return {
			verdict: 'denied',
			sentence: `${nothing(asked)} gives the same answer where only s3:ListBucket is missing.`,
		};
	if (isDenied(failure)) return {verdict: 'denied', sentence: whyDenied(failure, asked, of)};
	if (code === 'NoSuchBucket')
		return {verdict: 'failed', sentence: 'There is no bucket of this name at this endpoint.'};
	if (isOfOne && status !== undefined && status >= 400 && status < 500)
		return {verdict: 'unknown', sentence: 'The answer does not tell.'};
	return {verdict: 'failed', sentence: advice};
}

/** What it says of the right that something which is not there was looked for in vain. */
export function verdictOfNothing(asked: Asked, service: ServiceId | undefined): Told {
	return looksAtRightsFirst(service, asked)
		? {verdict: 'allowed', sentence: `${nothing(asked)} was looked for.`}
		: {
				verdict: 'unknown',
				sentence: `${nothing(asked)} is looked for by whoever has s3:ListBucket.`,
			};
}

/**
 * Whether a service looks for an upload only once it has seen that the caller may read its parts. Ceph RGW 16.2
 * looks first, and tells whoever has s3:ListBucket that nothing is there (measured). For keys the rule is said to be
 * that one: S3 API reference, HeadObject.
 */
function looksAtRightsFirst(service: ServiceId | undefined, asked: Asked): boolean {
	return asked === 'ListParts' && service !== undefined && factsOfService(service).rightsFirst;
}

/** What was asked of, for want of something better. */
function nothing(asked: Asked): string {
	return asked === 'ListParts'
		? 'No upload is listed to ask of; one that does not exist'
		: 'No object is seen to ask of; a key that does not exist';
}

function whyDenied(
	failure: S3Failure,
	asked: Asked,
	{bucket, listed}: AskedOf,
): string | undefined {
	switch (asked) {
		case 'ListBuckets':
			return 'Not needed to work in a bucket: name it, or let the connection open it.';
		case 'ListObjectsV2':
			return 'Without it a key that holds nothing looks like one that may not be read.';
		case 'ListMultipartUploads':
			return `${whose(bucket, listed)}${failure.advice.includes('expected') ? ` ${failure.advice}` : ''}`;
		default:
			return undefined;
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
