import {isOfAnotherUpload} from '../../s3/failure/failure.js';
import {anotherUploadWords} from '../../text/reason/refusal-words.js';

/** What the exit code of a command says; the help and docs/commands.md are written from this. */
export const exitMeanings = {
	0: 'done',
	1: 'something failed or is unknown; each is named on stderr',
	2: 'wrong usage: nothing was sent',
	3: 'refused by a safety rule',
	130: 'interrupted',
} as const;

export type ExitCode = keyof typeof exitMeanings;

export const exitCodes = {done: 0, failed: 1, usage: 2, refused: 3, interrupted: 130} as const;

/** Ends a command with words for stderr, which may hold text from outside: they are escaped when they are shown. */
export class CommandError extends Error {
	override readonly name = 'CommandError';
	readonly code: ExitCode;

	constructor(sentence: string, code: ExitCode) {
		super(sentence);
		this.code = code;
	}
}

/** What was typed cannot be understood, or lacks something: exit code 2. */
export function usageError(sentence: string): CommandError {
	return new CommandError(sentence, exitCodes.usage);
}

/** Refuses an act on what the service says is another upload. @throws CommandError for such a failure only. */
export function refuseAnother(error: unknown): void {
	if (isOfAnotherUpload(error))
		throw refusedBySafety(`${anotherUploadWords(error.hint)} Nothing was sent.`);
}

/** What a dry run says over a read-only connection: it looks, and ends with the code of the act itself. */
export const readOnlyWouldRefuse = 'This connection is read-only: it would be refused.';

/** A rule that protects data says no: exit code 3. */
export function refusedBySafety(sentence: string): CommandError {
	return new CommandError(sentence, exitCodes.refused);
}
