import {notBegun} from '../../operations/scan/bucket-measure.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import {shownRecents} from '../connections/recents.js';
import type {ActionOf} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import {type BucketsScreen, type SessionState, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withNotice} from '../frame/notice.js';
import {bucketsHeight, sameBucket, shownBuckets} from './bucket-rows.js';

/** Counting without being asked stops after this many buckets: each is a request or more. */
const countBudget = 1000;

/** Counts what is seen, and the others as far as they are to be counted without being asked for. */
export function count(state: SessionState, screen: BucketsScreen, others: boolean): Effect {
	const shown = shownBuckets(screen);
	const above = shownRecents(screen).length;
	const {top} = screen.cursor;
	const isUncounted = ({name}: Bucket) => !screen.counts.has(name);
	const names = (buckets: readonly Bucket[]) => buckets.map(({name}) => name);
	const budget = screen.sort === 'uploads' ? Number.POSITIVE_INFINITY : countBudget;
	return {
		type: 'count-buckets',
		screen: screen.id,
		seen: names(
			shown
				.slice(Math.max(0, top - above), Math.max(0, top - above + bucketsHeight(state, screen)))
				.filter(isUncounted),
		),
		...(others ? {all: names((screen.buckets ?? []).filter(isUncounted).slice(0, budget))} : {}),
	};
}

/** The list is seen again: what was not counted when it was covered is counted now. */
export function goOnCounting(state: SessionState, screen: BucketsScreen): readonly Effect[] {
	return screen.buckets === undefined || screen.isStopped ? [] : [count(state, screen, true)];
}

/** Counts came: the cursor stays on its bucket. */
export function bucketsCounted(
	state: SessionState,
	{screen: id, counts, pending, measure, measuring, waiting}: ActionOf<'buckets-counted'>,
): Step {
	return step(
		withScreen<BucketsScreen>(state, id, 'buckets', screen =>
			sameBucket(state, screen, {
				...screen,
				pending,
				counts: counts.size === 0 ? screen.counts : withCounts(screen.counts, counts),
				measures:
					measure === undefined
						? screen.measures
						: new Map([...screen.measures, [measure.bucket, measure.facts]]),
				measuring,
				waiting,
			}),
		),
	);
}

function withCounts(
	before: BucketsScreen['counts'],
	counts: BucketsScreen['counts'],
): BucketsScreen['counts'] {
	const all = new Map(before);
	for (const [bucket, count] of counts) all.set(bucket, count);
	return all;
}

/** Esc: counting ends, what was counted stays; undefined when nothing is counted. */
export function stopCounting(state: SessionState, screen: BucketsScreen): Step | undefined {
	if (!screen.loading && screen.pending === 0 && screen.measuring === undefined) return undefined;
	return step(
		withScreen<BucketsScreen>(state, screen.id, 'buckets', top => ({
			...top,
			loading: false,
			pending: 0,
			isStopped: true,
			measuring: undefined,
			waiting: [],
		})),
		{type: 'stop-reads', screen: screen.id},
	);
}

/** Whether a bucket is measured now, or waits for others. */
export function isToBeMeasured({measuring, waiting}: BucketsScreen, name: string): boolean {
	return measuring === name || waiting.includes(name);
}

/** Measures a bucket, after those that were asked for before. */
export function measure(state: SessionState, screen: BucketsScreen, bucket: string): Step {
	if (screen.measuring === bucket) return withNotice(state, 'It is measured already.');
	if (screen.waiting.includes(bucket)) return withNotice(state, 'It waits already.');
	const wanted =
		screen.measuring === undefined ? {measuring: bucket} : {waiting: [...screen.waiting, bucket]};
	// What was measured before shows until it is measured anew.
	const measures = new Map([[bucket, notBegun], ...screen.measures]);
	return step(
		withScreen<BucketsScreen>(state, screen.id, 'buckets', top => ({...top, measures, ...wanted})),
		{type: 'measure-bucket', screen: screen.id, bucket},
	);
}
