import {planChanges} from '../multipart/changes.js';
import {
	type CompletionPlan,
	isBlocked,
	planCompletion,
	plannedOf,
} from '../multipart/completion.js';
import {serviceFacts} from '../multipart/service.js';
import type {Upload, UploadTarget} from '../multipart/upload.js';
import {isNoSuchUpload, S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import {type ActDeps, actUnderIntent} from './acting.js';
import {
	type CompleteOutcome,
	type CompleteReply,
	judgeCompletion,
	needsLook,
	refusalOutcome,
} from './completion-outcome.js';
import type {JournalError} from './journal.js';
import {lookAtCompletion, seeObject} from './look.js';

export type {CompleteOutcome} from './completion-outcome.js';

/** `reading`: parts and destination once more. `sending`: the service works, minutes if it must. `looking`: HeadObject. */
export type CompletePhase = 'reading' | 'sending' | 'looking';

export type CompleteResult =
	| (CompleteOutcome & {
			/** Set when the outcome could not be written to the journal. */
			readonly journalProblem?: JournalError;
	  })
	/** Nothing was sent: what was read again is not what was agreed to. */
	| {
			readonly kind: 'changed';
			readonly plan: CompletionPlan;
			readonly changes: readonly string[];
	  }
	/** Nothing was sent, and why. */
	| {readonly kind: 'refused'; readonly sentence: string; readonly problem?: JournalError};

/** What is known of an upload before its parts are read; the checksum facts are those of the listing. */
export type CompleteTarget = UploadTarget &
	Pick<Upload, 'keyCertain' | 'checksumAlgorithm' | 'checksumType'>;

/** Reads parts and destination and plans. @throws S3Failure, or the signal's reason. */
export async function prepareCompletion(
	gateway: Gateway,
	upload: CompleteTarget,
	signal?: AbortSignal,
): Promise<CompletionPlan> {
	const {bucket, key, uploadId, keyCertain, checksumAlgorithm, checksumType} = upload;
	const target = {bucket, key, uploadId};
	const [listing, existing] = await Promise.all([
		gateway.listParts(target, signal),
		seeObject(gateway, target, signal),
	]);
	return planCompletion({
		target,
		listing: {
			...listing,
			checksumAlgorithm: listing.checksumAlgorithm ?? checksumAlgorithm,
			checksumType: listing.checksumType ?? checksumType,
		},
		facts: serviceFacts({endpoint: gateway.endpoint, uploadId}),
		existing,
		now: gateway.now(),
		uploadKeyCertain: keyCertain,
	});
}

/**
 * Sends the planned Complete, once: reads everything again first and sends nothing when it changed,
 * writes the intent to the journal, sends, looks, and writes the outcome.
 *
 * @param options.keyTyped: the person typed the key to go on after an act that has probably failed.
 * @param options.signal ends the reading before; what was sent runs on, whatever becomes of the signal.
 * @throws the signal's reason, when nothing was sent.
 */
export async function completeUpload(
	deps: ActDeps,
	plan: CompletionPlan,
	options: {
		readonly keyTyped?: boolean;
		readonly signal?: AbortSignal;
		readonly onPhase?: (phase: CompletePhase) => void;
	} = {},
): Promise<CompleteResult> {
	const {gateway, journal} = deps;
	const {signal, onPhase} = options;
	if (isBlocked(plan)) return refused(plan.findings[0]?.sentence ?? 'The plan forbids it.');
	if (gateway.readOnly) return refused('This connection is read-only: nothing was sent.');
	onPhase?.('reading');
	const again = await readAgain(gateway, plan, signal);
	if ('kind' in again) return again;

	const acted = await actUnderIntent(journal, actOf(deps, again), options.keyTyped, () =>
		sendAndLook(gateway, again, onPhase),
	);
	if (acted.kind === 'refused') return refused(acted.problem.message, acted.problem);
	return {...acted.verdict, journalProblem: acted.journalProblem};
}

async function readAgain(
	gateway: Gateway,
	plan: CompletionPlan,
	signal: AbortSignal | undefined,
): Promise<CompletionPlan | CompleteResult> {
	const {target, checksumAlgorithm, checksumType} = plan;
	let again: CompletionPlan;
	try {
		// A plan that is not blocked had a key that is certain.
		const upload = {...target, checksumAlgorithm, checksumType, keyCertain: true};
		again = await prepareCompletion(gateway, upload, signal);
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		const sentence = isNoSuchUpload(error)
			? 'The upload is gone: it was completed or aborted meanwhile. Nothing was sent.'
			: 'It could not be read again just before, so nothing was sent.';
		return {kind: 'failed', sentence, failure: error};
	}
	const changes = planChanges(plan, again);
	if (changes.length > 0 || isBlocked(again)) return {kind: 'changed', plan: again, changes};
	return again;
}

function actOf({gateway, connection}: ActDeps, plan: CompletionPlan) {
	return {
		act: 'complete' as const,
		connection,
		endpoint: gateway.endpoint,
		...plan.target,
		planned: plannedOf(plan),
		before: plan.existing,
	};
}

async function sendAndLook(
	gateway: Gateway,
	plan: CompletionPlan,
	onPhase: ((phase: CompletePhase) => void) | undefined,
): Promise<CompleteOutcome> {
	onPhase?.('sending');
	const reply = await send(gateway, plan);
	if (reply.kind === 'failure' && !needsLook(reply.failure)) return refusalOutcome(reply.failure);
	onPhase?.('looking');
	const planned = plannedOf(plan);
	const look = await lookAtCompletion(gateway, plan.target, planned, plan.existing);
	return judgeCompletion(planned, reply, look);
}

/** No signal goes with it: a Complete that was sent is never cancelled. */
async function send(gateway: Gateway, plan: CompletionPlan): Promise<CompleteReply> {
	try {
		const answer = await gateway.complete({
			...plan.target,
			parts: plan.parts.map(({partNumber, etag, checksums}) => ({partNumber, etag, checksums})),
			checksumType: plan.checksumType,
			onlyIfAbsent: true,
		});
		return {kind: 'answer', answer};
	} catch (error) {
		if (error instanceof S3Failure) return {kind: 'failure', failure: error};
		throw error;
	}
}

function refused(sentence: string, problem?: JournalError): CompleteResult {
	return {kind: 'refused', sentence, problem};
}
