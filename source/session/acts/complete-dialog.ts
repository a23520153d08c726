import type {PlanChange} from '../../multipart/completion/changes.js';
import {
	asksToOverwrite,
	type CompletionPlan,
	guardOf,
	isBlocked,
	replan,
} from '../../multipart/completion/completion.js';
import {mayBeInUse} from '../../multipart/liveness.js';
import {numbersOf} from '../../multipart/part.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {CompleteResult} from '../../operations/complete/complete.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import {termsForm} from '../connections/terms-form.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {type CopyItem, commandsToComplete} from '../dialogs/copy-commands.js';
import {partsFileName} from '../dialogs/copy-items.js';
import type {Focus, TypedWord} from '../dialogs/dialog.js';
import {editWord, withDialog, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {type Keys, key} from '../keys/binding.js';
import {findAct, isActShown, withNewAct, withoutAct} from './act-changes.js';
import {probablyFailedOn, sameUpload} from './act-facts.js';
import type {ActId, CompleteAct} from './acts-state.js';
import {commandKey, confirmKeys} from './confirming.js';
import {whyNoAct} from './rights.js';

/** The confirmation of a Complete. */
export type CompleteDialog = {
	readonly kind: 'complete';
	readonly target: UploadTarget;
	readonly upload: Upload;
	/** Parts that are left out on purpose. */
	readonly excluded: ReadonlySet<number>;
	/** As it is shown and then sent; absent while it is prepared. */
	readonly plan?: CompletionPlan;
	/** What changed since the plan that was confirmed before. */
	readonly changes: readonly PlanChange[];
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	/** Set when a Complete of this upload probably failed and may be sent again. */
	readonly afterProbablyFailed: boolean;
	/** Set where the service refused the condition: it goes without one. */
	readonly unconditional?: boolean;
	/** Of this act alone; absent: those of the connection. */
	readonly terms?: BucketTerms;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		complete: CompleteDialog;
	}
}

export const completeDialog: DialogRecord<CompleteDialog> = {
	keys: confirmKeys<CompleteDialog>(
		({plan, trouble}) => plan !== undefined && !isBlocked(plan) && trouble === undefined,
		beginComplete,
		// While a word is typed a letter is part of it.
		{
			choice: {...optionsKey('o ctrl-o'), ...copyKey('y ctrl-y')},
			word: {...optionsKey('ctrl-o'), ...copyKey('ctrl-y')},
		},
	),
	onEdit: editWord,
};

function copyKey(keys: string): Keys<CompleteDialog> {
	return commandKey(keys, commandsOf);
}

/** The commands that complete it as the confirmation shows it. */
function commandsOf(state: SessionState, {target, plan, terms}: CompleteDialog): CopyItem[] {
	if (plan === undefined || isBlocked(plan)) return [];
	const {parts, partCount, listed, overwrite, unconditional, liveness, existing} = plan;
	const isAll = partCount === listed.length;
	return commandsToComplete(
		state,
		target,
		{
			partsFile: partsFileName(target.key),
			onlyIfAbsent: existing === undefined && guardOf(plan) === 'server',
		},
		{
			parts: isAll ? undefined : numbersOf(parts),
			...{overwrite, unconditional, includeActive: mayBeInUse(liveness)},
		},
		terms,
	);
}

function optionsKey(keys: string): Keys<CompleteDialog> {
	return {
		'act-options': key(
			keys,
			'options',
			'For this Complete alone: expected bucket owner and request payer',
			(state, dialog: CompleteDialog) =>
				step(withDialog(state, termsForm(dialog, state.connection))),
			{
				priority: 3,
				rare: true,
				disabled: (_, {plan, trouble}) =>
					plan === undefined && trouble === undefined ? 'the upload is being read' : undefined,
			},
		),
	};
}

/** Opens the confirmation of a Complete and starts to plan it. */
export function startComplete(
	state: SessionState,
	bucket: string,
	upload: Upload,
	excluded: ReadonlySet<number> = new Set(),
	{unconditional, terms}: Pick<CompleteDialog, 'unconditional' | 'terms'> = {},
): Step {
	const target = {bucket, key: upload.key, uploadId: upload.uploadId};
	const refusal = whyNoAct(state, 'complete', target, upload);
	if (refusal !== undefined) return withNotice(state, refusal, 'bad');
	const about = {target, upload, excluded, unconditional, terms};
	return step(asking(state, about), {type: 'prepare-complete', ...about});
}

/** The confirmation, until the plan comes. */
function asking(
	state: SessionState,
	about: Pick<CompleteDialog, 'target' | 'upload' | 'excluded' | 'unconditional' | 'terms'>,
): SessionState {
	return withDialog(state, {
		kind: 'complete',
		...about,
		changes: [],
		focus: 'cancel',
		afterProbablyFailed: probablyFailedOn(state, about.target),
	});
}

/** The upload was read and planned: the confirmation asks. */
export function completePrepared(
	state: SessionState,
	{plan: prepared, changes}: ActionOf<'complete-prepared'>,
): Step {
	const {dialog} = state;
	// A plan of another upload than the dialog names is never shown under its name.
	if (dialog?.kind !== 'complete' || !sameUpload(dialog.target, prepared.target))
		return step(state);
	// Replacing is agreed to once, for what was shown then; it is planned here, and asked for by a word.
	const fresh = prepared.overwrite ? replan(prepared, {overwrite: false}) : prepared;
	const plan = asksToOverwrite(fresh) ? replan(fresh, {overwrite: true}) : fresh;
	const word = wordForComplete(dialog, plan);
	return step(
		withDialog(state, {...dialog, plan, changes, word, focus: 'cancel', trouble: undefined}),
	);
}

/** The key, where completing replaces something, may be in somebody's way or goes without a condition. */
function wordForComplete(
	{target, afterProbablyFailed}: CompleteDialog,
	plan: CompletionPlan,
): TypedWord | undefined {
	if (isBlocked(plan)) return undefined;
	if (plan.overwrite) {
		const what = plan.existing === 'denied' ? 'may be there' : 'is there';
		return wordToType(target.key, `type the key to replace what ${what}`);
	}
	if (afterProbablyFailed || mayBeInUse(plan.liveness))
		return wordToType(target.key, 'type the key to go on');
	return plan.unconditional
		? wordToType(target.key, 'type the key to go without the condition')
		: undefined;
}

/** The confirmed Complete is on its way; the dialog shows it. */
function beginComplete(state: SessionState, dialog: CompleteDialog): Step {
	const {plan, upload, terms, word, afterProbablyFailed} = dialog;
	if (plan === undefined) return step(state);
	const id = state.acts.nextId;
	const act: CompleteAct = {
		kind: 'complete',
		id,
		plan,
		upload,
		terms,
		through: state.connection,
		started: state.here,
		phase: 'reading',
	};
	const keyTyped = word !== undefined && afterProbablyFailed;
	return step(withNewAct(state, act, {kind: 'act', act: id}), {
		type: 'complete',
		act: id,
		plan,
		keyTyped,
		terms,
	});
}

/**
 * What was read just before sending is not what was confirmed, and nothing was sent: the confirmation
 * opens again with what changed. Undefined where the act is not shown any more.
 */
export function askAgainToComplete(
	state: SessionState,
	id: ActId,
	{plan, changes}: Extract<CompleteResult, {kind: 'changed'}>,
): Step | undefined {
	const act = findAct(state, id, 'complete');
	if (act === undefined || !isActShown(state, id)) return undefined;
	const {target, excluded, unconditional} = plan;
	const {upload, terms} = act;
	const asked = asking(withoutAct(state, id), {target, upload, excluded, unconditional, terms});
	return completePrepared(asked, {type: 'complete-prepared', plan, changes});
}
