import {escapeForTerminal} from '../../terminal/escape.js';
import {applyEdit, type Edit, emptyLine} from '../../terminal/line-editor.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {type ListCursor, moveCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {type Binding, type Keys, key} from '../keys/binding.js';
import {endKeys, type Move, rowKeys, scroll} from '../keys/row-keys.js';
import type {Dialog, Focus, TypedWord} from './dialog.js';

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

type WithFocus = Dialog & {readonly focus: Focus};
type WithWord = Dialog & {readonly word?: TypedWord};
type WithCursor = Dialog & {readonly cursor: ListCursor};

/**
 * The keys of a question with two buttons: the focus goes from one to the other; the one that has it is pressed. Until it
 * has them, every way out closes it, unless `whyNotYet` says why enter does not.
 */
export function buttonKeys<D extends WithFocus>(
	go: (state: SessionState, dialog: D) => Step,
	leave: (state: SessionState, dialog: D) => Step = close,
	more: Keys<D> = {},
	hasButtons: (dialog: D) => boolean = () => true,
	whyNotYet: Binding<D>['disabled'] = () => undefined,
): Keys<D> {
	// The focus stays on cancel until there is something to agree to.
	const toOther = (state: SessionState, dialog: D) =>
		hasButtons(dialog) ? otherButton(state, dialog) : step(state);
	return {
		'next-choice': key<D>('right tab l', 'switch', 'Go to the other button', toOther, {
			priority: 1,
			isNamed: hasButtons,
		}),
		'previous-choice': key('left shift-tab h', 'switch', 'Go to the other button', toOther),
		confirm: key<D>(
			'enter',
			'choose',
			'Press the button',
			(state, dialog) => (dialog.focus === 'go' ? go : leave)(state, dialog),
			{priority: 1, needsOwnKeypress: true, isNamed: hasButtons, disabled: whyNotYet},
		),
		...more,
		...scrollKeys('pagedown ctrl-d j down', 'pageup ctrl-u k up'),
		back: key('esc', 'cancel', 'Close; nothing is sent', leave, {priority: 1}),
	};
}

/** The focus goes to the other button. */
function otherButton<D extends WithFocus>(state: SessionState, dialog: D): Step {
	const other: D = {...dialog, focus: dialog.focus === 'cancel' ? 'go' : 'cancel'};
	return step(withDialog(state, other));
}

/** The keys while a word is typed: a letter is part of it. */
export function wordKeys<D extends Dialog>(
	goOn: (state: SessionState, dialog: D) => Step,
	leave: (state: SessionState, dialog: D) => Step = close,
	more: Keys<D> = {},
): Keys<D> {
	return {
		confirm: key('enter', 'go on', 'Go on, once the word is typed', goOn, {
			priority: 1,
			needsOwnKeypress: true,
		}),
		...more,
		...scrollKeys('pagedown down', 'pageup up'),
		back: key('esc', 'cancel', 'Close; nothing is sent', leave, {priority: 1}),
	};
}

/** How a question scrolls that is longer than the screen. */
export function scrollKeys(down: string, up: string): Keys<unknown> {
	return {
		'page-down': key(down, 'scroll', 'Down in a long text', scroll('page-down')),
		'page-up': key(up, 'scroll', 'Up in a long text', scroll('page-up')),
	};
}

/** The keys of a menu, of which Enter chooses the row. */
export function menuKeys<D extends Dialog>(
	move: Move<D>,
	enter: (state: SessionState, dialog: D) => Step,
): Keys<D> {
	return {
		...rowKeys(move),
		...endKeys(move),
		enter: key('enter l right', 'choose', 'Choose the row', enter, {priority: 1}),
		back: key('esc h left', 'close', 'Close', close, {priority: 1}),
	};
}

/** Goes on when exactly the word is typed; otherwise says what to type. */
export function whenTyped(state: SessionState, word: TypedWord, go: () => Step): Step {
	if (isTyped(word)) return go();
	const ask = word.ask.replace(/^t/, 'T');
	return withNotice(state, `${ask}; esc cancels.`);
}

/** Types into the word that is asked for, where one is. */
export function editWord<D extends WithWord>(state: SessionState, dialog: D, edit: Edit): Step {
	const {word} = dialog;
	if (word === undefined) return step(state);
	const edited: D = {...dialog, word: {...word, line: applyEdit(word.line, edit)}};
	// What is said of the text before is not said of this one.
	const notice = state.notice?.tone === 'bad' ? state.notice : undefined;
	return step({...withDialog(state, edited), notice});
}

/** Moves the cursor of a list of `count` rows, of which `height` are seen. */
export function moveIn<D extends WithCursor>(
	count: (state: SessionState, dialog: D) => number,
	height: (state: SessionState) => number,
): Move<D> {
	return motion => (state, dialog) => {
		const cursor = moveCursor(dialog.cursor, motion, count(state, dialog), height(state));
		const moved: D = {...dialog, cursor};
		return step(withDialog(state, moved));
	};
}
