import type {Operation} from '../failure/operation.js';
import {plainXml} from '../gateway/names.js';
import {rowsIn} from '../gateway/unread-rows.js';
import {isWide} from '../network/charset.js';
import {errorUnderSuccess, isCut, isExpectedAnswer, repairListing} from './answer-body.js';
import {excessOf, OverlongAnswer} from './bounds.js';
import {FallsThrough, fallsThrough} from './fall-through.js';
import {localNames} from './local-names.js';
import {shortError} from './short-error.js';
import {WireError} from './wire-error.js';
import type {Answered, WireResponse} from './wire-response.js';

/** CreateSession asks for the session that reading a directory bucket needs. */
const read = /^(?:List|Head|Get|CreateSession)/;

export function isRead(operation: Operation): boolean {
	return read.test(operation);
}

/**
 * Throws for an answer that is none of S3's, and hands the SDK a body that it reads right. Returns how many rows a listing
 * seems to hold.
 */
export function judge(
	operation: Operation,
	response: WireResponse,
	body: string | undefined,
	answered: Answered,
): number | undefined {
	if (body === undefined) {
		const html = /^text\/html/i.test(response.headers['content-type'] ?? '');
		// A service's 404 says that no object is there; a proxy's says nothing.
		if (response.statusCode === 404 && html && answered.requestId === undefined)
			throw new WireError('UnexpectedAnswer', '', answered);
		return undefined;
	}
	let text = body;
	let rows: number | undefined;
	if (response.statusCode >= 200 && response.statusCode < 300) {
		if (isWide(text)) throw new OverlongAnswer('bytes in a character', answered);
		const error = errorUnderSuccess(text);
		if (error !== undefined)
			throw new WireError(error.code, error.message, {...answered, fields: error.fields});
		text = plainXml(text);
		const excess = excessOf(text);
		if (excess !== undefined) throw new OverlongAnswer(excess, answered);
		text = localNames(text);
		const isExpected = isExpectedAnswer(operation, response.statusCode, text);
		if (!isExpected && fallsThrough(operation, response.headers, text))
			throw new FallsThrough(operation, answered);
		if (body !== '' && isRead(operation) && isCut(operation, text))
			throw new WireError('CutAnswer', '', answered);
		if (!isExpected) throw new WireError('UnexpectedAnswer', '', answered);
		rows = rowsIn(operation, text);
		text = repairListing(text);
	} else text = shortError(text);
	response.body = Buffer.from(text, 'utf8');
	return rows;
}
