import {
	type Liveness,
	livenessFactsOf,
	livenessOf,
	livenessStates,
	type Thresholds,
} from './liveness.js';
import type {Reading} from './reading.js';

/** What is said of a listed upload: how it lives, or that the service lists it and does not find it. */
export type UploadState = Liveness | 'not-found';

export const uploadStates = [...livenessStates, 'not-found'] as const;

/** @param now by which ages are judged, milliseconds since the epoch. */
export function stateOf(
	initiated: number | undefined,
	reading: Reading,
	now: number,
	thresholds?: Thresholds,
): UploadState {
	if (reading.kind === 'not-found') return 'not-found';
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	return livenessOf(livenessFactsOf(initiated, summary), now, thresholds);
}

/** A state as a person reads it. */
export function stateWords(state: UploadState): string {
	return state === 'not-found' ? 'not found' : state;
}

/** A count of zero for each state. */
export function noStates(): Record<UploadState, number> {
	return {active: 0, idle: 0, stalled: 0, empty: 0, unknown: 0, 'not-found': 0};
}
