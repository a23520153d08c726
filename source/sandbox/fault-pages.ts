import type {LoggedRequest} from './request-log.js';
import type {Reply} from './wire/reply.js';
import {escapeText} from './wire/xml.js';

/** Listings whose last page can be made to go on, and how their markers move. */
const markers: Readonly<
	Record<string, {asked: string; next: string; beyond: (marker: string) => string}>
> = {
	ListMultipartUploads: {
		asked: 'key-marker',
		next: 'NextKeyMarker',
		beyond: marker => `${marker}~`,
	},
	ListParts: {
		asked: 'part-number-marker',
		next: 'NextPartNumberMarker',
		beyond: marker => String(Number(marker) + 1),
	},
};

/** The operations whose pages can be endless. */
export const endlessListings = Object.keys(markers);

/** A page that says that there is more, behind a marker that moves from page to page. */
export function endlessPage(reply: Reply, request: LoggedRequest): Reply {
	const {body} = reply;
	const listing = markers[request.operation];
	if (listing === undefined || !isPage(body) || /<IsTruncated>true</.test(body)) return reply;
	const {asked, next, beyond} = listing;
	const said = new RegExp(`<${next}>([^<]*)</${next}>`).exec(body)?.[1];
	// An empty page's marker is none, or 0.
	const from = Number(said) === 0 || !said ? escapeText(request.query[asked] ?? '') : said;
	const marker = `<${next}>${beyond(from)}</${next}>`;
	const bare = body
		.replace(new RegExp(`<${next}>[^<]*</${next}>`), '')
		// With an id the marker would have to be that of an upload that was once there.
		.replace(/<NextUploadIdMarker>[^<]*<\/NextUploadIdMarker>/, '');
	return {...reply, body: bare.replace(truncation, `${marker}<IsTruncated>true</IsTruncated>`)};
}

/** The first page of each listing, for as long as the fault that this belongs to lasts. */
export class RepeatedPages {
	readonly #pages = new Map<string, Reply>();

	/** The page that was answered first to whoever lists this, as one that is not the last. */
	of(reply: Reply, {operation, bucket, key, query}: LoggedRequest): Reply {
		if (!isPage(reply.body)) return reply;
		const {prefix, delimiter, uploadId} = query;
		const listing = JSON.stringify([operation, bucket, key, prefix, delimiter, uploadId]);
		const first = this.#pages.get(listing) ?? {
			...reply,
			body: reply.body.replace(truncation, '<IsTruncated>true</IsTruncated>'),
		};
		this.#pages.set(listing, first);
		return first;
	}
}

const truncation = /<IsTruncated>\w+<\/IsTruncated>/;

function isPage(body: Reply['body']): body is string {
	return typeof body === 'string' && truncation.test(body);
}
