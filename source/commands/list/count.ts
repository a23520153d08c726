import {escapeForTerminal} from '../../terminal/escape.js';
import {versionedDocument} from '../base/output/document.js';
import type {Scene, Sink} from './sink.js';

/** How many uploads there are, for each bucket where there are several. Nothing where that is not known. */
export function countOnly({run, bucket: only}: Scene, json: boolean): Sink {
	const counts = new Map<string, number>();
	return {
		// One without any is told too.
		begin: bucket => counts.set(bucket, 0),
		fail: bucket => counts.delete(bucket),
		async rows(bucket, rows) {
			counts.set(bucket, (counts.get(bucket) ?? 0) + rows.length);
		},
		async end() {
			if (only !== undefined && counts.size === 0) return;
			const buckets = [...counts].map(([Bucket, Count]) => ({Bucket, Count}));
			const sum = buckets.reduce((total, {Count}) => total + Count, 0);
			if (json) {
				const document =
					only === undefined ? {Count: sum, Buckets: buckets} : {Bucket: only, Count: sum};
				await run.write(versionedDocument(document));
			} else if (only !== undefined) await run.write(`${sum}\n`);
			else
				await run.write(
					buckets.map(({Bucket, Count}) => `${Count}\t${escapeForTerminal(Bucket)}\n`).join(''),
				);
		},
	};
}
