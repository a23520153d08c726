import {setTimeout as delay} from 'node:timers/promises';
import {type PlanChange, planChanges} from '../../multipart/completion/changes.js';
import {
	type CompletionPlan,
	isBlocked,
	planCompletion,
	plannedOf,
	replan,
} from '../../multipart/completion/completion.js';
import type {Finding} from '../../multipart/completion/finding.js';
import type {Thresholds} from '../../multipart/liveness.js';
import {type ServiceFacts, serviceFacts} from '../../multipart/services/service.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {isNoSuchUpload, isOfAnotherUpload, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {type ActDeps, openOn, whyActRefused, withIntent} from '../journal/acting.js';
import type {JournalError} from '../journal/journal.js';
import {settleAct} from '../journal/settle.js';
import {both} from '../pool.js';
import type {Reason} from '../reason/reason.js';
import type {Verdict} from '../reason/verdict.js';
import {type CompletePhase, sendAndLook} from './complete-sent.js';
import type {CompleteOutcome} from './completion-outcome.js';
import {seeObject} from './look.js';

export {type CompletePhase, sendAgainAfter} from './complete-sent.js';
export type {CompleteOutcome} from './completion-outcome.js';

export type CompleteResult =
	| (CompleteOutcome & {
			/** Set when the outcome could not be written to the journal. */
			readonly journalProblem?: JournalError;
	  })
	/** Nothing was sent: what was read again is not what was agreed to. */
	| {
			readonly kind: 'changed';
			readonly plan: CompletionPlan;
			readonly changes: readonly PlanChange[];
	  }
	/** Nothing was sent, and why. */
	| (Verdict<'refused'> & {
			/** What blocks the plan, where that is why. */
			readonly finding?: Finding;
	  });

/** What is known of an upload before its parts are read; the checksum facts are those of the listing. */
export type CompleteTarget = UploadTarget &
	Pick<Upload, 'keyCertain' | 'initiated' | 'checksumAlgorithm' | 'checksumType'>;

/** What is chosen before the parts are read. */
export type CompleteChoice = {
	/** The numbers of parts that are not to be named. */
	readonly excluded?: ReadonlySet<number>;
	/** The key was typed to replace what is there. */
	readonly overwrite?: boolean;
	/** The key was typed to send it without a condition. */
	readonly unconditional?: boolean;
	/** The service, where it is known better than by its endpoint and upload ids. */
	readonly facts?: ServiceFacts;
	/** When it counts as active; absent: as usual. */
	readonly thresholds?: Thresholds;
};

/** Reads parts and destination and plans. @throws S3Failure, or the signal's reason. */
export async function prepareCompletion(
	gateway: Gateway,
	upload: CompleteTarget,
	signal?: AbortSignal,
	{excluded, overwrite, unconditional, facts, thresholds}: CompleteChoice = {},
): Promise<CompletionPlan> {
	const {bucket, key, uploadId, keyCertain, initiated, checksumAlgorithm, checksumType} = upload;
	const target = {bucket, key, uploadId};
	const [listing, existing] = await both(
		signal,
		ends => gateway.listParts(target, ends),
		ends => seeObject(gateway, target, ends),
	);
	return planCompletion({
		target,
		listing: {
			...listing,
			checksumAlgorithm: listing.checksumAlgorithm ?? checksumAlgorithm,
			checksumType: listing.checksumType ?? checksumType,
		},
		facts:
			facts ??
			serviceFacts({
				...{endpoint: gateway.endpoint, uploadId, service: gateway.service},
				...{server: listing.server, requestId: listing.requestId},
			}),
		existing,
		initiated,
		now: gateway.now(),
		thresholds,
		uploadKeyCertain: keyCertain,
		excluded,
		overwrite,
		unconditional,
	});
}

/**
 * Sends the planned Complete: reads everything again first and sends nothing when it changed, writes the
 * intent to the journal, sends, looks, and writes the outcome. It leaves once, and again only after
 * a SlowDown and a look that shows that nothing happened: see `sendAgainAfter`.
 *
 * @param options.overwrite: the user typed the key to replace the object that the plan shows.
 * @param options.unconditional: the key was typed to send it without If-None-Match and If-Match.
 * @param options.keyTyped: the user typed the key to go on after an act that has probably failed.
 * @param options.signal ends the reading before; what was sent runs on, whatever becomes of the signal.
 * @throws the signal's reason, when nothing was sent.
 */
export async function completeUpload(
	deps: ActDeps,
	agreed: CompletionPlan,
	options: {
		readonly keyTyped?: boolean;
		readonly overwrite?: {readonly typedKey: string};
		readonly unconditional?: {readonly typedKey: string};
		readonly signal?: AbortSignal;
		readonly onPhase?: (phase: CompletePhase) => void;
		/** For tests. */
		readonly sleep?: (milliseconds: number) => Promise<unknown>;
	} = {},
): Promise<CompleteResult> {
	const {gateway} = deps;
	const {overwrite, unconditional, signal, onPhase, sleep = delay} = options;
	if ([overwrite, unconditional].some(each => each && each.typedKey !== agreed.target.key))
		return refused({code: 'typed-not-the-key'});
	// Whatever the plan says: only the typed key allows it.
	const plan = replan(agreed, {
		overwrite: overwrite !== undefined,
		unconditional: unconditional !== undefined,
	});
	if (isBlocked(plan)) return {...refused({code: 'blocked'}), finding: plan.findings[0]};
	const notHere = whyActRefused(gateway, agreed.target);
	if (notHere !== undefined) return refused(notHere);
	onPhase?.('reading');
	const again = await readAgain(gateway, plan, signal);
	if ('kind' in again) return (await ofEarlier(deps, plan.target, signal)) ?? again;

	const acted = await withIntent(deps, actOf(again), options.keyTyped, () =>
		sendAndLook(gateway, again, {onPhase, sleep}),
	);
	if (acted.kind === 'refused') return refused(acted.reason);
	return {...acted.verdict, journalProblem: acted.journalProblem};
}

/** What an earlier Complete came to whose outcome is not known: this one sent nothing, and takes nothing back. */
async function ofEarlier(
	deps: ActDeps,
	target: UploadTarget,
	signal: AbortSignal | undefined,
): Promise<CompleteOutcome | undefined> {
	const earlier = (await openOn(deps.journal, 'complete', target)).at(-1);
	if (earlier === undefined) return undefined;
	const {kind, reason, failure, etag} = await settleAct(deps, earlier.intent, signal);
	return kind === 'done' || kind === 'accepted' || kind === 'unknown'
		? {kind, reason: {code: 'of-earlier-complete', found: reason}, failure, etag}
		: undefined;
}

async function readAgain(
	gateway: Gateway,
	plan: CompletionPlan,
	signal: AbortSignal | undefined,
): Promise<CompletionPlan | CompleteResult> {
	const {target, checksumAlgorithm, checksumType, known} = plan;
	const {initiated, thresholds} = known;
	let again: CompletionPlan;
	try {
		// A plan that is not blocked had a key that is certain.
		const upload = {...target, initiated, checksumAlgorithm, checksumType, keyCertain: true};
		again = await prepareCompletion(gateway, upload, signal, {...plan, thresholds});
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		if (isOfAnotherUpload(error)) return refused(error.hint);
		const code = isNoSuchUpload(error) ? 'upload-gone' : 'unread-before';
		return {kind: 'failed', reason: {code}, failure: error};
	}
	const changes = planChanges(plan, again);
	if (changes.length > 0 || isBlocked(again)) return {kind: 'changed', plan: again, changes};
	return again;
}

function actOf(plan: CompletionPlan) {
	const planned = plannedOf(plan);
	return {
		act: 'complete' as const,
		...plan.target,
		bytes: planned.size,
		planned,
		before: plan.existing,
	};
}

function refused(reason: Reason) {
	return {kind: 'refused', reason} as const;
}
