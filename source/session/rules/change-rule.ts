import type {RuleChange} from '../../multipart/rules/rule-diff.js';
import type {RulePlan, RuleRequest, RulesWritten} from '../../operations/rules/types.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {findAct, isActShown, withAct, withNewAct, withoutAct} from '../acts/act-changes.js';
import {actNames, isUnderWay, rulesTarget} from '../acts/act-facts.js';
import type {ActId, RulesAct} from '../acts/acts-state.js';
import {confirmKeys} from '../acts/confirming.js';
import {notifiedUnlessShown} from '../acts/reports.js';
import {withoutRulesOf} from '../buckets/known-buckets.js';
import type {ActionOf} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {askToCopy} from '../dialogs/copy.js';
import type {Dialog, Focus, TypedWord} from '../dialogs/dialog.js';
import {editWord, withDialog, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {key} from '../keys/binding.js';
import {canGoOn} from './change-rule-facts.js';
import {readEffect} from './open.js';
import {commandOfChange} from './rules-commands.js';

/** What is put back, and of which change. */
export type PutBack = {
	readonly kind: 'put-back';
	readonly of: ActId;
	readonly written: RulesWritten;
	readonly changes: readonly RuleChange[];
};

/** The confirmation of a change of a bucket's rules. */
export type ChangeRuleDialog = {
	readonly kind: 'change-rule';
	readonly bucket: string;
	readonly request: RuleRequest | PutBack;
	/** Absent while it is made, and where something is put back. */
	readonly plan?: RulePlan;
	/** How many uploads were listed and looked at for it. */
	readonly progress?: {readonly listed: number; readonly read: number};
	/** Why nothing was sent when it was confirmed before. */
	readonly moved?: string;
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	/** The change that is put back. */
	readonly returnTo?: Dialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'change-rule': ChangeRuleDialog;
	}
}

const commandKey = (keys: string) =>
	key<ChangeRuleDialog>(
		keys,
		'command',
		'Copy a command that does the same',
		(state, dialog) => askToCopy(state, commandOf(state, dialog), dialog),
		{
			priority: 3,
			rare: true,
			disabled: (state, dialog) =>
				commandOf(state, dialog).length > 0 ? undefined : 'no command does it',
		},
	);

export const changeRuleDialog: DialogRecord<ChangeRuleDialog> = {
	keys: confirmKeys<ChangeRuleDialog>(canGoOn, begin, {
		choice: {copy: commandKey('y ctrl-y')},
		// While a word is typed a letter is part of it.
		word: {copy: commandKey('ctrl-y')},
	}),
	onEdit: editWord,
};

function commandOf(state: SessionState, dialog: ChangeRuleDialog) {
	return dialog.plan !== undefined && canGoOn(dialog) ? commandOfChange(state, dialog.plan) : [];
}

/** Opens the confirmation of adding or removing a rule, and makes its plan. */
export function startChange(state: SessionState, bucket: string, request: RuleRequest): Step {
	if (isUnderWay(state, rulesTarget(bucket)))
		return withNotice(state, 'A change of these rules is under way: see ! for how it goes.', 'bad');
	return step(withDialog(state, {kind: 'change-rule', bucket, request, focus: 'cancel'}), {
		type: 'plan-rule',
		bucket,
		request,
	});
}

/** Asks whether what was there before a change is put back. */
export function askToPutBack(state: SessionState, {id, bucket, result, putBack}: RulesAct): Step {
	const written = result !== undefined && 'written' in result ? result.written : undefined;
	if (written === undefined || putBack === undefined) return step(state);
	const request: PutBack = {kind: 'put-back', of: id, written, changes: putBack};
	return step(
		withDialog(state, {
			...{kind: 'change-rule', bucket, request, focus: 'cancel'},
			word: wordToType('put back', 'type put back to go on'),
			returnTo: {kind: 'rules-act', act: id},
		}),
	);
}

/** More was listed for the plan. */
export function rulePlanning(state: SessionState, {listed, read}: ActionOf<'rule-planning'>): Step {
	const {dialog} = state;
	return step(
		dialog?.kind === 'change-rule' && dialog.plan === undefined
			? withDialog(state, {...dialog, progress: {listed, read}})
			: state,
	);
}

/** The plan is there: the confirmation asks. */
export function rulePlanned(state: SessionState, {plan}: ActionOf<'rule-planned'>): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'change-rule' || dialog.request !== plan.request) return step(state);
	return step(withDialog(state, planned(dialog, plan)));
}

function planned(dialog: ChangeRuleDialog, plan: RulePlan): ChangeRuleDialog {
	const wanted = wordFor(plan);
	const word = wordToType(wanted, `type ${wanted} to go on`);
	return {...dialog, plan, ...(plan.refusal === undefined ? {word} : {})};
}

/** It replaces the rules of the bucket: a word is typed. It names what the rule takes that is in use. */
function wordFor({request, reach}: RulePlan): string {
	if (request.kind === 'remove') return 'remove';
	const {active = [], held = []} = reach?.now ?? {};
	return ['add', active.length > 0 && 'active', held.length > 0 && 'held']
		.filter(Boolean)
		.join(' ');
}

/** The confirmed change is on its way; the dialog shows it. */
function begin(state: SessionState, dialog: ChangeRuleDialog): Step {
	const {bucket, request, plan} = dialog;
	const act = state.acts.nextId;
	const of = request.kind === 'put-back' ? findAct(state, request.of, 'rules') : undefined;
	const changes = request.kind === 'put-back' ? request.changes : plan?.changes;
	const rule = request.kind === 'put-back' ? request.written.rule : plan?.rule;
	if (changes === undefined || rule === undefined) return step(state);
	const begun: RulesAct = {
		...{kind: 'rules', id: act, change: request.kind, bucket, rule, started: state.here},
		endpoint: of?.endpoint ?? state.connection?.endpoint,
		others: changes.filter(({change}) => change === 'kept').length,
	};
	return step(
		withNewAct(state, begun, {kind: 'rules-act', act}),
		request.kind === 'put-back'
			? {type: 'put-back-rules', act, of: request.of, written: request.written}
			: {type: 'change-rules', act, plan: plan!},
	);
}

/** A change of rules ended: where they were others by then, the confirmation opens again; else what shows them reads them anew. */
export function rulesEnded(
	state: SessionState,
	{act: id, result, putBack}: ActionOf<'rules-ended'>,
): Step {
	const act = findAct(state, id, 'rules');
	if (act === undefined) return step(state);
	const {bucket, endpoint} = act;
	if (result.kind === 'refused' && result.plan !== undefined && isActShown(state, id)) {
		const {plan, reason} = result;
		const dialog: ChangeRuleDialog = {
			...{kind: 'change-rule', bucket, request: plan.request, focus: 'cancel'},
			moved: reasonWords(reason),
		};
		return step(withDialog(withoutAct(state, id), planned(dialog, plan)));
	}
	const ended = withAct(state, id, 'rules', each => ({
		...each,
		...{result, putBack, ended: state.here},
	}));
	const text = `${actNames.rules} of ${bucket}: ${result.kind}. ${reasonWords(result.reason)}`;
	const isSame = state.connection?.endpoint === endpoint;
	return notifiedUnlessShown(
		isSame ? withoutRulesOf(ended, bucket) : ended,
		id,
		text,
		result.kind === 'done' ? 'good' : 'bad',
		isSame ? readAnew(state, bucket) : [],
	);
}

/** What the screens show of the rules of a bucket. */
function readAnew(state: SessionState, bucket: string): readonly Effect[] {
	return state.screens.flatMap((screen): Effect[] => {
		if (!('bucket' in screen) || screen.bucket !== bucket) return [];
		if (screen.kind === 'rules') return [readEffect(state, screen)];
		return [{type: 'read-cleanup', screen: screen.id, bucket}];
	});
}
