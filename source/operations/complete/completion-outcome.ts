import {partChanges} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {type Planned, type SeenObject, sizesDiffer} from '../../multipart/completion/evidence.js';
import {sameEtag} from '../../multipart/etag.js';
import {notImplementedCodes, type S3Failure} from '../../s3/failure/failure.js';
import type {CompleteAnswer} from '../../s3/gateway/gateway.js';
import {saysNoSuchUpload, unclear} from '../journal/acting.js';
import type {CompleteReason, Condition} from '../reason/complete-reason.js';
import type {Verdict} from '../reason/verdict.js';
import type {CompletionLook} from './look.js';
import {explainRefusal} from './refusal.js';
import {saysUnmet} from './refused-condition.js';
import type {CompleteReply} from './reply.js';

/**
 * What became of a Complete.
 * - `done`: HeadObject agrees with the plan.
 * - `accepted`: the service reported success, and looking is denied or proves nothing; the reason says why.
 * - `failed`: certain that it did not happen.
 * - `unknown`: everything else.
 */
export type CompleteOutcome = Verdict<'done' | 'accepted' | 'failed' | 'unknown'> & {
	/** The parts that a failure is about, ascending; absent where it is about none. */
	readonly partNumbers?: readonly number[];
	/** As the service answered; the ETag as HeadObject shows it, where it was answered or seen. */
	readonly location?: string;
	readonly etag?: string;
	readonly versionId?: string;
	/** Of the Complete, where it was answered by a yes. */
	readonly requestId?: string;
	/** The condition that the service cannot do; without it the Complete may work. */
	readonly refusedCondition?: Condition;
};

// Codes by which S3 refuses a Complete (API reference, CompleteMultipartUpload), under whatever
// status: an error that is sent under a 200 arrives as 503 from the SDK.
const refusals = new Set([
	'AccessDenied',
	'BadDigest',
	'ConditionalRequestConflict',
	'EntityTooLarge',
	'EntityTooSmall',
	'InvalidArgument',
	'InvalidPart',
	'InvalidPartOrder',
	'InvalidRequest',
	'MalformedXML',
	'NoSuchBucket',
	'PreconditionFailed',
]);

/** Whether the failure alone says that the Complete did nothing. NoSuchUpload does not: a repeated one may have won. */
export function isCertainRefusal(failure: S3Failure): boolean {
	return !saysNoSuchUpload(failure) && (failure.effect === 'never' || refusals.has(failure.code));
}

// A proxy that sent it twice gets 412 or 409 for the second; after InvalidPart the parts tell which it was; after a
// refusal of the condition the object tells whether that was met.
const lookedAt = new Set(['ConditionalRequestConflict', 'InvalidArgument', 'InvalidPart']);

/** Whether the key and the upload are looked at: a refusal may hide a Complete that worked, or not say enough. */
export function needsLook(failure: S3Failure): boolean {
	const {status, code} = failure;
	if (!isCertainRefusal(failure)) return true;
	return (
		status !== undefined &&
		(saysUnmet(failure) || notImplementedCodes.test(code) || lookedAt.has(code))
	);
}

/**
 * Whether a Complete certainly did nothing and may be sent again: the service said SlowDown under a 503 of
 * its own, before it began (S3 API reference, "Error responses"), and object and parts are what they were.
 */
export function didNothing(
	reply: CompleteReply,
	look: CompletionLook,
	plan: CompletionPlan,
): boolean {
	if (reply.kind !== 'failure') return false;
	const {code, status} = reply.failure;
	return code === 'SlowDown' && status === 503 && isAsBefore(look, plan);
}

/** Whether object and parts are what they were when the Complete was planned. */
export function isAsBefore({evidence, upload}: CompletionLook, plan: CompletionPlan): boolean {
	const asBefore = plan.existing === undefined ? 'absent' : 'same-as-before';
	return (
		upload.kind === 'listed' &&
		evidence === asBefore &&
		partChanges(plan.listed, upload.listing.parts).length === 0
	);
}

/**
 * Judges the outcome from the reply and from what was seen afterwards.
 *
 * @param plan: for the words of a refusal; absent where only the journal knows of the act.
 */
export function judgeCompletion(
	planned: Planned,
	reply: CompleteReply,
	look: CompletionLook,
	plan?: CompletionPlan,
): CompleteOutcome {
	const facts = answerFacts(reply, look);
	const seen = typeof look.seen === 'object' ? look.seen : undefined;
	const compared = {planned, ...(seen === undefined ? {} : {seen})};
	const refused = reply.kind === 'failure' && isCertainRefusal(reply.failure);
	// An identical object of somebody else leaves the upload listed; a 412 says that one is there, whoever made it.
	const mayBeOurs = !refused || look.upload.kind === 'gone' || saysUnmet(reply.failure);
	if (look.evidence === 'agrees' && mayBeOurs) {
		const stillListed = refused && look.upload.kind === 'listed';
		return {kind: 'done', reason: {code: 'object-agrees', stillListed, ...compared}, ...facts};
	}
	if (refused) return refusalOutcome(reply.failure, plan, look);
	const saidYes =
		reply.kind === 'answer' && reply.answer.etag !== undefined && reply.answer.about === undefined;
	const acceptance = saidYes
		? whyAccepted(planned, reply.answer, look, plan)
		: // Without an ETag in the answer, an object that fits and an upload that is gone speak for it together.
			look.evidence === 'plausible' && look.upload.kind === 'gone'
			? ({code: 'object-fits', ...compared} as const)
			: undefined;
	if (acceptance !== undefined) return {kind: 'accepted', reason: acceptance, ...facts};
	const {evidence, upload} = look;
	const heard = heardOf(reply);
	return {
		kind: 'unknown',
		reason: {code: 'complete-unknown', heard, evidence, upload: upload.kind, ...compared},
		...facts,
	};
}

/** The outcome of a Complete that was refused for certain. */
export function refusalOutcome(
	failure: S3Failure,
	plan?: CompletionPlan,
	look?: CompletionLook,
): CompleteOutcome {
	const {reason, partNumbers = []} = explainRefusal({failure, plan, look});
	return {
		kind: 'failed',
		reason,
		failure,
		...(partNumbers.length > 0 ? {partNumbers} : {}),
	};
}

function whyAccepted(
	planned: Planned,
	answer: CompleteAnswer,
	{evidence, seen, failure}: CompletionLook,
	plan: CompletionPlan | undefined,
): CompleteReason | undefined {
	if (evidence === 'denied') return {code: 'object-denied'};
	if (evidence === 'no-answer' && failure?.retryable === false) return {code: 'object-unchecked'};
	if (evidence === 'unproven') return {code: 'object-is-new'};
	if (typeof seen !== 'object') return undefined;
	if (evidence === 'plausible') return {code: 'object-plausible', planned, seen};
	if (evidence !== 'differs' && evidence !== 'other-etag') return undefined;
	if (!sizesDiffer(seen, planned) && sameEtag(answer.etag, seen.etag))
		return {code: 'object-as-answered', planned, seen};
	const isAnswered = sameEtag(answer.etag, planned.etag);
	const isOfNow = evidence === 'other-etag' && isOfSize(seen, planned) && isLate(seen, plan);
	return isAnswered || isOfNow
		? {code: 'object-differs', planned, seen, isAnswered, isOfNow}
		: undefined;
}

type Unknown = Extract<CompleteReason, {code: 'complete-unknown'}>;

function heardOf(reply: CompleteReply): Unknown['heard'] {
	if (reply.kind === 'nothing') return 'nothing';
	if (reply.kind === 'answer') {
		const {about, etag} = reply.answer;
		if (about !== undefined) return {about};
		return etag === undefined ? 'inconclusive' : 'yes';
	}
	const {failure} = reply;
	if (saysNoSuchUpload(failure)) return 'no-such-upload';
	return failure.status === undefined || failure.code === 'UnexpectedAnswer'
		? unclear(failure)
		: 'error';
}

function isOfSize({size}: SeenObject, planned: Planned): boolean {
	return size !== undefined && size === planned.size;
}

/** Milliseconds: HeadObject tells whole seconds. */
const clockGrain = 2_000;

/**
 * Whether an object came since the Complete was planned, by its date. S3 User Guide, "Working with object metadata": on
 * AWS the date of a multipart object is the one of its initiation.
 */
function isLate({lastModified}: SeenObject, plan: CompletionPlan | undefined): boolean {
	if (lastModified === undefined || plan === undefined) return false;
	const {now, initiated} = plan.known;
	return (
		lastModified >= now - clockGrain ||
		(initiated !== undefined && Math.abs(lastModified - initiated) < clockGrain)
	);
}

function answerFacts(
	reply: CompleteReply,
	{seen, failure}: CompletionLook,
): Partial<CompleteOutcome> {
	const answer = reply.kind === 'answer' ? reply.answer : undefined;
	const object = typeof seen === 'object' ? seen : undefined;
	return {
		failure: reply.kind === 'failure' ? reply.failure : failure,
		location: answer?.location,
		etag: answer?.etag ?? object?.etag,
		versionId: answer?.versionId ?? object?.versionId,
		requestId: answer?.requestId,
	};
}
