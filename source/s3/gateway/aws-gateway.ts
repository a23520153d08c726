import {setMaxListeners} from 'node:events';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	type ListMultipartUploadsCommandOutput,
	PutObjectAclCommand,
	type S3Client,
} from '@aws-sdk/client-s3';
import type {MetadataBearer} from '@smithy/types';
import {type SeenService, serviceFacts} from '../../multipart/services/service.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import {cutFact, cutText} from '../answer/cut-text.js';
import {etagOf} from '../answer/digest.js';
import type {WireHooks} from '../answer/exchange.js';
import {leavingIn} from '../answer/leave-window.js';
import {WireError} from '../answer/wire-error.js';
import {createClients, type Limits} from '../client/clients.js';
import {type ConnectionSettings, endpointOf} from '../client/connection.js';
import {clockOf} from '../client/endpoint-clock.js';
import {judgedTime, latestTime} from '../client/server-clock.js';
import {isNoSuchUpload, S3Failure} from '../failure/failure.js';
import type {FailureTarget, Operation} from '../failure/operation.js';
import {toFailure} from '../failure/to-failure.js';
import {paceOf} from '../pace/pacing.js';
import {accountReads} from './account.js';
import {bucketLifecycle} from './bucket-lifecycle.js';
import {bucketSettings} from './bucket-settings.js';
import {completeInput} from './completing.js';
import {askedInDirectory, seenInDirectory} from './directory-listing.js';
import {mismatchOf, refuseAnother} from './echoes.js';
import {endedBy} from './ended-by.js';
import type {Gateway, ObjectFacts, UploadsPageRequest} from './gateway.js';
import {isAbsent, isPage404, toObjectFacts} from './object-facts.js';
import {partUpload} from './part-upload.js';
import {partsReads} from './parts-listing.js';
import {type NameOf, toUploadsPage, urlDecoded} from './uploads-page.js';

/**
 * The gateway over @aws-sdk/client-s3.
 *
 * @param hooks.onRequest gets each attempt, for the log.
 * @param limits are for tests; the defaults suit people. So is `way`: see `createClients`.
 */
export function createAwsGateway(
	settings: ConnectionSettings,
	hooks: Pick<WireHooks, 'onRequest'> = {},
	limits?: Limits,
	way?: 'lean' | 'sdk',
): Gateway {
	// Known, and no news to users: the pinned SDK supports this Node.
	process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
	const {expectedBucketOwner, requestPayer, ...connection} = settings;
	let caller: string | undefined;
	const pace = paceOf(endpointOf(settings));
	const clock = clockOf(endpointOf(settings));
	// A date that is in the future for one clock alone is one: it makes an upload active.
	const latest = () => latestTime(clock.server.facts(), Date.now());
	const {reader, actor, sender, completer, anonymous, bucketRegions} = createClients(
		settings,
		{
			...hooks,
			onAnswer: answer => clock.note(answer),
			onSigned(accessKeyId) {
				caller = accessKeyId;
			},
		},
		pace,
		limits,
		clock.signing,
		way,
	);

	async function send<T>(
		operation: Operation,
		target: FailureTarget,
		signal: AbortSignal | undefined,
		request: () => Promise<T>,
	): Promise<T> {
		// One signal ends all the reads of a screen; from the eleventh on Node would warn, over the screen.
		if (signal !== undefined) setMaxListeners(0, signal);
		try {
			refuseBadNames(target);
			return await (/^(List|Head|Get|UploadPart)/.test(operation)
				? endedBy(signal, request)
				: request());
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (error instanceof FileChanged || error instanceof LocalFileError) throw error;
			throw toFailure(error, operation, target, {
				expectedOwner: expectedBucketOwner,
				clockOffset: clock.server.newest,
				...{endpoint: settings.endpoint, pathStyle: settings.pathStyle},
			});
		}
	}

	const account = accountReads(reader, send, latest);

	/** Whether a listing of objects does not show a key, which comes first of those that begin with it. */
	async function isUnlisted(key: {bucket: string; key: string}, signal?: AbortSignal) {
		try {
			const first = await account.anyKey({bucket: key.bucket, prefix: key.key}, signal);
			return first === undefined || (first !== key.key && first.startsWith(key.key));
		} catch (error) {
			if (error instanceof S3Failure) return false;
			throw error;
		}
	}

	async function head(
		client: S3Client,
		{bucket, key}: {bucket: string; key: string},
		signal: AbortSignal | undefined,
	): Promise<ObjectFacts | undefined> {
		try {
			const answer = await send('HeadObject', {bucket, key}, signal, () =>
				client.send(new HeadObjectCommand({Bucket: bucket, Key: key}), {abortSignal: signal}),
			);
			return toObjectFacts(answer, latest());
		} catch (error) {
			if (
				isAbsent(error) ||
				(client === reader && isPage404(error) && (await isUnlisted({bucket, key}, signal)))
			)
				return undefined;
			throw error;
		}
	}

	/** By what it answered, also where it lists nothing. */
	function serviceBehind(
		{$metadata}: MetadataBearer,
		uploads: readonly Upload[],
		prefix = '',
	): SeenService {
		const {requestId, server} = $metadata as {requestId?: string; server?: string};
		const {endpoint, service} = settings;
		const {kind, version} = serviceFacts({
			endpoint: endpoint ?? endpointOf(settings),
			uploadId: uploads[0]?.uploadId,
			...{requestId, server, service},
			listsBeyondKey: uploads.some(({key}) => key !== prefix),
		});
		return {service: kind, ...(version === undefined ? {} : {version})};
	}

	const gateway: Gateway = {
		endpoint: endpointOf(settings),
		readOnly: settings.readOnly,
		protectedPrefixes: settings.protectedPrefixes ?? [],
		service: settings.service,
		pace,
		terms: {expectedBucketOwner, requestPayer},
		withTerms: terms => createAwsGateway({...connection, ...terms}, hooks, limits, way),
		caller: () => caller,
		now: () => judgedTime(clock.server.facts(), Date.now()),
		clock: () => clock.server.facts(),

		async listUploadsPage(request, signal) {
			const {bucket} = request;
			const asked = askedInDirectory(request);
			const input = uploadsInput(asked);
			const list = (extra: Partial<ListMultipartUploadsCommandInput> = {}) =>
				send('ListMultipartUploads', {bucket}, signal, async () => {
					refuseBrokenText({prefix: request.prefix, marker: request.after?.keyMarker});
					const command = new ListMultipartUploadsCommand({...input, ...extra});
					const answer = await reader.send(command, {abortSignal: signal});
					refuseAnother({bucket}, {Bucket: answer.Bucket});
					refuseAnother({prefix: asked.prefix ?? ''}, {Prefix: answer.Prefix});
					return answer;
				});
			const page = (answer: ListMultipartUploadsCommandOutput, nameOf?: NameOf) => {
				const whole = toUploadsPage(answer, asked.after, nameOf, latest());
				const read = seenInDirectory(request, whole, Boolean(answer.NextKeyMarker));
				const bucketRegion = bucketRegions.get(bucket);
				const service = serviceBehind(answer, read.uploads, request.prefix);
				return {...read, ...service, ...(bucketRegion === undefined ? {} : {bucketRegion})};
			};
			try {
				return page(await list());
			} catch (error) {
				// gofakes3 says so of a bucket that holds none.
				if (isNoSuchUpload(error)) return {uploads: [], dropped: 0};
				if (!isUnreadablePage(error)) throw error;
				const encoded = await list({EncodingType: 'url'});
				return page(encoded, urlDecoded(encoded.EncodingType === 'url'));
			}
		},

		...partsReads(reader, send, latest),
		...partUpload(sender, send),

		async complete(request, signal) {
			const answer = await send('CompleteMultipartUpload', targetOf(request), signal, () =>
				completer.send(new CompleteMultipartUploadCommand(completeInput(request)), {
					abortSignal: signal,
				}),
			);
			return {
				about: mismatchOf(targetOf(request), answer),
				location: answer.Location ? cutText(answer.Location, 'location') : undefined,
				etag: etagOf(answer.ETag),
				versionId: answer.VersionId,
				requestId: cutFact(answer.$metadata.requestId),
			};
		},

		async abort({leaves, ...target}, signal) {
			const {bucket, key, uploadId} = target;
			const answer = await send('AbortMultipartUpload', targetOf(target), signal, () =>
				actor.send(
					leavingIn(
						leaves,
						new AbortMultipartUploadCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
					),
					{abortSignal: signal},
				),
			);
			// Set by our own plugin, close to the socket.
			const {leftAt} = answer.$metadata as {leftAt?: number};
			const {requestId, httpStatusCode: status} = answer.$metadata;
			return {requestId: cutFact(requestId), status, leftAt};
		},

		headObject: (target, signal) => head(reader, target, signal),

		anonymousHead: (target, signal) => head(anonymous, target, signal),

		async putPublicReadAcl({bucket, key}, signal) {
			const answer = await send('PutObjectAcl', {bucket, key}, signal, () =>
				actor.send(new PutObjectAclCommand({Bucket: bucket, Key: key, ACL: 'public-read'}), {
					abortSignal: signal,
				}),
			);
			return {requestId: cutFact(answer.$metadata.requestId)};
		},

		...bucketSettings(reader, send),
		...bucketLifecycle(reader, actor, send),
		...account,

		close() {
			reader.destroy();
			actor.destroy();
			sender.destroy();
			completer.destroy();
			anonymous.destroy();
		},
	};
	return gateway;
}

/** An empty key would make an Abort `DELETE /bucket/?uploadId=…`: what is not named never leaves. */
function refuseBadNames(target: FailureTarget): void {
	for (const [field, value] of Object.entries(target))
		if (value === '') throw new WireError('EmptyName', `The ${field} is empty.`);
	refuseBrokenText(target);
}

/** A lone surrogate has no UTF-8: encodeURIComponent, and so the SDK, throws a bare URIError. */
function refuseBrokenText(texts: Readonly<Record<string, string | undefined>>): void {
	for (const [field, text] of Object.entries(texts))
		if (text?.isWellFormed() === false)
			throw new WireError('BrokenName', `The ${field} is not UTF-8.`);
}

function targetOf({bucket, key, uploadId}: UploadTarget): UploadTarget {
	return {bucket, key, uploadId};
}

function uploadsInput(request: UploadsPageRequest): ListMultipartUploadsCommandInput {
	return {
		Bucket: request.bucket,
		...(request.prefix ? {Prefix: request.prefix} : {}),
		...(request.maxUploads === undefined ? {} : {MaxUploads: request.maxUploads}),
		...(request.after === undefined
			? {}
			: {
					KeyMarker: request.after.keyMarker || undefined,
					UploadIdMarker: request.after.uploadIdMarker,
				}),
	};
}

/** A 200 that the SDK's XML reader choked on. */
function isUnreadablePage(error: unknown): boolean {
	return error instanceof S3Failure && error.status === 200 && !(error.cause instanceof WireError);
}
