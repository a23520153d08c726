import type {Key} from 'ink';
import type {Session} from '../../session/core/store.js';
import {graphemesOf} from '../../terminal/graphemes.js';

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
		session.dispatch({type: 'key', key: name, alone: first});
		return;
	}
	// Alt with a letter is no letter.
	if (key.meta || input === '') return;
	if (input.length > mostTyped) {
		session.dispatch({type: 'paste', text: input});
		return;
	}
	const pieces = [...graphemesOf(input)];
	for (const piece of pieces) {
		const alone = first && pieces.length === 1;
		const control = controlKey(piece);
		session.dispatch(
			control === undefined
				? {type: 'key', key: piece === ' ' ? 'space' : piece, text: piece, alone}
				: {type: 'key', key: control, alone},
		);
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
