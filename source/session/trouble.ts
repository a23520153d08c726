import type {S3Failure} from '../s3/failure.js';
import {truncateMiddle} from '../terminal/cells.js';
import {escapeForTerminal} from '../terminal/escape.js';
import {wrapText} from '../terminal/wrap.js';

/** What went wrong, as it is told: an answer of S3, or a sentence of ours. */
export type Trouble = S3Failure | string;

/** What failed, in words that are safe for the terminal. */
export type TroubleWords = {
	/** The operation, on what, the code, the HTTP status and the request id; or our own sentence. */
	readonly what: string;
	/** What to do, and what the server said of it. */
	readonly advice?: string;
};

export function troubleWords(trouble: Trouble): TroubleWords {
	if (typeof trouble === 'string') return {what: escapeForTerminal(trouble)};
	const {operation, target, code, status, requestId, serverMessage, advice} = trouble;
	// A long key must not push out what went wrong.
	const where = truncateMiddle(
		escapeForTerminal([target.bucket, target.key].filter(each => each !== undefined).join('/')),
		100,
		'...',
	);
	const facts = [
		code,
		...(status === undefined ? [] : [`HTTP ${status}`]),
		...(requestId === undefined ? [] : [`request ${requestId}`]),
	];
	// Without a status the words are those of a library, not of a server.
	const said =
		serverMessage === undefined || status === undefined ? '' : ` The server said: ${serverMessage}`;
	return {
		what: `${`${operation} ${where}`.trimEnd()}: ${escapeForTerminal(facts.join(', '))}`,
		advice: escapeForTerminal(advice + said),
	};
}

/** What failed takes at most this many rows of a screen. */
const mostRows = 5;

/** The rows that tell of a failure, without their sign: what failed, then what to do. */
export function troubleTexts(
	trouble: Trouble,
	width: number,
): ReadonlyArray<{readonly text: string; readonly strong: boolean}> {
	const {what, advice} = troubleWords(trouble);
	const room = Math.max(10, width - 4);
	return [
		...wrapText(what, room).map(text => ({text, strong: true})),
		...(advice === undefined ? [] : wrapText(advice, room).map(text => ({text, strong: false}))),
	].slice(0, mostRows);
}
