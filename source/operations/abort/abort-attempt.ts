import {heldBytes} from '../../multipart/part.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {isLate, S3Failure} from '../../s3/failure/failure.js';
import type {AbortAnswer, AbortRequest, Gateway} from '../../s3/gateway/gateway.js';
import {type ActDeps, type Acted, type ActVerdict, withIntent} from '../journal/acting.js';
import type {JournalError} from '../journal/journal.js';
import type {Reason} from '../reason/reason.js';
import type {ListingGap} from '../scan/listed.js';
import {type Decision, notSentAgain, refusedReason} from './abort-decision.js';
import {type AbortReading, readForAbort} from './abort-plan.js';
import {type Reply, replyOf} from './abort-sent.js';
import {asksForFewer, pausesAll} from './abort-trouble.js';
import {type AbortVerdict, judgeAbort} from './abort-verdict.js';
import {type PartsProof, provePartsGone, weighProof} from './gone.js';

/** What an attempt to abort one upload came to, under its intent. */
export type Attempt = {
	/** What the re-read showed; absent where it proves nothing. */
	readonly seen?: PartsProof;
} & (
	| {
			/** Nothing was sent, or refused for certain; and nothing will be. */
			readonly kind: 'left';
			readonly decision: Decision;
			/** Where the Abort was refused. */
			readonly reply?: Reply;
			readonly bytes?: number;
	  }
	/** Paused or stopped between the intent and the Abort, or its parts took too long to read: nothing was sent. */
	| {readonly kind: 'held' | 'late'}
	/** Nothing is known to have come of it, for a reason that may pass: to be read again and sent again. */
	| {
			readonly kind: 'again';
			readonly reason: Reason;
			readonly failure: S3Failure;
			/** Absent where the re-read failed, and nothing was sent. */
			readonly reply?: Reply;
			readonly bytes?: number;
	  }
	/** It was gone when it was read again: nothing was sent. */
	| {readonly kind: 'was-gone'}
	/** An Abort was sent, and ListParts was looked at after it. */
	| {
			readonly kind: 'sent';
			readonly reply: Reply;
			readonly parts: PartsProof;
			/** Bytes that were listed just before; undefined where they could not be read. */
			readonly bytes?: number;
			/** Of the Abort, where it was answered by a yes. */
			readonly requestId?: string;
	  }
);

export type Attempted =
	/** The journal does not take the act: nothing was sent. */
	| Extract<Acted<never>, {kind: 'refused'}>
	| (Attempt & {
			/** Names the act in the journal. */
			readonly actId: string;
			/** Set when its outcome could not be written. */
			readonly journalProblem?: JournalError;
	  });

/** What an attempt goes by. */
export type AttemptRules = {
	/** Why an upload that was read again is left alone; undefined when it is what the confirmation named. */
	readonly judge: (again: Exclude<AbortReading, {kind: 'gone'}>) => Decision | undefined;
	/** The same for one that the service does not find. Where this is absent it was gone. */
	readonly judgeNotFound?: () => Promise<Decision | undefined>;
	/** Whether the run was paused or stopped. */
	readonly isHalted?: () => boolean;
	/** Called with the milliseconds between asking for the parts again and the Abort leaving. */
	readonly onWindow?: (milliseconds: number) => void;
	readonly isEmptyInconclusive?: () => Promise<boolean>;
	/** Whether a 204 to the first Abort of it needs no look: a listing at the end is to prove that it is gone. */
	readonly isProvenByListing?: (again: Extract<AbortReading, {kind: 'read'}>) => boolean;
	/** Milliseconds at most from asking for the parts again to the Abort leaving: 2,000 unless given. */
	readonly readWithin?: number;
	/** It was named alone: it is aborted also where its parts take longer to read. */
	readonly maySendLate?: boolean;
	/** Lets the requests of an attempt wait for their turn: after its intent, before its re-read. At once unless given. */
	readonly inTurn?: <T>(work: () => Promise<T>) => Promise<T>;
};

const readWithin = 2000;

/** How often the parts are read before an Abort, where that takes longer or something else comes between. */
const mostReads = 3;

/**
 * One attempt on one upload of a run, under an intent of its own. Where nothing is sent the act ends as
 * failed, and says so.
 *
 * @param wasSent an Abort was sent before, and may have taken effect.
 */
export async function attemptAbort(
	deps: ActDeps,
	target: UploadTarget,
	{run, bytes, wasSent}: {readonly run: string; readonly bytes?: number; readonly wasSent: boolean},
	rules: AttemptRules,
): Promise<Attempted> {
	const acted = await withIntent(deps, {act: 'abort', ...target, bytes, run}, false, async () => {
		const send = () => tryAbort(deps.gateway, target, {keyCertain: true}, rules);
		const attempt = await (rules.inTurn?.(send) ?? send());
		return {attempt, ...verdictOf(attempt, wasSent)};
	});
	if (acted.kind === 'refused') return acted;
	const {intent, verdict, journalProblem} = acted;
	return {...verdict.attempt, actId: intent.id, journalProblem};
}

/**
 * Re-read, Abort, look. To be called once the intent is on the disk, so that nothing but the socket lies
 * between the re-read and the Abort: S3 has no conditional one. Never cancelled: what was sent is waited for.
 */
export async function tryAbort(
	gateway: Gateway,
	target: UploadTarget,
	upload: Pick<Upload, 'keyCertain' | 'doubt'>,
	rules: AttemptRules,
): Promise<Attempt> {
	for (let nth = 1; ; nth++) {
		if (rules.isHalted?.()) return {kind: 'held'};
		// From here on, at the widest, the answer may be out of date.
		const asked = Date.now();
		const again = await readForAbort(gateway, upload, target);
		const seen = seenBy(again);
		if (rules.isHalted?.()) return {kind: 'held', seen};
		if (again.kind === 'gone' && rules.judgeNotFound === undefined) return {kind: 'was-gone', seen};
		const decision = again.kind === 'gone' ? await rules.judgeNotFound?.() : rules.judge(again);
		if (decision !== undefined)
			return again.kind === 'failed' && mayPass(again.failure)
				? {kind: 'again', reason: decision.reason, failure: again.failure, seen}
				: {kind: 'left', decision, seen};
		const isLast = nth === mostReads;
		const mayBeLate = isLast && rules.maySendLate === true;
		if (mayBeLate || isInTime(asked, Date.now(), rules)) {
			const leaves = mayBeLate ? undefined : windowFrom(asked, rules);
			const sent = await sendAndLook(gateway, {...target, leaves}, {again, asked}, rules);
			if (sent.kind !== 'late') return {...sent, seen};
		}
		if (isLast) return {kind: 'late', seen};
	}
}

/** Not where the clock was put back meanwhile: then nothing tells how long it took. */
function isInTime(asked: number, now: number, rules: AttemptRules): boolean {
	const {notBefore, notAfter} = windowFrom(asked, rules);
	return now >= notBefore && now <= notAfter;
}

function windowFrom(asked: number, {readWithin: most = readWithin}: AttemptRules) {
	return {notBefore: asked, notAfter: asked + most};
}

async function sendAndLook(
	gateway: Gateway,
	{leaves, ...target}: AbortRequest,
	{again, asked}: {readonly again: AbortReading; readonly asked: number},
	rules: AttemptRules,
): Promise<Attempt> {
	const {failure, leftAt, requestId, status} = await sendOnce(gateway, {...target, leaves});
	if (isLate(failure)) return {kind: 'late'};
	if (leftAt !== undefined) rules.onWindow?.(leftAt - asked);
	const reply = replyOf(failure);
	const bytes = again.kind === 'read' ? heldBytes(again.summary) : undefined;
	if (failure !== undefined && (asksForFewer(failure) || reply.kind === 'refused')) {
		const reason: Reason =
			reply.kind === 'refused' ? refusedReason(failure) : {code: 'asked-for-fewer'};
		return mayPass(failure)
			? {kind: 'again', reason, failure, reply, bytes}
			: {kind: 'left', decision: {kind: 'failed', reason, failure}, reply, bytes};
	}
	const isProvenLater =
		again.kind === 'read' &&
		status === 204 &&
		leftAt !== undefined &&
		isInTime(asked, leftAt, rules) &&
		rules.isProvenByListing?.(again);
	const parts: PartsProof = isProvenLater
		? {kind: 'unasked'}
		: await provePartsGone(gateway, target, rules);
	return {kind: 'sent', reply, parts, bytes, requestId};
}

/** Sends one Abort; gives back the failure, if there is one. */
async function sendOnce(
	gateway: Gateway,
	request: AbortRequest,
): Promise<Partial<AbortAnswer> & {readonly failure?: S3Failure}> {
	try {
		return await gateway.abort(request);
	} catch (error) {
		if (error instanceof S3Failure) return {failure: error};
		throw error;
	}
}

/** A list without a part says nothing: SeaweedFS has one for any id. */
function seenBy(again: AbortReading): PartsProof | undefined {
	switch (again.kind) {
		case 'read':
			return again.summary.count > 0 ? {kind: 'there'} : undefined;
		case 'gone':
			return {kind: 'gone'};
		case 'refused':
			return undefined;
		default:
			return {kind: 'unseen', failure: again.failure};
	}
}

function mayPass(failure: S3Failure): boolean {
	return failure.retryable || asksForFewer(failure) || pausesAll(failure);
}

/** As the journal keeps an attempt until a listing says more. */
export function verdictOf(attempt: Attempt, wasSent: boolean): ActVerdict {
	switch (attempt.kind) {
		case 'held':
			return nothingSent({code: 'held'});
		case 'late':
			return notSent('failed', {code: 'read-late'});
		case 'was-gone':
			return nothingSent({code: 'unknown-now'});
		case 'left': {
			const {kind, reason, failure} = attempt.decision;
			if (attempt.reply !== undefined) return {kind: 'failed', reason, failure};
			return {...notSent(kind, reason), failure};
		}
		case 'again': {
			const {reason, failure, reply, bytes} = attempt;
			if (reply === undefined) return {...notSent('failed', reason), failure};
			// It is looked at again before it is sent again.
			const kind = reply.kind === 'refused' ? 'failed' : 'unknown';
			return {kind, reason, failure, bytes};
		}
		case 'sent': {
			const {bytes, requestId} = attempt;
			const verdict: ActVerdict = judgeSent(attempt, {why: 'listing-to-come'}) ?? {
				// It may be gone a moment later: how it ends is yet to come.
				kind: 'unknown',
				reason: {code: 'yes-and-parts'},
			};
			return {...verdict, bytes, requestId};
		}
	}

	function notSent(kind: string, reason: Reason): ActVerdict {
		return wasSent ? {kind: 'not-sent', reason: notSentAgain(kind, reason)} : nothingSent(reason);
	}
}

function nothingSent(because: Reason): ActVerdict {
	return {kind: 'not-sent', reason: {code: 'nothing-sent', because}};
}

/** What an Abort amounts to by its answer, the look after it, and a listing; undefined when it is to be repeated. */
export function judgeSent(
	{reply, parts}: Pick<Extract<Attempt, {kind: 'sent'}>, 'reply' | 'parts'>,
	listed: boolean | ListingGap | S3Failure,
): AbortVerdict | undefined {
	return judgeAbort(reply, weighProof(parts, listed));
}
