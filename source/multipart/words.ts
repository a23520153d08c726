import {formatCount} from './units.js';

/** Ascending part numbers as a person writes them: `3, 725-742`; the rest is counted beyond `limit` ranges. */
export function partRanges(numbers: readonly number[], limit = 6): string {
	const ranges: Array<[first: number, last: number]> = [];
	for (const number of numbers) {
		const open = ranges.at(-1);
		if (open !== undefined && number === open[1] + 1) open[1] = number;
		else ranges.push([number, number]);
	}
	const shown = ranges
		.slice(0, limit)
		.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
	const rest = ranges.slice(limit).reduce((sum, [first, last]) => sum + last - first + 1, 0);
	return shown.join(', ') + (rest === 0 ? '' : ` and ${formatCount(rest)} more`);
}

/**
 * Reads what a person writes for part numbers: `3, 725-742`, `12-` up to `highest`. The numbers come
 * ascending and each once; undefined where it says none, or something else.
 */
export function parsePartRanges(text: string, highest: number): number[] | undefined {
	const numbers = new Set<number>();
	for (const piece of text.split(/[,\s]+/).filter(piece => piece !== '')) {
		const [, from, dash, to] = /^(\d{1,5})(-(\d{1,5})?)?$/.exec(piece) ?? [];
		if (from === undefined) return undefined;
		const first = Number(from);
		const last = dash === undefined ? first : to === undefined ? highest : Number(to);
		if (last < first) return undefined;
		for (let number = first; number <= last; number++) numbers.add(number);
	}
	return numbers.size === 0 ? undefined : [...numbers].sort((a, b) => a - b);
}

/** `Part 3 is` or `Parts 3, 725-742 are`: a subject with its verb, the verb given in both forms. */
export function partsSubject(numbers: readonly number[], verbs: readonly [string, string]): string {
	return numbers.length === 1
		? `Part ${numbers[0]} ${verbs[0]}`
		: `Parts ${partRanges(numbers)} ${verbs[1]}`;
}
