import {isMeasured} from '../../operations/scan/bucket-measure.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import {shownRecents} from '../connections/recents.js';
import {rememberLast} from '../core/remember.js';
import type {BucketsScreen, SessionState} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor} from '../frame/list-cursor.js';
import {isEmpty, type OrderedBuckets, orderedBuckets} from './bucket-order.js';

/** A row of the list. The row of those without uploads stands for them, or over them. */
export type BucketRow =
	| {readonly kind: 'recent'; readonly location: RecentLocation}
	| {readonly kind: 'bucket'; readonly bucket: Bucket}
	| {readonly kind: 'fold'; readonly buckets: number};

/** What all of them hold, what is known of the one under the cursor, the column heads; and what is the most, once it is known. */
const headRows = 3;

/** Rows of the list. */
export function bucketsHeight(state: SessionState, screen: BucketsScreen): number {
	const head = headRows + (hasPrefixes(screen) ? 1 : 0) + (hasSpace(state) ? 1 : 0);
	return rowsUnder(head, state, screen);
}

/** Whether there is room for an empty row over the column heads. */
export const hasSpace = ({size}: SessionState) => size.rows >= 24;

/** Whether it is known under which prefix of more than one bucket is held what; of a single one its own row tells. */
export function hasPrefixes(screen: BucketsScreen): boolean {
	return orderedBuckets(screen).held.length > 1 && anyPrefixes(screen.measures);
}

const anyPrefixes = rememberLast((measures: BucketsScreen['measures']): boolean =>
	[...measures.values()].some(({prefixes = []}) => prefixes.length > 0),
);

/** One bucket takes no more room than the row that would stand for it, and a text is looked for in all names. */
export function isFolding(screen: BucketsScreen, {empty}: OrderedBuckets): boolean {
	return empty.length > 1 && screen.filter.text === '';
}

/** The buckets that are shown as rows of their own. */
function bucketsShown(screen: BucketsScreen, ordered: OrderedBuckets): number {
	const {held, empty} = ordered;
	const isHidden = isFolding(screen, ordered) && !screen.isUnfolded;
	return held.length + (isHidden ? 0 : empty.length);
}

/** How many rows the list has. */
export function bucketRows(screen: BucketsScreen): number {
	const ordered = orderedBuckets(screen);
	const fold = isFolding(screen, ordered) ? 1 : 0;
	return shownRecents(screen).length + bucketsShown(screen, ordered) + fold;
}

/** The rows from a position on, as many as are asked for and there. */
export function rowsFrom(screen: BucketsScreen, from: number, count: number): readonly BucketRow[] {
	const recents = shownRecents(screen);
	const ordered = orderedBuckets(screen);
	const {held, empty} = ordered;
	const fold = isFolding(screen, ordered) ? 1 : 0;
	const rows: BucketRow[] = [];
	const end = Math.min(from + count, bucketRows(screen));
	for (let position = from; position < end; position++) {
		const location = recents[position];
		const at = position - recents.length;
		const bucket = held[at] ?? empty[at - held.length - fold];
		if (location !== undefined) rows.push({kind: 'recent', location});
		else if (bucket === undefined) rows.push({kind: 'fold', buckets: empty.length});
		else rows.push({kind: 'bucket', bucket});
	}
	return rows;
}

/** The row under the cursor. */
export function rowUnderCursor(screen: BucketsScreen): BucketRow | undefined {
	return rowsFrom(screen, screen.cursor.position, 1)[0];
}

/** The bucket under the cursor. */
export function bucketUnderCursor(screen: BucketsScreen): Bucket | undefined {
	const row = rowUnderCursor(screen);
	return row?.kind === 'bucket' ? row.bucket : undefined;
}

/** How many of the buckets are not counted. */
export const uncountedOf = rememberLast(
	(buckets: readonly Bucket[], counts: BucketsScreen['counts']): number =>
		buckets.reduce((sum, {name}) => sum + (counts.has(name) ? 0 : 1), 0),
);

/** Those of a filter's buckets that can be measured and are not, or changed since: neither empty nor refused. */
export function unmeasured(screen: BucketsScreen): readonly string[] {
	const {counts, measures, changed} = screen;
	return orderedBuckets(screen)
		.held.map(({name}) => name)
		.filter(name => {
			const measure = measures.get(name);
			return (
				(measure === undefined || !isMeasured(measure) || changed.has(name)) &&
				counts.get(name)?.kind !== 'failed' &&
				!isEmpty(screen, name)
			);
		});
}

/** The list in another order or with other rows: the cursor follows what it was on, or stays on top. */
export function sameBucket(
	state: SessionState,
	before: BucketsScreen,
	after: BucketsScreen,
): BucketsScreen {
	const rows = bucketRows(after);
	const {cursor} = after;
	const position = after.isOnTop
		? shownRecents(after).length
		: (positionOf(after, rowUnderCursor(before)) ?? cursor.position);
	const top = after.isOnTop ? 0 : cursor.top;
	return {...after, cursor: clampCursor({position, top}, rows, bucketsHeight(state, after))};
}

/** Where the row is by now; of a bucket that is folded that of the fold. */
function positionOf(screen: BucketsScreen, row: BucketRow | undefined): number | undefined {
	if (row === undefined || row.kind === 'recent') return undefined;
	const ordered = orderedBuckets(screen);
	const {held, empty} = ordered;
	const isFold = isFolding(screen, ordered);
	const above = shownRecents(screen).length;
	const fold = isFold ? above + held.length : undefined;
	if (row.kind === 'fold') return fold;
	const {name} = row.bucket;
	const at = held.findIndex(bucket => bucket.name === name);
	if (at >= 0) return above + at;
	const among = empty.findIndex(bucket => bucket.name === name);
	if (among < 0) return undefined;
	return isFold && !screen.isUnfolded ? fold : above + held.length + (isFold ? 1 : 0) + among;
}
