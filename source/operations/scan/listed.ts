import type {Upload} from '../../multipart/upload.js';
import {isDenied, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {listUploads} from '../../s3/gateway/pages.js';
import {mayNotLook} from '../journal/acting.js';
import type {Gap} from '../reason/gap.js';

/** Why a listing proves nothing. */
export type ListingGap = Gap & {readonly failure?: S3Failure};

/** The same, as a reason holds it. */
export function factsOfGap({why, dropped}: ListingGap): Gap {
	return dropped === undefined ? {why} : {why, dropped};
}

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
	const trouble = await readListing(
		gateway,
		request,
		page => {
			for (const {uploadId} of page) if (uploadIds.has(uploadId)) listed.add(uploadId);
			return listed.size < uploadIds.size;
		},
		signal,
	);
	return trouble ?? listed;
}

/**
 * Reads a listing page by page, for as long as `take` wants more. Gives back why it was not read to
 * its end, where it was not and should have been; throws only the signal's reason.
 */
export async function readListing(
	gateway: Gateway,
	request: {readonly bucket: string; readonly prefix?: string},
	take: (page: readonly Upload[]) => boolean,
	signal?: AbortSignal,
): Promise<ListingGap | S3Failure | undefined> {
	let dropped = 0;
	const pages = listUploads(gateway, request, signal, page => {
		dropped += page.dropped;
	});
	try {
		for (;;) {
			const {done, value} = await pages.next();
			if (done && value !== 'end') return {why: 'listing-endless'};
			if (done) return dropped === 0 ? undefined : {why: 'rows-dropped', dropped};
			if (!take(value)) return undefined;
		}
	} catch (error) {
		if (error instanceof S3Failure) return error;
		throw error;
	}
}

/** Where listing is denied or not offered, trying again does not help: that is a gap and no failure. */
export function gapOf(failure: S3Failure): ListingGap | S3Failure {
	if (!mayNotLook(failure)) return failure;
	return {why: isDenied(failure) ? 'listing-denied' : 'listing-not-offered', failure};
}
