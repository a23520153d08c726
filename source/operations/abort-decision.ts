import type {PlannedAbort} from '../multipart/abort-selection.js';
import {plural} from '../multipart/units.js';
import {isNoSuchUpload, type S3Failure} from '../s3/failure.js';
import type {AbortReading} from './abort-plan.js';
import type {GoneProof} from './gone.js';

/** Why nothing was sent, or what became of an upload that was gone before anything was. */
export type Decision = {
	readonly kind: 'left-alone' | 'refused' | 'failed' | 'gone' | 'accepted';
	/** For the person; holds no foreign text. */
	readonly sentence: string;
	readonly failure?: S3Failure;
};

/** Why an upload that was read again is left alone; undefined when it is what the confirmation showed. */
export function whyLeftAlone(
	{summary, liveness}: Pick<PlannedAbort, 'summary' | 'liveness'>,
	again: Exclude<AbortReading, {kind: 'gone'}>,
	mayMove: boolean,
): Decision | undefined {
	if (again.kind === 'refused') return {kind: 'refused', sentence: again.sentence};
	if (again.kind === 'failed' || (again.kind === 'denied' && summary !== undefined))
		return {
			kind: 'failed',
			sentence: 'It could not be read again just before, so nothing was sent.',
			failure: again.failure,
		};
	// Parts keep landing in an upload that was named as active: that is what was agreed to.
	if (again.kind !== 'read' || mayMove || liveness === 'active') return undefined;
	if (summary === undefined)
		return {
			kind: 'left-alone',
			sentence: 'Its parts could be read only now: look at them before aborting.',
		};
	if (again.summary.fingerprint === summary.fingerprint) return undefined;
	const more = again.summary.count - summary.count;
	return {
		kind: 'left-alone',
		sentence:
			more > 0
				? `It moved: ${plural(more, 'part')} landed since the confirmation.`
				: 'It moved: its parts are others than at the confirmation.',
	};
}

/** What is said of an upload that was gone before anything was sent. */
export const goneAlready = 'It was gone already.';

/** What a look at an upload says that was gone when it was read again: nothing was sent. */
export function goneBefore(proof: GoneProof): Decision {
	if (proof.kind === 'gone') return {kind: 'gone', sentence: goneAlready};
	if (proof.kind === 'stray')
		return {
			kind: 'failed',
			sentence: 'The service does not know this key, and still lists the upload: nothing was sent.',
		};
	if (proof.kind === 'there')
		return {kind: 'left-alone', sentence: 'It was gone for a moment and is there again.'};
	return proof.kind === 'unproven' && proof.partsGone
		? {
				kind: 'accepted',
				sentence: `The service does not know it any more; not proven, since ${proof.why}.`,
				failure: proof.failure,
			}
		: {
				kind: 'failed',
				sentence: 'Whether it is gone could not be seen; nothing was sent.',
				failure: proof.failure,
			};
}

/** Whether an Abort certainly did nothing. A 404 of any other code did not reach the upload: a proxy's, or NoSuchBucket. */
export function isCertainRefusal(failure: S3Failure): boolean {
	const unknownThere: boolean = isNoSuchUpload(failure);
	return !unknownThere && (failure.effect === 'never' || failure.status === 404);
}

/** What is said of an Abort that certainly did nothing. */
export function refusedSentence(failure: S3Failure): string {
	return failure.status === undefined
		? 'It was not sent, or did not arrive: nothing has changed.'
		: 'The service refused it: nothing has changed.';
}
