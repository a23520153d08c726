import {type BucketMeasure, isMeasured} from '../../operations/scan/bucket-measure.js';
import {type PrefixWeight, sumOfPrefixes} from '../../operations/scan/bucket-prefixes.js';
import {rememberLast} from '../core/remember.js';
import type {BucketsScreen} from '../core/state.js';
import {type OrderedBuckets, orderedBuckets, uploadsOf} from './bucket-order.js';

/** What the buckets are and hold together that the filter leaves. */
export type BucketTotals = {
	readonly buckets: number;
	readonly uploads: number;
	/** There may be more uploads. */
	readonly hasMoreUploads: boolean;
	/** Of how many buckets some of the bytes are known. */
	readonly weighed: number;
	readonly bytes: number;
	/** There may be more bytes. */
	readonly hasMoreBytes: boolean;
	/** What is held under the same first part of the keys, in whichever bucket, the most first. */
	readonly prefixes: readonly PrefixWeight[];
};

/** The totals of the buckets that the filter leaves. */
export function bucketTotals(screen: BucketsScreen): BucketTotals {
	return totals(orderedBuckets(screen), screen.counts, screen.measures);
}

const totals = rememberLast(
	(
		{held, empty}: OrderedBuckets,
		counts: BucketsScreen['counts'],
		measures: BucketsScreen['measures'],
	): BucketTotals => {
		const found = held.flatMap(({name}) => measures.get(name) ?? []);
		const uploads = held.map(({name}) => uploadsOf({counts, measures}, name));
		return {
			buckets: held.length + empty.length,
			uploads: uploads.reduce<number>((sum, each = 0) => sum + each, 0),
			hasMoreUploads: held.some(({name}) => !isCounted(counts.get(name), measures.get(name))),
			weighed: found.filter(({read}) => read > 0).length,
			bytes: found.reduce((sum, {bytes}) => sum + bytes, 0),
			hasMoreBytes: held.some(({name}) => !isWhole(measures.get(name))),
			prefixes: sumOfPrefixes(found),
		};
	},
);

function isCounted(
	count: ReturnType<BucketsScreen['counts']['get']>,
	measure: BucketMeasure | undefined,
): boolean {
	return measure?.isListed === true || (count?.kind === 'counted' && !count.more);
}

/** Whether all is known of what it holds. */
export function isWhole(measure: BucketMeasure | undefined): boolean {
	return (
		measure !== undefined &&
		isMeasured(measure) &&
		measure.isListed &&
		measure.sized === measure.uploads
	);
}
