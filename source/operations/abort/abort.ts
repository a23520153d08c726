import {heldBytes} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {type ActDeps, outcomeOf, whyActRefused, withIntent, writeEnd} from '../journal/acting.js';
import {JournalError} from '../journal/journal.js';
import {targetIdentity} from '../journal/journal-acts.js';
import {listedHere} from '../scan/listed-here.js';
import {
	type Decision,
	flickering,
	goneAlready,
	goneBefore,
	inSum,
	whyLeftAlone,
} from './abort-decision.js';
import {type AbortVerdict, judgeAbort, sendAbort} from './abort-one.js';
import {type AbortPlan, type AbortReading, readForAbort} from './abort-plan.js';
import {pause} from './abort-proof.js';
import {openAbortsOn, type SentAborts} from './abort-sent.js';
import {type GoneProof, proveGone} from './gone.js';

export {type AbortPlan, type AbortReading, planAbort} from './abort-plan.js';

/**
 * What became of an abort of one upload.
 * - `gone`, `accepted`, `failed`, `unknown`: an Abort was sent, or the upload was gone before.
 * - `left-alone`: it moved since the confirmation.
 * - `refused`: another act stands in the way, or its key is not certain.
 */
export type AbortResult = {
	readonly target: UploadTarget;
	readonly kind: AbortVerdict['kind'] | 'left-alone' | 'refused';
	/** For the person; holds no foreign text. */
	readonly sentence: string;
	readonly failure?: S3Failure;
	/** Bytes that were listed and are freed; only when it is gone by an Abort of ours. */
	readonly freed?: number;
	/** Why the journal refused the act, or could not take its outcome. */
	readonly journalProblem?: JournalError;
};

export type AbortOptions = {
	/** The key was typed to go on after an act that has probably failed. */
	readonly keyTyped?: boolean;
	/** For tests. */
	readonly sleep?: (milliseconds: number) => Promise<void>;
};

type Verdict = Omit<AbortResult, 'target'>;

/**
 * Aborts the one upload that a confirmation named, as what the plan says it is: active, or unknown, too.
 * It is read again just before, and left alone when it moved, or is active and was not named as that.
 */
export async function abortUpload(
	deps: ActDeps,
	plan: AbortPlan,
	options: AbortOptions = {},
): Promise<AbortResult> {
	return {target: plan.target, ...(await readAndAct(deps, plan, options))};
}

async function readAndAct(deps: ActDeps, plan: AbortPlan, options: AbortOptions): Promise<Verdict> {
	const {gateway, journal} = deps;
	const {upload, target, reading} = plan;
	const notHere = whyActRefused(gateway, target);
	if (notHere !== undefined) return {kind: 'refused', sentence: notHere};
	if (reading.kind === 'refused') return {kind: 'refused', sentence: reading.sentence};
	const sent = await openAbortsOn(journal, target);
	const again = await readForAbort(gateway, upload, target);
	if (again.kind === 'gone' && reading.kind === 'not-found')
		return actOnNotFound(deps, plan, sent, options);
	const keyProven = reading.kind === 'read';
	if (again.kind === 'gone') {
		const proof = await proveGone(gateway, target, {keyProven});
		return sent.isEmpty ? goneBefore(proof) : summedUp(deps, sent, proof, flickering);
	}
	const moved = whyNotNow(deps, plan, again);
	if (moved === undefined) return act(deps, plan, again, sent, options);
	if (sent.isEmpty) return moved;
	return again.kind === 'read'
		? inSum(sent, moved)
		: summedUp(deps, sent, await proveGone(gateway, target, {keyProven}), moved);
}

/** What Aborts that were sent before came to, and nothing now: written to the journal, where they are open. */
async function summedUp(
	{journal}: ActDeps,
	sent: SentAborts,
	proof: GoneProof,
	now: Verdict,
): Promise<Verdict> {
	const verdict = judgeAbort(sent.reply ?? {kind: 'lost'}, proof);
	if (verdict === undefined || proof.kind === 'there' || proof.kind === 'stray')
		return inSum(sent, now);
	const {bytes, last} = sent;
	const freed = verdict.kind === 'gone' ? bytes : undefined;
	const journalProblem =
		last && (await writeEnd(journal, {id: last.actId}, outcomeOf({...verdict, bytes: freed})));
	return {...verdict, freed, journalProblem};
}

/** What the service does not find is aborted only while it is listed, and while no act of ours on it is open. */
async function actOnNotFound(
	deps: ActDeps,
	plan: AbortPlan,
	sent: SentAborts,
	options: AbortOptions,
): Promise<Verdict> {
	const {gateway, journal} = deps;
	const {target} = plan;
	try {
		const open = (await journal.openActs()).filter(
			({intent}) => intent.act !== 'acl' && targetIdentity(intent) === targetIdentity(target),
		);
		const isOurs = open.every(({intent, state}) => intent.act === 'abort' && state !== 'running');
		if (open.length > 0 && isOurs)
			return summedUp(deps, sent, await proveGone(gateway, target, {keyProven: false}), {
				kind: 'refused',
				sentence: 'The service does not find it.',
			});
		if (open.length > 0)
			return {
				kind: 'refused',
				sentence: `What became of ${open[0]?.intent.act === 'abort' ? 'an Abort' : 'a Complete'} of it is not known yet, and the service does not find it: nothing was sent.`,
			};
	} catch (error) {
		if (error instanceof JournalError)
			return {kind: 'refused', sentence: error.message, journalProblem: error};
		throw error;
	}
	const listed = await listedHere(gateway, target);
	if (listed.kind === 'listed' && listed.upload.keyCertain)
		return act(deps, plan, {kind: 'gone'}, sent, options, listed.byKey);
	if (listed.kind === 'unseen')
		return {
			kind: 'failed',
			sentence: `The service does not find it, and ${listed.why}: nothing was sent.`,
			failure: listed.failure,
		};
	return goneBefore(await proveGone(gateway, target, {keyProven: false}));
}

/** The act itself: intent, Abort, proof, outcome. */
async function act(
	deps: ActDeps,
	plan: AbortPlan,
	first: AbortReading,
	sent: SentAborts,
	{keyTyped, sleep = pause}: AbortOptions,
	keyProven = first.kind === 'read',
): Promise<Verdict> {
	const {upload, target} = plan;
	const bytes = first.kind === 'read' ? heldBytes(first.summary) : undefined;
	const again = {
		sleep,
		async judge() {
			const reading = await readForAbort(deps.gateway, upload, target);
			if (reading.kind !== 'gone') return whyNotNow(deps, plan, reading);
			// What was never found is known by the listing alone.
			return plan.reading.kind === 'not-found' ? undefined : wasGone;
		},
	};
	const acted = await withIntent(deps, {act: 'abort', ...target, bytes}, keyTyped, async ({id}) => {
		const verdict = await sendAbort(deps.gateway, target, {actId: id, keyProven, sent, again});
		return {...verdict, bytes: verdict.kind === 'gone' ? (bytes ?? sent.bytes) : undefined};
	});
	if (acted.kind === 'refused') {
		const {problem} = acted;
		return {kind: 'refused', sentence: problem.message, journalProblem: problem};
	}
	const {bytes: freed, ...verdict} = acted.verdict;
	return {...verdict, freed, journalProblem: acted.journalProblem};
}

/** A look tells what became of it. */
const wasGone: Decision = {kind: 'gone', sentence: goneAlready};

/** It is not what the confirmation showed. */
function whyNotNow(
	{gateway, thresholds}: ActDeps,
	{upload, reading, liveness}: AbortPlan,
	again: Exclude<AbortReading, {kind: 'gone'}>,
): Decision | undefined {
	if ((reading.kind === 'gone' || reading.kind === 'not-found') && again.kind !== 'refused')
		return {
			kind: 'left-alone',
			sentence: 'It was not found at the confirmation and is there again.',
		};
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const {initiated} = upload;
	return whyLeftAlone({initiated, summary, liveness}, again, {
		mayMove: false,
		now: gateway.now(),
		thresholds,
	});
}
