import type {Reason} from '../../operations/reason/reason.js';
import {abortWords} from './abort-words.js';
import {aclWords} from './acl-words.js';
import {completeWords} from './complete-words.js';
import {journalWords} from './journal-words.js';
import {refusalWords} from './refusal-words.js';
import {rescueWords} from './rescue-words.js';
import {rulesWords} from './rules-words.js';
import type {WordsOf} from './words-of.js';

export const wordsOfReasons: WordsOf<Reason, Reason> = {
	...refusalWords,
	...abortWords,
	...completeWords,
	...aclWords,
	...rulesWords,
	...rescueWords,
	'known-meanwhile': 'Its outcome became known meanwhile.',
	'under-way': 'It is still under way: no answer yet.',
	elsewhere: 'It was sent over another connection: open that one to look it up.',
	'complete-probably-failed':
		'After 15 minutes all its parts are still listed and no object has appeared: it has probably failed.',
	'abort-probably-failed':
		'After 15 minutes the upload is still listed: the abort has probably failed.',
	'abort-may-be-repeated': 'The upload is still listed: the abort may be repeated.',
	'closed-by-hand': 'Closed by hand: its outcome is unknown.',
	'line-set-aside': 'Set aside by hand: the line cannot be understood.',
	'another-came-first': 'Nothing was sent: another partway came first.',
	defect: 'It was sent, then partway itself failed.',
	'nothing-sent': ({because}, inWords) => `Nothing was sent. ${inWords(because)}`,
	'left-alone-now': ({because}, inWords) => `It is left alone now. ${inWords(because)}`,
	'still-listed': ({heard, again}, inWords) =>
		heard === 'yes'
			? `The service reported success for an Abort and still lists the upload. ${inWords(again)}`
			: `The answer to an Abort was lost, and the upload is still listed. ${inWords(again)}`,
	'of-earlier-complete': ({found}, inWords) => `Of an earlier Complete: ${inWords(found)}`,
	journal: ({problem}) => journalWords(problem),
	'as-written': ({sentence}) => sentence,
};

/**
 * Why an act came to what it did, as a sentence; where a file holds a code that this partway does not know, or its
 * facts are damaged, the code itself.
 */
export function reasonWords(reason: Reason): string {
	const code = String(reason.code);
	if (!Object.hasOwn(wordsOfReasons, code)) return code;
	const word = wordsOfReasons[reason.code];
	if (typeof word === 'string') return word;
	try {
		const words = (word as (facts: Reason, inWords: typeof reasonWords) => unknown)(
			reason,
			reasonWords,
		);
		return typeof words === 'string' && !lacksFact(words, reason) ? words : code;
	} catch {
		return code;
	}
}

/** Whether a fact that is not there stands in a sentence, as JavaScript writes what is none. */
function lacksFact(words: string, reason: Reason): boolean {
	const none = /undefined|NaN/;
	// Texts of the service may hold the word.
	return none.test(words) && !none.test(JSON.stringify(reason));
}
