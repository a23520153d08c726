import type {Thresholds} from '../../multipart/liveness.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import {
	isDenied,
	isNoSuchUpload,
	isNotImplemented,
	type S3Failure,
} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {protecting} from '../../s3/gateway/protected.js';
import type {Heard} from '../reason/heard.js';
import type {Reason} from '../reason/reason.js';
import type {Verdict} from '../reason/verdict.js';
import {
	type ActKind,
	type Intent,
	type Journal,
	JournalError,
	type NewAct,
	type OpenAct,
	type Outcome,
} from './journal.js';
import {targetIdentity} from './journal-acts.js';

/** The acts of a kind on one upload that nobody waits for any more and whose outcome is not known. */
export async function openOn(
	journal: Journal,
	kind: ActKind,
	target: UploadTarget,
): Promise<readonly OpenAct[]> {
	try {
		return (await journal.openActs()).filter(
			({intent, state}) =>
				intent.act === kind &&
				state !== 'running' &&
				targetIdentity(intent) === targetIdentity(target),
		);
	} catch (error) {
		// No act is sent either without it: that is shown then.
		if (error instanceof JournalError) return [];
		throw error;
	}
}

/** What every act needs. */
export type ActDeps = {
	readonly gateway: Gateway;
	readonly journal: Journal;
	/** The connection as the user knows it, for the journal: `own:oos-prod`. */
	readonly connection: string;
	/** By which the connection judges whether an upload is active; the usual ones when absent. */
	readonly thresholds?: Thresholds;
};

/** Why the connection is not for this act, before an intent is written; undefined when it is. */
export function whyActRefused(
	{readOnly, protectedPrefixes}: Pick<Gateway, 'readOnly' | 'protectedPrefixes'>,
	{
		bucket,
		...touched
	}: {readonly bucket: string} & ({readonly key: string} | {readonly range: string}),
): Reason | undefined {
	if (readOnly) return {code: 'read-only'};
	const entry = protecting(protectedPrefixes, {bucket, ...touched});
	return entry && {code: 'protected', entry};
}

/** What an act came to, in the journal's terms. */
export type ActVerdict = Verdict<Outcome['outcome']> & {
	readonly etag?: string;
	readonly location?: string;
	/** Of the act, where it was answered by a yes. */
	readonly requestId?: string;
	/** As in `Outcome`. */
	readonly bytes?: number;
};

/** What an act is, beside what it goes through. */
export type ActOn = UploadTarget &
	Pick<NewAct, 'act' | 'bytes' | 'planned' | 'before' | 'run' | 'rules' | 'file'>;

export type Acted<T> =
	/** Nothing was sent. */
	| {readonly kind: 'refused'; readonly reason: Reason; readonly error: JournalError}
	| {
			readonly kind: 'sent';
			readonly intent: Intent;
			readonly verdict: T;
			/** Set when the outcome could not be written. */
			readonly journalProblem?: JournalError;
	  };

/**
 * Sends an act between its intent and its outcome in the journal. What `send` throws is a defect:
 * the act is then left as unknown, and the error goes on.
 */
export async function withIntent<T extends ActVerdict>(
	{gateway, journal, connection}: ActDeps,
	act: ActOn,
	keyTyped: boolean | undefined,
	send: (intent: Intent) => Promise<T>,
): Promise<Acted<T>> {
	let intent: Intent;
	try {
		const {endpoint, terms} = gateway;
		const through = {connection, endpoint, caller: gateway.caller(), ...recorded(terms)};
		intent = await journal.begin({...through, ...act}, keyTyped);
	} catch (error) {
		if (error instanceof JournalError)
			return {kind: 'refused', reason: {code: 'journal', problem: error.problem}, error};
		throw error;
	}
	try {
		const verdict = await send(intent);
		const journalProblem = await writeEnd(journal, intent, outcomeOf(verdict));
		return {kind: 'sent', intent, verdict, journalProblem};
	} catch (error) {
		await writeEnd(journal, intent, {outcome: 'unknown', reason: {code: 'defect'}});
		throw error;
	}
}

/** Most acts have no terms: then nothing of them stands in the line. */
function recorded(terms: BucketTerms): {terms?: BucketTerms} {
	return Object.values(terms).some(term => term !== undefined) ? {terms} : {};
}

/** As the journal keeps a verdict. */
export function outcomeOf(verdict: ActVerdict): Outcome {
	const {kind, reason, failure, etag, location, bytes} = verdict;
	const {code, status} = failure ?? {};
	// A look that failed has one too; that of the act is the one to ask the service about.
	const requestId = verdict.requestId ?? failure?.requestId;
	return {outcome: kind, reason, code, status, requestId, etag, location, bytes};
}

/** `isNoSuchUpload` without narrowing: what is not it is still a failure. */
export function saysNoSuchUpload(failure: S3Failure): boolean {
	return isNoSuchUpload(failure);
}

/** What is heard of an act by an answer that is neither a yes nor a refusal; absent where it is looked up later. */
export function unclear(failure: Pick<S3Failure, 'status'> | undefined): Heard {
	return failure?.status === undefined ? 'lost' : 'inconclusive';
}

/** Whether looking is denied or not offered, so that trying again does not help. */
export function mayNotLook(failure: S3Failure): boolean {
	const denied: boolean = isDenied(failure);
	return denied || isNotImplemented(failure);
}

/** Gives back the problem when the outcome cannot be written, since the act itself is over. */
export async function writeEnd(
	journal: Journal,
	intent: Pick<Intent, 'id'>,
	outcome: Outcome,
): Promise<JournalError | undefined> {
	try {
		await journal.end(intent, outcome);
	} catch (error) {
		if (error instanceof JournalError) return error;
		throw error;
	}
}
