import {terminalJson} from '../../terminal/json.js';
import type {UploadTarget} from '../upload.js';
import {argument, commandLine} from './arguments.js';

/** How the AWS CLI reaches the service. */
export type AwsConnection = {
	/** Where it is not AWS itself. */
	readonly endpoint?: string;
	readonly region?: string;
	/** A profile of the AWS shared config. */
	readonly profile?: string;
	readonly expectedBucketOwner?: string;
	readonly requestPayer?: 'requester';
};

export type AwsCompletion = {
	/** The path of the parts file, as `writePartsFile` makes it. */
	readonly partsFile: string;
	/** For services that obey it; the AWS CLI knows it since the end of 2024. */
	readonly onlyIfAbsent?: boolean;
};

/**
 * The `aws s3api complete-multipart-upload` that does the same, one line for a shell. Undefined for a
 * key that no command line can carry.
 */
export function awsCompleteCommand(
	target: UploadTarget,
	{partsFile, onlyIfAbsent}: AwsCompletion,
	connection: AwsConnection = {},
): string | undefined {
	return awsCommand('complete-multipart-upload', target, connection, [
		...argument('--multipart-upload', `file://${partsFile}`),
		...argument('--if-none-match', onlyIfAbsent ? '*' : undefined),
	]);
}

/** The `aws s3api abort-multipart-upload` of the upload, which checks nothing first. */
export function awsAbortCommand(
	target: UploadTarget,
	connection: AwsConnection = {},
): string | undefined {
	return awsCommand('abort-multipart-upload', target, connection);
}

function awsCommand(
	name: string,
	target: UploadTarget,
	connection: AwsConnection,
	more: readonly string[] = [],
): string | undefined {
	const {expectedBucketOwner, requestPayer} = connection;
	return commandLine([
		...['aws', 's3api', name],
		...awsWay(connection),
		...named(target),
		...more,
		...argument('--expected-bucket-owner', expectedBucketOwner),
		...argument('--request-payer', requestPayer),
	]);
}

/** The `aws s3api get-bucket-lifecycle-configuration` of a bucket; it takes no requester who pays. */
export function awsRulesCommand(bucket: string, connection: AwsConnection): string | undefined {
	return commandLine([
		...['aws', 's3api', 'get-bucket-lifecycle-configuration'],
		...awsWay(connection),
		...argument('--bucket', bucket),
		...argument('--expected-bucket-owner', connection.expectedBucketOwner),
	]);
}

function awsWay({endpoint, region, profile}: AwsConnection): string[] {
	return [
		...argument('--profile', profile),
		...argument('--endpoint-url', endpoint),
		...argument('--region', region),
	];
}

function named({bucket, key, uploadId}: UploadTarget): string[] {
	// The CLI puts the content of a file or a page in the place of such a value, but not within JSON.
	if ([bucket, key, uploadId].some(value => /^(fileb?|https?):\/\//.test(value)))
		return argument(
			'--cli-input-json',
			terminalJson({Bucket: bucket, Key: key, UploadId: uploadId}),
		);
	return [
		...argument('--bucket', bucket),
		...argument('--key', key),
		...argument('--upload-id', uploadId),
	];
}
