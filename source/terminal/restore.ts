import {writeSync} from 'node:fs';
import {constants} from 'node:os';
import {closeGoneTerminals} from './exit.js';

/** What asks the process to end. */
export const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * What the app sets in a terminal beside what Ink does, and what puts it back.
 * - A row that is too long does not go on in the next one (DECAWM). Terminals disagree on how many cells some
 *   scripts take; so a row that is longer there than it was counted costs its own end and no more.
 * - The wheel gives arrow keys (1007), so that it moves the cursor while the mouse still selects text. Some terminals do
 *   that always, for every program: so the mode is saved (XTSAVE) and restored, not taken back.
 */
export const ownModes = {
	set: '\u001b[?7l\u001b[?1007s\u001b[?1007h',
	restore: '\u001b[?1007r\u001b[?7h',
} as const;

/**
 * What undoes everything the app does to a terminal: synchronized output and styling end, the main
 * screen comes back, the cursor is shown, pastes are no longer bracketed, rows wrap, the wheel does what it did.
 */
export const terminalReset = `\u001b[?2026l\u001b[0m\u001b[?1049l\u001b[?25h\u001b[?2004l${ownModes.restore}`;

/**
 * Gives the terminal back, at once and whatever state it is in; never throws. For a screen that was
 * taken and that Ink did not (or could not) give back itself, and before anything else is printed:
 * leaving the alternate screen twice puts the cursor where it was.
 */
export function restoreTerminal(
	stdin: {readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown} = process.stdin,
	stdout: {readonly isTTY?: boolean; readonly fd: number} = process.stdout,
): void {
	try {
		if (stdin.isTTY) stdin.setRawMode?.(false);
	} catch {
		// The terminal is gone: there is nothing to put back.
	}
	try {
		if (stdout.isTTY) writeSync(stdout.fd, terminalReset);
	} catch {
		// As above.
	}
}

export type RestoreOptions = {
	/** Gives the terminal back; called once. */
	readonly restore: () => void;
	/** What is said of an uncaught error, on stderr, after that. It must hold no secret. */
	readonly describe: (error: unknown) => string;
};

/**
 * Makes INT, TERM, HUP, QUIT and uncaught errors restore the terminal and end the process: with 128
 * and the signal's number (130 for INT), or with 1 and the error's description on stderr. A terminal that is
 * gone without a HUP (its process is in no session of it) ends it as a HUP does. Returns the function that ends this.
 *
 * Ink listens through signal-exit, which steps back when others listen too, and still unmounts when
 * the process exits.
 */
export function restoreOnSignals({restore, describe}: RestoreOptions): () => void {
	let ending = false;
	const leave = (code: number, lastWords?: () => string) => {
		if (ending) return;
		ending = true;
		try {
			restore();
		} catch {
			restoreTerminal();
		}
		try {
			if (lastWords) writeSync(process.stderr.fd, `${lastWords()}\n`);
		} catch {
			// stderr is closed, or the terminal is gone.
		}
		closeGoneTerminals();
		process.exit(code);
	};
	const onSignal = (signal: (typeof signals)[number]) => {
		leave(128 + constants.signals[signal]);
	};
	const onError = (error: unknown) => {
		leave(1, () => describe(error));
	};
	const onGone = () => onSignal('SIGHUP');
	for (const signal of signals) process.on(signal, onSignal);
	process.stdin.on('end', onGone).on('error', onGone);
	process.stdout.on('error', onGone);
	// A rejection that nobody handles ends here too (Node's `--unhandled-rejections=throw`, the default).
	process.on('uncaughtException', onError);
	return () => {
		for (const signal of signals) process.off(signal, onSignal);
		process.stdin.off('end', onGone).off('error', onGone);
		process.stdout.off('error', onGone);
		process.off('uncaughtException', onError);
	};
}
