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
	await run.stderr.write(`${escapeForTerminal(question)} Type ${shown} to go on: `);
	// Without a terminal's own editing: its cooked mode has erase and kill, and keeps ctrl-c a signal.
	const lines = createInterface({input: run.stdin, output: new PassThrough(), terminal: false});
	try {
		const typed = await Promise.race([
			lines.question('', {signal: run.signal}),
			new Promise<undefined>(resolve => lines.once('close', () => resolve(undefined))),
		]);
		if (typed === undefined) await run.say('');
		return typed === word || typed?.trim() === shown;
	} finally {
		lines.close();
	}
}
