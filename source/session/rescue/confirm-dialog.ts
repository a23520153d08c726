import type {PlanChange} from '../../multipart/completion/changes.js';
import {rescueNeeds} from '../../multipart/rescue/rescue-needs.js';
import {
	isRescueBlocked,
	type RescuePlan,
	replanRescue,
} from '../../multipart/rescue/rescue-plan.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {PreparedRescue} from '../../operations/rescue/rescue-types.js';
import {withNewAct} from '../acts/act-changes.js';
import {probablyFailedOn, sameUpload} from '../acts/act-facts.js';
import type {RescueAct} from '../acts/acts-state.js';
import {confirmKeys} from '../acts/confirming.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import type {Focus, TypedWord} from '../dialogs/dialog.js';
import {editWord, withDialog, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {askForPartSize} from './part-size.js';
import type {RescuePace} from './rescue-pace.js';

/** A rescue: while its file is compared with the parts, then its confirmation. */
export type RescueDialog = {
	readonly kind: 'rescue';
	readonly target: UploadTarget;
	readonly upload: Upload;
	/** Its path, as typed. */
	readonly file: string;
	/** Bytes, where it was asked for. */
	readonly partSize?: number;
	/** While it is compared. */
	readonly pace?: RescuePace;
	/** As it is shown and then carried out; absent while it is prepared. */
	readonly prepared?: PreparedRescue;
	/** What changed since the plan that was confirmed before. */
	readonly changes: readonly PlanChange[];
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	/** Set when an act on this upload probably failed. */
	readonly afterProbablyFailed: boolean;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		rescue: RescueDialog;
	}
}

export const rescueDialog: DialogRecord<RescueDialog> = {
	keys: confirmKeys<RescueDialog>(
		({prepared, trouble}) =>
			prepared !== undefined && !isRescueBlocked(prepared.plan) && trouble === undefined,
		begin,
		// Comparing may take hours: enter does not end it.
		{
			whyNotYet: (_, {prepared, trouble}) =>
				prepared === undefined && trouble === undefined
					? 'the file is being compared; esc ends that'
					: undefined,
		},
	),
	onEdit: editWord,
};

type Asked = Pick<RescueDialog, 'target' | 'upload' | 'file' | 'partSize'>;

/** Compares the file with the parts that are there. */
export function startProving(
	state: SessionState,
	{target, upload, file, partSize}: Asked,
	changes: readonly PlanChange[] = [],
): Step {
	const asked = {target, upload, file, partSize};
	const afterProbablyFailed = probablyFailedOn(state, target);
	const dialog = {kind: 'rescue', ...asked, changes, focus: 'cancel', afterProbablyFailed} as const;
	return step(withDialog(state, dialog), {type: 'prepare-rescue', ...asked});
}

/** How far comparing is. */
export function rescueProving(state: SessionState, {pace}: ActionOf<'rescue-proving'>): Step {
	const {dialog} = state;
	return dialog?.kind === 'rescue' && dialog.prepared === undefined
		? step(withDialog(state, {...dialog, pace}))
		: step(state);
}

/** The plan is there: the confirmation asks, and by a word for what has to be said. */
export function rescuePrepared(state: SessionState, {prepared}: ActionOf<'rescue-prepared'>): Step {
	const {dialog} = state;
	const {target} = prepared.plan.completion;
	if (dialog?.kind !== 'rescue' || !sameUpload(dialog.target, target)) return step(state);
	if (rescueNeeds(prepared.plan).includes('part-size')) return askForPartSize(state, dialog);
	const plan = agreedTo(prepared.plan);
	const word = wordFor(dialog, plan);
	return step(withDialog(state, {...dialog, prepared: {...prepared, plan}, word, focus: 'cancel'}));
}

/** The plan in which all is said that a word can say: it is shown so, and agreed to by typing. */
function agreedTo(plan: RescuePlan): RescuePlan {
	const needs = new Set(rescueNeeds(plan));
	return replanRescue(plan, {
		replaceDifferent: needs.has('replace-different'),
		resendUnproven: needs.has('resend-unproven'),
		overwrite: needs.has('overwrite'),
		includeActive: needs.has('include-active'),
	});
}

/** A word for each kind of part that is sent again; the key, where something is replaced or somebody may be uploading. */
function wordFor(
	{target, afterProbablyFailed}: RescueDialog,
	plan: RescuePlan,
): TypedWord | undefined {
	if (isRescueBlocked(plan)) return undefined;
	const {replaceDifferent, resendUnproven, overwrite, includeActive} = plan.choice;
	const needsKey = overwrite || includeActive || afterProbablyFailed || plan.liveness === 'unknown';
	const words = [...(replaceDifferent ? ['replace'] : []), ...(resendUnproven ? ['resend'] : [])];
	if (words.length === 0 && !needsKey) return undefined;
	const said = [...words, ...(needsKey ? ['the key'] : [])].join(' and ');
	return wordToType(
		[...words, ...(needsKey ? [target.key] : [])].join(' '),
		`type ${said} to go on`,
	);
}

/** The confirmed rescue is on its way; its dialog shows it. */
function begin(state: SessionState, dialog: RescueDialog): Step {
	const {prepared, upload, file, partSize, word, afterProbablyFailed} = dialog;
	if (prepared === undefined) return step(state);
	const id = state.acts.nextId;
	const act: RescueAct = {
		...{kind: 'rescue', id, prepared, upload, file, partSize, state: 'running'},
		...{through: state.connection, started: state.here},
	};
	const keyTyped = word !== undefined && afterProbablyFailed;
	return step(withNewAct(state, act, {kind: 'rescue-act', act: id}), {
		...{type: 'rescue', act: id, prepared, keyTyped},
	});
}
