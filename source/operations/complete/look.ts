import {
	type Evidence,
	judgeObject,
	type Planned,
	type Seen,
} from '../../multipart/completion/evidence.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {isDenied, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {probeUpload, type UploadProbe} from '../probe/probe-upload.js';

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

/** Both looks after a Complete. */
export type CompletionLook = {
	readonly evidence: Evidence | 'no-answer';
	readonly seen?: Seen;
	/** Why there was no answer. */
	readonly failure?: S3Failure;
	readonly upload: UploadProbe;
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
		probeUpload(gateway, target, signal),
	]);
	return {...object, upload};
}
