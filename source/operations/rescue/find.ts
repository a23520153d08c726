import type {Upload} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {plainStart} from '../abort/gone.js';
import {mapBounded} from '../pool.js';
import {readSummary} from '../probe/read-summary.js';
import type {Gap} from '../reason/gap.js';
import {factsOfGap, readListing} from '../scan/listed.js';
import type {FoundUpload} from './rescue-types.js';

export type FoundUploads = {
	/** In the order of the listing. */
	readonly uploads: readonly FoundUpload[];
	/** Why the listing may have shown too few. */
	readonly gap?: Gap;
};

/** The uploads of exactly a key, each with what its parts add up to. @throws S3Failure of the listing, or the signal's reason. */
export async function findUploads(
	gateway: Gateway,
	{bucket, key}: {readonly bucket: string; readonly key: string},
	signal?: AbortSignal,
): Promise<FoundUploads> {
	const found: Upload[] = [];
	let gap: Gap | undefined;
	// Not every service takes every key for a prefix: then what of it reads the same in every encoding.
	for (const prefix of new Set([key, plainStart(key)])) {
		const trouble = await readListing(
			gateway,
			{bucket, prefix},
			page => {
				for (const upload of page) if (upload.key === key) found.push(upload);
				return true;
			},
			signal,
		);
		if (trouble instanceof S3Failure) throw trouble;
		gap = trouble && factsOfGap(trouble);
		if (found.length > 0) break;
	}
	const uploads = await mapBounded(
		found,
		() => gateway.pace.width,
		async upload => {
			const target = {bucket, key, uploadId: upload.uploadId};
			return {
				upload,
				...(await readSummary(upload, () => gateway.summarizeParts(target, signal))),
			};
		},
	);
	return {uploads, gap};
}
