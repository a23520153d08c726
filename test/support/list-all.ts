import type {Upload} from '../../source/multipart/upload.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {followPages, listUploads} from '../../source/s3/gateway/pages.js';

/** Key and upload id of a row, to be compared with what another client lists. */
export function rowOf({key, uploadId}: Pick<Upload, 'key' | 'uploadId'>): string {
	return JSON.stringify([key, uploadId]);
}

/**
 * Every upload of a bucket as partway lists it, in its order, once for each time that it is shown.
 * Throws where the listing says that rows may be missing, or is not certain of a key.
 */
export async function listAll(gateway: Gateway, bucket: string): Promise<string[]> {
	return gather(listUploads(gateway, {bucket}));
}

/** The same by pages of at most so many rows; calls before every page but the first. */
export async function listAllByPages(
	gateway: Gateway,
	bucket: string,
	maxUploads: number,
	betweenPages: () => void | Promise<void> = () => {},
): Promise<string[]> {
	return gather(
		followPages(async after => {
			if (after !== undefined) await betweenPages();
			return gateway.listUploadsPage({bucket, after, maxUploads});
		}),
	);
}

async function gather(pages: AsyncGenerator<readonly Upload[], string>): Promise<string[]> {
	const rows: string[] = [];
	for (;;) {
		const {value, done} = await pages.next();
		if (done) {
			if (value !== 'end') throw new Error(`The listing ended as ${value}.`);
			return rows;
		}
		for (const upload of value) {
			if (!upload.keyCertain) throw new Error(`Not certain: ${rowOf(upload)}`);
			rows.push(rowOf(upload));
		}
	}
}
