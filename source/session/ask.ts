import {asksToOverwrite, isBlocked, planAgain} from '../multipart/completion.js';
import type {Upload, UploadTarget} from '../multipart/upload.js';
import type {AbortPlan} from '../operations/abort.js';
import type {CompleteResult} from '../operations/complete.js';
import {isUnderWay, unsettledOn} from './act-facts.js';
import type {Action} from './action.js';
import {beginAbort, beginComplete} from './acts.js';
import type {ActId} from './acts-state.js';
import {choose, isTyped, withoutDialog, wordToType} from './choice.js';
import type {Command} from './command.js';
import type {AbortDialog, CompleteDialog, TypedWord} from './dialog-state.js';
import {withNotice} from './notice.js';
import type {SessionState} from './state.js';
import {type Step, step} from './step.js';

/** Opens the confirmation of a Complete and starts to plan it. */
export function startComplete(
	state: SessionState,
	bucket: string,
	upload: Upload,
	excluded: ReadonlySet<number> = new Set(),
): Step {
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const refusal = whyNot(state, 'complete', target, upload);
	if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	return step(
		{
			...state,
			dialog: {
				kind: 'complete',
				upload,
				target,
				changes: [],
				focus: 'cancel',
				afterProbablyFailed: probablyFailedOn(state, target),
			},
		},
		{type: 'prepare-complete', target, upload, excluded},
	);
}

/** Opens the confirmation of an abort and reads each upload again. */
export function startAbort(state: SessionState, bucket: string, uploads: readonly Upload[]): Step {
	const [only] = uploads;
	if (uploads.length === 1 && only !== undefined) {
		const target = {bucket, key: only.key, uploadId: only.uploadId};
		const refusal = whyNot(state, 'abort', target, only);
		if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	} else if (state.connection?.readOnly) return withNotice(state, readOnly, 'bad');
	return step(
		{
			...state,
			dialog: {
				kind: 'abort',
				bucket,
				uploads,
				read: 0,
				includeActive: false,
				focus: 'cancel',
				afterProbablyFailed:
					only !== undefined &&
					uploads.length === 1 &&
					probablyFailedOn(state, {bucket, key: only.key, uploadId: only.uploadId}),
			},
		},
		{type: 'prepare-abort', bucket, uploads},
	);
}

const readOnly = 'This connection is read-only: nothing is completed or aborted here.';

/** What is known here already to forbid the act; the journal has the last word before anything is sent. */
function whyNot(
	state: SessionState,
	act: 'complete' | 'abort',
	target: UploadTarget,
	upload: Upload,
): string | undefined {
	if (state.connection?.readOnly) return readOnly;
	if (!upload.keyCertain)
		return 'The listing could not carry this key for certain: acting on it could hit another upload.';
	if (isUnderWay(state, target))
		return 'An act on this upload is under way: see ! for how it goes.';
	// An ACL stands in nobody's way.
	const open = unsettledOn(state, target).find(({intent}) => intent.act !== 'acl');
	if (open === undefined || open.state === 'probably-failed') return undefined;
	const sent = open.intent.act === 'complete' ? 'A Complete' : 'An Abort';
	if (open.state === 'running')
		return `${sent} of this upload is under way: see ! for how it goes.`;
	if (act === 'abort' && open.intent.act === 'abort') return undefined;
	return `${sent} of this upload has an unknown outcome; acting on it now could lose its data. ! looks again.`;
}

function probablyFailedOn(state: SessionState, target: UploadTarget): boolean {
	return unsettledOn(state, target).some(
		open => open.intent.act !== 'acl' && open.state === 'probably-failed',
	);
}

/** The plan came: from here on the person decides. */
export function completePrepared(
	state: SessionState,
	{plan: prepared, changes}: Extract<Action, {type: 'complete-prepared'}>,
): Step {
	// Replacing is agreed to once, for what was shown then.
	const plan = prepared.overwrite ? planAgain(prepared, {overwrite: false}) : prepared;
	const {dialog} = state;
	// A plan of another upload than the dialog names is never shown under its name.
	if (dialog?.kind !== 'complete' || !sameUpload(dialog.target, plan.target)) return step(state);
	const {target, afterProbablyFailed} = dialog;
	const recent = plan.findings.some(({code}) => code === 'parts-recent');
	let word: TypedWord | undefined;
	if (asksToOverwrite(plan)) word = wordToType(target.key, 'type the key to replace what is there');
	else if (!isBlocked(plan)) {
		if (afterProbablyFailed) word = wordToType(target.key, 'type the key to go on');
		else if (recent) word = wordToType(target.bucket, 'type the name of the bucket to go on');
	}
	return step({
		...state,
		dialog: {...dialog, plan, changes, word, focus: 'cancel', trouble: undefined},
	});
}

/** What a key means in the confirmation of a Complete. */
export function completeCommand(
	state: SessionState,
	dialog: CompleteDialog,
	command: Command,
): Step {
	const {plan, word} = dialog;
	const replaces = plan !== undefined && asksToOverwrite(plan);
	if (plan === undefined || (isBlocked(plan) && !replaces) || dialog.trouble !== undefined)
		return command === 'back' || command === 'confirm'
			? step(withoutDialog(state), {type: 'stop-preparing'})
			: step(state);
	return confirmed(state, dialog, command, () =>
		beginComplete(
			state,
			dialog,
			replaces ? planAgain(plan, {overwrite: true}) : plan,
			word !== undefined && dialog.afterProbablyFailed,
		),
	);
}

function sameUpload(a: UploadTarget, b: UploadTarget): boolean {
	return a.bucket === b.bucket && a.key === b.key && a.uploadId === b.uploadId;
}

/** Whether these are the plans of the uploads that the dialog is about. */
function plansOf({bucket, uploads}: AbortDialog, plans: readonly AbortPlan[]): boolean {
	return (
		plans.length === uploads.length &&
		plans.every(({target}, at) => {
			const upload = uploads[at];
			return upload !== undefined && sameUpload(target, {bucket, ...upload});
		})
	);
}

/** The uploads were read again: from here on the person decides. */
export function abortPrepared(state: SessionState, plans: readonly AbortPlan[]): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort' || !plansOf(dialog, plans)) return step(state);
	return step({
		...state,
		dialog: {...dialog, plans, read: plans.length, word: wordForAbort(dialog, plans)},
	});
}

export function abortProgress(state: SessionState, read: number): Step {
	const {dialog} = state;
	return dialog?.kind === 'abort' && dialog.plans === undefined
		? step({...state, dialog: {...dialog, read}})
		: step(state);
}

/** Several are confirmed by their count; one that lives, or may, by the bucket's name. */
function wordForAbort(
	{bucket, uploads, afterProbablyFailed, includeActive}: AbortDialog,
	plans: readonly AbortPlan[],
): TypedWord | undefined {
	const [only] = plans;
	if (uploads.length === 1 && only !== undefined) {
		if (afterProbablyFailed) return wordToType(only.target.key, 'type the key to go on');
		const quiet = only.liveness === 'stalled' || only.liveness === 'idle';
		const empty = only.liveness === 'empty' || only.reading.kind === 'gone';
		return quiet || empty ? undefined : wordToType(bucket, 'type the name of the bucket to go on');
	}
	const count = abortable(plans, includeActive).length;
	if (count === 0) return undefined;
	return includeActive
		? wordToType(bucket, `type the name of the bucket to abort ${count}, active ones too`)
		: wordToType(String(count), `type ${count} to go on`);
}

/**
 * Those that a confirmation covers. Among several, active ones only when that was asked for; those
 * whose last part is not known are never taken for dead; an uncertain key is never acted on.
 */
export function abortable(
	plans: readonly AbortPlan[],
	includeActive: boolean,
): readonly AbortPlan[] {
	if (plans.length === 1) return plans.filter(({reading}) => reading.kind !== 'refused');
	return plans.filter(
		({liveness, reading}) =>
			reading.kind === 'gone' ||
			(reading.kind === 'read' &&
				liveness !== 'unknown' &&
				(liveness !== 'active' || includeActive)),
	);
}

/** How many active ones among several are left out and may be included. */
export function activeLeftOut({plans = [], includeActive}: AbortDialog): number {
	if (includeActive || plans.length === 1) return 0;
	return plans.filter(({reading, liveness}) => reading.kind === 'read' && liveness === 'active')
		.length;
}

/** Covers the active ones too: what has to be typed is another word then. */
export function includeActive(state: SessionState, dialog: AbortDialog): Step {
	const {plans} = dialog;
	if (plans === undefined || activeLeftOut(dialog) === 0) return step(state);
	const including = {...dialog, includeActive: true};
	return step({...state, dialog: {...including, word: wordForAbort(including, plans)}});
}

/** What a key means in the confirmation of an abort. */
export function abortCommand(state: SessionState, dialog: AbortDialog, command: Command): Step {
	const {plans} = dialog;
	if (command === 'include-active') return includeActive(state, dialog);
	const chosen = plans && abortable(plans, dialog.includeActive);
	if (chosen === undefined || chosen.length === 0 || dialog.trouble !== undefined)
		return command === 'back' || command === 'confirm'
			? step(withoutDialog(state), {type: 'stop-preparing'})
			: step(state);
	return confirmed(state, dialog, command, () =>
		beginAbort(state, chosen, {
			// One upload is named as what it is; several never include what is unknown.
			includeActive: dialog.includeActive || dialog.uploads.length === 1,
			includeUnknown: dialog.uploads.length === 1,
			keyTyped: dialog.afterProbablyFailed,
		}),
	);
}

/** Cancel, switch or go: the same for both acts. A typed word goes on only when it is exact. */
function confirmed(
	state: SessionState,
	dialog: CompleteDialog | AbortDialog,
	command: Command,
	go: () => Step,
): Step {
	const {word} = dialog;
	if (word !== undefined) {
		if (command === 'back') return step(withoutDialog(state));
		if (command !== 'confirm') return step(state);
		return isTyped(word)
			? go()
			: withNotice(state, `That is not what has to be typed; esc cancels.`);
	}
	const choice = choose(dialog, command);
	if (choice === 'close') return step(withoutDialog(state));
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	return choice === 'pressed-go' ? go() : step(state);
}

/** An act that could not be prepared or was refused tells it where it was asked for. */
export function actRefused(
	state: SessionState,
	{trouble, act}: Extract<Action, {type: 'act-refused'}>,
): Step {
	const {dialog} = state;
	if (act === undefined && (dialog?.kind === 'complete' || dialog?.kind === 'abort'))
		return step({...state, dialog: {...dialog, trouble}});
	return withNotice(state, typeof trouble === 'string' ? trouble : trouble.advice, 'bad');
}

/**
 * What was read just before sending is not what was confirmed, and nothing was sent: the dialog opens
 * again with what changed. Undefined where the person no longer looks at it.
 */
export function askAgain(
	state: SessionState,
	id: ActId,
	{plan, changes}: Extract<CompleteResult, {kind: 'changed'}>,
): Step | undefined {
	const act = state.acts.acts.find(each => each.id === id);
	if (state.dialog?.kind !== 'act' || state.dialog.act !== id || act?.kind !== 'complete')
		return undefined;
	const {target} = plan;
	const forgotten = {...state.acts, acts: state.acts.acts.filter(each => each.id !== id)};
	const dialog: CompleteDialog = {
		kind: 'complete',
		upload: act.upload,
		target,
		changes: [],
		focus: 'cancel',
		afterProbablyFailed: probablyFailedOn(state, target),
	};
	return completePrepared(
		{...state, acts: forgotten, dialog},
		{type: 'complete-prepared', plan, changes},
	);
}
