import {expect} from 'vitest';
import type {S3Failure} from '../../source/s3/failure/failure.js';
import type {Hint} from '../../source/s3/failure/hint.js';
import {hintWords} from '../../source/text/failure/hint-words.js';

/** What the app says of a failure's cause and what to do. */
export function adviceOf({hint}: Pick<S3Failure, 'hint'>): string {
	return hintWords(hint, 'app');
}

/** Matches a hint by what the app says of it: these words, or what a matcher takes. */
export function saying(words: string | {asymmetricMatch?(text: string): boolean}): unknown {
	return expect.toSatisfy((hint: Hint) => {
		const said = hintWords(hint, 'app');
		return typeof words === 'string' ? said === words : words.asymmetricMatch?.(said) === true;
	});
}
