import {createHash} from 'node:crypto';
import {
	DeleteBucketLifecycleCommand,
	type DeleteBucketLifecycleCommandInput,
	GetBucketLifecycleConfigurationCommand,
	PutBucketLifecycleConfigurationCommand,
	type PutBucketLifecycleConfigurationCommandInput,
	type S3Client,
	type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type {CleanupRule} from '../../multipart/rules/cleanup-rules.js';
import type {LifecycleRule} from '../../multipart/rules/lifecycle-rule.js';
import {objectSizeOrNone} from '../../multipart/sizes.js';
import {sizeOrUnknown} from '../../multipart/text/units.js';
import {cutFact, cutText} from '../answer/cut-text.js';
import {WireError} from '../answer/wire-error.js';
import {type Send, unlessUnset} from './bucket-settings.js';
import type {Gateway, LifecycleText} from './gateway.js';

/** The rules of a bucket's lifecycle, read and written as the document that they are: the SDK knows not all that stands in it. */
export function bucketLifecycle(
	reader: S3Client,
	actor: S3Client,
	send: Send,
): Pick<Gateway, 'lifecycle' | 'lifecycleDocument' | 'putLifecycle' | 'deleteLifecycle'> {
	const operation = 'GetBucketLifecycleConfiguration';
	async function read<T>(
		bucket: string,
		signal: AbortSignal | undefined,
		take: (answer: LifecycleText) => Promise<T>,
	): Promise<T | undefined> {
		return unlessUnset('NoSuchLifecycleConfiguration', () =>
			send(operation, {bucket}, signal, async () => {
				const command = new GetBucketLifecycleConfigurationCommand({Bucket: bucket});
				const {$metadata, ...answer} = await reader.send(command, {abortSignal: signal});
				// Kept by our own plugin, close to the socket.
				const {document: text = ''} = $metadata as {document?: string};
				const {TransitionDefaultMinimumObjectSize: transitionMinimum} = answer;
				return take({text, ...(transitionMinimum === undefined ? {} : {transitionMinimum})});
			}),
		);
	}

	return {
		lifecycleDocument: (bucket, signal) =>
			read(bucket, signal, async answer => {
				await rulesIn(answer.text);
				return answer;
			}),

		async lifecycle(bucket, signal) {
			const rules = await read(bucket, signal, ({text}) => rulesIn(text));
			return (rules ?? []).flatMap(toCleanupRule);
		},

		async putLifecycle({bucket, range, text, transitionMinimum}) {
			const answer = await send('PutBucketLifecycleConfiguration', {bucket}, undefined, () => {
				const input: PutBucketLifecycleConfigurationCommandInput & {Prefix?: string} = {
					Bucket: bucket,
					Prefix: range,
					// Only so that the SDK writes a body, which is replaced.
					LifecycleConfiguration: {Rules: []},
					TransitionDefaultMinimumObjectSize:
						transitionMinimum as TransitionDefaultMinimumObjectSize,
				};
				const command = new PutBucketLifecycleConfigurationCommand(input);
				sendText(command, text);
				return actor.send(command);
			});
			return {requestId: cutFact(answer.$metadata.requestId)};
		},

		async deleteLifecycle({bucket, range}) {
			const answer = await send('DeleteBucketLifecycle', {bucket}, undefined, () => {
				const input: DeleteBucketLifecycleCommandInput & {Prefix?: string} = {
					Bucket: bucket,
					Prefix: range,
				};
				return actor.send(new DeleteBucketLifecycleCommand(input));
			});
			return {requestId: cutFact(answer.$metadata.requestId)};
		},
	};
}

/**
 * Puts a body in the place of the one that the SDK writes, before it takes checksums of it and signs. Ceph and MinIO want the MD5
 * beside; AWS takes both.
 */
function sendText({middlewareStack}: PutBucketLifecycleConfigurationCommand, text: string): void {
	middlewareStack.add(
		next => args => {
			const request = args.request as {body: unknown; headers: Record<string, string>};
			const body = Buffer.from(text, 'utf8');
			request.body = body;
			request.headers['content-type'] = 'application/xml';
			request.headers['content-length'] = String(body.length);
			request.headers['content-md5'] = createHash('md5').update(body).digest('base64');
			return next(args);
		},
		{step: 'serialize', priority: 'low', name: 'partwayLifecycleText'},
	);
}

/** @throws WireError where the text is no document. */
async function rulesIn(text: string): Promise<readonly LifecycleRule[]> {
	const {readLifecycle} = await import('../../multipart/rules/lifecycle-document.js');
	try {
		return readLifecycle(text).rules;
	} catch (error) {
		const {name, message} = error as Error;
		if (name !== 'XmlProblem') throw error;
		throw new WireError('UnreadableRules', `The answer is not XML: ${message}.`);
	}
}

/** A rule that aborts uploads; nothing of one that does other things. */
function toCleanupRule({id, enabled, abort, range}: LifecycleRule): CleanupRule[] {
	if (abort === undefined) return [];
	const {prefix, tags, largerThan, smallerThan, others} = range;
	const size = (bytes: number) => sizeOrUnknown(objectSizeOrNone(bytes));
	return [
		{
			id: cutText(id, 'fact'),
			...{enabled, prefix},
			conditions: [
				...tags.map(({key, value}) => cutText(`tagged ${key}=${value}`, 'fact')),
				...(largerThan === undefined ? [] : [`larger than ${size(largerThan)}`]),
				...(smallerThan === undefined ? [] : [`smaller than ${size(smallerThan)}`]),
				...others.map(name => cutText(name, 'fact')),
			],
			...(abort.days === undefined ? {} : {daysAfterInitiation: abort.days}),
		},
	];
}
