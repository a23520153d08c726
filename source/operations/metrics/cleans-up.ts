import {cleansUpAll} from '../../multipart/rules/rule-reach.js';
import {isNotImplemented} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {rulesState} from '../rules/read-rules.js';

/** Whether an enabled rule of the bucket aborts unfinished uploads of all of it; a service without rules has none. @throws S3Failure */
export async function bucketCleansUp(
	gateway: Gateway,
	bucket: string,
	signal: AbortSignal,
): Promise<boolean> {
	try {
		const {document} = await rulesState(gateway, bucket, signal);
		return cleansUpAll(document?.rules ?? []);
	} catch (error) {
		if (isNotImplemented(error)) return false;
		throw error;
	}
}
