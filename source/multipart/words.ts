const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes for a sentence: `1.0 MiB`, `58.9 GiB`, `850 MiB`; below 1 KiB `12 bytes`. */
export function bytesInWords(bytes: number): string {
	if (bytes < 1024) return countOf(bytes, 'byte');
	let value = bytes / 1024;
	let unit = 0;
	// 1023.95 would be shown as 1024: it goes up a unit like everything above it.
	while (value >= 1023.5 && unit < units.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `1 part`, `1,204 parts`. */
export function countOf(count: number, noun: string): string {
	return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

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
	return shown.join(', ') + (rest === 0 ? '' : ` and ${rest.toLocaleString('en-US')} more`);
}

/** `Part 3 is` or `Parts 3, 725-742 are`: a subject with its verb, the verb given in both forms. */
export function partsSubject(numbers: readonly number[], verbs: readonly [string, string]): string {
	return numbers.length === 1
		? `Part ${numbers[0]} ${verbs[0]}`
		: `Parts ${partRanges(numbers)} ${verbs[1]}`;
}
