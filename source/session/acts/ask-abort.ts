import type {Upload} from '../../multipart/upload.js';
import type {AbortPlan} from '../../operations/abort/abort.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withoutDialog, wordToType} from '../dialogs/choice.js';
import type {AbortDialog, TypedWord} from '../dialogs/dialog-state.js';
import {withNotice} from '../frame/notice.js';
import {beginAbort} from './acts.js';
import {confirmed, mayLive, probablyFailedOn, sameUpload, whyNot} from './ask.js';

/**
 * Opens the confirmation of an abort and reads the upload again.
 *
 * @param moved why nothing was sent when it was confirmed before.
 */
export function startAbort(
	state: SessionState,
	bucket: string,
	upload: Upload,
	moved?: string,
): Step {
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const refusal = whyNot(state, 'abort', target, upload);
	if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	return step(
		{
			...state,
			dialog: {
				kind: 'abort',
				target,
				upload,
				moved,
				focus: 'cancel',
				afterProbablyFailed: probablyFailedOn(state, target),
			},
		},
		{type: 'prepare-abort', bucket, upload},
	);
}

/** The upload was read again: from here on the person decides. */
export function abortPrepared(state: SessionState, plan: AbortPlan): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort' || !sameUpload(dialog.target, plan.target)) return step(state);
	return step({...state, dialog: {...dialog, plan, word: wordForAbort(dialog, plan)}});
}

/** One that lives, or may, is confirmed by its key. */
function wordForAbort(
	{target, afterProbablyFailed}: AbortDialog,
	{liveness, reading}: AbortPlan,
): TypedWord | undefined {
	return afterProbablyFailed || (mayLive(liveness) && reading.kind !== 'gone')
		? wordToType(target.key, 'type the key to go on')
		: undefined;
}

/** What a key means in the confirmation of an abort. */
export function abortCommand(state: SessionState, dialog: AbortDialog, command: Command): Step {
	const {plan, afterProbablyFailed} = dialog;
	if (plan === undefined || plan.reading.kind === 'refused' || dialog.trouble !== undefined)
		return command === 'back' || command === 'confirm'
			? step(withoutDialog(state), {type: 'stop-preparing'})
			: step(state);
	return confirmed(state, dialog, command, () => beginAbort(state, plan, afterProbablyFailed));
}

/**
 * What was read just before is not what was confirmed, and nothing was sent: the dialog opens again with
 * what it is now. Undefined where the person no longer looks at it, or something was sent.
 */
export function movedAsk(
	state: SessionState,
	{act: id, result}: Extract<Action, {type: 'abort-ended'}>,
): Step | undefined {
	const act = state.acts.acts.find(each => each.id === id);
	const shown = state.dialog?.kind === 'act' && state.dialog.act === id;
	if (!shown || act?.kind !== 'abort' || result.kind !== 'left-alone') return undefined;
	const {target, upload} = act.plan;
	const forgotten = {...state.acts, acts: state.acts.acts.filter(each => each.id !== id)};
	return startAbort({...state, acts: forgotten}, target.bucket, upload, result.sentence);
}
