import type {UploadTarget} from '../../multipart/upload.js';
import {isNotFound} from '../../operations/scan/listed-here.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {Run} from './command.js';

/** Names an upload that is listed and not found. Safe for a terminal. */
export function notFoundWords({bucket, key, uploadId}: UploadTarget): string {
	return escapeForTerminal(
		`not found: s3://${bucket}/${key} (${uploadId}): the service lists it but does not find it.`,
	);
}

/** Names a failure on stderr, or that the upload is listed all the same. */
export async function tellNoSuchUpload(
	run: Run,
	gateway: Gateway,
	target: UploadTarget,
	failure: S3Failure,
): Promise<void> {
	if (await isNotFound(gateway, target, failure, run.signal)) await run.say(notFoundWords(target));
	else await run.tell(failure);
}
