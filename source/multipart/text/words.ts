import {formatCount} from './units.js';

/** Part numbers from one to another, both in it. */
export type PartRange = readonly [first: number, last: number];

/** Ascending numbers as ranges, as few as there can be. */
export function rangesOf(numbers: readonly number[]): PartRange[] {
	const ranges: Array<[first: number, last: number]> = [];
	for (const number of numbers) {
		const open = ranges.at(-1);
		if (open !== undefined && number === open[1] + 1) open[1] = number;
		else ranges.push([number, number]);
	}
	return ranges;
}

/** Ranges in any order as ascending ones that neither overlap nor touch. */
export function mergedRanges(ranges: readonly PartRange[]): PartRange[] {
	const merged: Array<[first: number, last: number]> = [];
	for (const [first, last] of ranges.toSorted(([one], [other]) => one - other)) {
		const open = merged.at(-1);
		if (open !== undefined && first <= open[1] + 1) open[1] = Math.max(open[1], last);
		else merged.push([first, last]);
	}
	return merged;
}

/**
 * The numbers from `lowest` to `highest` that are not among the ascending ones. There are never more ranges
 * than numbers and one: a service may list part 2147483647, and nobody can count up to that.
 */
export function gapsIn(numbers: readonly number[], highest: number, lowest = 1): PartRange[] {
	const gaps: PartRange[] = [];
	let next = lowest;
	for (const number of numbers) {
		if (number > highest) break;
		if (number > next) gaps.push([next, number - 1]);
		next = Math.max(next, number + 1);
	}
	return next > highest ? gaps : [...gaps, [next, highest]];
}

/** How many numbers the ranges hold. */
export function countIn(ranges: readonly PartRange[]): number {
	return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Ranges as a person writes them: `3, 725-742`; the rest is counted beyond `limit` of them. */
export function rangeWords(ranges: readonly PartRange[], limit = 6): string {
	const shown = ranges.slice(0, limit).map(([first, last]) => {
		if (first === last) return `${first}`;
		// Ceph RGW 16.2 takes part -1.
		return first < 0 ? `${first} to ${last}` : `${first}-${last}`;
	});
	const rest = countIn(ranges.slice(limit));
	return shown.join(', ') + (rest === 0 ? '' : ` and ${formatCount(rest)} more`);
}

/** `Part 3 is` or `Parts 3, 725-742 are`: a subject with its verb, the verb given in both forms. */
export function partsSubject(numbers: readonly number[], verbs: readonly [string, string]): string {
	return rangesSubject(rangesOf(numbers), verbs);
}

/** The same for ranges. */
export function rangesSubject(
	ranges: readonly PartRange[],
	[one, many]: readonly [string, string],
): string {
	const words = rangeWords(ranges);
	return countIn(ranges) === 1 ? `Part ${words} ${one}` : `Parts ${words} ${many}`;
}
