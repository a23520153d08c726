import type {ActionOf} from '../core/action.js';
import type {Effect, EffectOf} from '../core/effect.js';
import {type BucketsScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {sortOf} from './bucket-order.js';
import {bucketsHeight, rowsFrom, sameBucket} from './bucket-rows.js';
import {withKnownBuckets} from './known-buckets.js';
import {goOnMeasuring, isEnded} from './measuring.js';

/** Counting without being asked stops after this many buckets: each is a request or more. */
const countBudget = 1000;

/** Counts what is seen and reads its rules, and counts the others as far as they are to be counted without being asked for. */
export function count(
	state: SessionState,
	screen: BucketsScreen,
	others: boolean,
): EffectOf<'count-buckets'> {
	const {counts, rules, buckets = [], cursor} = screen;
	const seen = rowsFrom(screen, cursor.top, bucketsHeight(state, screen)).flatMap(row =>
		row.kind === 'bucket' ? [row.bucket.name] : [],
	);
	const isUncounted = (name: string) => !counts.has(name);
	const budget = sortOf(screen) === 'name' ? countBudget : Number.POSITIVE_INFINITY;
	return {
		type: 'count-buckets',
		screen: screen.id,
		seen: seen.filter(isUncounted),
		// What is refused keeps its rules to itself too.
		rules: seen.filter(name => counts.get(name)?.kind === 'counted' && !rules.has(name)),
		...(others
			? {
					all: buckets
						.map(({name}) => name)
						.filter(isUncounted)
						.slice(0, budget),
				}
			: {}),
	};
}

/** The list is seen again: what was not counted or measured when it was covered is now. */
export function goOnCounting(state: SessionState, screen: BucketsScreen): readonly Effect[] {
	return screen.buckets === undefined || screen.isStopped
		? []
		: [count(state, screen, true), ...goOnMeasuring(screen)];
}

/** Counts came: the cursor stays on its bucket, and the rules of what is seen by now are read. */
export function bucketsCounted(
	state: SessionState,
	{
		screen: id,
		counts,
		rules,
		measures,
		pending,
		service,
		isEnded: ends,
	}: ActionOf<'buckets-counted'>,
): Step {
	const changed = withScreen<BucketsScreen>(state, id, 'buckets', screen => {
		const ended = (name: string) => {
			const measure = measures.get(name);
			return ends || (measure !== undefined && isEnded(measure));
		};
		return sameBucket(state, screen, {
			...screen,
			pending,
			counts: merged(screen.counts, counts),
			rules: merged(screen.rules, rules),
			measures: merged(screen.measures, measures),
			queue: screen.queue.some(ended) ? screen.queue.filter(name => !ended(name)) : screen.queue,
			service: service ?? screen.service,
		});
	});
	const screen = changed.screens.find(each => each.id === id);
	if (screen?.kind !== 'buckets') return step(state);
	const kept = withKnownBuckets(changed, screen);
	if (topScreen(kept)?.id !== id || ends || screen.isStopped) return step(kept);
	const effect = count(kept, screen, false);
	return effect.rules.length === 0 ? step(kept) : step(kept, effect);
}

function merged<V>(
	before: ReadonlyMap<string, V>,
	came: ReadonlyMap<string, V>,
): ReadonlyMap<string, V> {
	if (came.size === 0) return before;
	const all = new Map(before);
	for (const [bucket, value] of came) all.set(bucket, value);
	return all;
}

/** Esc: counting and measuring end, what was counted stays; undefined when nothing is counted. */
export function stopCounting(state: SessionState, screen: BucketsScreen): Step | undefined {
	if (!screen.loading && screen.pending === 0 && screen.queue.length === 0) return undefined;
	const stopped = withKnownBuckets(state, {...screen, queue: []});
	return step(
		withScreen<BucketsScreen>(stopped, screen.id, 'buckets', top => ({
			...top,
			loading: false,
			pending: 0,
			isStopped: true,
		})),
		{type: 'stop-reads', screen: screen.id},
	);
}
