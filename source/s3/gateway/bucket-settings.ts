import {
	GetBucketLifecycleConfigurationCommand,
	GetPublicAccessBlockCommand,
	type LifecycleRule,
	type S3Client,
} from '@aws-sdk/client-s3';
import type {CleanupRule} from '../../multipart/cleanup-rules.js';
import {objectSizeOrNone} from '../../multipart/sizes.js';
import {sizeOrUnknown} from '../../multipart/text/units.js';
import {cutFact, cutText} from '../answer/cut-text.js';
import {S3Failure} from '../failure/failure.js';
import type {FailureTarget, Operation} from '../failure/operation.js';
import type {Gateway} from './gateway.js';
import {unmarked} from './names.js';

/** Sends a request of an operation; throws `S3Failure`. */
export type Send = <T>(
	operation: Operation,
	target: FailureTarget,
	signal: AbortSignal | undefined,
	request: () => Promise<T>,
) => Promise<T>;

/** What a gateway reads of a bucket's own settings. */
export function bucketSettings(
	reader: S3Client,
	send: Send,
): Pick<Gateway, 'publicAccessBlock' | 'lifecycle'> {
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

		async lifecycle(bucket, signal) {
			const answer = await unlessUnset('NoSuchLifecycleConfiguration', () =>
				send('GetBucketLifecycleConfiguration', {bucket}, signal, () =>
					reader.send(new GetBucketLifecycleConfigurationCommand({Bucket: bucket}), {
						abortSignal: signal,
					}),
				),
			);
			return (answer?.Rules ?? []).flatMap(toCleanupRule);
		},
	};
}

/** Undefined where the service says by this code that nothing is set. */
async function unlessUnset<T>(code: string, read: () => Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (error) {
		if (error instanceof S3Failure && error.code === code) return undefined;
		throw error;
	}
}

/** A rule that aborts uploads; nothing of one that does other things. */
function toCleanupRule(rule: LifecycleRule): CleanupRule[] {
	const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
	if (days === undefined) return [];
	const {Filter: filter} = rule;
	const both = filter?.And;
	const tags = [...(both?.Tags ?? []), ...(filter?.Tag === undefined ? [] : [filter.Tag])];
	const above = both?.ObjectSizeGreaterThan ?? filter?.ObjectSizeGreaterThan;
	const below = both?.ObjectSizeLessThan ?? filter?.ObjectSizeLessThan;
	return [
		{
			id: cutFact(rule.ID) ?? '',
			enabled: rule.Status === 'Enabled',
			// Where it stood before there were filters, it may stand still.
			prefix: unmarked(both?.Prefix ?? filter?.Prefix ?? rule.Prefix ?? ''),
			conditions: [
				...tags.map(({Key = '', Value = ''}) => cutText(`tagged ${Key}=${Value}`, 'fact')),
				...(above === undefined ? [] : [`larger than ${sizeOrUnknown(objectSizeOrNone(above))}`]),
				...(below === undefined ? [] : [`smaller than ${sizeOrUnknown(objectSizeOrNone(below))}`]),
			],
			...(Number.isSafeInteger(days) && days >= 0 ? {daysAfterInitiation: days} : {}),
		},
	];
}
