import type {BucketCall} from '../call.js';
import {S3Error} from '../errors.js';
import type {Outcome} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';

/** What cannot be set here, and so never is: the operation, its query, and what is missing then. */
export const neverSet: ReadonlyArray<{
	operation: string;
	query: string;
	run: (call: BucketCall) => Outcome;
}> = [
	missing('GetBucketPolicy', 'policy', 'NoSuchBucketPolicy', 'The bucket policy does not exist'),
	missing(
		'GetBucketPolicyStatus',
		'policyStatus',
		'NoSuchBucketPolicy',
		'The bucket policy does not exist',
	),
	missing(
		'GetBucketCors',
		'cors',
		'NoSuchCORSConfiguration',
		'The CORS configuration does not exist',
	),
	missing(
		'GetBucketWebsite',
		'website',
		'NoSuchWebsiteConfiguration',
		'The specified bucket does not have a website configuration',
	),
	missing(
		'GetObjectLockConfiguration',
		'object-lock',
		'ObjectLockConfigurationNotFoundError',
		'Object Lock configuration does not exist for this bucket',
	),
	missing(
		'GetBucketReplication',
		'replication',
		'ReplicationConfigurationNotFoundError',
		'The replication configuration was not found',
	),
	empty('GetBucketVersioning', 'versioning', 'VersioningConfiguration'),
	empty('GetBucketNotificationConfiguration', 'notification', 'NotificationConfiguration'),
	empty('GetBucketLogging', 'logging', 'BucketLoggingStatus'),
	empty('GetBucketAccelerateConfiguration', 'accelerate', 'AccelerateConfiguration'),
	empty(
		'GetBucketRequestPayment',
		'requestPayment',
		'RequestPaymentConfiguration',
		text('Payer', 'BucketOwner'),
	),
	empty(
		'GetBucketEncryption',
		'encryption',
		'ServerSideEncryptionConfiguration',
		group(
			'Rule',
			group('ApplyServerSideEncryptionByDefault', text('SSEAlgorithm', 'AES256')),
			text('BucketKeyEnabled', false),
		),
	),
];

function missing(operation: string, query: string, code: string, message: string) {
	const run = ({bucket: {name}}: BucketCall): Outcome => {
		throw new S3Error(404, code, message, {BucketName: name});
	};
	return {operation, query, run};
}

function empty(operation: string, query: string, document: string, ...content: string[]) {
	return {operation, query, run: () => ({status: 200, body: result(document, ...content)})};
}
