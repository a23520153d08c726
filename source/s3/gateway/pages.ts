import {createHash} from 'node:crypto';
import type {Upload} from '../../multipart/upload.js';
import {refusesMarker} from '../failure/failure.js';
import type {
	Gateway,
	ListingEnd,
	UploadsMarker,
	UploadsPage,
	UploadsPageRequest,
} from './gateway.js';
import {PageRows} from './page-rows.js';

/** Pages without a row, one after the other, that are believed: Ceph counts parts and shows uploads. */
const mostEmptyPages = 100;

/** Above what any bucket has: a listing that goes on beyond these has no end. */
const mostPages = 1_000_000;

/** Every page of uploads, as `followPages` gives them; `onAnswer` is called with each page as it comes. */
export function listUploads(
	gateway: Pick<Gateway, 'listUploadsPage'>,
	{after: start, ...request}: UploadsPageRequest,
	signal?: AbortSignal,
	onAnswer?: (page: UploadsPage) => void,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	return followPages(async after => {
		const page = await gateway.listUploadsPage({...request, after}, signal);
		onAnswer?.(page);
		return page;
	}, start);
}

/**
 * Follows a listing to its end and yields what is new on each page. Rows of the page before are
 * dropped (scality/backbeat#247). What ends it early is a marker seen before (s3tools/s3cmd#1360), a page
 * whose rows were all on the page before, pages that come round in a circle under ever new markers, and
 * a long row of empty pages: the return value tells a true end from one where rows may be missing. A full page that
 * says it is the last is asked for once more behind it: some services end there, wherever the uploads do.
 */
export async function* followPages(
	page: (after: UploadsMarker | undefined) => Promise<UploadsPage>,
	start?: UploadsMarker,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	const markers = new Set<string>();
	let after = start;
	let before = new PageRows();
	// One page of the past is enough to see a circle, when it is taken anew after 1, 2, 4, 8, … pages.
	let landmark = before;
	let emptyPages = 0;
	let isBehindLast = false;
	for (let count = 1; ; count++) {
		const answer = await page(after).catch((error: unknown) => {
			if (isBehindLast && refusesMarker(error)) return undefined;
			throw error;
		});
		if (answer === undefined) return 'end';
		const {uploads, next, stuck, behind, holdsOthers} = answer;
		const isRepeated = (page: PageRows) => uploads.every(upload => page.has(upload));
		if (uploads.length > 0 && (isRepeated(before) || isRepeated(landmark)))
			return next === undefined && !stuck ? 'end' : 'stuck';
		yield uploads.filter(upload => !before.has(upload));
		const goesOn = next ?? behind;
		if (goesOn === undefined) return stuck && !isBehindLast ? 'stuck' : 'end';
		emptyPages = uploads.length === 0 && !holdsOthers ? emptyPages + 1 : 0;
		const marker = hashOf(goesOn);
		if (markers.has(marker) || emptyPages > mostEmptyPages || count > mostPages) return 'stuck';
		markers.add(marker);
		before = new PageRows(uploads);
		if (isPowerOfTwo(count)) landmark = before;
		after = goesOn;
		isBehindLast = next === undefined;
	}
}

/** A marker may be long, and there may be many. */
function hashOf({keyMarker, uploadIdMarker}: UploadsMarker): string {
	const text = JSON.stringify([keyMarker, uploadIdMarker]);
	return createHash('sha256').update(text).digest('base64').slice(0, 22);
}

function isPowerOfTwo(count: number): boolean {
	return (count & (count - 1)) === 0;
}
