import type {Part} from '../../multipart/part.js';
import {awsCompleteCommand} from '../../multipart/parts-file/aws-command.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {SessionState} from '../core/state.js';

export type CopyItem = {readonly title: string; readonly value: string};

/** What can be copied of one upload. */
export function copyItemsOfTarget(state: SessionState, target: UploadTarget): CopyItem[] {
	return [
		{title: 'key', value: target.key},
		{title: 'upload id', value: target.uploadId},
		{title: 'bucket and key', value: `s3://${target.bucket}/${target.key}`},
		...(state.connection === undefined
			? []
			: [{title: 'endpoint', value: state.connection.endpoint}]),
	];
}

/** `aws:NAME` is a profile of the AWS config: the CLI knows it by its name. */
function awsProfileOf(label: string | undefined): string | undefined {
	return label?.startsWith('aws:') ? label.slice('aws:'.length) : undefined;
}

/** What a parts file of an upload is called, in the folder that partway was started in. */
export function partsFileName(key: string): string {
	return `${
		key
			.split('/')
			.at(-1)
			?.replace(/[^\w.-]+/g, '_') || 'upload'
	}.parts.json`;
}

/** The upload's own, and the ETag of the part under the cursor. */
export function copyItemsOfParts(
	state: SessionState,
	target: UploadTarget,
	part: Part | undefined,
): CopyItem[] {
	const {connection} = state;
	const command = awsCompleteCommand({
		target,
		partsFile: partsFileName(target.key),
		endpoint: connection?.endpoint,
		region: connection?.region,
		profile: awsProfileOf(connection?.label),
		expectedBucketOwner: connection?.expectedBucketOwner,
		requestPayer: connection?.requestPayer,
	});
	return [
		...copyItemsOfTarget(state, target),
		...(command === undefined ? [] : [{title: 'aws command', value: command}]),
		...(part === undefined ? [] : [{title: `ETag of part ${part.partNumber}`, value: part.etag}]),
	];
}
