import {type QueryWord, queryWords, tooManyWords} from './query-words.js';

/** Filters by their names. */
export type SavedFilters = ReadonlyArray<{readonly name: string; readonly text: string}>;

/** Why words cannot be read, and which are meant: UTF-16 units of the text. */
type Problem = {readonly sentence: string; readonly from: number; readonly to: number};

/**
 * The words of a query; in the place of `@name` stand those of the filter that is saved under the name, where that
 * was typed.
 */
export function wordsWithSaved(
	text: string,
	saved: SavedFilters,
): {readonly words: readonly QueryWord[]} | {readonly problem: Problem} {
	const words: QueryWord[] = [];
	for (const word of queryWords(text)) {
		const {from, to} = word;
		if (!namesFilter(text, word)) {
			words.push(word);
			continue;
		}
		const found = filterOf(word, saved);
		if (typeof found === 'string') return {problem: {sentence: found, from, to}};
		for (const each of queryWords(found.text)) words.push({...each, from, to});
	}
	const problem = tooManyWords(words, text);
	return problem === undefined ? {words} : {problem};
}

/** A query with the text of each filter in the place of its name, so that it can be saved itself. */
export function withoutNames(text: string, saved: SavedFilters): string {
	return queryWords(text).reduceRight((whole, word) => {
		const found = namesFilter(text, word) ? filterOf(word, saved) : undefined;
		return found === undefined || typeof found === 'string'
			? whole
			: whole.slice(0, word.from) + found.text + whole.slice(word.to);
	}, text);
}

/** Whether a query names a saved filter. */
export function namesSaved(text: string): boolean {
	return queryWords(text).some(word => namesFilter(text, word));
}

/** Whether a word was typed as the name of a filter: one in quotes is text. */
function namesFilter(text: string, {from, negated, field}: QueryWord): boolean {
	return field === undefined && text.charAt(from + (negated ? 1 : 0)) === '@';
}

/** The filter that a word names; a sentence where there is none. */
function filterOf({negated, value}: QueryWord, saved: SavedFilters) {
	if (negated) return 'A saved filter takes no minus: put it before its words.';
	const found = saved.find(({name}) => `@${name}` === value);
	if (found !== undefined) return found;
	const there = saved.map(({name}) => `@${name}`).join(', ');
	return `No filter is saved as “${value}”${there === '' ? '' : `, but ${there}`}; quotes find it as text.`;
}
