import type {Place, Value} from './places.js';

/** Text in single quotes, as bash and zsh read it. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `'place|word'` for every option that takes the next word in any case. */
export function valueTakers(places: readonly Place[]): string[] {
	return places.flatMap(({name, options}) =>
		options
			.filter(({needsValue}) => needsValue)
			.flatMap(({flags}) => flags.map(flag => `${name}|${flag}`)),
	);
}

/** `'place|word'` for every command, with the place that it leads to. */
export function ways(places: readonly Place[]): Array<readonly [from: string, to: string]> {
	return places.flatMap(({name, commands}) =>
		commands
			.filter(command => places.some(place => place.name === `${name} ${command.name}`))
			.map(command => [`${name}|${command.name}`, `${name} ${command.name}`] as const),
	);
}

/** `'place|option'` for every option that takes a value, by what the value may be. */
export function optionValues(
	places: readonly Place[],
): Array<readonly [at: string[], value: Value]> {
	const byValue = new Map<string, {at: string[]; value: Value}>();
	for (const {name, options} of places)
		for (const {flags, value} of options) {
			if (value === undefined) continue;
			const known = byValue.get(JSON.stringify(value)) ?? {at: [], value};
			known.at.push(...flags.map(flag => `${name}|${flag}`));
			byValue.set(JSON.stringify(value), known);
		}
	return [...byValue.values()].map(({at, value}) => [at, value] as const);
}
