import type {S3Failure} from '../../s3/failure/failure.js';
import {truncateMiddle} from '../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../terminal/escape.js';
import type {Surface} from '../surface.js';
import {hintWords} from './hint-words.js';

/** What failed, in words that are safe for the terminal. */
export type FailureWords = {
	/** The operation, on what, the code, the HTTP status and the request id; or a sentence of ours. */
	readonly what: string;
	/** What to do, and what the server said of it. */
	readonly advice?: string;
};

/** What an answer was, as far as it is known: `NoSuchKey`, `HTTP 404`, `request 7F3A`. A code that is the status alone stands once. */
export function answerFacts({
	code,
	status,
	requestId,
}: {
	readonly code?: string;
	readonly status?: number;
	readonly requestId?: string;
}): string[] {
	const http = status === undefined ? undefined : `HTTP ${status}`;
	return [
		code,
		http === code ? undefined : http,
		requestId === undefined ? undefined : `request ${requestId}`,
	].filter(each => each !== undefined);
}

/**
 * @param nameCells what the bucket and the key may take: a long key must not push out what went wrong.
 * @param saidCells what of either end of the advice is shown.
 */
export function failureWords(
	{operation, target, code, status, requestId, serverMessage, hint}: S3Failure,
	surface: Surface,
	nameCells = 100,
	saidCells = Number.POSITIVE_INFINITY,
): FailureWords {
	const where = truncateMiddle(
		escapeInCells(
			[target.bucket, target.key].filter(each => each !== undefined).join('/'),
			nameCells,
		),
		nameCells,
		'...',
	);
	const facts = answerFacts({code, status, requestId});
	// Without a status the words are those of a library, not of a server.
	const said =
		serverMessage === undefined || status === undefined ? '' : ` The server said: ${serverMessage}`;
	return {
		what: `${`${operation} ${where}`.trimEnd()}: ${escapeForTerminal(facts.join(', '))}`,
		advice: escapeInCells(hintWords(hint, surface) + said, saidCells),
	};
}
