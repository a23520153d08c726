import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {readListing} from '../scan/listed.js';
import {type ListingRequest, listingPages} from '../scan/listing-pages.js';

/** So few uploads are asked for key by key first. */
const fewUploads = 8;

/** What a listing made afterwards says of uploads that were listed and not found. */
export type StillListed = {
	/** Whether it shows exactly this key and id. Where it has gaps or could not be read to its end, nothing says that one is gone. */
	has(upload: Upload): boolean;
	/** Why it was not read to its end. */
	readonly failure?: S3Failure;
};

/**
 * Lists once more, to tell uploads that ended meanwhile from those that are listed and not found. A service
 * may list a key in another way than it is, and then finds nothing under it as a prefix: what is not seen by its key
 * is looked for in the listing that showed it.
 *
 * @param options.mostPages of that listing; all of them unless given.
 * @throws the signal's reason.
 */
export async function stillListed(
	gateway: Gateway,
	{bucket, prefix, service}: Pick<ListingRequest, 'bucket' | 'prefix' | 'service'>,
	uploads: readonly Upload[],
	signal: AbortSignal,
	{mostPages = Number.POSITIVE_INFINITY}: {readonly mostPages?: number} = {},
): Promise<StillListed> {
	const sought = new Set(uploads.map(uploadIdentity));
	const take = (page: readonly Upload[]) => {
		for (const upload of page) sought.delete(uploadIdentity(upload));
	};
	const everything = {has: () => true};
	if (uploads.length <= fewUploads)
		for (const upload of uploads) {
			let pages = 0;
			const trouble = await readListing(
				gateway,
				{bucket, prefix: upload.key},
				page => {
					take(page);
					return sought.has(uploadIdentity(upload)) && ++pages < mostPages;
				},
				signal,
			);
			if (trouble instanceof S3Failure) return {...everything, failure: trouble};
		}
	try {
		let dropped = 0;
		const onAnswer: ListingRequest['onAnswer'] = page => {
			dropped += page.dropped;
		};
		const found = listingPages(gateway, {bucket, prefix, service, alone: true, onAnswer}, signal);
		for (let pages = 0; sought.size > 0; pages++) {
			if (pages === mostPages) return everything;
			const {done, value} = await found.next();
			// A row that names no upload may be one of them.
			if (done && (value !== 'end' || dropped > 0)) return everything;
			if (done) break;
			take(value);
		}
	} catch (error) {
		if (error instanceof S3Failure) return {...everything, failure: error};
		throw error;
	}
	return {has: upload => !sought.has(uploadIdentity(upload))};
}
