import {asksToOverwrite, isBlocked, replan} from '../../multipart/completion/completion.js';
import type {Upload} from '../../multipart/upload.js';
import type {CompleteResult} from '../../operations/complete/complete.js';
import {termsForm} from '../connections/terms-form.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withoutDialog, wordToType} from '../dialogs/choice.js';
import type {ActDialog, CompleteDialog} from '../dialogs/dialog-state.js';
import {withNotice} from '../frame/notice.js';
import {beginComplete} from './acts.js';
import type {ActId} from './acts-state.js';
import {confirmed, mayLive, probablyFailedOn, sameUpload, whyNot} from './ask.js';

/** Opens the confirmation of a Complete and starts to plan it. */
export function startComplete(
	state: SessionState,
	bucket: string,
	upload: Upload,
	excluded: ReadonlySet<number> = new Set(),
	{unconditional, terms}: Pick<CompleteDialog, 'unconditional' | 'terms'> = {},
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
				excluded,
				changes: [],
				focus: 'cancel',
				afterProbablyFailed: probablyFailedOn(state, target),
				unconditional,
				terms,
			},
		},
		{type: 'prepare-complete', target, upload, excluded, unconditional, terms},
	);
}

/** Asks for a Complete once more, without the condition that the service refused; undefined for every other command. */
export function withoutCondition(
	state: SessionState,
	{act: id}: ActDialog,
	command: Command,
): Step | undefined {
	const act = state.acts.acts.find(each => each.id === id);
	if (command !== 'without-condition' || act?.kind !== 'complete') return undefined;
	const {plan, upload, terms} = act;
	return startComplete(state, plan.target.bucket, upload, plan.excluded, {
		unconditional: true,
		terms,
	});
}

/** The plan came: from here on the person decides. */
export function completePrepared(
	state: SessionState,
	{plan: prepared, changes}: Extract<Action, {type: 'complete-prepared'}>,
): Step {
	// Replacing is agreed to once, for what was shown then.
	const plan = prepared.overwrite ? replan(prepared, {overwrite: false}) : prepared;
	const {dialog} = state;
	// A plan of another upload than the dialog names is never shown under its name.
	if (dialog?.kind !== 'complete' || !sameUpload(dialog.target, plan.target)) return step(state);
	const {target, afterProbablyFailed} = dialog;
	const word = asksToOverwrite(plan)
		? wordToType(target.key, 'type the key to replace what is there')
		: isBlocked(plan)
			? undefined
			: afterProbablyFailed || mayLive(plan.liveness)
				? wordToType(target.key, 'type the key to go on')
				: plan.unconditional
					? wordToType(target.key, 'type the key to go without the condition')
					: undefined;
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
	if (command === 'act-options')
		return step({...state, dialog: termsForm(dialog, state.connection)});
	const replaces = plan !== undefined && asksToOverwrite(plan);
	if (plan === undefined || (isBlocked(plan) && !replaces) || dialog.trouble !== undefined)
		return command === 'back' || command === 'confirm'
			? step(withoutDialog(state), {type: 'stop-preparing'})
			: step(state);
	return confirmed(state, dialog, command, () =>
		beginComplete(
			state,
			dialog,
			replaces ? replan(plan, {overwrite: true}) : plan,
			word !== undefined && dialog.afterProbablyFailed,
		),
	);
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
		excluded: plan.excluded,
		changes: [],
		focus: 'cancel',
		afterProbablyFailed: probablyFailedOn(state, target),
		unconditional: plan.unconditional,
		terms: act.terms,
	};
	return completePrepared(
		{...state, acts: forgotten, dialog},
		{type: 'complete-prepared', plan, changes},
	);
}
