import {GetPublicAccessBlockCommand, type S3Client} from '@aws-sdk/client-s3';
import {S3Failure} from '../failure/failure.js';
import type {FailureTarget, Operation} from '../failure/operation.js';
import type {Gateway} from './gateway.js';

/** Sends a request of an operation; throws `S3Failure`. */
export type Send = <T>(
	operation: Operation,
	target: FailureTarget,
	signal: AbortSignal | undefined,
	request: () => Promise<T>,
) => Promise<T>;

/** What a gateway reads of a bucket's own settings. */
export function bucketSettings(reader: S3Client, send: Send): Pick<Gateway, 'publicAccessBlock'> {
	return {
		async publicAccessBlock(bucket, signal) {
			const answer = await unlessUnset('NoSuchPublicAccessBlockConfiguration', () =>
				send('GetPublicAccessBlock', {bucket}, signal, () =>
					reader.send(new GetPublicAccessBlockCommand({Bucket: bucket}), {abortSignal: signal}),
				),
			);
			if (answer === undefined) return undefined;
			const {PublicAccessBlockConfiguration: set} = answer;
			return {
				blocksPublicAcls: set?.BlockPublicAcls ?? false,
				ignoresPublicAcls: set?.IgnorePublicAcls ?? false,
			};
		},
	};
}

/** Undefined where the service says by this code that nothing is set. */
export async function unlessUnset<T>(code: string, read: () => Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof S3Failure && error.code === code) return undefined;
		throw error;
	}
}
