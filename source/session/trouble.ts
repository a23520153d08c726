import type {S3Failure} from '../s3/failure.js';
import {type FailureWords, failureWords} from '../s3/failure-words.js';
import {escapeForTerminal} from '../terminal/escape.js';
import {wrapText} from '../terminal/wrap.js';

/** What went wrong, as it is told: an answer of S3, or a sentence of ours. */
export type Trouble = S3Failure | string;

/** In words that are safe for the terminal; a sentence of ours stands alone. */
export function troubleWords(trouble: Trouble): FailureWords {
	return typeof trouble === 'string' ? {what: escapeForTerminal(trouble)} : failureWords(trouble);
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
