/** One word of a query, with the place where it was typed. */
export type QueryWord = {
	/** From (inclusive) and to (exclusive), UTF-16 units of the query. */
	readonly from: number;
	readonly to: number;
	readonly negated: boolean;
	/** What stands before the sign: `size` of `size>=1GiB`; absent for plain text. */
	readonly field?: string;
	readonly sign?: string;
	/** Without its quotes. */
	readonly value: string;
	readonly unclosed: boolean;
};

const field = /^([a-z][a-z-]*)(>=|<=|[:<>=])/i;

/** All of them have to hold: whoever writes more has pasted something else. */
const mostWords = 100;

/** What is said of a query that has more words than are read; undefined where it has not. */
export function tooManyWords(
	words: readonly QueryWord[],
	text: string,
): {readonly sentence: string; readonly from: number; readonly to: number} | undefined {
	const more = words[mostWords];
	return (
		more && {sentence: `At most ${mostWords} words are read.`, from: more.from, to: text.length}
	);
}

/**
 * Cuts a query into its words: blanks separate, quotes hold together (`key:"a b"`, `"-x"`), a `-` in front
 * negates. It ends with the first word that is one too many.
 */
export function queryWords(text: string): QueryWord[] {
	const words: QueryWord[] = [];
	let at = 0;
	for (;;) {
		while (at < text.length && /\s/.test(text.charAt(at))) at++;
		if (at >= text.length || words.length > mostWords) return words;
		const from = at;
		const negated = text[at] === '-' && at + 1 < text.length && !/\s/.test(text.charAt(at + 1));
		if (negated) at++;
		const [whole = '', name, sign] = field.exec(text.slice(at)) ?? [];
		at += whole.length;
		let value = '';
		let quoted = false;
		for (; at < text.length && (quoted || !/\s/.test(text.charAt(at))); at++) {
			if (text[at] === '"') quoted = !quoted;
			else value += text[at];
		}
		words.push({from, to: at, negated, field: name?.toLowerCase(), sign, value, unclosed: quoted});
	}
}

/**
 * A query without the words that cannot be read: one that is half typed asks for nothing yet.
 *
 * @param problemOf the first word that cannot be read, which is not empty; undefined where there is none.
 */
export function readableText(
	text: string,
	problemOf: (text: string) => Pick<QueryWord, 'from' | 'to'> | undefined,
): string {
	let rest = text;
	for (let problem = problemOf(rest); problem !== undefined; problem = problemOf(rest))
		rest = rest.slice(0, problem.from) + rest.slice(problem.to);
	return rest;
}
