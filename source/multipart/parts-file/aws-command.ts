import {terminalJson} from '../../terminal/json.js';
import type {UploadTarget} from '../upload.js';
import {quoteForShell} from './shell-quote.js';

export type AwsCommandOptions = {
	readonly target: UploadTarget;
	/** The path of the parts file, as `writePartsFile` makes it. */
	readonly partsFile: string;
	/** Where it is not AWS itself. */
	readonly endpoint?: string;
	readonly region?: string;
	/** A profile of the AWS shared config. */
	readonly profile?: string;
	/** For services that obey it; the AWS CLI knows it since the end of 2024. */
	readonly onlyIfAbsent?: boolean;
	readonly expectedBucketOwner?: string;
	readonly requestPayer?: 'requester';
};

/**
 * The `aws s3api complete-multipart-upload` that does the same, one line for a shell. Undefined for a
 * key that no command line can carry.
 */
export function awsCompleteCommand(options: AwsCommandOptions): string | undefined {
	const {target, partsFile, endpoint, region, profile, onlyIfAbsent} = options;
	const words = [
		...argument('--profile', profile),
		...argument('--endpoint-url', endpoint),
		...argument('--region', region),
		...named(target),
		...argument('--multipart-upload', `file://${partsFile}`),
		...argument('--if-none-match', onlyIfAbsent ? '*' : undefined),
		...argument('--expected-bucket-owner', options.expectedBucketOwner),
		...argument('--request-payer', options.requestPayer),
	];
	const quoted = words.map(quoteForShell);
	if (quoted.includes(undefined)) return undefined;
	return ['aws', 's3api', 'complete-multipart-upload', ...quoted].join(' ');
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

/** A value that begins with a dash would be taken for an option. */
function argument(name: string, value: string | undefined): string[] {
	if (value === undefined) return [];
	return value.startsWith('-') ? [`${name}=${value}`] : [name, value];
}
