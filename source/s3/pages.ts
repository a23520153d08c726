import type {Upload} from '../multipart/upload.js';
import {uploadIdentity} from '../multipart/upload.js';
import type {ListingEnd, UploadsMarker, UploadsPage} from './gateway.js';

/** Pages without a row, one after the other, that are believed: Ceph counts parts and shows uploads. */
const mostEmptyPages = 100;

/**
 * Follows a listing to its end and yields what is new on each page. Rows of the page before are
 * dropped (scality/backbeat#247). What ends it early is a marker seen before (s3tools/s3cmd#1360), a page
 * whose rows were all on the page before, pages that come round in a circle under ever new markers, and
 * a long row of empty pages: the return value tells a true end from one where rows may be missing.
 */
export async function* followPages(
	page: (after: UploadsMarker | undefined) => Promise<UploadsPage>,
	start?: UploadsMarker,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	const markers = new Set<string>();
	let after = start;
	let before: ReadonlySet<string> = new Set();
	// One page of the past is enough to see a circle, when it is taken anew after 1, 2, 4, 8, … pages.
	let landmark = before;
	let emptyPages = 0;
	for (let count = 1; ; count++) {
		const {uploads, next, stuck} = await page(after);
		const rows = new Set(uploads.map(uploadIdentity));
		if (rows.size > 0 && (isWithin(rows, before) || isWithin(rows, landmark)))
			return next === undefined && !stuck ? 'end' : 'stuck';
		yield uploads.filter(upload => !before.has(uploadIdentity(upload)));
		if (next === undefined) return stuck ? 'stuck' : 'end';
		emptyPages = rows.size === 0 ? emptyPages + 1 : 0;
		const marker = JSON.stringify([next.keyMarker, next.uploadIdMarker]);
		if (markers.has(marker) || emptyPages > mostEmptyPages) return 'stuck';
		markers.add(marker);
		before = rows;
		if (isPowerOfTwo(count)) landmark = rows;
		after = next;
	}
}

function isWithin(rows: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
	for (const row of rows) if (!others.has(row)) return false;
	return true;
}

function isPowerOfTwo(count: number): boolean {
	return (count & (count - 1)) === 0;
}
