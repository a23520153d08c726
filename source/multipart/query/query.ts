import type {Range} from '../index/text-filter.js';
import type {QueryClock, QueryFacts} from './query-facts.js';
import {type QueryTerm, queryTerm} from './query-terms.js';
import {type SavedFilters, wordsWithSaved} from './saved-filters.js';

export type {QueryClock, QueryFacts};

/** Chooses uploads. */
export type Query = {
	/** As it was typed. */
	readonly text: string;
	/** Whether it asks for what only parts tell: sizes, last parts, states. */
	readonly needsParts: boolean;
	/** Whether its answer changes as time goes by. */
	readonly needsTime: boolean;
	/** An upload whose parts are not read matches nothing that needs them, neither plain nor negated. */
	matches(facts: QueryFacts, clock: QueryClock): boolean;
	/** Whether an upload whose parts are not read could match once they are. */
	mayMatch(facts: QueryFacts, clock: QueryClock): boolean;
	/** True when nothing excludes the upload and a word asks for a value that is not known, such as a missing date. */
	isOpen(facts: QueryFacts, clock: QueryClock): boolean;
	/** What of a key the query's words found, for the eye. */
	find(key: string): Range | undefined;
};

/** Chooses every upload. */
export const everyUpload: Query = {
	text: '',
	needsParts: false,
	needsTime: false,
	matches: () => true,
	mayMatch: () => true,
	isOpen: () => false,
	find: () => undefined,
};

/** Why a query cannot be read, and the word that is meant: UTF-16 units of the text. */
export type QueryProblem = {readonly sentence: string; readonly from: number; readonly to: number};

/**
 * Reads a query: words that must all hold. Plain words are looked for in the key, `state:`, `age>`, `idle>`,
 * `size>=`, `parts:`, `prefix:`, `key:` (with `*` and `?`) and `id:` ask for one thing each, `-` negates,
 * quotes hold blanks together, `@name` is a saved filter. An empty text chooses everything.
 */
export function parseQuery(
	text: string,
	saved: SavedFilters = [],
): {query: Query} | {problem: QueryProblem} {
	const terms: Array<QueryTerm & {negated: boolean}> = [];
	const read = wordsWithSaved(text, saved);
	if ('problem' in read) return read;
	for (const word of read.words) {
		const term = queryTerm(word);
		if (typeof term === 'string') return {problem: {sentence: term, from: word.from, to: word.to}};
		terms.push({...term, negated: word.negated});
	}
	if (terms.length === 0) return {query: {...everyUpload, text}};
	return {
		query: {
			text,
			needsParts: terms.some(({needsParts}) => needsParts),
			needsTime: terms.some(({needsTime}) => needsTime),
			matches(facts, clock) {
				for (const {holds, negated} of terms) if (holds(facts, clock) !== !negated) return false;
				return true;
			},
			mayMatch(facts, clock) {
				for (const {holds, negated, needsParts} of terms)
					if (!needsParts && holds(facts, clock) !== !negated) return false;
				return true;
			},
			isOpen(facts, clock) {
				let isOpen = false;
				for (const {holds, negated} of terms) {
					const held = holds(facts, clock);
					if (held === negated) return false;
					isOpen ||= held === undefined;
				}
				return isOpen;
			},
			find(key) {
				for (const {find, negated} of terms) {
					const found = negated ? undefined : find?.(key);
					if (found !== undefined) return found;
				}
				return undefined;
			},
		},
	};
}
