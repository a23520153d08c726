import type {ServiceId} from '../multipart/known-services.js';
import {type Upload, uploadIdentity} from '../multipart/upload.js';
import type {Gateway, ListingEnd, UploadsMarker, UploadsPage} from '../s3/gateway.js';
import {followPages} from '../s3/pages.js';
import {patiently} from './patience.js';

export type ListingRequest = {
	readonly bucket: string;
	/** `''`: everything. */
	readonly prefix: string;
	/** What is known of the service, by its host or by the profile. */
	readonly service?: ServiceId;
	/** Called with each page as it comes: how many rows it had to drop, and which service answered. */
	readonly onAnswer?: (page: Pick<UploadsPage, 'dropped' | 'service'>) => void;
};

/**
 * Every page of uploads under a prefix, however busy the service is, the next page asked for while the last one
 * is worked on. MinIO finds nothing by a prefix that is not the whole key (minio/minio#20989): there
 * everything is listed and chosen from here.
 */
export async function* listingPages(
	gateway: Gateway,
	{bucket, prefix, service, onAnswer}: ListingRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	let answering = service;
	const ask = async (under: string, after?: UploadsMarker, maxUploads?: number) => {
		const request = {bucket, prefix: under, after, maxUploads};
		const page = await patiently(() => gateway.listUploadsPage(request, signal));
		if (page.service !== 'other') answering = page.service ?? answering;
		return page;
	};
	const follow = (under: string) =>
		oneAhead(
			followPages(async after => {
				const page = await ask(under, after);
				onAnswer?.(page);
				return page;
			}),
		);
	if (prefix === '') return yield* follow('');
	/** What MinIO found by the whole key; few, and listed once more with everything. */
	const found = new Set<string>();
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
		if (answering === 'minio') for (const upload of value) found.add(uploadIdentity(upload));
		yield value;
	}
	// Any upload of the bucket tells which service it is.
	if (empty && (answering === undefined || answering === 'other')) await ask('', undefined, 1);
	if (answering !== 'minio') return end;
	const everything = follow('');
	for (;;) {
		const {done, value} = await everything.next();
		if (done) return value;
		yield value.filter(
			upload => upload.key.startsWith(prefix) && !found.has(uploadIdentity(upload)),
		);
	}
}

/** The same, the next one asked for while the last one is worked on. */
async function* oneAhead<T, R>(source: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
	const ask = () => {
		const asked = source.next();
		// Told when it is waited for.
		asked.catch(() => {});
		return asked;
	};
	for (let next = ask(); ; ) {
		const {done, value} = await next;
		if (done) return value;
		next = ask();
		yield value;
	}
}
