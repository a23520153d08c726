import type {AbortSelection} from '../../multipart/abort-selection.js';
import {formatCount} from '../../multipart/text/units.js';
import type {Upload} from '../../multipart/upload.js';
import type {RunAct} from '../acts/acts-state.js';
import {readOnly} from '../acts/ask.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {isTyped, withoutDialog, wordToType} from '../dialogs/choice.js';
import type {AbortManyDialog, EmptyBucketDialog, TypedWord} from '../dialogs/dialog-state.js';
import {startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {beginEmptying, beginRun} from './runs.js';

/** Opens the confirmation for the marked uploads; those whose parts were never looked at are read first. */
export function startAbortMany(state: SessionState, screen: UploadsScreen, marked: number): Step {
	if (state.connection?.readOnly) return withNotice(state, readOnly, 'bad');
	const {id, bucket, prefix, totals, listing} = screen;
	return ask(state, {
		source: {kind: 'marked', screen: id},
		bucket,
		prefix,
		named: marked,
		listed: totals.count,
		isEverything: prefix === '' && listing === 'ended' && marked === totals.count,
	});
}

/** Opens the confirmation for what is left of a run: all of it is read again first. */
export function startAbortAgain(
	state: SessionState,
	{id, bucket}: Pick<RunAct, 'id' | 'bucket'>,
	uploads: readonly Upload[],
): Step {
	if (state.connection?.readOnly) return withNotice(state, readOnly, 'bad');
	return ask(state, {
		source: {kind: 'again', uploads, act: id},
		bucket,
		prefix: '',
		named: uploads.length,
		isEverything: false,
	});
}

function ask(
	state: SessionState,
	about: Pick<
		AbortManyDialog,
		'source' | 'bucket' | 'prefix' | 'named' | 'listed' | 'isEverything'
	>,
): Step {
	const {source, bucket} = about;
	return step(
		{...state, dialog: {kind: 'abort-many', ...about, read: 0, toRead: 0, hidden: 0}},
		{type: 'plan-run', source, bucket, includeActive: false},
	);
}

/** The plan is there: from here on the person decides. */
export function runPlanned(
	state: SessionState,
	{selection, hidden}: Extract<Action, {type: 'run-planned'}>,
): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort-many') return step(state);
	const word = wordFor(dialog, selection);
	return step({...state, dialog: {...dialog, selection, hidden, word}});
}

export function runPlanning(
	state: SessionState,
	{read, toRead}: Extract<Action, {type: 'run-planning'}>,
): Step {
	const {dialog} = state;
	return dialog?.kind === 'abort-many' && dialog.selection === undefined
		? step({...state, dialog: {...dialog, read, toRead}})
		: step(state);
}

/** The count, or the bucket's name when it is all of it; active ones have to be named as active too. */
function wordFor(
	{bucket, isEverything, named}: AbortManyDialog,
	{uploads, activeTaken, active}: AbortSelection,
): TypedWord | undefined {
	if (uploads.length === 0) return undefined;
	const wanted = isEverything && uploads.length === named ? bucket : String(uploads.length);
	return activeTaken && active > 0
		? wordToType(`${wanted} active`, `type ${wanted} active to abort active ones too`)
		: wordToType(wanted, `type ${wanted} to go on`);
}

/** Whether active ones are left out and may be included. */
export function leavesActiveOut({selection}: AbortManyDialog): boolean {
	return selection !== undefined && selection.active > 0 && !selection.activeTaken;
}

/** Covers the active ones too. */
export function includeActiveOnes(state: SessionState, dialog: AbortManyDialog): Step {
	if (!leavesActiveOut(dialog)) return step(state);
	const {source, bucket} = dialog;
	return step(state, {type: 'plan-run', source, bucket, includeActive: true});
}

export function abortManyCommand(
	state: SessionState,
	dialog: AbortManyDialog,
	command: Command,
): Step {
	const {selection, word, trouble, bucket, prefix, listed} = dialog;
	if (command === 'include-active') return includeActiveOnes(state, dialog);
	if (command === 'back' || selection === undefined || word === undefined || trouble !== undefined)
		return command === 'back' || (command === 'confirm' && selection !== undefined)
			? step(behind(state, dialog), {type: 'stop-preparing'})
			: step(state);
	if (command !== 'confirm') return step(state);
	if (!isTyped(word)) return withNotice(state, 'That is not what has to be typed; esc cancels.');
	const {uploads} = selection;
	return beginRun(state, {bucket, uploads, listed, ...(prefix === '' ? {} : {prefix})});
}

/** What was asked from the view of a run goes back to it. */
function behind(state: SessionState, {source}: AbortManyDialog): SessionState {
	return source.kind === 'again'
		? {...state, dialog: {kind: 'run', act: source.act, cursor: startOfList}}
		: withoutDialog(state);
}

/** Opens the confirmation of emptying: everything in progress under the list's prefix. */
export function startEmptying(state: SessionState, {bucket, prefix, totals}: UploadsScreen): Step {
	if (state.connection?.readOnly) return withNotice(state, readOnly, 'bad');
	return step({
		...state,
		dialog: {
			kind: 'empty-bucket',
			bucket,
			prefix,
			totals,
			word: wordToType(bucket, 'type the name of the bucket to go on'),
		},
	});
}

export function emptyBucketCommand(
	state: SessionState,
	{bucket, prefix, word, killed}: EmptyBucketDialog,
	command: Command,
): Step {
	if (command === 'back') return step(withoutDialog(state));
	if (command !== 'confirm') return step(state);
	return isTyped(word)
		? beginEmptying(state, {bucket, ...(prefix === '' ? {} : {prefix})}, killed)
		: withNotice(state, 'That is not what has to be typed; esc cancels.');
}

/** `212 of 300` or `212`: how many are taken of those that were named. */
export function takenOf({named}: AbortManyDialog, {uploads}: AbortSelection): string {
	return uploads.length === named
		? formatCount(named)
		: `${formatCount(uploads.length)} of ${formatCount(named)}`;
}
