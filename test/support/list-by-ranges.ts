import {expect} from 'vitest';
import {SideBySide} from '../../source/operations/listing/side-by-side.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {rowOf} from './list-all.js';

/**
 * Every upload of a bucket, listed by pages of so many rows, ranges side by side where the service allows that; calls before
 * every page but the first. Tells how many requests there were, and how many at once.
 */
export async function listByRanges(
	gateway: Gateway,
	bucket: string,
	{
		maxUploads,
		inOrder = true,
		prefix = '',
		betweenPages = () => {},
	}: {
		readonly maxUploads: number;
		readonly inOrder?: boolean;
		readonly prefix?: string;
		readonly betweenPages?: () => void | Promise<void>;
	},
): Promise<{rows: string[]; requests: number; most: number; isProof: boolean}> {
	const listed = new SideBySide({bucket, prefix, inOrder, width: () => gateway.pace.width});
	const rows: string[] = [];
	let [requests, most, underWay] = [0, 0, 0];
	const pages = listed.pages(async after => {
		requests++;
		most = Math.max(most, ++underWay);
		try {
			if (after !== undefined) await betweenPages();
			return await gateway.listUploadsPage({bucket, prefix, after, maxUploads});
		} finally {
			underWay--;
		}
	});
	for (;;) {
		const {done, value} = await pages.next();
		if (done) {
			expect(value).toBe('end');
			return {rows, requests, most, isProof: listed.isProof};
		}
		rows.push(...value.uploads.map(rowOf));
	}
}
