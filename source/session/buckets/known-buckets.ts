import type {KnownBuckets, SessionState} from '../core/state.js';

const nothing: KnownBuckets = {measures: new Map(), queue: [], rules: new Map()};

/** What is known of the buckets of the connection, whichever list of them was left. */
export function knownBuckets(state: SessionState): KnownBuckets {
	return state.knownBuckets.get(connectionOf(state)) ?? nothing;
}

/** The state in which this is known of them: by every list of them, and by the next. */
export function withKnownBuckets(
	state: SessionState,
	{measures, queue, rules, service}: KnownBuckets,
): SessionState {
	const known = {measures, queue, rules, service};
	return {
		...state,
		screens: state.screens.map(screen =>
			screen.kind === 'buckets' ? {...screen, ...known} : screen,
		),
		knownBuckets: new Map([...state.knownBuckets, [connectionOf(state), known]]),
	};
}

function connectionOf({connection}: SessionState): string {
	return `${connection?.label} ${connection?.endpoint}`;
}
