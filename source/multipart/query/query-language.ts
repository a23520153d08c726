import {queryWords} from './query-words.js';

/** One thing to ask for. */
export type QueryField = {
	/** What may follow its name, the usual sign first. */
	readonly signs: readonly string[];
	/** What may follow the sign, several with commas; absent where it is no choice. */
	readonly values?: readonly string[];
	/** A sentence that says what it is, with examples. */
	readonly example: string;
	/** Another name of one of the others: understood, and not offered. */
	readonly isAlias?: true;
};

/** What can be asked for, by name. */
export type QueryLanguage<More = unknown> = Readonly<Record<string, QueryField & More>>;

/** What could be typed at a place of a query. */
export type Suggestions = {
	/** What they take the place of: UTF-16 units of the text. */
	readonly from: number;
	readonly to: number;
	readonly options: readonly string[];
	/** A sentence that says what is to be typed, where that is no choice. */
	readonly hint?: string;
};

/**
 * What can follow at the cursor: the names of what can be asked for, a sign, a value, or a saved filter.
 *
 * @param saved the names of the saved filters, without their `@`.
 */
export function suggestionsAt(
	text: string,
	cursor: number,
	language: QueryLanguage,
	saved: readonly string[] = [],
): Suggestions {
	const before = text.slice(0, cursor);
	const last = queryWords(before).at(-1);
	const word = last?.to === before.length ? last : undefined;
	const place = (from: number, options: readonly string[], hint?: string): Suggestions => ({
		...{from, to: cursor, options},
		...(hint === undefined ? {} : {hint}),
	});
	if (word?.unclosed) return place(cursor, []);
	const {field, sign, value = ''} = word ?? {};
	const from = word === undefined ? cursor : word.from + (word.negated ? 1 : 0);
	if (field === undefined || sign === undefined) {
		const typed = before.slice(from);
		if (typed.startsWith('"')) return place(cursor, []);
		// A minus alone stands before whatever is offered.
		const [at, begun] = typed === '-' ? [cursor, ''] : [from, typed.toLowerCase()];
		return place(at, wordsLike(begun, language, saved));
	}
	const asked = Object.hasOwn(language, field) ? language[field] : undefined;
	if (asked?.values === undefined) return place(cursor, [], asked?.example);
	const given = value.toLowerCase().split(',');
	const begun = given.pop() ?? '';
	const left = asked.values.filter(each => each.startsWith(begun) && !given.includes(each));
	return place(cursor - begun.length, left);
}

/** The names, or the signs behind one that is whole; the saved filters behind an `@`. */
function wordsLike(
	begun: string,
	language: QueryLanguage,
	saved: readonly string[],
): readonly string[] {
	const filters = saved
		.map(name => `@${name}`)
		.filter(each => each.toLowerCase().startsWith(begun));
	if (begun.startsWith('@')) return filters;
	if (Object.hasOwn(language, begun)) return language[begun]?.signs.map(sign => begun + sign) ?? [];
	const names = Object.entries(language)
		.filter(([name, {isAlias}]) => !isAlias && name.startsWith(begun))
		.map(([name, {signs}]) => name + signs[0]);
	return [...names, ...filters];
}
