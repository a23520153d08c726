import {heldBytes} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {type ActDeps, outcomeOf, whyActRefused, withIntent, writeEnd} from '../journal/acting.js';
import type {JournalError} from '../journal/journal.js';
import type {Verdict} from '../reason/verdict.js';
import type {AbortPlan} from './abort-plan.js';
import {pause} from './abort-proof.js';
import {openAbortsOn} from './abort-sent.js';
import type {AbortVerdict} from './abort-verdict.js';
import {carryOutAbort} from './single-abort.js';

export {type AbortPlan, type AbortReading, planAbort} from './abort-plan.js';

/**
 * What became of an abort of one upload.
 * - `gone`, `accepted`, `failed`, `unknown`: an Abort was sent, or the upload was gone before.
 * - `left-alone`: it moved since the confirmation.
 * - `refused`: another act stands in the way, or its key is not certain.
 */
export type AbortResult = Verdict<AbortVerdict['kind'] | 'left-alone' | 'refused'> & {
	readonly target: UploadTarget;
	/** Bytes that were listed and are freed; only when it is gone by an Abort of ours. */
	readonly freed?: number;
	/** Set when the outcome could not be written to the journal. */
	readonly journalProblem?: JournalError;
};

export type AbortOptions = {
	/** The key was typed to go on after an act that has probably failed. */
	readonly keyTyped?: boolean;
	/** For tests. */
	readonly sleep?: (milliseconds: number) => Promise<void>;
};

/**
 * Aborts the one upload that a confirmation named, as what the plan says it is: active, or unknown, too. The
 * intent is on the disk before the upload is read again; it is left alone when it moved, or is active and was
 * not named as that.
 */
export async function abortUpload(
	deps: ActDeps,
	plan: AbortPlan,
	{keyTyped, sleep = pause}: AbortOptions = {},
): Promise<AbortResult> {
	const {journal} = deps;
	const {target, reading} = plan;
	const notHere =
		whyActRefused(deps.gateway, target) ??
		(reading.kind === 'refused' ? reading.reason : undefined);
	if (notHere !== undefined) return {target, kind: 'refused', reason: notHere};
	const sent = await openAbortsOn(journal, target);
	const bytes = reading.kind === 'read' ? heldBytes(reading.summary) : undefined;
	const acted = await withIntent(deps, {act: 'abort', ...target, bytes}, keyTyped, async ({id}) => {
		const outcome = await carryOutAbort(deps, plan, sent, id, sleep);
		return {...outcome.own, outcome};
	});
	if (acted.kind === 'refused') return {target, ...acted};
	const {result, freed, earlier} = acted.verdict.outcome;
	const notWritten = earlier && (await writeEnd(journal, earlier, outcomeOf(earlier.verdict)));
	return {target, ...result, freed, journalProblem: notWritten ?? acted.journalProblem};
}
