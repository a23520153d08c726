import {factsOfService} from '../../multipart/services/service.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import type {Gateway, ListingEnd, UploadsMarker, UploadsPage} from '../../s3/gateway/gateway.js';
import {SideBySide} from '../listing/side-by-side.js';
import {patiently} from './patience.js';

export type ListingRequest = {
	readonly bucket: string;
	/** `''`: everything. */
	readonly prefix: string;
	/** What is known of the service, by its host or by the profile. */
	readonly service?: ServiceId;
	/** Lists one page after the other, never ranges side by side. Only so may an upload that is not listed count as gone. */
	readonly alone?: boolean;
	/** Called with each page as it comes: how many rows it had to drop, and which service answered. */
	readonly onAnswer?: (page: Pick<UploadsPage, 'dropped' | 'service' | 'version'>) => void;
	/** Called with the prefix of the listing that shows all of them: none where the one that was asked for does not find them. */
	readonly onPrefix?: (prefix: string) => void;
};

/**
 * Every page of uploads under a prefix, in the order of the service and however busy it is, asked for while the last one
 * is worked on. Where a prefix finds only what it is the whole key of (MinIO: minio/minio#20989), everything is listed
 * and chosen from here: on a service that is known for it, unless a row shows that this one does not do it, and on any
 * that lists an upload under the prefix only when it is not asked for by it.
 */
export async function* listingPages(
	gateway: Pick<Gateway, 'pace' | 'listUploadsPage'>,
	{bucket, prefix, service, alone, onAnswer, onPrefix}: ListingRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	let answering = service;
	const ask = async (under: string, after?: UploadsMarker, maxUploads?: number) => {
		const request = {bucket, prefix: under, after, maxUploads};
		const page = await patiently(() => gateway.listUploadsPage(request, signal));
		if (page.service !== 'other') answering = page.service ?? answering;
		return page;
	};
	async function* follow(under: string): AsyncGenerator<readonly Upload[], ListingEnd> {
		const width = () => gateway.pace.width;
		const listing = new SideBySide({bucket, prefix: under, width, inOrder: true, alone});
		const pages = listing.pages(after => ask(under, after));
		try {
			for (;;) {
				const {done, value} = await pages.next();
				if (done) return value;
				onAnswer?.(value.answer);
				yield value.uploads;
			}
		} finally {
			void pages.return('end');
		}
	}
	if (prefix === '') return yield* follow('');
	/** What was found by the whole key; few, and listed once more with everything. */
	const found = new Set<string>();
	let listsByPrefix = false;
	let empty = true;
	const pages = follow(prefix);
	let end: ListingEnd;
	for (;;) {
		const {done, value} = await pages.next();
		if (done) {
			end = value;
			break;
		}
		empty &&= value.length === 0;
		listsByPrefix ||= value.some(({key}) => key !== prefix);
		if (!listsByPrefix) for (const upload of value) found.add(uploadIdentity(upload));
		yield value;
	}
	onPrefix?.(prefix);
	if (listsByPrefix) return end;
	let overlooks = false;
	// Any upload of the bucket tells which service it is, and one under the prefix that it finds none by it.
	if (empty && (answering === undefined || answering === 'other')) {
		const {uploads} = await ask('', undefined, 1);
		overlooks = uploads.some(({key}) => key.startsWith(prefix));
	}
	if (!overlooks && !factsOfService(answering ?? 'other').wholeKeyPrefixes) return end;
	const everything = follow('');
	let again = 0;
	for (;;) {
		const {done, value} = await everything.next();
		if (done) {
			// MinIO before September 2024 lists nothing but by a whole key: then that shows them, and this proves nothing.
			if (again === found.size) onPrefix?.('');
			return value;
		}
		const under = value.filter(({key}) => key.startsWith(prefix));
		const others = under.filter(upload => !found.has(uploadIdentity(upload)));
		again += under.length - others.length;
		yield others;
	}
}
