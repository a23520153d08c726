import {
	type Liveness,
	livenessFactsOf,
	livenessOf,
	livenessStates,
	type Thresholds,
} from './liveness.js';
import {heldByWords, makerOf} from './makers/makers.js';
import type {Reading} from './reading.js';
import type {Upload} from './upload.js';

/**
 * What is said of a listed upload: how it lives; that a maker holds it open on purpose, whatever its age; or that the
 * service lists it and does not find it.
 */
export type UploadState = Liveness | 'held' | 'not-found';

export const uploadStates = [...livenessStates, 'held', 'not-found'] as const;

/** @param now by which ages are judged, milliseconds since the epoch. */
export function stateOf(
	{key, initiated}: Pick<Upload, 'key' | 'initiated'>,
	reading: Reading,
	now: number,
	thresholds?: Thresholds,
): UploadState {
	if (reading.kind === 'not-found') return 'not-found';
	if (makerOf(key) !== undefined) return 'held';
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	return livenessOf(livenessFactsOf(initiated, summary), now, thresholds);
}

/** A state as a person reads it. */
export function stateWords(state: UploadState): string {
	return state === 'not-found' ? 'not found' : state;
}

/** The same, with who holds it: `held by flink`. */
export function stateWordsOf(state: UploadState, {key}: Pick<Upload, 'key'>): string {
	const maker = state === 'held' ? makerOf(key) : undefined;
	return maker === undefined ? stateWords(state) : heldByWords(maker);
}

/** What stands in the place of a last part where the parts are not read. */
export const notReadWords = {
	unread: '',
	denied: 'not allowed',
	failed: 'not read',
	'not-found': '',
	gone: 'gone',
} as const;

/** A count of zero for each state. */
export function noStates(): Record<UploadState, number> {
	return {active: 0, idle: 0, stalled: 0, empty: 0, unknown: 0, held: 0, 'not-found': 0};
}
