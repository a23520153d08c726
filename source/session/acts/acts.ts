import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {AbortPlan, AbortResult} from '../../operations/abort/abort.js';
import type {CompleteResult} from '../../operations/complete/complete.js';
import type {OpenAct} from '../../operations/journal/journal.js';
import {askToResume, runUpdate} from '../abort-run/runs.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import {type SessionState, topScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {copyItemsOfTarget} from '../dialogs/copy-items.js';
import type {ActDialog, ActsDialog, CopyItem} from '../dialogs/dialog-state.js';
import {dialogRows} from '../frame/layout.js';
import {moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {type ActEntry, actEntries, actNames, targetsOf, unsettledOn} from './act-facts.js';
import type {AbortAct, Act, ActId, CompleteAct} from './acts-state.js';
import {publicCommand, publicUpdate} from './public.js';

/** The confirmed Complete is on its way; the dialog shows it. */
export function beginComplete(
	state: SessionState,
	{upload, terms}: Pick<CompleteAct, 'upload' | 'terms'>,
	plan: CompletionPlan,
	keyTyped: boolean,
): Step {
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
	return begin(state, act, {type: 'complete', act: id, plan, keyTyped, terms});
}

/** The confirmed abort is on its way; the dialog shows it. */
export function beginAbort(state: SessionState, plan: AbortPlan, keyTyped: boolean): Step {
	const id = state.acts.nextId;
	const act: AbortAct = {kind: 'abort', id, plan, started: state.here};
	return begin(state, act, {type: 'abort', act: id, plan, keyTyped});
}

function begin(state: SessionState, act: Act, effect: Effect): Step {
	const {acts} = state;
	return step(
		{
			...state,
			acts: {...acts, nextId: act.id + 1, acts: [...acts.acts, act]},
			dialog: {kind: 'act', act: act.id},
		},
		effect,
	);
}

export function openActsDialog(state: SessionState): Step {
	return step({...state, dialog: {kind: 'acts', cursor: startOfList}});
}

export function actsDialogCommand(state: SessionState, dialog: ActsDialog, command: Command): Step {
	const entries = actEntries(state);
	const entry = entries[dialog.cursor.position];
	const cursor = moveCursor(dialog.cursor, command, entries.length, dialogRows(state));
	if (cursor !== undefined) return step({...state, dialog: {...dialog, cursor}});
	if (command === 'back' || command === 'acts') return step({...state, dialog: undefined});
	if (command === 'look-again') return step(state, {type: 'look-again', acts: acts(entries)});
	if (command !== 'enter' || entry === undefined || entry.kind === 'open') return step(state);
	if (entry.kind === 'cut') return askToResume(state, entry.run);
	const {id, kind} = entry.act;
	return step({
		...state,
		dialog: kind === 'run' ? {kind, act: id, cursor: startOfList} : {kind: 'act', act: id},
	});
}

function acts(entries: readonly ActEntry[]): readonly OpenAct[] {
	return entries.flatMap(entry => (entry.kind === 'open' ? [entry.open] : []));
}

export function actDialogCommand(state: SessionState, dialog: ActDialog, command: Command): Step {
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	if (act === undefined) return step({...state, dialog: undefined});
	if (command === 'back' || command === 'enter') return closed(state, act);
	const asked = publicCommand(state, act, command);
	if (asked !== undefined) return asked;
	if (command === 'copy') {
		const items = copyItemsOfAct(state, act);
		return items.length === 0
			? step(state)
			: step({...state, dialog: {kind: 'copy', items, cursor: startOfList}});
	}
	if (command === 'look-again') {
		const open = targetsOf(act).flatMap(target => unsettledOn(state, target));
		return step(state, {type: 'look-again', acts: open});
	}
	return step(state);
}

/** The view of an act closes; the parts of an upload that is no more close with it. */
function closed(state: SessionState, act: Act): Step {
	const shut = {...state, dialog: undefined};
	const screen = topScreen(state);
	const over =
		screen?.kind === 'parts' &&
		state.screens.length > 1 &&
		isOver(act) &&
		targetsOf(act).some(({uploadId}) => uploadId === screen.target.uploadId);
	return over
		? step({...shut, screens: state.screens.slice(0, -1)}, {type: 'leave', screen: screen.id})
		: step(shut);
}

/** Whether nothing is left of the uploads that an act was about. */
function isOver(act: Act): boolean {
	const kind = act.kind === 'complete' ? act.outcome?.kind : resultOf(act)?.kind;
	return kind === 'done' || kind === 'accepted' || kind === 'gone';
}

function copyItemsOfAct(state: SessionState, act: Act): CopyItem[] {
	if (act.kind !== 'complete') return [];
	const {outcome, plan} = act;
	const {location, etag} =
		outcome !== undefined && 'location' in outcome
			? outcome
			: {location: undefined, etag: undefined};
	return [
		...(location === undefined ? [] : [{title: 'location', value: location}]),
		...(etag === undefined ? [] : [{title: 'ETag', value: etag}]),
		...copyItemsOfTarget(state, plan.target),
	];
}

/** What acts report while they run and when they end. */
export function actUpdate(state: SessionState, action: Action): Step {
	switch (action.type) {
		case 'complete-phase':
			return step(
				withAct(state, action.act, act =>
					act.kind === 'complete' ? {...act, phase: action.phase} : act,
				),
			);
		case 'complete-ended':
			return completeEnded(state, action.act, action.result);
		case 'abort-ended':
			return abortEnded(state, action);
		case 'public-read':
		case 'made-public':
			return publicUpdate(state, action);
		case 'act-looked-up':
			return lookedUp(state, action);
		case 'unsettled':
			return step(
				{...state, acts: {...state.acts, unsettled: action.acts}},
				{type: 'refresh-history'},
			);
		default:
			return runUpdate(state, action);
	}
}

/** A look at what became of an unknown act: told when it settles it, or when the person asked. */
function lookedUp(
	state: SessionState,
	{intent, settlement, asked}: Extract<Action, {type: 'act-looked-up'}>,
): Step {
	const {kind, sentence} = settlement;
	const over = kind === 'done' || kind === 'gone' || kind === 'accepted';
	const open = kind === 'unknown' || kind === 'running' || kind === 'elsewhere';
	if (!asked && (open || kind === 'settled')) return step(state);
	const [told, effects] = withNotice(
		state,
		`${actNames[intent.act]} of ${intent.key}: ${kind}. ${sentence}`,
		over || kind === 'settled' ? 'good' : 'bad',
	);
	return over && intent.act !== 'acl'
		? step(told, {type: 'forget-uploads', targets: [intent]}, ...effects)
		: step(told, ...effects);
}

function withAct(state: SessionState, id: ActId, change: (act: Act) => Act): SessionState {
	const {acts} = state;
	return {
		...state,
		acts: {...acts, acts: acts.acts.map(act => (act.id === id ? change(act) : act))},
	};
}

/** The outcome is told wherever the person is: in the dialog that shows the act, or as a notice. */
function completeEnded(state: SessionState, id: ActId, result: CompleteResult): Step {
	const shown = state.dialog?.kind === 'act' && state.dialog.act === id;
	const act = state.acts.acts.find(each => each.id === id);
	if (act?.kind !== 'complete') return step(state);
	const {target} = act.plan;
	const ended = withAct(
		state,
		id,
		each => ({...each, outcome: result, ended: state.here}) as CompleteAct,
	);
	const gone = result.kind === 'done' || result.kind === 'accepted';
	const effects: Effect[] = gone ? [{type: 'forget-uploads', targets: [target]}] : [];
	if (shown) return step(ended, ...effects);
	const [told, more] = withNotice(
		ended,
		`Complete of ${target.key}: ${resultInWords(result)}`,
		gone ? 'good' : 'bad',
	);
	return step(told, ...effects, ...more);
}

function resultInWords(result: CompleteResult): string {
	return result.kind === 'changed'
		? 'nothing was sent, the upload changed meanwhile.'
		: `${result.kind}. ${result.sentence}`;
}

function abortEnded(
	state: SessionState,
	{act: id, result}: Extract<Action, {type: 'abort-ended'}>,
): Step {
	const ended = withAct(state, id, each =>
		each.kind === 'abort' ? {...each, result, ended: state.here} : each,
	);
	const gone = result.kind === 'gone' || result.kind === 'accepted';
	const effects: Effect[] = gone ? [{type: 'forget-uploads', targets: [result.target]}] : [];
	if (state.dialog?.kind === 'act' && state.dialog.act === id) return step(ended, ...effects);
	const [told, more] = withNotice(
		ended,
		`Abort of ${result.target.key}: ${result.kind}. ${result.sentence}`,
		gone ? 'good' : 'bad',
	);
	return step(told, ...effects, ...more);
}

/** What became of the one upload of an abort. */
function resultOf(act: Act): AbortResult | undefined {
	return act.kind === 'abort' ? act.result : undefined;
}
