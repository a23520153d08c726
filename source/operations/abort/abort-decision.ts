import type {PlannedAbort} from '../../multipart/abort-selection.js';
import type {Thresholds} from '../../multipart/liveness.js';
import type {PartsSummary} from '../../multipart/part.js';
import {formatAge, plural} from '../../multipart/text/units.js';
import {stateOf} from '../../multipart/upload-state.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {JournalError} from '../journal/journal.js';
import type {AbortReading} from './abort-plan.js';
import type {Reply, SentAborts} from './abort-sent.js';
import type {GoneProof} from './gone.js';

/** Why nothing was sent, or what became of an upload that was gone before anything was. */
export type Decision = {
	readonly kind: 'left-alone' | 'refused' | 'failed' | 'gone' | 'accepted';
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	readonly failure?: S3Failure;
};

/** By what an upload that was read again is judged. */
export type JudgedBy = {
	/** The parts may be others than at the plan, and it may be active: everything was named, whatever it is. */
	readonly mayMove: boolean;
	/** The time after it was read again: see `judgedTime`. */
	readonly now: number;
	readonly thresholds?: Thresholds;
};

/** Why an upload that was read again is left alone; undefined when it is what the confirmation showed. */
export function whyLeftAlone(
	planned: Pick<PlannedAbort, 'initiated' | 'summary' | 'liveness'>,
	again: Exclude<AbortReading, {kind: 'gone'}>,
	by: JudgedBy,
): Decision | undefined {
	const {summary, liveness} = planned;
	if (again.kind === 'refused') return {kind: 'refused', sentence: again.sentence};
	if (again.kind === 'failed' || (again.kind === 'denied' && summary !== undefined))
		return {
			kind: 'failed',
			sentence: 'It could not be read again just before, so nothing was sent.',
			failure: again.failure,
		};
	// Parts keep landing in an upload that was named as active: that is what was agreed to.
	if (again.kind !== 'read' || by.mayMove || liveness === 'active') return undefined;
	if (summary === undefined)
		return {
			kind: 'left-alone',
			sentence: 'Its parts could be read only now: look at them before aborting.',
		};
	if (again.summary.fingerprint === summary.fingerprint)
		return whyAlive(planned, again.summary, by);
	const more = again.summary.count - summary.count;
	return {
		kind: 'left-alone',
		sentence:
			more > 0
				? `It moved: ${plural(more, 'part')} landed since the confirmation.`
				: 'It moved: its parts are others than at the confirmation.',
	};
}

/** The clock that the plan was made by may have been wrong: whether somebody is at work is judged once more. */
function whyAlive(
	{initiated, liveness}: Pick<PlannedAbort, 'initiated' | 'liveness'>,
	summary: PartsSummary,
	{now, thresholds}: JudgedBy,
): Decision | undefined {
	const {lastPart} = summary;
	const state = stateOf(initiated, {kind: 'read', summary}, now, thresholds);
	if (state === 'unknown' && liveness !== 'unknown')
		return {
			kind: 'left-alone',
			sentence: 'Whether it is active is not known: a date is missing.',
		};
	if (state !== 'active') return undefined;
	const ago = (time: number) => `${formatAge(Math.max(0, now - time))} ago`;
	const what =
		lastPart === undefined || (initiated !== undefined && initiated > lastPart)
			? `it was initiated ${ago(initiated ?? now)}`
			: `its last part landed ${ago(lastPart)}`;
	return {kind: 'left-alone', sentence: `It is active: ${what}.`};
}

/** What is said of an upload that was gone before anything was sent. */
export const goneAlready = 'It was gone already.';

/** It was gone when it was read again, and a look finds it. */
export const flickering: Decision = {
	kind: 'left-alone',
	sentence: 'It disappeared for a moment and is back.',
};

/** What a look at an upload says that was gone when it was read again: nothing was sent. */
export function goneBefore(proof: GoneProof): Decision {
	if (proof.kind === 'gone') return {kind: 'gone', sentence: goneAlready};
	if (proof.kind === 'stray')
		return {
			kind: 'failed',
			sentence: 'The service does not know this key, and still lists the upload: nothing was sent.',
		};
	if (proof.kind === 'there') return flickering;
	return proof.kind === 'unproven' && proof.partsGone
		? {
				kind: 'accepted',
				sentence: `The service no longer knows it; not verified, because ${proof.why}.`,
				failure: proof.failure,
			}
		: {
				kind: 'failed',
				sentence: 'Whether it is gone could not be checked; nothing was sent.',
				failure: proof.failure,
			};
}

/** What is said of an Abort that certainly did nothing. */
export function refusedSentence(failure: S3Failure): string {
	return failure.status === undefined
		? 'It was not sent, or did not arrive: nothing has changed.'
		: 'The service refused it: nothing has changed.';
}

/** What is said of an attempt that ended before anything was sent, where Aborts were sent before it. */
export function notSentAgain(kind: string, sentence: string): string {
	if (kind === 'left-alone') return `It is left alone now. ${sentence}`;
	if (kind === 'stopped') return 'Stopped before it was sent again.';
	return 'It was not sent again.';
}

/**
 * What an upload that is still listed comes to: how the last attempt ended takes nothing back of what was
 * sent before it.
 */
export function inSum<T extends Ending>(
	{reply}: SentAborts,
	end: T,
): T | ReturnType<typeof endStillListed> {
	return reply === undefined ? end : endStillListed(reply, end);
}

type Ending = {
	readonly kind: string;
	readonly sentence: string;
	readonly failure?: S3Failure;
	readonly journalProblem?: JournalError;
};

/** The same, where an Abort that was answered so may have taken effect. */
export function endStillListed({kind, failure}: Reply, end: Ending) {
	const again = notSentAgain(end.kind, end.sentence);
	return kind === 'yes' || kind === 'none'
		? {
				...end,
				kind: 'failed' as const,
				sentence: `The service reported success for an Abort and still lists the upload. ${again}`,
			}
		: {
				...end,
				kind: 'unknown' as const,
				sentence: `The answer to an Abort was lost, and the upload is still listed. ${again}`,
				failure: failure ?? end.failure,
			};
}
