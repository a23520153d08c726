import {isDenied, S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import {mayNotLook} from './acting.js';

/** Why a listing proves nothing, in words that follow "not proven, since". */
export type ListingGap = {readonly why: string; readonly failure?: S3Failure};

/**
 * Which of some uploads a listing shows, by their ids; read only as far as that needs. Gives back the
 * failure where there is one; throws only the signal's reason.
 */
export async function listedAmong(
	gateway: Gateway,
	request: {readonly bucket: string; readonly prefix?: string},
	uploadIds: ReadonlySet<string>,
	signal?: AbortSignal,
): Promise<Set<string> | ListingGap | S3Failure> {
	const listed = new Set<string>();
	const pages = gateway.listUploads(request, signal);
	try {
		for (;;) {
			const {done, value} = await pages.next();
			if (done)
				return value === 'end'
					? listed
					: {why: "the service's listing of uploads does not come to its end"};
			for (const {uploadId} of value) if (uploadIds.has(uploadId)) listed.add(uploadId);
			if (listed.size === uploadIds.size) return listed;
		}
	} catch (error) {
		if (error instanceof S3Failure) return error;
		throw error;
	}
}

/** Where listing is denied or not offered, trying again does not help: that is a gap and no failure. */
export function gapOf(failure: S3Failure): ListingGap | S3Failure {
	if (!mayNotLook(failure)) return failure;
	return {
		why: isDenied(failure)
			? 'listing the uploads of the bucket is not allowed'
			: 'the service does not list uploads',
		failure,
	};
}
