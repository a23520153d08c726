import type {BucketsScreen, KnownBuckets, Screen, SessionState} from '../core/state.js';

const nothing: KnownBuckets = {
	measures: new Map(),
	changed: new Map(),
	queue: [],
	rules: new Map(),
};

/** What is known of the buckets of the connection, whichever list of them was left. */
export function knownBuckets(state: SessionState): KnownBuckets {
	return state.knownBuckets.get(connectionOf(state)) ?? nothing;
}

/** The state in which this is known of them: by every list of them, and by the next. */
export function withKnownBuckets(
	state: SessionState,
	{measures, changed, queue, rules, service}: KnownBuckets,
): SessionState {
	const known = {measures, changed, queue, rules, service};
	return {
		...state,
		screens: state.screens.map(screen =>
			screen.kind === 'buckets' ? {...screen, ...known} : screen,
		),
		knownBuckets: new Map([...state.knownBuckets, [connectionOf(state), known]]),
	};
}

/**
 * The state in which something in a bucket of that endpoint was completed or aborted, over whichever connection: what
 * was measured of it is older than that, and it is counted again.
 */
export function withBucketChanged(
	state: SessionState,
	endpoint: string | undefined,
	bucket: string,
	by: 'abort' | 'complete',
): SessionState {
	const counted =
		endpoint === state.connection?.endpoint ? withoutCoveredCounts(state, bucket) : state;
	const isOld = (name: string, {measures, changed}: KnownBuckets) =>
		name.endsWith(` ${endpoint}`) && measures.has(bucket) && changed.get(bucket) !== by;
	const all = [...state.knownBuckets];
	if (!all.some(([name, known]) => isOld(name, known))) return counted;
	const marked = all.map(([name, known]): [string, KnownBuckets] => [
		name,
		isOld(name, known) ? {...known, changed: new Map([...known.changed, [bucket, by]])} : known,
	]);
	const next = {...counted, knownBuckets: new Map(marked)};
	return withKnownBuckets(next, knownBuckets(next));
}

/** The lists of buckets under another screen count that bucket anew once they are seen; one that is seen keeps its count until `r`. */
function withoutCoveredCounts(state: SessionState, bucket: string): SessionState {
	const top = state.screens.length - 1;
	const isCounted = (screen: Screen, at: number): screen is BucketsScreen =>
		at < top && screen.kind === 'buckets' && screen.counts.has(bucket);
	if (!state.screens.some(isCounted)) return state;
	const others = ({counts}: BucketsScreen) =>
		new Map([...counts].filter(([name]) => name !== bucket));
	const screens = state.screens.map((screen, at) =>
		isCounted(screen, at) ? {...screen, counts: others(screen)} : screen,
	);
	return {...state, screens};
}

/** The state in which the rules of a bucket are to be read again. */
export function withoutRulesOf(state: SessionState, bucket: string): SessionState {
	const known = knownBuckets(state);
	const rules = new Map([...known.rules].filter(([name]) => name !== bucket));
	return rules.size === known.rules.size ? state : withKnownBuckets(state, {...known, rules});
}

function connectionOf({connection}: SessionState): string {
	return `${connection?.label} ${connection?.endpoint}`;
}
