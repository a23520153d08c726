import type {S3Failure} from '../../s3/failure/failure.js';
import {truncateEnd} from '../../terminal/cells.js';
import {escapeInCells} from '../../terminal/escape.js';
import {wrapText} from '../../terminal/wrap.js';
import {type FailureWords, failureWords} from '../../text/failure/failure-words.js';

/** What went wrong: an answer of S3, or a sentence of ours. */
export type Trouble = S3Failure | string;

/** Of an upload whose parts were asked for. */
export const notFoundTrouble =
	'The upload is listed and not found: the service lists exactly this key and id, then answers that there is no such upload.';

/**
 * In words that are safe for the terminal; a sentence of ours stands alone.
 *
 * @param cells what of either end of a sentence is shown.
 */
export function troubleWords(trouble: Trouble, cells = Number.POSITIVE_INFINITY): FailureWords {
	return typeof trouble === 'string'
		? {what: escapeInCells(trouble, cells)}
		: failureWords(trouble, 'app', undefined, cells);
}

/** What failed takes at most this many rows of a screen. */
const mostRows = 5;

/** The rows that tell of a failure, without their sign: what failed, then what to do. */
export function troubleTexts(
	trouble: Trouble,
	width: number,
): ReadonlyArray<{readonly text: string; readonly strong: boolean}> {
	const room = Math.max(10, width - 4);
	const {what, advice} = troubleWords(trouble, mostRows * room);
	const rows = (text: string) => wrapText(text, room, mostRows + 1);
	const all = [
		...rows(what).map(text => ({text, strong: true})),
		...(advice === undefined ? [] : rows(advice).map(text => ({text, strong: false}))),
	];
	const last = all[mostRows - 1];
	if (all.length <= mostRows || last === undefined) return all;
	const cut = {...last, text: `${truncateEnd(last.text, room - 4, '')} ...`};
	return [...all.slice(0, mostRows - 1), cut];
}
