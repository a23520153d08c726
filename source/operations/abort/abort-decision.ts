import type {PlannedAbort} from '../../multipart/abort-selection.js';
import {livenessFactsOf, livenessOf, type Thresholds} from '../../multipart/liveness.js';
import {makerOf} from '../../multipart/makers/makers.js';
import type {PartsSummary} from '../../multipart/part.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {JournalError} from '../journal/journal.js';
import type {Reason} from '../reason/reason.js';
import type {Verdict} from '../reason/verdict.js';
import type {AbortReading} from './abort-plan.js';
import type {Reply, SentAborts} from './abort-sent.js';
import {type GoneProof, unproven} from './gone.js';

/** Why nothing was sent, or what became of an upload that was gone before anything was. */
export type Decision = Verdict<'left-alone' | 'refused' | 'failed' | 'gone' | 'accepted'>;

/** By what an upload that was read again is judged. */
export type JudgedBy = {
	/** The parts may be others than at the plan, and it may be active: everything was named, whatever it is. */
	readonly mayMove: boolean;
	/** The time after it was read again: see `judgedTime`. */
	readonly now: number;
	readonly thresholds?: Thresholds;
};

/** Why an upload that is held open on purpose is left alone; undefined where nobody holds it, or it was named as held. */
export function whyHeld({key, maker}: Pick<PlannedAbort, 'key' | 'maker'>): Decision | undefined {
	const holder = makerOf(key)?.id;
	return holder === undefined || holder === maker
		? undefined
		: {kind: 'left-alone', reason: {code: 'held-open', maker: holder}};
}

/** Why an upload that was read again is left alone; undefined when it is what the confirmation showed. */
export function whyLeftAlone(
	planned: Pick<PlannedAbort, 'initiated' | 'summary' | 'liveness'>,
	again: Exclude<AbortReading, {kind: 'gone'}>,
	by: JudgedBy,
): Decision | undefined {
	const {summary, liveness} = planned;
	if (again.kind === 'refused') return {kind: 'refused', reason: again.reason};
	if (again.kind === 'failed' || (again.kind === 'denied' && summary !== undefined))
		return {kind: 'failed', reason: {code: 'unread-before'}, failure: again.failure};
	// Parts keep landing in an upload that was named as active: that is what was agreed to.
	if (again.kind !== 'read' || by.mayMove || liveness === 'active') return undefined;
	if (summary === undefined) return {kind: 'left-alone', reason: {code: 'parts-read-late'}};
	if (again.summary.fingerprint === summary.fingerprint)
		return whyAlive(planned, again.summary, by);
	const landed = Math.max(0, again.summary.count - summary.count);
	return {kind: 'left-alone', reason: {code: 'moved', landed}};
}

/** The clock that the plan was made by may have been wrong: whether it is active is judged once more. */
function whyAlive(
	{initiated, liveness}: Pick<PlannedAbort, 'initiated' | 'liveness'>,
	summary: PartsSummary,
	{now, thresholds}: JudgedBy,
): Decision | undefined {
	const {lastPart} = summary;
	const state = livenessOf(livenessFactsOf(initiated, summary), now, thresholds);
	if (state === 'unknown' && liveness !== 'unknown')
		return {kind: 'left-alone', reason: {code: 'activity-unknown'}};
	if (state !== 'active') return undefined;
	const isYoung = lastPart === undefined || (initiated !== undefined && initiated > lastPart);
	const [by, since] = isYoung
		? (['initiated', initiated ?? now] as const)
		: (['last-part', lastPart] as const);
	return {kind: 'left-alone', reason: {code: 'active', by, ago: Math.max(0, now - since)}};
}

/** It was gone when it was read again, and a look finds it. */
export const flickering: Decision = {kind: 'left-alone', reason: {code: 'flickered'}};

/** What a look at an upload says that was gone when it was read again: nothing was sent. */
export function goneBefore(proof: GoneProof): Decision {
	if (proof.kind === 'gone') return {kind: 'gone', reason: {code: 'gone-before'}};
	if (proof.kind === 'stray') return {kind: 'failed', reason: {code: 'stray-before'}};
	if (proof.kind === 'there') return flickering;
	const {failure} = proof;
	return proof.kind === 'unproven' && proof.partsGone
		? {kind: 'accepted', reason: unproven('no-such-upload', proof), failure}
		: {kind: 'failed', reason: {code: 'gone-unchecked'}, failure};
}

/** Why an Abort certainly did nothing. */
export function refusedReason(failure: S3Failure): Reason {
	return {code: failure.status === undefined ? 'not-delivered' : 'service-refused'};
}

/** Of an attempt that ended before anything was sent, where Aborts were sent before it. */
export function notSentAgain(kind: string, because: Reason): Reason {
	if (kind === 'left-alone') return {code: 'left-alone-now', because};
	return {code: kind === 'stopped' ? 'stopped-again' : 'not-sent-again'};
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

type Ending = Verdict<string> & {readonly journalProblem?: JournalError};

/** The same, where an Abort that was answered so may have taken effect. */
export function endStillListed({kind, failure}: Reply, end: Ending) {
	const isYes = kind === 'yes' || kind === 'none';
	const reason: Reason = {
		code: 'still-listed',
		heard: isYes ? 'yes' : 'lost',
		again: notSentAgain(end.kind, end.reason),
	};
	return isYes
		? {...end, kind: 'failed' as const, reason}
		: {...end, kind: 'unknown' as const, reason, failure: failure ?? end.failure};
}
