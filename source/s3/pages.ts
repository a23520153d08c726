import type {Upload} from '../multipart/upload.js';
import {uploadIdentity} from '../multipart/upload.js';
import type {ListingEnd, UploadsMarker, UploadsPage} from './gateway.js';

/**
 * Follows a listing to its end and yields what is new on each page. Rows of the page before are
 * dropped (scality/backbeat#247), a marker seen before ends it (s3tools/s3cmd#1360): the return value
 * tells a true end from one where the server stopped making progress.
 */
export async function* followPages(
	page: (after: UploadsMarker | undefined) => Promise<UploadsPage>,
	start?: UploadsMarker,
): AsyncGenerator<readonly Upload[], ListingEnd> {
	const markers = new Set<string>();
	let after = start;
	let before = new Set<string>();
	for (;;) {
		const {uploads, next, stuck} = await page(after);
		const fresh = uploads.filter(upload => !before.has(uploadIdentity(upload)));
		yield fresh;
		if (next === undefined) return stuck ? 'stuck' : 'end';
		const marker = JSON.stringify([next.keyMarker, next.uploadIdMarker]);
		const repeated = uploads.length > 0 && fresh.length === 0;
		if (markers.has(marker) || repeated) return 'stuck';
		markers.add(marker);
		before = new Set(uploads.map(uploadIdentity));
		after = next;
	}
}
