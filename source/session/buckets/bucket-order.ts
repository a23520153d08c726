import {textFilter} from '../../multipart/index/text-filter.js';
import {isMeasured} from '../../operations/scan/bucket-measure.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import {rememberLast} from '../core/remember.js';
import type {BucketSort, BucketsScreen} from '../core/state.js';

type Facts = Pick<BucketsScreen, 'counts' | 'measures'>;

/** The buckets that the filter leaves: in order, those that are known to hold no upload apart. */
export type OrderedBuckets = {
	readonly held: readonly Bucket[];
	readonly empty: readonly Bucket[];
};

/** By which column they are sorted: by what they hold once anything is measured, unless it was chosen. */
export function sortOf({sort, measures}: Pick<BucketsScreen, 'sort' | 'measures'>): BucketSort {
	return sort ?? (measures.size > 0 ? 'holds' : 'name');
}

/** The buckets that the filter leaves, in the order that is asked for. */
export function orderedBuckets(screen: BucketsScreen): OrderedBuckets {
	const {buckets = none, filter, counts, measures, reverse} = screen;
	return ordered(filtered(buckets, filter.text), counts, measures, sortOf(screen), reverse);
}

const none: readonly Bucket[] = [];

// A service may list 100,000, and each key and each frame asks for them several times.
const filtered = rememberLast((buckets: readonly Bucket[], text: string): readonly Bucket[] => {
	const {matches} = textFilter(text);
	return text === '' ? buckets : buckets.filter(({name}) => matches(name));
});

const ordered = rememberLast(
	(
		buckets: readonly Bucket[],
		counts: Facts['counts'],
		measures: Facts['measures'],
		sort: BucketSort,
		reverse: boolean,
	): OrderedBuckets => {
		const facts = {counts, measures};
		const held = buckets.filter(({name}) => !isEmpty(facts, name));
		const empty = buckets.filter(({name}) => isEmpty(facts, name));
		if (sort === 'name')
			return reverse ? {held: held.toReversed(), empty: empty.toReversed()} : {held, empty};
		const direction = reverse ? -1 : 1;
		const valued = held.map(bucket => ({bucket, values: valuesOf(facts, bucket.name, sort)}));
		valued.sort(
			({values: [one, uploads]}, {values: [other, others]}) =>
				// What is not known comes last, in reverse too.
				Number(one === undefined) - Number(other === undefined) ||
				direction * ((other ?? 0) - (one ?? 0) || others - uploads),
		);
		return {held: valued.map(({bucket}) => bucket), empty};
	},
);

/** Whether it is known that there is no upload in it. */
export function isEmpty({counts, measures}: Facts, name: string): boolean {
	const measure = measures.get(name);
	if (measure !== undefined && isMeasured(measure))
		return measure.uploads === 0 && measure.phase === 'ended';
	const count = counts.get(name);
	return count?.kind === 'counted' && count.uploads === 0 && !count.more;
}

/** How many uploads it has at least; undefined where none was counted. */
export function uploadsOf({counts, measures}: Facts, name: string): number | undefined {
	const count = counts.get(name);
	const measured = measures.get(name);
	if (measured?.isListed) return measured.uploads;
	const counted = count?.kind === 'counted' ? count.uploads : undefined;
	return measured === undefined || measured.uploads === 0
		? counted
		: Math.max(measured.uploads, counted ?? 0);
}

/** When its oldest upload was initiated, where that is known of all. */
export function oldestOf({counts, measures}: Facts, name: string): number | undefined {
	const count = counts.get(name);
	const measured = measures.get(name);
	return measured?.isListed
		? measured.oldest
		: count?.kind === 'counted'
			? count.oldest
			: undefined;
}

/** To sort by, the largest first: the value of the column, and the uploads where that is the same. */
function valuesOf(
	facts: Facts,
	name: string,
	sort: Exclude<BucketSort, 'name'>,
): readonly [number | undefined, number] {
	const uploads = uploadsOf(facts, name);
	const oldest = oldestOf(facts, name);
	const measure = facts.measures.get(name);
	const value = {
		holds: measure?.read ? measure.bytes : undefined,
		uploads,
		oldest: oldest === undefined ? undefined : -oldest,
	}[sort];
	const count = facts.counts.get(name);
	// What has more than a page comes before what fills it.
	const more = measure === undefined && count?.kind === 'counted' && count.more ? 0.5 : 0;
	return [sort === 'uploads' && value !== undefined ? value + more : value, (uploads ?? -1) + more];
}
