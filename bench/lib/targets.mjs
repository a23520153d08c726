const percent = value => `${(value * 100).toFixed(1)} %`;
const units = {
	times: value => value.toFixed(2),
	seconds: value => `${value.toFixed(1)} s`,
	milliseconds: value => `${Math.round(value * 1000)} ms`,
	megabytes: value => `${Math.round(value / 1e6)} MB`,
	percent,
};

/** How many times the median of one row is that of another; undefined where one of them is missing. */
export function times(rows, figure, other, one = 'partway') {
	const [ours, theirs] = [one, other].map(
		name => rows.find(row => row.name === name)?.[figure]?.median,
	);
	return ours === undefined || !(theirs > 0) ? undefined : ours / theirs;
}

/** A figure of partway's row: its median, unless `of` says another of the three. */
export const ours = (rows, figure, of = 'median') =>
	rows.find(({name}) => name === 'partway')?.[figure]?.[of];

/**
 * What was to be reached, and whether it was.
 *
 * @param {ReadonlyArray<{title: string, targets?: ReadonlyArray<[string, number | undefined, number, keyof typeof units]>}>} results
 */
export function targetsTable(results) {
	const lines = results.flatMap(({title, targets = []}) =>
		targets.map(([words, is, atMost, unit = 'times']) => {
			const write = units[unit];
			const verdict = is === undefined ? 'not measured' : is <= atMost ? 'met' : '**missed**';
			return `| ${title}: ${words} | ${write(atMost)} | ${is === undefined ? '' : write(is)} | ${verdict} |`;
		}),
	);
	return ['| target | at most | is | |', '|---|---|---|---|', ...lines].join('\n');
}
