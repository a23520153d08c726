import {type BucketMeasure, isMeasured} from '../../operations/scan/bucket-measure.js';
import {shownRecents} from '../connections/recents.js';
import type {Effect, EffectOf} from '../core/effect.js';
import {type BucketsScreen, type SessionState, topScreen, withAnyScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Focus} from '../dialogs/dialog.js';
import {buttonKeys, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {uploadsOf} from './bucket-order.js';
import {bucketUnderCursor, unmeasured} from './bucket-rows.js';
import {withKnownBuckets} from './known-buckets.js';

/** Asks before many requests are sent. */
export type MeasureAllDialog = {
	readonly kind: 'measure-all';
	readonly buckets: readonly string[];
	/** What is known of how many requests that takes: there may be more. */
	readonly requests: number;
	/** Of how many buckets the uploads are not all counted. */
	readonly uncounted: number;
	readonly focus: Focus;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'measure-all': MeasureAllDialog;
	}
}

/** So many requests are asked about. */
const askFrom = 1000;

export const measureAllDialog: DialogRecord<MeasureAllDialog> = {
	keys: {
		choice: buttonKeys((state, {buckets}) => {
			const screen = topScreen(state);
			return screen?.kind === 'buckets'
				? measureThese(withoutDialog(state), screen, buckets)
				: step(state);
		}),
	},
};

/** Whether it is read no further. */
export function isEnded({phase}: BucketMeasure): boolean {
	return phase !== 'listing' && phase !== 'reading';
}

/** Measures a bucket, after those that were asked for before; one that is measured is measured anew. */
export function measure(state: SessionState, screen: BucketsScreen, bucket: string): Step {
	const place = screen.queue.indexOf(bucket);
	if (place === 0) return withNotice(state, 'It is measured already.');
	if (place > 0) return withNotice(state, 'It is queued already.');
	const before = screen.measures.get(bucket);
	const isAnew = before !== undefined && (isMeasured(before) || screen.changed.has(bucket));
	return queued(state, screen, [...screen.queue, bucket], isAnew ? [bucket] : []);
}

/** Measures all that the filter shows and that is not measured; says first how many requests that takes, where it takes many. */
export function measureAll(state: SessionState, screen: BucketsScreen): Step {
	const buckets = unmeasured(screen).filter(name => !screen.queue.includes(name));
	if (buckets.length === 0)
		return withNotice(
			state,
			screen.queue.length === 0
				? 'All buckets shown are measured: m measures one again.'
				: 'The others shown are measured or queued already.',
		);
	// A page of the list, then a look at each upload.
	const requests = buckets.reduce(
		(sum, name) => sum + 1 + (uploadsOf(screen, name) ?? 0) - lookedAt(screen, name),
		0,
	);
	const uncounted = buckets.filter(name => !isWhollyCounted(screen, name)).length;
	return requests < askFrom
		? measureThese(state, screen, buckets)
		: step({
				...state,
				dialog: {kind: 'measure-all', buckets, requests, uncounted, focus: 'go'},
			});
}

function lookedAt({measures}: BucketsScreen, name: string): number {
	const {read = 0, unreadable = 0} = measures.get(name) ?? {};
	return read + unreadable;
}

function isWhollyCounted({measures, counts}: BucketsScreen, name: string): boolean {
	const count = counts.get(name);
	return measures.get(name)?.isListed || (count?.kind === 'counted' && !count.more);
}

/** A cursor that is on no bucket yet goes to where the heaviest comes to stand. */
function measureThese(
	state: SessionState,
	screen: BucketsScreen,
	buckets: readonly string[],
): Step {
	const placed = bucketUnderCursor(screen) === undefined ? toTop(screen) : screen;
	const placing = withAnyScreen(state, screen.id, () => placed);
	const anew = buckets.filter(name => screen.changed.has(name));
	return queued(placing, placed, [...screen.queue, ...buckets], anew);
}

/** The list from its first bucket on: the cursor stays there until it is moved. */
export function toTop(screen: BucketsScreen): BucketsScreen {
	return {...screen, isOnTop: true, cursor: {position: shownRecents(screen).length, top: 0}};
}

function queued(
	state: SessionState,
	screen: BucketsScreen,
	queue: readonly string[],
	anew: readonly string[],
): Step {
	const changed = new Map([...screen.changed].filter(([name]) => !anew.includes(name)));
	return step(
		withKnownBuckets(state, {...screen, changed, queue}),
		measuring({...screen, queue}, anew.length === 0 ? {} : {anew}),
	);
}

/** What is to be measured, when the list is seen again. */
export function goOnMeasuring(screen: BucketsScreen): readonly Effect[] {
	return screen.queue.length === 0 ? [] : [measuring(screen)];
}

function measuring(
	{id, queue}: BucketsScreen,
	more: {readonly anew?: readonly string[]} = {},
): EffectOf<'measure-buckets'> {
	return {type: 'measure-buckets', screen: id, buckets: queue, ...more};
}
