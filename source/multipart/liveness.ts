import type {PartsSummary} from './part.js';

/** Milliseconds. An upload with a part, or the initiation, within this time is active. */
export const activeWithin = 60 * 60_000;

/** Milliseconds without a part after which an upload is stalled, unless the profile says otherwise. */
const stalledAfter = 24 * 60 * 60_000;

/** When an upload counts as active and when as stalled, in milliseconds. */
export type Thresholds = {readonly activeWithin: number; readonly stalledAfter: number};

export const defaultThresholds: Thresholds = {activeWithin, stalledAfter};

/** What an upload's last part says about it; never its age alone. */
export type Liveness = 'active' | 'idle' | 'stalled' | 'empty' | 'unknown';

export const livenessStates = ['active', 'idle', 'stalled', 'empty', 'unknown'] as const;

/** What is known of an upload when its liveness is asked for; times in milliseconds since the epoch. */
export type LivenessFacts = {
	readonly initiated?: number;
	/** Absent while the parts are not read, or may not be. */
	readonly partCount?: number;
	readonly lastPart?: number;
	/** A part has no date: it may be newer than `lastPart`. */
	readonly lacksDates?: boolean;
};

/** What an upload's initiation and its parts say of its liveness; without a summary its parts are not read. */
export function livenessFactsOf(
	initiated: number | undefined,
	summary: Pick<PartsSummary, 'count' | 'lastPart' | 'lacksDates'> | undefined,
): LivenessFacts {
	const {count: partCount, lastPart, lacksDates} = summary ?? {};
	return {initiated, partCount, lastPart, lacksDates};
}

/**
 * Active: a part landed within the hour, or the upload was initiated within it. Stalled: nothing
 * landed for longer than the threshold, be it that no part ever did. Idle: between. Empty: no part yet, and a first
 * one may be in flight. Unknown: not read, not allowed, or a date that is not given.
 *
 * @param now the time by which ages are judged: see `judgedTime` in `s3/client/server-clock.ts`.
 */
export function livenessOf(
	{initiated, partCount, lastPart, lacksDates}: LivenessFacts,
	now: number,
	{activeWithin, stalledAfter}: Thresholds = defaultThresholds,
): Liveness {
	if (partCount === undefined) return 'unknown';
	if (initiated !== undefined && now - initiated < activeWithin) return 'active';
	if (partCount === 0) {
		if (initiated === undefined) return 'unknown';
		return now - initiated > stalledAfter ? 'stalled' : 'empty';
	}
	if (lastPart === undefined) return 'unknown';
	const quiet = now - lastPart;
	if (quiet < activeWithin) return 'active';
	if (lacksDates) return 'unknown';
	return quiet > stalledAfter ? 'stalled' : 'idle';
}

/** Whether somebody is or may be uploading, so that an act on the upload is confirmed by its key. */
export function mayBeInUse(liveness: Liveness): boolean {
	return liveness === 'active' || liveness === 'unknown';
}
