import type {PlanChange} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {isRescueBlocked} from '../../multipart/rescue/rescue-plan.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {
	isNoSuchUpload,
	isOfAnotherUpload,
	losesCredentials,
	S3Failure,
} from '../../s3/failure/failure.js';
import {type CompleteResult, completeUpload, prepareCompletion} from '../complete/complete.js';
import {type ActDeps, openOn, whyActRefused, withIntent} from '../journal/acting.js';
import {JournalError} from '../journal/journal.js';
import {settleAct} from '../journal/settle.js';
import type {Reason} from '../reason/reason.js';
import type {Verdict} from '../reason/verdict.js';
import {changesAtKey, changesSince, whyNotWhole} from './check-parts.js';
import {whyFileChanged} from './local-file.js';
import type {
	PreparedRescue,
	RescuePhase,
	RescueProgress,
	RescueResult,
	SentCount,
} from './rescue-types.js';
import {type PartsSent, type SendPartsOptions, sendParts} from './send-parts.js';
import {openSentParts, type SentPartsFile} from './sent-parts.js';

export type RescueOptions = SendPartsOptions & {
	/** The key was typed to go on after an act that has probably failed. */
	readonly keyTyped?: boolean;
};

/** Why it ends before its Complete. */
type Stop = Verdict<'failed' | 'stopped'>;

/** Every part is there, and is what the file has: what is to be completed. */
type Checked = {readonly kind: 'checked'; readonly completion: CompletionPlan};

type Sent = (Checked | Stop) & {
	readonly sent: SentCount;
	readonly journalProblem?: JournalError;
};

const nothingSent: SentCount = {parts: 0, bytes: 0};

/**
 * Carries a plan out that was confirmed: looks that nothing has changed, sends the parts between an intent and an outcome in the
 * journal, lists all parts once more, and completes the upload where each was proven or sent from here. Nothing is completed of a
 * file that changed. What was sent before a kill is found by the next plan.
 *
 * @param options.signal ends what is read and what is sent; a Complete that was sent runs on.
 * @throws the signal's reason, when nothing was sent.
 */
export async function sendRescue(
	deps: ActDeps,
	prepared: PreparedRescue,
	options: RescueOptions = {},
): Promise<RescueResult> {
	const {gateway, journal} = deps;
	const {plan, file} = prepared;
	const {target} = plan.completion;
	const {signal, onProgress} = options;
	if (isRescueBlocked(plan))
		return {...refused({code: 'rescue-blocked'}), finding: plan.findings[0]};
	if (plan.liveness === 'active' && !plan.choice.includeActive)
		return refused({code: 'rescue-active'});
	const notHere = whyActRefused(gateway, target) ?? (await whyFileChanged(file));
	if (notHere !== undefined) return refused(notHere);
	await endInterrupted(deps, target);
	onProgress?.(still('reading'));
	const again = await readAgain(deps, plan.completion, signal);
	if (again.kind !== 'checked') {
		signal?.throwIfAborted();
		return {...again, sent: nothingSent};
	}
	const changes = changesSince(plan, again.completion);
	if (changes.length > 0) return {kind: 'changed', changes};
	let written: SentPartsFile;
	try {
		written = await openSentParts(journal.folder, gateway.endpoint, target);
	} catch {
		return refused({code: 'rescue-unwritten'});
	}
	try {
		const sent = await sendAndCheck(deps, prepared, written, options);
		if (sent.kind !== 'checked') return sent;
		const result = await finish(deps, prepared, sent, options);
		if (result.kind === 'done') await written.remove();
		return result;
	} finally {
		await written.close();
	}
}

/** Ends the earlier rescues that were killed. An error of the journal is left to the start of this one, which meets it too. */
async function endInterrupted({gateway, journal}: ActDeps, target: UploadTarget): Promise<void> {
	try {
		for (const {intent} of await openOn(journal, 'rescue', target))
			await settleAct({gateway, journal}, intent);
	} catch (error) {
		if (!(error instanceof JournalError)) throw error;
	}
}

async function sendAndCheck(
	deps: ActDeps,
	prepared: PreparedRescue,
	written: SentPartsFile,
	options: RescueOptions,
): Promise<Sent | Extract<RescueResult, {readonly kind: 'refused'}>> {
	const {plan, file} = prepared;
	// The Complete alone is an act then, and has an intent of its own.
	if (plan.toSend.length === 0)
		return {...(await check(deps, prepared, new Map(), options)), sent: nothingSent};
	let sent = nothingSent;
	let end: Checked | Stop | undefined;
	const act = {
		...{act: 'rescue' as const, ...plan.completion.target},
		...{bytes: plan.sendBytes, file: file.path},
	};
	const acted = await withIntent(deps, act, options.keyTyped, async () => {
		const parts = await sendParts(deps.gateway, prepared, written, options);
		sent = parts.sent;
		end = parts.trouble ?? (await check(deps, prepared, parts.answers, options));
		const {bytes} = sent;
		return end.kind === 'checked'
			? {kind: 'done', reason: {code: 'rescue-parts-sent'}, bytes}
			: {...end, kind: 'failed', bytes};
	});
	if (acted.kind === 'refused') return refused(acted.reason);
	const {verdict, journalProblem} = acted;
	return {...(end ?? {...verdict, kind: 'failed'}), sent, journalProblem};
}

/** Lists all parts, and looks at the key and the file, before anything is completed. */
async function check(
	deps: ActDeps,
	{plan, file}: PreparedRescue,
	answers: PartsSent['answers'],
	{signal, onProgress}: RescueOptions,
): Promise<Checked | Stop> {
	onProgress?.(still('listing'));
	const now = await readAgain(deps, plan.completion, signal);
	if (now.kind !== 'checked') return now;
	const changes = plan.choice.noComplete ? [] : changesAtKey(plan.completion, now.completion);
	const reason =
		whyNotWhole(plan, answers, now.completion.listed) ??
		(changes.length > 0 ? ({code: 'rescue-key-changed', changes} as const) : undefined) ??
		(await whyFileChanged(file));
	return reason === undefined ? now : {kind: 'failed', reason};
}

async function readAgain(
	{gateway, thresholds}: ActDeps,
	agreed: CompletionPlan,
	signal: AbortSignal | undefined,
): Promise<Checked | Stop> {
	const {target, facts, checksumAlgorithm, checksumType, known} = agreed;
	const {initiated, uploadKeyCertain: keyCertain} = known;
	try {
		const completion = await prepareCompletion(
			gateway,
			{...target, initiated, checksumAlgorithm, checksumType, keyCertain},
			signal,
			{facts, thresholds},
		);
		return {kind: 'checked', completion};
	} catch (error) {
		if (signal?.aborted) return {kind: 'stopped', reason: {code: 'rescue-stopped', left: 0}};
		if (!(error instanceof S3Failure)) throw error;
		if (isOfAnotherUpload(error)) return {kind: 'failed', reason: error.hint};
		const code = isNoSuchUpload(error)
			? 'rescue-upload-gone'
			: losesCredentials(error)
				? 'rescue-credentials'
				: 'rescue-unchecked';
		return {kind: 'failed', reason: {code}, failure: error};
	}
}

async function finish(
	deps: ActDeps,
	{plan}: PreparedRescue,
	{completion, sent, journalProblem}: Sent & Checked,
	{signal, onProgress, keyTyped, controls}: RescueOptions,
): Promise<Exclude<RescueResult, {readonly kind: 'refused' | 'changed'}>> {
	const {overwrite, noComplete} = plan.choice;
	if (noComplete) return {kind: 'sent', reason: {code: 'rescue-parts-sent'}, sent, journalProblem};
	// Stopped while all parts were listed once more.
	if (controls?.isStopped)
		return {kind: 'stopped', reason: {code: 'rescue-stopped', left: 0}, sent, journalProblem};
	onProgress?.(still('completing'));
	let completed: CompleteResult;
	try {
		const {key: typedKey} = completion.target;
		const replaces = overwrite === true && completion.existing !== undefined;
		completed = await completeUpload(deps, completion, {
			...{keyTyped, signal},
			...(replaces ? {overwrite: {typedKey}} : {}),
		});
	} catch (error) {
		if (!signal?.aborted) throw error;
		return {kind: 'stopped', reason: {code: 'rescue-stopped', left: 0}, sent, journalProblem};
	}
	const found = {sent, completed, journalProblem};
	if (completed.kind === 'changed')
		return {kind: 'failed', reason: reasonOfChanges(completed.changes), ...found};
	const {kind} = completed;
	const reason = afterParts(completed.reason);
	if (kind === 'refused') return {kind: 'failed', reason, ...found};
	const {failure} = completed;
	return {
		...found,
		kind,
		reason,
		failure,
		journalProblem: completed.journalProblem ?? journalProblem,
	};
}

/** A Complete says that nothing was sent where parts may have been. */
function afterParts(reason: Reason): Reason {
	if (reason.code === 'upload-gone') return {code: 'rescue-upload-gone'};
	return reason.code === 'unread-before' ? {code: 'rescue-unchecked'} : reason;
}

/** Between the last look and the Complete: parts that came, or are listed no more, or what is at the key. */
function reasonOfChanges(changes: readonly PlanChange[]): Reason {
	const parts = changes.filter(change => 'partNumbers' in change);
	const came = parts.filter(({code}) => code !== 'removed');
	if (came.length > 0) return {code: 'rescue-foreign-parts', changes: came};
	return parts.length > 0
		? {code: 'rescue-parts-lost', partNumbers: parts.flatMap(({partNumbers}) => partNumbers)}
		: {code: 'rescue-key-changed', changes};
}

/** Progress of what reads and sends nothing of the file. */
function still(phase: RescuePhase): RescueProgress {
	return {phase, bytesDone: 0, bytesTotal: 0, partsDone: 0, partsTotal: 0};
}

function refused(reason: Reason): Verdict<'refused'> {
	return {kind: 'refused', reason};
}
