import type {ActDeps, ActVerdict} from '../journal/acting.js';
import {JournalError} from '../journal/journal.js';
import {mayEndUpload, targetIdentity} from '../journal/journal-acts.js';
import {factsOfGap} from '../scan/listed.js';
import {listedHere} from '../scan/listed-here.js';
import {type Attempt, tryAbort, verdictOf} from './abort-attempt.js';
import {
	type Decision,
	endStillListed,
	flickering,
	goneBefore,
	refusedReason,
	whyLeftAlone,
} from './abort-decision.js';
import type {AbortPlan, AbortReading} from './abort-plan.js';
import type {SentAborts} from './abort-sent.js';
import {type AbortVerdict, judgeAbort, repeatAfter, saidYesInVain} from './abort-verdict.js';
import {type GoneProof, type PartsProof, proveGone} from './gone.js';

/** What became of the upload, and what of that is written to the journal. */
export type SingleOutcome = {
	readonly result: AbortVerdict | Decision;
	/** Bytes that are freed by an Abort of ours. */
	readonly freed?: number;
	/** As what this act ends. */
	readonly own: ActVerdict;
	/** An act of before whose outcome is known by this: nothing was sent now. */
	readonly earlier?: {readonly id: string; readonly verdict: ActVerdict};
};

/**
 * Carries out the Abort of one upload, once its intent is on the disk: attempts like those of a run, each
 * followed by a look at the listing. It is sent again when the service reported success and the upload is still there as
 * it was.
 *
 * @param sent what was sent before, and may have taken effect.
 */
export async function carryOutAbort(
	deps: ActDeps,
	plan: AbortPlan,
	sent: SentAborts,
	actId: string,
	sleep: (milliseconds: number) => Promise<void>,
): Promise<SingleOutcome> {
	const {gateway} = deps;
	const {target, upload} = plan;
	const earlier = sent.last;
	/** The service has listed parts under this very key, or listed the upload under it. */
	let keyProven = plan.reading.kind === 'read';
	let bytes: number | undefined;
	let requestId: string | undefined;
	const prove = (parts?: PartsProof) => proveGone(gateway, target, {keyProven, parts});
	for (let nth = 0; ; nth++) {
		const attempt = await tryAbort(gateway, target, upload, {
			judge: again => whyNotNow(deps, plan, again),
			judgeNotFound: plan.reading.kind === 'not-found' ? judgeNotFound : undefined,
			maySendLate: true,
		});
		keyProven ||= attempt.seen?.kind === 'there';
		const reply = 'reply' in attempt ? attempt.reply : undefined;
		if (reply === undefined) return withoutSending(attempt);
		if ('bytes' in attempt) bytes ??= attempt.bytes;
		if ('requestId' in attempt) requestId = attempt.requestId ?? requestId;
		sent.add({actId, reply, bytes});
		const {failure} = reply;
		if (failure !== undefined && sent.isEmpty && reply.kind === 'refused')
			return ended({kind: 'failed', reason: refusedReason(failure), failure});
		const proof = await prove(attempt.kind === 'sent' ? attempt.parts : undefined);
		const verdict = judgeAbort(sent.reply ?? reply, proof);
		if (verdict !== undefined) return ended(verdict);
		sent.takeBackYes();
		const wait = repeatAfter[nth];
		if (wait === undefined) return ended(saidYesInVain(nth + 1));
		await sleep(wait);
	}

	/** The end of this act, of which an Abort was sent. */
	function ended(verdict: AbortVerdict): SingleOutcome {
		const freed = freedBy(verdict);
		const result = {...verdict, requestId};
		return {result, freed, own: {...result, bytes: freed ?? bytes}};
	}

	function freedBy({kind}: AbortVerdict): number | undefined {
		return kind === 'gone' ? (bytes ?? sent.bytes) : undefined;
	}

	/** Nothing (more) is sent. Where an Abort may have taken effect, what became of the upload is what that did. */
	async function withoutSending(attempt: Attempt): Promise<SingleOutcome> {
		const own = verdictOf(attempt, sent.wasSent);
		const decision = decisionOf(attempt);
		const {reply} = sent;
		if (reply === undefined) {
			const result = attempt.kind === 'was-gone' ? goneBefore(await prove()) : decision;
			return {result, own};
		}
		const proof = attempt.seen?.kind === 'there' ? attempt.seen : await prove();
		const verdict = isSeen(proof) ? undefined : judgeAbort(reply, proof);
		const result = verdict ?? endStillListed(reply, decision);
		if (sent.last !== earlier) return ended(result);
		const freed = freedBy(result);
		if (verdict === undefined || earlier === undefined) return {result, own};
		return {result, freed, own, earlier: {id: earlier.actId, verdict: {...verdict, bytes: freed}}};
	}

	/** What the service does not find is aborted only while it is listed, and while no other act on it is open. */
	async function judgeNotFound(): Promise<Decision | undefined> {
		// It was listed before the first Abort of ours, and never found: the listing alone tells more.
		if (sent.last?.actId === actId) return undefined;
		const open = await deps.journal.openActs().catch(error => {
			if (error instanceof JournalError) return error;
			throw error;
		});
		if (open instanceof JournalError)
			return {kind: 'refused', reason: {code: 'journal', problem: open.problem}};
		const others = open.filter(
			({intent}) =>
				intent.id !== actId &&
				mayEndUpload(intent.act) &&
				targetIdentity(intent) === targetIdentity(target),
		);
		const [first] = others;
		if (first !== undefined)
			return {
				kind: 'refused',
				reason: others.every(({intent}) => intent.act === 'abort')
					? {code: 'not-found'}
					: {code: 'not-found-and-open', act: first.intent.act === 'abort' ? 'abort' : 'complete'},
			};
		const listed = await listedHere(gateway, target);
		if (listed.kind === 'listed' && listed.upload.keyCertain) {
			keyProven = listed.byKey;
			return undefined;
		}
		return listed.kind === 'unseen'
			? {
					kind: 'failed',
					reason: {code: 'not-found-and-unproven', ...factsOfGap(listed)},
					failure: listed.failure,
				}
			: goneBefore(await prove());
	}
}

/** Why nothing was sent. */
function decisionOf(attempt: Attempt): Decision {
	if (attempt.kind === 'left') return attempt.decision;
	if (attempt.kind !== 'again') return flickering;
	const {reason, failure} = attempt;
	return {kind: 'failed', reason, failure};
}

function isSeen({kind}: GoneProof): boolean {
	return kind === 'there' || kind === 'stray';
}

/** It is not what the confirmation showed. */
function whyNotNow(
	{gateway, thresholds}: ActDeps,
	{upload, reading, liveness}: AbortPlan,
	again: Exclude<AbortReading, {kind: 'gone'}>,
): Decision | undefined {
	if ((reading.kind === 'gone' || reading.kind === 'not-found') && again.kind !== 'refused')
		return {kind: 'left-alone', reason: {code: 'back-again'}};
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const {initiated} = upload;
	return whyLeftAlone({initiated, summary, liveness}, again, {
		mayMove: false,
		now: gateway.now(),
		thresholds,
	});
}
