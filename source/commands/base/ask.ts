import {createInterface} from 'node:readline/promises';
import {PassThrough} from 'node:stream';
import {escapeForTerminal} from '../../terminal/escape.js';
import type {Run} from './command.js';

/** Whether somebody sits at a terminal who can be asked. */
export function canAsk({stdin, stderr}: Pick<Run, 'stdin' | 'stderr'>): boolean {
	return stdin.isTTY === true && stderr.isTerminal;
}

/**
 * Asks on stderr for a word to go on, a key perhaps, which may be typed as it is shown; anything else
 * is no. The terminal echoes what is typed.
 *
 * @throws the signal's reason, when ctrl-c is the answer.
 */
export async function wordTyped(run: Run, question: string, word: string): Promise<boolean> {
	const shown = escapeForTerminal(word);
	const typed = await lineTyped(run, `${escapeForTerminal(question)} Type ${shown} to go on: `);
	return typed === word || typed?.trim() === shown;
}

/**
 * Asks on stderr for a line; undefined where none comes. The terminal echoes what is typed.
 *
 * @param prompt safe for the terminal. @throws the signal's reason, when ctrl-c is the answer.
 */
export async function lineTyped(run: Run, prompt: string): Promise<string | undefined> {
	await run.stderr.write(prompt);
	// Without a terminal's own editing: its cooked mode has erase and kill, and keeps ctrl-c a signal.
	const lines = createInterface({input: run.stdin, output: new PassThrough(), terminal: false});
	try {
		const typed = await Promise.race([
			lines.question('', {signal: run.signal}),
			new Promise<undefined>(resolve => lines.once('close', () => resolve(undefined))),
		]);
		if (typed === undefined) await run.say('');
		return typed;
	} finally {
		lines.close();
	}
}
