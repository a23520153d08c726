import type {Run} from '../command.js';
import {BrokenPipe, UnwritableOutput} from './output.js';

/**
 * Writes on stdout what became of an act, whoever interrupted meanwhile. It has happened: where stdout takes
 * nothing, `happened` says so on stderr, and where nobody reads it, the exit code says it all the same.
 *
 * @param happened lines that are safe for a terminal; none where they were said before.
 * @throws UnwritableOutput
 */
export async function writeOutcome(
	run: Run,
	text: string,
	happened: readonly string[],
): Promise<void> {
	try {
		await run.stdout.write(text);
	} catch (error) {
		if (error instanceof BrokenPipe) return;
		if (error instanceof UnwritableOutput) await run.say(...happened);
		throw error;
	}
}
