import {rangesOf} from '../text/words.js';
import type {UploadTarget} from '../upload.js';
import {argument, commandLine} from './arguments.js';

/** How the command reaches the service: a connection by its name, or an endpoint and a region. */
export type PartwayConnection = {
	readonly profile?: string;
	readonly endpoint?: string;
	readonly region?: string;
	readonly expectedBucketOwner?: string;
	readonly requestPayer?: 'requester';
};

/** What a confirmation of the app agrees to beyond the operation itself. */
export type Agreed = {
	/** The numbers of the parts to name, ascending, where some are left out. */
	readonly parts?: readonly number[];
	readonly overwrite?: boolean;
	readonly unconditional?: boolean;
	readonly includeActive?: boolean;
};

/** The `partway` command that does the same to one upload, one line for a shell; it asks again. Undefined for a key that no command line can carry. */
export function partwayCommand(
	name: 'parts' | 'complete' | 'abort',
	{bucket, key, uploadId}: UploadTarget,
	connection: PartwayConnection = {},
	{parts, overwrite, unconditional, includeActive}: Agreed = {},
): string | undefined {
	const numbers =
		parts &&
		rangesOf(parts).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
	return commandLine([
		...['partway', name, `s3://${bucket}/${key}`],
		...argument('--upload-id', uploadId),
		...argument('--parts', numbers?.join(',')),
		...(overwrite ? ['--overwrite'] : []),
		...(unconditional ? ['--unconditional'] : []),
		...(includeActive ? ['--include-active'] : []),
		...connectionArguments(connection),
	]);
}

/** The options that lead to the service. */
export function connectionArguments({
	profile,
	endpoint,
	region,
	expectedBucketOwner,
	requestPayer,
}: PartwayConnection): string[] {
	return [
		...argument('--profile', profile),
		...argument('--endpoint', endpoint),
		...argument('--region', region),
		...argument('--expected-bucket-owner', expectedBucketOwner),
		...(requestPayer === undefined ? [] : ['--request-payer']),
	];
}
