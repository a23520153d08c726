import type {PartsListing} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {isNoSuchUpload, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';

/** Whether the service still knows an upload, by ListParts. */
export type UploadProbe =
	| {readonly kind: 'listed'; readonly listing: PartsListing}
	/** By the code; a bare 404 does not count. */
	| {readonly kind: 'gone'}
	| {readonly kind: 'unseen'; readonly failure: S3Failure};

/** Asks ListParts. @throws the signal's reason, and nothing of the service's. */
export async function probeUpload(
	gateway: Gateway,
	target: UploadTarget,
	signal?: AbortSignal,
): Promise<UploadProbe> {
	try {
		return {kind: 'listed', listing: await gateway.listParts(target, signal)};
	} catch (error) {
		if (isNoSuchUpload(error)) return {kind: 'gone'};
		if (error instanceof S3Failure) return {kind: 'unseen', failure: error};
		throw error;
	}
}
