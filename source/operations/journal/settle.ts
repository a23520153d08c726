import {setTimeout as delay} from 'node:timers/promises';
import type {Planned} from '../../multipart/completion/evidence.js';
import {summarizeParts} from '../../multipart/part.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {type GoneProof, proveGone, provePartsGone, unproven, weighProof} from '../abort/gone.js';
import {type CompleteOutcome, judgeCompletion} from '../complete/completion-outcome.js';
import {type CompletionLook, lookAtCompletion} from '../complete/look.js';
import {readPublicly} from '../complete/public-read.js';
import {mapBounded} from '../pool.js';
import type {Verdict} from '../reason/verdict.js';
import {listedAmong} from '../scan/listed.js';
import {outcomeOf} from './acting.js';
import type {Intent, Journal, OpenAct, Outcome} from './journal.js';
import {probablyFailedAfter, targetIdentity} from './journal-acts.js';

/** When an unknown act is looked up again, milliseconds after it became unknown. */
export const lookAgainAfter: readonly number[] = [5_000, 30_000, 120_000];

/**
 * An outcome; or `running`, when the partway that sent it still waits for the answer; or
 * `settled`, when another partway has settled it meanwhile; or `elsewhere`, when it was sent to another
 * endpoint than this gateway's, which cannot say anything about it.
 */
export type Settlement = Verdict<Outcome['outcome'] | 'running' | 'settled' | 'elsewhere'> & {
	readonly etag?: string;
};

export type SettleDeps = {
	readonly gateway: Gateway;
	readonly journal: Journal;
	/** This machine's clock, as the journal's; milliseconds since the epoch. */
	readonly now?: () => number;
};

/** Looks an unknown act up once, and writes what is known now. @throws JournalError, or the signal's reason. */
export async function settleAct(
	{gateway, journal, now = Date.now}: SettleDeps,
	intent: Intent,
	signal?: AbortSignal,
): Promise<Settlement> {
	const open = (await journal.openActs()).find(act => act.intent.id === intent.id);
	if (open === undefined) return {kind: 'settled', reason: {code: 'known-meanwhile'}};
	if (open.state === 'running') return {kind: 'running', reason: {code: 'under-way'}};
	if (intent.endpoint !== gateway.endpoint) return {kind: 'elsewhere', reason: {code: 'elsewhere'}};
	const isOld = now() - Date.parse(intent.time) >= probablyFailedAfter;
	const {bucket, key, uploadId} = intent;
	const target = {bucket, key, uploadId};
	const settled = await underTermsOf(gateway, intent, through => {
		const settle = {
			complete: () => settleComplete(through, intent, target, isOld, signal),
			abort: () => settleAbort(through, intent, target, isOld, signal),
			acl: () => settleAcl(through, target, isOld, signal),
			// Nobody sends for it any more, and what was sent is found by the next one.
			rescue: async () =>
				({kind: 'failed', reason: {code: 'rescue-interrupted'}}) satisfies Settled,
			rules: async () => {
				const {settleRules} = await import('../rules/settle-rules.js');
				return settleRules(through, intent, isOld, signal);
			},
		}[intent.act];
		return settle();
	});
	if (isNews(open, settled)) await journal.end(intent, outcomeOf(settled));
	return settled;
}

/** Looks again after each of `after`, until it is settled. Yields what each look brought; ends early on the signal. */
export async function* watchAct(
	deps: SettleDeps,
	intent: Intent,
	options: {
		readonly signal?: AbortSignal;
		readonly after?: readonly number[];
		/** For tests. Rejects when the signal is aborted. */
		readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
	} = {},
): AsyncGenerator<Settlement, void> {
	const {signal, after = lookAgainAfter, sleep = pause} = options;
	let waited = 0;
	for (const at of after) {
		await sleep(at - waited, signal);
		waited = at;
		const settlement = await settleAct(deps, intent, signal);
		yield settlement;
		if (settlement.kind !== 'unknown' && settlement.kind !== 'running') return;
	}
}

type Settled = CompleteOutcome | (Settlement & {readonly kind: Outcome['outcome']});

async function settleComplete(
	gateway: Gateway,
	intent: Intent,
	target: UploadTarget,
	isOld: boolean,
	signal: AbortSignal | undefined,
): Promise<Settled> {
	const planned = intent.planned ?? {partCount: 0};
	const look = await lookAtCompletion(gateway, target, planned, intent.before, signal);
	const outcome = judgeCompletion(planned, {kind: 'nothing'}, look);
	if (outcome.kind !== 'unknown' || !isOld || !isUnchanged(look, planned)) return outcome;
	return {kind: 'probably-failed', reason: {code: 'complete-probably-failed'}};
}

/** Whether every planned part is still listed and the planned object is not there, for certain. */
function isUnchanged({evidence, upload}: CompletionLook, planned: Planned): boolean {
	if (
		evidence !== 'absent' &&
		evidence !== 'same-as-before' &&
		evidence !== 'differs' &&
		evidence !== 'other-etag'
	)
		return false;
	if (upload.kind !== 'listed') return false;
	const {count, bytes, lacksSizes} = summarizeParts(upload.listing.parts);
	return count >= planned.partCount && (lacksSizes || bytes >= (planned.size ?? 0));
}

async function settleAbort(
	gateway: Gateway,
	{bytes}: Intent,
	target: UploadTarget,
	isOld: boolean,
	signal: AbortSignal | undefined,
): Promise<Settled> {
	// They are known where its parts were listed under this key.
	const keyProven = bytes !== undefined;
	return abortSettled(await proveGone(gateway, target, {keyProven, signal}), isOld);
}

/** An act without a known outcome, or one that the service reported success to and nothing has proven. */
export type UnprovenAct = {
	readonly intent: Intent;
	readonly state: OpenAct['state'] | 'accepted';
};

/**
 * Looks many unproven Aborts in one bucket up, by one listing for all of them, and writes what is known
 * now: of several on one upload for the last, which leaves none of the others open. Returns what is found, in their order. @throws JournalError, or the signal's reason.
 */
export async function settleAborts(
	{gateway, journal, now = Date.now}: SettleDeps,
	open: readonly UnprovenAct[],
	where: {readonly bucket: string; readonly prefix?: string},
	signal?: AbortSignal,
): Promise<Settlement[]> {
	// Those of a run were sent under the same terms.
	const [first] = open;
	if (first === undefined) return [];
	return underTermsOf(gateway, first.intent, through =>
		settleListed({gateway: through, journal, now}, open, where, signal),
	);
}

async function settleListed(
	{gateway, journal, now}: Required<SettleDeps>,
	open: readonly UnprovenAct[],
	where: {readonly bucket: string; readonly prefix?: string},
	signal: AbortSignal | undefined,
): Promise<Settlement[]> {
	const ids = new Set(open.map(({intent}) => intent.uploadId));
	const listed = await listedAmong(gateway, where, ids, signal);
	const lastOn = new Map(open.map(act => [targetIdentity(act.intent), act]));
	const settlements = new Map<string, Settlement>();
	await mapBounded(
		[...lastOn],
		() => gateway.pace.width,
		async ([name, act]) => {
			const {bucket, key, uploadId, time} = act.intent;
			const parts = await provePartsGone(gateway, {bucket, key, uploadId}, {signal});
			const shown = listed instanceof Set ? listed.has(uploadId) : listed;
			const isOld = now() - Date.parse(time) >= probablyFailedAfter;
			const settled = abortSettled(weighProof(parts, shown), isOld);
			if (isNews(act, settled)) await journal.end(act.intent, outcomeOf(settled));
			settlements.set(name, settled);
		},
	);
	return open.flatMap(({intent}) => settlements.get(targetIdentity(intent)) ?? []);
}

/** Looks as the act was sent: an owner that is refused, or a payer that is missing, would say nothing of it. */
async function underTermsOf<T>(
	gateway: Gateway,
	{terms}: Intent,
	look: (through: Gateway) => Promise<T>,
): Promise<T> {
	const {expectedBucketOwner, requestPayer} = gateway.terms;
	if (
		terms === undefined ||
		(terms.expectedBucketOwner === expectedBucketOwner && terms.requestPayer === requestPayer)
	)
		return look(gateway);
	const through = gateway.withTerms(terms);
	try {
		return await look(through);
	} finally {
		through.close();
	}
}

function abortSettled(
	proof: GoneProof,
	isOld: boolean,
): Settlement & {readonly kind: Outcome['outcome']} {
	if (proof.kind === 'gone') return {kind: 'gone', reason: {code: 'gone'}};
	if (proof.kind === 'unproven' && proof.partsGone)
		return {
			kind: 'accepted',
			reason: unproven('no-such-upload', proof),
			failure: proof.failure,
		};
	if (proof.kind === 'unproven' || proof.kind === 'no-answer')
		return {kind: 'unknown', reason: {code: 'gone-unseen'}, failure: proof.failure};
	return isOld
		? {kind: 'probably-failed', reason: {code: 'abort-probably-failed'}}
		: {kind: 'unknown', reason: {code: 'abort-may-be-repeated'}};
}

async function settleAcl(
	gateway: Gateway,
	target: UploadTarget,
	isOld: boolean,
	signal: AbortSignal | undefined,
): Promise<Settled> {
	const {failure, ...seen} = await readPublicly(gateway, target, signal);
	const reason = {code: 'acl-seen', seen} as const;
	if (seen.kind === 'readable') return {kind: 'done', reason};
	return {kind: isOld ? 'probably-failed' : 'unknown', reason, failure};
}

/** The same again needs no line in the journal; nor does a look that brought nothing take back what was found. */
function isNews({state}: UnprovenAct, {kind, failure}: Settled): boolean {
	// It is open no more, and nothing but its proof is news.
	if (state === 'accepted') return kind === 'gone';
	if (state === 'probably-failed' && kind === 'unknown' && failure !== undefined) return false;
	return kind !== state;
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	await delay(milliseconds, undefined, {signal});
}
