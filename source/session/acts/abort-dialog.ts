import {mayBeInUse} from '../../multipart/liveness.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan} from '../../operations/abort/abort.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {commandsToAbort} from '../dialogs/copy-commands.js';
import type {Focus, TypedWord} from '../dialogs/dialog.js';
import {editWord, withDialog, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import type {Keys} from '../keys/binding.js';
import {findAct, isActShown, withNewAct, withoutAct} from './act-changes.js';
import {probablyFailedOn, sameUpload} from './act-facts.js';
import {commandKey, confirmKeys} from './confirming.js';
import {whyNoAct} from './rights.js';

/** The confirmation of an abort. */
export type AbortDialog = {
	readonly kind: 'abort';
	readonly target: UploadTarget;
	readonly upload: Upload;
	/** Absent while it is read again. */
	readonly plan?: AbortPlan;
	/** Why nothing was sent when it was confirmed before. */
	readonly moved?: string;
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	readonly afterProbablyFailed: boolean;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		abort: AbortDialog;
	}
}

export const abortDialog: DialogRecord<AbortDialog> = {
	keys: confirmKeys<AbortDialog>(
		({plan, trouble}) =>
			plan !== undefined && plan.reading.kind !== 'refused' && trouble === undefined,
		(state, {plan, afterProbablyFailed}) =>
			plan === undefined ? step(state) : beginAbort(state, plan, afterProbablyFailed),
		{choice: copyKey('y ctrl-y'), word: copyKey('ctrl-y')},
	),
	onEdit: editWord,
};

function copyKey(keys: string): Keys<AbortDialog> {
	return commandKey(keys, (state, {target, plan}) =>
		plan === undefined || plan.reading.kind === 'refused'
			? []
			: commandsToAbort(state, target, {includeActive: plan.liveness === 'active'}),
	);
}

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
	const refusal = whyNoAct(state, 'abort', target, upload);
	if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	return step(
		withDialog(state, {
			kind: 'abort',
			target,
			upload,
			moved,
			focus: 'cancel',
			afterProbablyFailed: probablyFailedOn(state, target),
		}),
		{type: 'prepare-abort', bucket, upload},
	);
}

/** The upload was read again: the confirmation asks. */
export function abortPrepared(state: SessionState, plan: AbortPlan): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort' || !sameUpload(dialog.target, plan.target)) return step(state);
	return step(withDialog(state, {...dialog, plan, word: wordForAbort(dialog, plan)}));
}

/** One that lives or is held open on purpose, or may be, is confirmed by its key. */
function wordForAbort(
	{target, afterProbablyFailed}: AbortDialog,
	{liveness, reading, holder}: AbortPlan,
): TypedWord | undefined {
	const mayBeNeeded = mayBeInUse(liveness) || holder !== undefined;
	return afterProbablyFailed || (mayBeNeeded && reading.kind !== 'gone')
		? wordToType(target.key, 'type the key to go on')
		: undefined;
}

/** The confirmed abort is on its way; the dialog shows it. */
function beginAbort(state: SessionState, plan: AbortPlan, keyTyped: boolean): Step {
	const act = state.acts.nextId;
	return step(
		withNewAct(state, {kind: 'abort', id: act, plan, started: state.here}, {kind: 'act', act}),
		{type: 'abort', act, plan, keyTyped},
	);
}

/**
 * What was read just before is not what was confirmed, and nothing was sent: the confirmation opens again
 * with what it is now. Undefined where the act is not shown any more, or something was sent.
 */
export function askAgainToAbort(
	state: SessionState,
	{act: id, result}: ActionOf<'abort-ended'>,
): Step | undefined {
	const act = findAct(state, id, 'abort');
	if (act === undefined || !isActShown(state, id) || result.kind !== 'left-alone') return undefined;
	const {target, upload} = act.plan;
	return startAbort(withoutAct(state, id), target.bucket, upload, reasonWords(result.reason));
}
