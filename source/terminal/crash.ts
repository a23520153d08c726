import {escapeLines} from './escape.js';
import {withoutSecrets} from './secrets.js';

/** What is said of an error that nobody expected: its stack, without secrets and safe for the terminal. */
export function crashWords(error: unknown): string {
	return escapeLines(`partway failed: ${stackWithoutSecrets(error)}`);
}

/** The stack of an error, or the error as text. Its other properties may be anything, and are left out. */
export function stackWithoutSecrets(error: unknown): string {
	return withoutSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
