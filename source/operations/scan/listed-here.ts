import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {isNoSuchUpload, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {plainStart} from '../abort/gone.js';
import {gapOf, type ListingGap, readListing} from './listed.js';

/** Pages of the whole listing that are read for one upload. */
const mostPages = 10;

/** Whether a listing shows exactly this key and this id. */
export type ListedHere =
	| {
			readonly kind: 'listed';
			readonly upload: Upload;
			/** Whether it is shown under its own key as a prefix: then a listing by the key tells when it is gone. */
			readonly byKey: boolean;
	  }
	/** It was not seen; in a bucket of many uploads the whole listing is not read to its end. */
	| {readonly kind: 'not-seen'}
	| (ListingGap & {readonly kind: 'unseen'});

/**
 * Looks for an upload in the listing: under its key, under what of the key reads the same in every encoding,
 * and on the first pages of all. Throws only the signal's reason.
 */
export async function listedHere(
	gateway: Gateway,
	{bucket, key, uploadId}: UploadTarget,
	signal?: AbortSignal,
): Promise<ListedHere> {
	for (const prefix of new Set([key, plainStart(key), ''])) {
		let found: Upload | undefined;
		let pages = 0;
		const trouble = await readListing(
			gateway,
			{bucket, prefix},
			page => {
				found = page.find(each => each.key === key && each.uploadId === uploadId);
				return found === undefined && (prefix !== '' || ++pages < mostPages);
			},
			signal,
		);
		if (found !== undefined) return {kind: 'listed', upload: found, byKey: prefix === key};
		if (trouble === undefined) continue;
		const gap = trouble instanceof S3Failure ? gapOf(trouble) : trouble;
		return gap instanceof S3Failure
			? {kind: 'unseen', why: 'listing-failed', failure: gap}
			: {kind: 'unseen', ...gap};
	}
	return {kind: 'not-seen'};
}

/** Whether a failure says that an upload is not found which is listed all the same. Throws only the signal's reason. */
export async function isNotFound(
	gateway: Gateway,
	target: UploadTarget,
	failure: unknown,
	signal?: AbortSignal,
): Promise<boolean> {
	if (!isNoSuchUpload(failure)) return false;
	const {kind} = await listedHere(gateway, target, signal);
	return kind === 'listed';
}
