import type {Upload} from '../multipart/upload.js';
import type {AbortPlan} from '../operations/abort.js';
import {beginAbort} from './acts.js';
import {confirmed, probablyFailedOn, readOnly, sameUpload, whyNot} from './ask.js';
import {withoutDialog, wordToType} from './choice.js';
import type {Command} from './command.js';
import type {AbortDialog, TypedWord} from './dialog-state.js';
import {withNotice} from './notice.js';
import type {SessionState} from './state.js';
import {type Step, step} from './step.js';

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
