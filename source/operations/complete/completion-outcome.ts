import {partChanges} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {type Planned, type SeenObject, sizesDiffer} from '../../multipart/completion/evidence.js';
import {sameEtag} from '../../multipart/etag.js';
import {sizeOrUnknown} from '../../multipart/text/units.js';
import {notImplementedCodes, type S3Failure} from '../../s3/failure/failure.js';
import type {CompleteAnswer} from '../../s3/gateway/gateway.js';
import {saysNoSuchUpload} from '../journal/acting.js';
import {differences, doneSentence, shownSize, unknownSentence} from './completion-words.js';
import type {CompletionLook} from './look.js';
import {explainRefusal} from './refusal.js';
import {type Condition, saysUnmet} from './refused-condition.js';
import type {CompleteReply} from './reply.js';

/**
 * What became of a Complete.
 * - `done`: HeadObject agrees with the plan.
 * - `accepted`: the service reported success, and looking is denied or proves nothing; the sentence says why.
 * - `failed`: certain that it did not happen.
 * - `unknown`: everything else.
 */
export type CompleteOutcome = {
	readonly kind: 'done' | 'accepted' | 'failed' | 'unknown';
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	readonly failure?: S3Failure;
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
	/** What HeadObject showed. */
	readonly object?: SeenObject;
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
	const refused = reply.kind === 'failure' && isCertainRefusal(reply.failure);
	// An identical object of somebody else leaves the upload listed; a 412 says that one is there, whoever made it.
	const mayBeOurs = !refused || look.upload.kind === 'gone' || saysUnmet(reply.failure);
	if (look.evidence === 'agrees' && mayBeOurs)
		return {kind: 'done', sentence: doneSentence(planned, look, refused), ...facts};
	if (refused) return refusalOutcome(reply.failure, plan, look);
	const saidYes =
		reply.kind === 'answer' && reply.answer.etag !== undefined && reply.answer.about === undefined;
	const acceptance = saidYes
		? whyAccepted(planned, reply.answer, look, plan)
		: // Without an ETag in the answer, an object that fits and an upload that is gone speak for it together.
			look.evidence === 'plausible' && look.upload.kind === 'gone'
			? `An object of ${sizeOrUnknown(planned.size)} is there and the upload is gone, but its ETag cannot be checked.`
			: undefined;
	if (acceptance !== undefined) return {kind: 'accepted', sentence: acceptance, ...facts};
	return {kind: 'unknown', sentence: unknownSentence(planned, reply, look), ...facts};
}

/** The outcome of a Complete that was refused for certain. */
export function refusalOutcome(
	failure: S3Failure,
	plan?: CompletionPlan,
	look?: CompletionLook,
): CompleteOutcome {
	const {sentence, partNumbers} = explainRefusal({failure, plan, look});
	return {
		kind: 'failed',
		sentence,
		failure,
		...(partNumbers.length > 0 ? {partNumbers} : {}),
		...(typeof look?.seen === 'object' ? {object: look.seen} : {}),
	};
}

function whyAccepted(
	planned: Planned,
	answer: CompleteAnswer,
	look: CompletionLook,
	plan: CompletionPlan | undefined,
): string | undefined {
	const {evidence, seen, failure} = look;
	if (evidence === 'denied')
		return 'The service reported success; checking the object is not allowed (HeadObject).';
	if (evidence === 'no-answer' && failure?.retryable === false)
		return 'The service reported success; checking the object failed (HeadObject).';
	if (evidence === 'plausible')
		return `The service reported success and HeadObject shows ${sizeOrUnknown(planned.size)}, but ${typeof seen === 'object' && seen.etag === undefined ? 'no ETag' : 'the expected ETag cannot be known'}.`;
	if (evidence === 'unproven')
		return 'The service reported success and HeadObject shows a new object, but neither its size nor its ETag can be checked.';
	if ((evidence !== 'differs' && evidence !== 'other-etag') || typeof seen !== 'object')
		return undefined;
	if (!sizesDiffer(seen, planned) && sameEtag(answer.etag, seen.etag))
		return `The service reported success and HeadObject shows ${shownSize(look)}the ETag that was answered, though another was expected.`;
	const yes = `The service reported success${sameEtag(answer.etag, planned.etag) ? ' with the expected ETag' : ''}`;
	if (evidence === 'other-etag' && isOfSize(seen, planned) && isOfNow(seen, plan))
		return `${yes}; HeadObject shows ${differences(planned, look)}. Size and time are right: accepted, not verified.`;
	return sameEtag(answer.etag, planned.etag)
		? `${yes}; HeadObject shows ${differences(planned, look)}.`
		: undefined;
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
function isOfNow({lastModified}: SeenObject, plan: CompletionPlan | undefined): boolean {
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
		object,
	};
}
