import type {CompletionContext, Value} from './contexts.js';

/** Text in single quotes, as bash and zsh read it. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `'context|word'` for every option that takes the next word in any case. */
export function valueTakers(contexts: readonly CompletionContext[]): string[] {
	return contexts.flatMap(({name, options}) =>
		options
			.filter(({needsValue}) => needsValue)
			.flatMap(({flags}) => flags.map(flag => `${name}|${flag}`)),
	);
}

/** `'context|word'` for every command, with the context that it leads to. */
export function ways(
	contexts: readonly CompletionContext[],
): Array<readonly [from: string, to: string]> {
	return contexts.flatMap(({name, commands}) =>
		commands
			.filter(command => contexts.some(context => context.name === `${name} ${command.name}`))
			.map(command => [`${name}|${command.name}`, `${name} ${command.name}`] as const),
	);
}

/** `'context|option'` for every option that takes a value, by what the value may be. */
export function optionValues(
	contexts: readonly CompletionContext[],
): Array<readonly [at: string[], value: Value]> {
	const byValue = new Map<string, {at: string[]; value: Value}>();
	for (const {name, options} of contexts)
		for (const {flags, value} of options) {
			if (value === undefined) continue;
			const known = byValue.get(JSON.stringify(value)) ?? {at: [], value};
			known.at.push(...flags.map(flag => `${name}|${flag}`));
			byValue.set(JSON.stringify(value), known);
		}
	return [...byValue.values()].map(({at, value}) => [at, value] as const);
}
