import type {AbortSelection} from '../../multipart/abort-selection.js';
import {formatCount} from '../../multipart/text/units.js';
import type {Upload} from '../../multipart/upload.js';
import type {Edit} from '../../terminal/line-editor.js';
import type {RunAct} from '../acts/acts-state.js';
import {notPossible, whyReadOnly} from '../acts/rights.js';
import type {Action} from '../core/action.js';
import type {AbortSource} from '../core/effect.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import type {Dialog, TypedWord} from '../dialogs/dialog.js';
import {
	askContexts,
	closed,
	editWord,
	whenTyped,
	withDialog,
	wordToType,
} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {beginRun} from './begin.js';

/** The confirmation of an abort of many. */
export type AbortManyDialog = {
	readonly kind: 'abort-many';
	readonly source: AbortSource;
	readonly bucket: string;
	readonly prefix: string;
	/** How many were named. */
	readonly named: number;
	/** How many the list held that named them. */
	readonly listed?: number;
	/** They are all that is in progress in the bucket. */
	readonly isEverything: boolean;
	/** How many were read so far of those that had to be. */
	readonly read: number;
	readonly toRead: number;
	/** How many of them the filter of the list hides. */
	readonly hidden: number;
	/** Absent while it is planned. */
	readonly selection?: AbortSelection;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	readonly returnTo?: Dialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'abort-many': AbortManyDialog;
	}
}

export const abortManyDialog: DialogRecord<AbortManyDialog> = {
	contexts: askContexts,
	body: 'text',
	commands: {
		back: leave,
		confirm(state, dialog) {
			const {selection, word, trouble} = dialog;
			if (selection === undefined) return step(state);
			if (word === undefined || trouble !== undefined) return leave(state, dialog);
			return whenTyped(state, word, () => {
				const {bucket, prefix, listed} = dialog;
				const {uploads} = selection;
				return beginRun(state, {bucket, uploads, listed, ...(prefix === '' ? {} : {prefix})});
			});
		},
		'include-active': includeActive,
	},
	onEdit,
};

function leave(state: SessionState, dialog: AbortManyDialog): Step {
	return step(closed(state, dialog), {type: 'stop-preparing'});
}

function onEdit(state: SessionState, dialog: AbortManyDialog, edit: Edit): Step {
	// A count holds no letter: the key means what it says beside it.
	return edit.kind === 'insert' && edit.text === 'i' && leavesActiveOut(dialog)
		? includeActive(state, dialog)
		: editWord(state, dialog, edit);
}

/** Opens the confirmation for the marked uploads; those whose parts were never looked at are read first. */
export function startAbortMany(state: SessionState, screen: UploadsScreen, marked: number): Step {
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
	return ask(state, {
		source: {kind: 'again', uploads, act: id},
		bucket,
		prefix: '',
		named: uploads.length,
		isEverything: false,
		returnTo: {kind: 'run', act: id, cursor: startOfList},
	});
}

function ask(
	state: SessionState,
	about: Pick<
		AbortManyDialog,
		'source' | 'bucket' | 'prefix' | 'named' | 'listed' | 'isEverything' | 'returnTo'
	>,
): Step {
	const reason = whyReadOnly(state);
	if (reason !== undefined) return withNotice(state, notPossible('abort', reason), 'bad');
	const {source, bucket} = about;
	return step(withDialog(state, {kind: 'abort-many', ...about, read: 0, toRead: 0, hidden: 0}), {
		type: 'plan-run',
		source,
		bucket,
		includeActive: false,
	});
}

/** How far the uploads are read. */
export function runPlanning(
	state: SessionState,
	{read, toRead}: Extract<Action, {type: 'run-planning'}>,
): Step {
	const {dialog} = state;
	return dialog?.kind === 'abort-many' && dialog.selection === undefined
		? step(withDialog(state, {...dialog, read, toRead}))
		: step(state);
}

/** The uploads were read and selected: the confirmation asks. */
export function runPlanned(
	state: SessionState,
	{selection, hidden}: Extract<Action, {type: 'run-planned'}>,
): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'abort-many') return step(state);
	const word = wordFor(dialog, selection);
	return step(withDialog(state, {...dialog, selection, hidden, word}));
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
function leavesActiveOut({selection}: AbortManyDialog): boolean {
	return selection !== undefined && selection.active > 0 && !selection.activeTaken;
}

/** Why no active ones can be included; undefined when there are any. */
export function whyNoActiveLeftOut({dialog}: SessionState): string | undefined {
	if (dialog?.kind !== 'abort-many') return 'it is for an abort of several';
	if (dialog.selection === undefined) return 'the uploads are being read';
	return leavesActiveOut(dialog) ? undefined : 'no active upload is left out';
}

/** Plans it anew with the active ones. */
function includeActive(state: SessionState, dialog: AbortManyDialog): Step {
	if (!leavesActiveOut(dialog)) return step(state);
	const {source, bucket} = dialog;
	return step(state, {type: 'plan-run', source, bucket, includeActive: true});
}

/** `212 of 300` or `212`: how many are taken of those that were named. */
export function takenOf({named}: AbortManyDialog, {uploads}: AbortSelection): string {
	return uploads.length === named
		? formatCount(named)
		: `${formatCount(uploads.length)} of ${formatCount(named)}`;
}
