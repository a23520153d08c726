import type {Hint} from '../failure/hint.js';
import {WireError} from './wire-error.js';
import type {Answered} from './wire-response.js';

/** What an answer may hold at most: enough for a page of 50,000 uploads, and little enough for memory. */

/** Bytes. A page of 1000 uploads has 2 MB at most; noobaa sends more rows than were asked for. */
const longestListing = 64 * 1024 * 1024;

/** Bytes: of an error, and of what says yes to an act. S3 sends one thousand at most. */
const longestOther = 8 * 1024 * 1024;

/** An upload with all that S3 says of it has 26. */
const mostTags = 2_000_000;

/** S3 has elements in elements in elements, and a rule of a lifecycle one or two more. */
const deepest = 100;

/** Characters between two tags. A key has 1024 bytes. */
const longestText = 1024 * 1024;

/** What there is more of in an answer than in any that S3 sends. */
type Excess = Extract<Hint, {code: 'overlong-answer'}>['what'];

/** An answer that is not read to its end. */
export class OverlongAnswer extends WireError {
	readonly hint: Hint;

	constructor(what: Excess, answered?: Answered) {
		super('UnexpectedAnswer', what, answered);
		this.hint = {code: 'overlong-answer', what};
	}
}

/** How many bytes of the body of an answer are read. */
export function longestBody(operation: string, status: number): number {
	return status < 300 && /^(?:List|Get)/.test(operation) ? longestListing : longestOther;
}

/**
 * What there is too much of in a document, as `plainXml` makes it: readers of XML take memory by its elements, and the call stack
 * by its depth. Undefined where it can be read.
 */
export function excessOf(body: string): Excess | undefined {
	let tags = 0;
	let depth = 0;
	for (let at = body.indexOf('<'); at >= 0; ) {
		if (++tags > mostTags) return 'elements';
		const next = body.indexOf('<', at + 1);
		if ((next < 0 ? body.length : next) - at > longestText) return 'characters in a field';
		if (body[at + 1] === '/') depth--;
		else if (!isEmpty(body, at, next)) depth++;
		if (depth > deepest) return 'nested elements';
		at = next;
	}
	return undefined;
}

/** Whether the tag that begins there is an element by itself. It ends before the next one begins. */
function isEmpty(body: string, at: number, next: number): boolean {
	const end = body.indexOf('>', at);
	return end > 0 && (next < 0 || end < next) && body[end - 1] === '/';
}
