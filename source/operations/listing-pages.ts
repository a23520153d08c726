import {recognise, type ServiceId} from '../multipart/known-services.js';
import {serviceFacts} from '../multipart/service.js';
import {type Upload, uploadIdentity} from '../multipart/upload.js';
import type {Gateway, ListingEnd} from '../s3/gateway.js';
import {followPages} from '../s3/pages.js';
import {patiently} from './patience.js';

export type ListingRequest = {
	readonly bucket: string;
	/** `''`: everything. */
	readonly prefix: string;
	/** What is known of the service, by its host or by the profile. */
	readonly service?: ServiceId;
};

/**
 * Every page of uploads under a prefix, however busy the service is, the next page asked for while the last one
 * is worked on. MinIO finds nothing by a prefix that is not the whole key (minio/minio#20989): there
 * everything is listed and chosen from here.
 */
export async function* listingPages(
	gateway: Gateway,
	{bucket, prefix, service}: ListingRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	const follow = (under: string) =>
		oneAhead(
			followPages(after =>
				patiently(() => gateway.listUploadsPage({bucket, prefix: under, after}, signal)),
			),
		);
	if (prefix === '') return yield* follow('');
	const {endpoint} = gateway;
	let isMinio = service === 'minio';
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
		const [first] = value;
		if (empty && first !== undefined) {
			empty = false;
			isMinio ||= serviceFacts({endpoint, uploadId: first.uploadId}).kind === 'minio';
		}
		if (isMinio) for (const upload of value) found.add(uploadIdentity(upload));
		yield value;
	}
	if (empty && !isMinio && (service === undefined || service === 'other') && !recognise(endpoint)) {
		const {uploads} = await patiently(() =>
			gateway.listUploadsPage({bucket, maxUploads: 1}, signal),
		);
		const [{uploadId} = {uploadId: undefined}] = uploads;
		isMinio = serviceFacts({endpoint, uploadId}).kind === 'minio';
	}
	if (!isMinio) return end;
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
