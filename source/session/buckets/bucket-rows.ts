import {textFilter} from '../../multipart/index/text-filter.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import {shownRecents} from '../connections/recents.js';
import {rememberLast} from '../core/remember.js';
import type {BucketsScreen, SessionState} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor} from '../frame/list-cursor.js';

/** What is going on, what is known of the bucket under the cursor, the column heads. */
const headRows = 3;

/** Rows of the list. */
export function bucketsHeight(state: SessionState, screen: BucketsScreen): number {
	return rowsUnder(headRows, state, screen);
}

/** The buckets that the filter leaves, in the order that is asked for. */
export function shownBuckets({
	buckets = none,
	filter,
	sort,
	counts,
	measures,
}: Pick<BucketsScreen, 'buckets' | 'filter' | 'sort' | 'counts' | 'measures'>): readonly Bucket[] {
	const left = filtered(buckets, filter.text);
	return sort === 'name' ? left : byUploads(left, counts, measures);
}

const none: readonly Bucket[] = [];

// A service may list 100,000, and each key and each frame asks for them several times.
const filtered = rememberLast((buckets: readonly Bucket[], text: string): readonly Bucket[] => {
	const {matches} = textFilter(text);
	return text === '' ? buckets : buckets.filter(({name}) => matches(name));
});

const byUploads = rememberLast(
	(
		buckets: readonly Bucket[],
		counts: BucketsScreen['counts'],
		measures: BucketsScreen['measures'],
	): readonly Bucket[] =>
		buckets
			.map(bucket => ({bucket, uploads: uploadsOf({counts, measures}, bucket.name)}))
			.sort((one, other) => other.uploads - one.uploads)
			.map(({bucket}) => bucket),
);

/** How many of the buckets are not counted. */
export const uncountedOf = rememberLast(
	(buckets: readonly Bucket[], counts: BucketsScreen['counts']): number =>
		buckets.reduce((sum, {name}) => sum + (counts.has(name) ? 0 : 1), 0),
);

/** To sort by: what could not be counted comes last, and what has more than a page before what fills it. */
function uploadsOf({counts, measures}: Pick<BucketsScreen, 'counts' | 'measures'>, name: string) {
	const count = counts.get(name);
	const measured = measures.get(name)?.uploads ?? 0;
	return count?.kind === 'counted'
		? Math.max(measured, count.uploads + (count.more ? 0.5 : 0))
		: measured > 0
			? measured
			: -1;
}

/** The bucket under the cursor. */
export function bucketUnderCursor(screen: BucketsScreen): Bucket | undefined {
	return shownBuckets(screen)[screen.cursor.position - shownRecents(screen).length];
}

/** How many rows the list has. */
export function bucketRows(screen: BucketsScreen): number {
	return shownRecents(screen).length + shownBuckets(screen).length;
}

/** The list in another order or with other rows: the cursor follows the bucket that it was on. */
export function sameBucket(
	state: SessionState,
	before: BucketsScreen,
	after: BucketsScreen,
): BucketsScreen {
	const shown = shownBuckets(after);
	const name = bucketUnderCursor(before)?.name;
	const found = name === undefined ? -1 : shown.findIndex(bucket => bucket.name === name);
	const {cursor} = after;
	const position = found < 0 ? cursor.position : found + shownRecents(after).length;
	return {
		...after,
		cursor: clampCursor({...cursor, position}, bucketRows(after), bucketsHeight(state, after)),
	};
}
