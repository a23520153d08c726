import {escapeForTerminal} from '../../terminal/escape.js';
import {versionedDocument} from '../base/output/document.js';
import {whyFields} from '../base/output/error-fields.js';
import type {Scene, Sink} from './sink.js';

/** How many uploads there are, for each bucket where there are several. Nothing where that is not known. */
export function countOnly({run, bucket: only}: Scene, json: boolean): Sink {
	const counts = new Map<string, number>();
	const errors: object[] = [];
	return {
		// One without any is shown too.
		begin: bucket => counts.set(bucket, 0),
		fail(bucket, why) {
			counts.delete(bucket);
			errors.push({Bucket: bucket, ...whyFields(why)});
		},
		async rows(bucket, rows) {
			counts.set(bucket, (counts.get(bucket) ?? 0) + rows.length);
		},
		async end() {
			const isKnown = only === undefined || counts.size > 0;
			if (!isKnown && !json) return;
			const buckets = [...counts].map(([Bucket, Count]) => ({Bucket, Count}));
			const sum = buckets.reduce((total, {Count}) => total + Count, 0);
			if (json) {
				const document = {
					...(only === undefined ? {} : {Bucket: only}),
					...(isKnown ? {Count: sum} : {}),
					...(only === undefined ? {Buckets: buckets} : {}),
					...(errors.length > 0 ? {Errors: errors} : {}),
				};
				await run.write(versionedDocument(document));
			} else if (only !== undefined) await run.write(`${sum}\n`);
			else
				await run.write(
					buckets.map(({Bucket, Count}) => `${Count}\t${escapeForTerminal(Bucket)}\n`).join(''),
				);
		},
	};
}
