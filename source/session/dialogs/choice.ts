import {escapeForTerminal} from '../../terminal/escape.js';
import {emptyLine} from '../../terminal/line-editor.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import type {Focus, TypedWord} from './dialog-state.js';

/** A word to type, nothing typed yet. */
export function wordToType(wanted: string, ask: string): TypedWord {
	return {line: emptyLine, wanted, ask};
}

/**
 * Whether exactly the wanted word is typed: not one letter less, no other case. What cannot be typed
 * may be written as it is shown, since no two texts are shown alike.
 */
export function isTyped({line, wanted}: TypedWord): boolean {
	return line.text === wanted || line.text === escapeForTerminal(wanted);
}

/** The state with no dialog over the screen. */
export function withoutDialog(state: SessionState): SessionState {
	return {...state, dialog: undefined};
}

/** A choice of two buttons: the one that the command leaves in focus, `go` or `close` when it was pressed. */
export function choose(
	{focus}: {readonly focus: Focus},
	command: Command,
): Focus | 'pressed-go' | 'close' | undefined {
	if (command === 'next-choice' || command === 'previous-choice')
		return focus === 'cancel' ? 'go' : 'cancel';
	if (command === 'back') return 'close';
	if (command === 'confirm') return focus === 'go' ? 'pressed-go' : 'close';
	return undefined;
}
