import {hintWords} from '../../text/failure/hint-words.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import type {CopyItem} from '../dialogs/copy-commands.js';
import type {Dialog, DialogOf, Focus, TypedWord} from '../dialogs/dialog.js';
import {buttonKeys, closed, whenTyped, withDialog, wordKeys} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {type Keys, key} from '../keys/binding.js';

/**
 * The keys of the confirmation of one act. Until it can go on (it is being prepared, or cannot be done)
 * every way out of it closes it; then the word that it asks for is typed, or a button pressed.
 */
export function confirmKeys<D extends Dialog & {readonly focus: Focus; readonly word?: TypedWord}>(
	canGoOn: (dialog: D) => boolean,
	go: (state: SessionState, dialog: D) => Step,
	more: {
		readonly choice?: Keys<D>;
		readonly word?: Keys<D>;
		readonly whyNotYet?: (state: SessionState, dialog: D) => string | undefined;
	} = {},
): DialogRecord<D>['keys'] {
	const leave = (state: SessionState, dialog: D) =>
		step(closed(state, dialog), {type: 'stop-preparing'});
	const goOn = (state: SessionState, dialog: D) =>
		canGoOn(dialog) ? go(state, dialog) : leave(state, dialog);
	return {
		choice: buttonKeys<D>(goOn, leave, more.choice, canGoOn, more.whyNotYet),
		word: wordKeys<D>(
			(state, dialog) =>
				canGoOn(dialog) && dialog.word !== undefined
					? whenTyped(state, dialog.word, () => go(state, dialog))
					: leave(state, dialog),
			leave,
			more.word,
		),
	};
}

/** The same as a command, to copy; there is none for what cannot be done, and for a key that no shell can carry. */
export function commandKey<D extends DialogOf<'complete'> | DialogOf<'abort'>>(
	keys: string,
	commandsOf: (state: SessionState, dialog: D) => readonly CopyItem[],
): Keys<D> {
	return {
		copy: key<D>(
			keys,
			'command',
			'Copy a command that does the same',
			(state, dialog) => askToCopy(state, commandsOf(state, dialog), dialog),
			{
				priority: 3,
				rare: true,
				disabled(state, dialog) {
					const {plan, trouble} = dialog;
					if (plan === undefined && trouble === undefined) return 'the upload is being read';
					return commandsOf(state, dialog).length > 0 ? undefined : 'no command does it';
				},
			},
		),
	};
}

/** An act that could not be prepared or was refused: its confirmation says so, or a notice. */
export function actRefused(state: SessionState, {trouble, act}: ActionOf<'act-refused'>): Step {
	const {dialog} = state;
	const asks =
		dialog?.kind === 'complete' ||
		dialog?.kind === 'abort' ||
		dialog?.kind === 'change-rule' ||
		dialog?.kind === 'rescue';
	if (act === undefined && asks) return step(withDialog(state, {...dialog, trouble}));
	return withNotice(
		state,
		typeof trouble === 'string' ? trouble : hintWords(trouble.hint, 'app'),
		'bad',
	);
}
