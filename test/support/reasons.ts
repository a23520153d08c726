import type {Reason} from '../../source/operations/reason/reason.js';
import {reasonWords} from '../../source/text/reason/reason-words.js';

/** A reason that says just this. */
export function asWritten(sentence: string): Reason {
	return {code: 'as-written', sentence};
}

/** What users read of something. */
export function sentenceOf(result: {readonly reason: Reason} | undefined): string {
	return result === undefined ? '' : reasonWords(result.reason);
}

/** Matches a reason by what users read of it: the whole sentence, or a matcher of one. */
export function said(expected: string | {asymmetricMatch(sentence: string): boolean}) {
	return {
		asymmetricMatch: (reason: Reason) =>
			typeof expected === 'string'
				? reasonWords(reason) === expected
				: expected.asymmetricMatch(reasonWords(reason)),
		toString: () => 'said',
		toAsymmetricMatcher: () => `said<${expected}>`,
	};
}
