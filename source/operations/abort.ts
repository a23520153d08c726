import {setTimeout as delay} from 'node:timers/promises';
import type {UploadTarget} from '../multipart/upload.js';
import type {S3Failure} from '../s3/failure.js';
import {goneBefore, whyLeftAlone} from './abort-decision.js';
import {type AbortVerdict, sendAbort} from './abort-one.js';
import {type AbortPlan, type AbortReading, readForAbort} from './abort-plan.js';
import {type ActDeps, actUnderIntent} from './acting.js';
import {mapBounded} from './bounded.js';
import {proveGone} from './gone.js';
import type {JournalError} from './journal.js';

export {type AbortPlan, type AbortReading, prepareAborts} from './abort-plan.js';

/**
 * What became of one upload of an abort.
 * - `gone`, `accepted`, `failed`, `unknown`: an Abort was sent, or the upload was gone before.
 * - `left-alone`: it moved since the confirmation, or was not named as what it is.
 * - `refused`: another act stands in the way, or its key is not certain.
 * - `stopped`: the person stopped before it was sent.
 */
export type AbortResult = {
	readonly target: UploadTarget;
	readonly kind: AbortVerdict['kind'] | 'left-alone' | 'refused' | 'stopped';
	/** For the person; holds no foreign text. */
	readonly sentence: string;
	readonly failure?: S3Failure;
	/** Bytes that were listed and are freed; only when it is gone by an Abort of ours. */
	readonly freed?: number;
	/** Why the journal refused the act, or could not take its outcome. */
	readonly journalProblem?: JournalError;
};

export type AbortEvent =
	| {readonly kind: 'started'; readonly target: UploadTarget}
	| {readonly kind: 'ended'; readonly result: AbortResult};

export type AbortOptions = {
	/** The confirmation named active uploads as active; else they are left alone. */
	readonly includeActive?: boolean;
	/** The confirmation named uploads whose parts could not be read; else they are left alone. */
	readonly includeUnknown?: boolean;
	/** The key was typed to go on after an act that has probably failed. */
	readonly keyTyped?: boolean;
	readonly concurrency?: number;
	/** Stops what was not sent; what was sent is waited for. */
	readonly stop?: AbortSignal;
	readonly onEvent?: (event: AbortEvent) => void;
	/** For tests. */
	readonly sleep?: (milliseconds: number) => Promise<void>;
};

/**
 * Aborts what the confirmation named, a bounded number at a time; each upload is read again just
 * before and left alone when it moved. Returns a result for each, in the order of the plans.
 */
export function abortUploads(
	deps: ActDeps,
	plans: readonly AbortPlan[],
	options: AbortOptions = {},
): Promise<AbortResult[]> {
	const {concurrency = 4, onEvent} = options;
	return mapBounded(plans, concurrency, async plan => {
		if (!options.stop?.aborted) onEvent?.({kind: 'started', target: plan.target});
		const result = {target: plan.target, ...(await abortOne(deps, plan, options))};
		onEvent?.({kind: 'ended', result});
		return result;
	});
}

type Verdict = Omit<AbortResult, 'target'>;

const stopped: Verdict = {kind: 'stopped', sentence: 'Stopped before anything was sent.'};

async function abortOne(deps: ActDeps, plan: AbortPlan, options: AbortOptions): Promise<Verdict> {
	const {gateway} = deps;
	if (gateway.readOnly)
		return {kind: 'refused', sentence: 'This connection is read-only: nothing was sent.'};
	const unnamed = whyNotNamed(plan, options);
	if (unnamed !== undefined) return unnamed;
	let again: AbortReading;
	try {
		again = await readForAbort(gateway, plan.upload, plan.target, options.stop);
		if (again.kind === 'gone') {
			const keyProven = plan.reading.kind === 'read';
			return goneBefore(await proveGone(gateway, plan.target, {keyProven}));
		}
	} catch (error) {
		if (options.stop?.aborted) return stopped;
		throw error;
	}
	const moved = whyNotNow(plan, again);
	if (moved !== undefined) return moved;
	return act(deps, plan, again, options);
}

/** The act itself: intent, Abort, proof, outcome. */
async function act(
	{gateway, journal, connection}: ActDeps,
	{target}: AbortPlan,
	again: AbortReading,
	{keyTyped, sleep = pause}: AbortOptions,
): Promise<Verdict> {
	const {endpoint} = gateway;
	const acted = await actUnderIntent(
		journal,
		{act: 'abort', connection, endpoint, ...target},
		keyTyped,
		() => sendAbort(gateway, target, {keyProven: again.kind === 'read', sleep}),
	);
	if (acted.kind === 'refused')
		return {kind: 'refused', sentence: acted.problem.message, journalProblem: acted.problem};
	const {verdict, journalProblem} = acted;
	const freed = verdict.kind === 'gone' && again.kind === 'read' ? again.summary.bytes : undefined;
	return {...verdict, freed, journalProblem};
}

/** Nothing was sent: what it was at the confirmation was not named. */
function whyNotNamed(
	{reading, liveness}: AbortPlan,
	{includeActive, includeUnknown}: AbortOptions,
): Verdict | undefined {
	if (reading.kind === 'refused') return {kind: 'refused', sentence: reading.sentence};
	if (reading.kind === 'gone') return undefined;
	if (liveness === 'active' && !includeActive)
		return {kind: 'left-alone', sentence: 'It is active, and was not named as active.'};
	if (liveness === 'unknown' && !includeUnknown)
		return {
			kind: 'left-alone',
			sentence: 'When its last part landed is not known, and it was not named as such.',
			...(reading.kind === 'read' ? {} : {failure: reading.failure}),
		};
	return undefined;
}

/** Nothing was sent: it is not what the confirmation showed. */
function whyNotNow(
	{reading, liveness}: AbortPlan,
	again: Exclude<AbortReading, {kind: 'gone'}>,
): Verdict | undefined {
	if (reading.kind === 'gone' && again.kind !== 'refused')
		return {kind: 'left-alone', sentence: 'It was gone at the confirmation and is there again.'};
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	return whyLeftAlone({summary, liveness}, again, false);
}

async function pause(milliseconds: number): Promise<void> {
	await delay(milliseconds);
}
