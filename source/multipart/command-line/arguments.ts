import {quoteForShell} from './shell-quote.js';

/** An option and its value, if it has one; a value that begins with a dash would be taken for an option. */
export function argument(name: string, value: string | undefined): string[] {
	if (value === undefined) return [];
	return value.startsWith('-') ? [`${name}=${value}`] : [name, value];
}

/** One line for a shell; undefined where a word is what no command line can carry. */
export function commandLine(words: readonly string[]): string | undefined {
	const quoted = words.map(quoteForShell);
	return quoted.includes(undefined) ? undefined : quoted.join(' ');
}
