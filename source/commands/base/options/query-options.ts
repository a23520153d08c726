import type {Command} from 'commander';
import {parseQuery, type Query} from '../../../multipart/query/query.js';
import {parseAge, parseSize} from '../../../multipart/query/query-values.js';
import type {SavedFilters} from '../../../multipart/query/saved-filters.js';
import type {Target} from '../../../profiles/resolve/target.js';
import {usageError} from '../exit.js';

/** Which uploads are meant, as the commands take it. */
export type QueryFlags = {
	readonly query?: string;
	readonly stalledFor?: string;
	readonly olderThan?: string;
	readonly largerThan?: string;
	readonly prefix?: string;
};

/** The options that choose uploads, the same for every command that takes many. */
export function addQueryOptions<C extends Command>(command: C): C {
	return command
		.optionsGroup('Which uploads:')
		.option(
			'-q, --query <text>',
			"what / in the app takes: 'state:stalled size>1GiB key:*.iso', @name",
		)
		.option('--stalled-for <time>', 'stalled, without a new part for longer than this: 12h, 7d, 2w')
		.option('--older-than <time>', 'initiated longer ago than this: 30d')
		.option('--larger-than <bytes>', 'whose parts hold more than this: 500MB, 1GiB')
		.option('--prefix <text>', 'whose keys begin with this; only those are listed')
		.optionsGroup('Options:');
}

/**
 * The query that the options make together: each must hold. Without any, undefined.
 *
 * @param saved what `@name` stands for: see `savedFilters`.
 * @param states what `--stalled-for` means: an abort means held ones too, to leave them out by name or to take them.
 * @throws CommandError (usage) that names the option.
 */
export function queryOf(
	flags: QueryFlags,
	saved: SavedFilters,
	states: 'stalled' | 'stalled,held' = 'stalled',
): Query | undefined {
	const {query, stalledFor, olderThan, largerThan} = flags;
	if (query?.trim() === '') throw usageError('--query is empty: it would choose every upload.');
	// Alone at first, so that a place in it is one in what was typed.
	const typed = parseQuery(query ?? '', saved);
	if ('problem' in typed) {
		const {sentence, from, to} = typed.problem;
		const marks = ' '.repeat(from) + '^'.repeat(to - from);
		throw usageError(`--query: ${sentence}\n  ${query}\n  ${marks}`);
	}
	const words: string[] = [];
	if (stalledFor !== undefined)
		words.push(`state:${states} idle>${checked('--stalled-for', stalledFor, parseAge, '7d')}`);
	if (olderThan !== undefined)
		words.push(`age>${checked('--older-than', olderThan, parseAge, '30d')}`);
	if (largerThan !== undefined)
		words.push(`size>${checked('--larger-than', largerThan, parseSize, '1GiB')}`);
	if (query !== undefined) words.push(query);
	if (words.length === 0) return undefined;
	const read = parseQuery(words.join(' '), saved);
	if ('query' in read) return read.query;
	throw usageError(`--query: ${read.problem.sentence}`);
}

function checked(
	option: string,
	value: string,
	parse: (text: string) => number | undefined,
	example: string,
): string {
	if (parse(value) === undefined)
		throw usageError(`${option}: "${value}" cannot be read; write it like ${example}.`);
	return value.replaceAll(' ', '');
}

/** The target with the prefix of the option. @throws CommandError (usage) where both name one. */
export function withPrefix(target: Target, {prefix}: QueryFlags): Target {
	if (prefix === undefined) return target;
	if (!prefix.startsWith(target.prefix))
		throw usageError(
			`--prefix "${prefix}" is not below "${target.prefix}", which the target names.`,
		);
	if (!prefix.isWellFormed())
		throw usageError('The prefix is not valid text: half of a character is missing.');
	return {...target, prefix};
}
