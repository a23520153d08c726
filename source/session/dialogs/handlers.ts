import {escapeForTerminal} from '../../terminal/escape.js';
import {applyEdit, type Edit, emptyLine} from '../../terminal/line-editor.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {type ListCursor, moveCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import type {Dialog, Focus, TypedWord} from './dialog.js';
import type {DialogCommands, DialogContext} from './record.js';

/** A word to type, nothing typed yet. */
export function wordToType(wanted: string, ask: string): TypedWord {
	return {line: emptyLine, wanted, ask};
}

/**
 * Whether exactly the wanted word is typed: not one letter less, no other case. What cannot be typed
 * may be written as it is shown, since no two texts are shown alike.
 */
function isTyped({line, wanted}: TypedWord): boolean {
	return line.text === wanted || line.text === escapeForTerminal(wanted);
}

/** The state with another dialog over the screen. */
export function withDialog(state: SessionState, dialog: Dialog | undefined): SessionState {
	return {...state, dialog};
}

/** The state with no dialog over the screen. */
export function withoutDialog(state: SessionState): SessionState {
	return withDialog(state, undefined);
}

/** The state after a dialog is closed: the one that it was opened from is back, or the screen. */
export function closed(state: SessionState, dialog: Dialog): SessionState {
	return withDialog(state, 'returnTo' in dialog ? dialog.returnTo : undefined);
}

/** Closes a dialog and does nothing else. */
export function close(state: SessionState, dialog: Dialog): Step {
	return step(closed(state, dialog));
}

/** The keys of a question with two buttons, or with a word to type. */
export function askContexts({word}: {readonly word?: TypedWord}): readonly DialogContext[] {
	return word === undefined ? ['choice', 'always'] : ['word'];
}

type WithFocus = Dialog & {readonly focus: Focus};
type WithWord = Dialog & {readonly word?: TypedWord};
type WithCursor = Dialog & {readonly cursor: ListCursor};

/** Two buttons: the focus goes from one to the other; the one that has it is pressed. */
export function buttonCommands<D extends WithFocus>(
	go: (state: SessionState, dialog: D) => Step,
): Required<Pick<DialogCommands<D>, 'next-choice' | 'previous-choice' | 'back' | 'confirm'>> {
	const toOther = (state: SessionState, dialog: D) => {
		const other: D = {...dialog, focus: dialog.focus === 'cancel' ? 'go' : 'cancel'};
		return step(withDialog(state, other));
	};
	return {
		'next-choice': toOther,
		'previous-choice': toOther,
		back: close,
		confirm: (state, dialog) => (dialog.focus === 'go' ? go : close)(state, dialog),
	};
}

/** Goes on when exactly the word is typed; `wrong` is what is said otherwise. */
export function whenTyped(
	state: SessionState,
	word: TypedWord,
	go: () => Step,
	wrong = 'That is not what has to be typed; esc cancels.',
): Step {
	return isTyped(word) ? go() : withNotice(state, wrong);
}

/** Types into the word that is asked for, where one is. */
export function editWord<D extends WithWord>(state: SessionState, dialog: D, edit: Edit): Step {
	const {word} = dialog;
	if (word === undefined) return step(state);
	const edited: D = {...dialog, word: {...word, line: applyEdit(word.line, edit)}};
	return step(withDialog(state, edited));
}

/** Moves the cursor of a list of `count` rows, of which `height` are seen. */
export function motionCommands<D extends WithCursor>(
	count: (state: SessionState, dialog: D) => number,
	height: (state: SessionState) => number,
): DialogCommands<D> {
	const by = (command: Command) => (state: SessionState, dialog: D) => {
		const {cursor} = dialog;
		const to = moveCursor(cursor, command, count(state, dialog), height(state));
		const moved: D = {...dialog, cursor: to ?? cursor};
		return step(withDialog(state, moved));
	};
	return {
		down: by('down'),
		up: by('up'),
		'page-down': by('page-down'),
		'page-up': by('page-up'),
		first: by('first'),
		last: by('last'),
	};
}
