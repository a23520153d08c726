import {
	type Evidence,
	judgeObject,
	type Planned,
	type Seen,
} from '../../multipart/completion/evidence.js';
import type {PartsListing} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {isDenied, isNoSuchUpload, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';

/** What is at the key. @throws S3Failure when looking failed for another reason than a lacking permission. */
export async function seeObject(
	gateway: Gateway,
	target: UploadTarget,
	signal?: AbortSignal,
): Promise<Seen> {
	try {
		return await gateway.headObject({bucket: target.bucket, key: target.key}, signal);
	} catch (error) {
		// Without s3:ListBucket AWS answers a missing object with 403 too.
		if (isDenied(error)) return 'denied';
		throw error;
	}
}

/** Whether the service still knows an upload, by ListParts. */
export type UploadLook =
	| {readonly kind: 'listed'; readonly listing: PartsListing}
	/** By the code; a bare 404 does not count. */
	| {readonly kind: 'gone'}
	| {readonly kind: 'unseen'; readonly failure: S3Failure};

export async function seeUpload(
	gateway: Gateway,
	target: UploadTarget,
	signal?: AbortSignal,
): Promise<UploadLook> {
	try {
		return {kind: 'listed', listing: await gateway.listParts(target, signal)};
	} catch (error) {
		if (isNoSuchUpload(error)) return {kind: 'gone'};
		if (error instanceof S3Failure) return {kind: 'unseen', failure: error};
		throw error;
	}
}

/** Both looks after a Complete. */
export type CompletionLook = {
	readonly evidence: Evidence | 'no-answer';
	readonly seen?: Seen;
	/** Why there was no answer. */
	readonly failure?: S3Failure;
	readonly upload: UploadLook;
};

/** Looks at what became of a Complete: the object first of all, and the upload beside it. */
export async function lookAtCompletion(
	gateway: Gateway,
	target: UploadTarget,
	planned: Planned,
	before: Seen,
	signal?: AbortSignal,
): Promise<CompletionLook> {
	const [object, upload] = await Promise.all([
		seeObject(gateway, target, signal).then(
			seen => ({seen, evidence: judgeObject(planned, before, seen)}),
			error => {
				if (!(error instanceof S3Failure)) throw error;
				return {evidence: 'no-answer' as const, failure: error};
			},
		),
		seeUpload(gateway, target, signal),
	]);
	return {...object, upload};
}
