import type {Key} from 'ink';
import {notPossible} from '../../session/acts/rights.js';
import type {Notice, SessionState} from '../../session/core/state.js';
import type {Session} from '../../session/core/store.js';
import {graphemesOf} from '../../terminal/graphemes.js';
import type {Edit} from '../../terminal/line-editor.js';
import type {Binding} from './binding.js';
import {bindingFor, contextsOf, isTyping} from './contexts.js';
import {bindings} from './keymap.js';

/** What comes at once and is longer was typed by nobody: a paste of a terminal that does not bracket it. */
const mostTyped = 256;

/** The name of a key that is no text; undefined for text. */
function keyNameOf(input: string, key: Key): string | undefined {
	if (key.upArrow) return 'up';
	if (key.downArrow) return 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageUp) return 'pageup';
	if (key.pageDown) return 'pagedown';
	if (key.home) return 'home';
	if (key.end) return 'end';
	if (key.return) return 'enter';
	if (key.escape) return 'esc';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.backspace) return 'backspace';
	if (key.delete) return 'delete';
	if (key.ctrl) return `ctrl-${input}`;
	return undefined;
}

/** Tells whether an input event is the first of what was read at once: Ink cuts one read into several. */
export type Burst = {isFirst(): boolean};

export function createBurst(): Burst {
	let during = false;
	return {
		isFirst() {
			if (during) return false;
			during = true;
			// Not an immediate: after the timer that tells a lone Esc, the next read comes before it, and a key
			// of its own would count as joined.
			process.nextTick(() => {
				during = false;
			});
			return true;
		},
	};
}

/**
 * Takes one piece of input. Typed fast, keys arrive joined (`jjj`, measured): they act one by one, but
 * what completes, aborts, confirms or quits needs a piece of its own.
 */
export function onKey(session: Session, burst: Burst, input: string, key: Key): void {
	if (key.eventType === 'release') return;
	const first = burst.isFirst();
	const name = keyNameOf(input, key);
	if (name !== undefined) {
		press(session, name, first);
		return;
	}
	// Alt with a letter is no letter.
	if (key.meta || input === '') return;
	if (input.length > mostTyped) {
		onPaste(session, input);
		return;
	}
	const pieces = [...graphemesOf(input)];
	for (const piece of pieces) {
		const alone = first && pieces.length === 1;
		const control = controlKey(piece);
		if (control !== undefined) press(session, control, alone);
		else if (isTyping(session.getState())) type(session, {kind: 'insert', text: piece});
		else press(session, piece === ' ' ? 'space' : piece, alone);
	}
}

/** The key behind a control character that came within a joined piece; none is ever typed as text. */
function controlKey(piece: string): string | undefined {
	const code = piece.codePointAt(0) ?? 0;
	// CR LF is one grapheme.
	if (piece.startsWith('\r') || piece === '\n') return 'enter';
	if (piece === '\t') return 'tab';
	if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 96)}`;
	return code < 32 || (code >= 127 && code < 160) ? 'none' : undefined;
}

/** A paste goes into a field, and nowhere else: it never triggers a key. */
export function onPaste(session: Session, text: string): void {
	if (isTyping(session.getState())) type(session, {kind: 'paste', text});
	else
		session.dispatch({
			type: 'noticed',
			text: 'What was pasted was ignored: no field is open.',
			tone: 'info',
		});
}

function press(session: Session, key: string, alone: boolean): void {
	const state = session.getState();
	const binding = bindingFor(state, key);
	if (binding !== undefined) {
		if (!alone && binding.needsOwnKeypress) return;
		run(session, binding);
	} else if (isTyping(state)) {
		const edit = edits[key];
		if (edit !== undefined) type(session, edit);
	}
}

function run(session: Session, binding: Binding): void {
	const reason = binding.disabled?.(session.getState());
	if (reason === undefined) session.dispatch({type: 'command', command: binding.command});
	else
		session.dispatch({
			type: 'noticed',
			text: notPossible(binding.title, reason),
			tone: 'info',
			about: binding.command,
		});
}

/** Whether what a notice says is so still: that a key is not possible may be over. */
export function isStillSo(state: SessionState, {about, text}: Notice): boolean {
	if (about === undefined) return true;
	const contexts = contextsOf(state);
	return bindings.some(binding => {
		if (binding.command !== about || !contexts.includes(binding.context)) return false;
		const reason = binding.disabled?.(state);
		return reason !== undefined && notPossible(binding.title, reason) === text;
	});
}

const edits: Readonly<Record<string, Edit>> = {
	left: {kind: 'left'},
	right: {kind: 'right'},
	home: {kind: 'home'},
	end: {kind: 'end'},
	'ctrl-a': {kind: 'home'},
	'ctrl-e': {kind: 'end'},
	backspace: {kind: 'backspace'},
	delete: {kind: 'deleteForward'},
	'ctrl-u': {kind: 'deleteToStart'},
	'ctrl-k': {kind: 'deleteToEnd'},
	'ctrl-w': {kind: 'deleteWord'},
};

function type(session: Session, edit: Edit): void {
	session.dispatch({type: 'edit', edit});
}
