import type {JournalError} from '../../operations/journal/journal.js';
import {journalWords} from '../../text/reason/journal-words.js';
import {CommandError, exitCodes} from './exit.js';

/** Ends a command whose journal cannot be read or written. */
export function journalFailed({problem}: JournalError): CommandError {
	return new CommandError(journalWords(problem), exitCodes.failed);
}
