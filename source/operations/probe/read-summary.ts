import type {PartsSummary} from '../../multipart/part.js';
import type {Reading} from '../../multipart/reading.js';
import type {Upload} from '../../multipart/upload.js';
import {isNoSuchUpload, S3Failure} from '../../s3/failure/failure.js';
import {mayNotLook} from '../journal/acting.js';

export type ReadSummary = {
	readonly reading: Reading;
	/** Why the parts could not be read. */
	readonly failure?: S3Failure;
};

/**
 * Reads what the parts of an upload add up to. A row that looks like something else is not asked for.
 *
 * @throws the signal's reason, and nothing of the service's.
 */
export async function readSummary(
	{doubt}: Pick<Upload, 'doubt'>,
	read: () => Promise<PartsSummary>,
): Promise<ReadSummary> {
	if (doubt !== undefined) return {reading: {kind: 'failed'}};
	try {
		return {reading: {kind: 'read', summary: await read()}};
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		// That is news of the upload, and no failure. Whether it is gone only a later listing tells.
		if (isNoSuchUpload(error)) return {reading: {kind: 'not-found'}};
		return {reading: {kind: mayNotLook(error) ? 'denied' : 'failed'}, failure: error};
	}
}
