import type {Part} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {SessionState} from '../core/state.js';
import {type CopyItem, commandOfUpload, commandsOfParts} from './copy-commands.js';

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

/** What can be copied of a row of the list. */
export function copyItemsOfUpload(state: SessionState, target: UploadTarget): CopyItem[] {
	return [...copyItemsOfTarget(state, target), ...commandOfUpload(state, target)];
}

/** Characters of a name that a file gets from a key: 255 are the most that file systems take. */
const longestName = 200;

/** What a parts file of an upload is called, in the folder that partway was started in. */
export function partsFileName(key: string): string {
	const [name = ''] = key.split('/').slice(-1);
	return `${name.replace(/[^\w.-]+/g, '_').slice(0, longestName) || 'upload'}.parts.json`;
}

/** The upload's own, and the ETag of the part under the cursor. */
export function copyItemsOfParts(
	state: SessionState,
	target: UploadTarget,
	part: Part | undefined,
): CopyItem[] {
	return [
		...copyItemsOfTarget(state, target),
		...commandsOfParts(state, target, partsFileName(target.key)),
		...(part === undefined ? [] : [{title: `ETag of part ${part.partNumber}`, value: part.etag}]),
	];
}
