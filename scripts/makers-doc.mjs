/** What docs/held.md takes from the table of makers. */
export function makersText(makers) {
	const rows = makers.map(
		({id, name, pattern, lost, source}) =>
			`| \`${id}\` | ${name} | \`${pattern}\` | ${lost} | ${source} |`,
	);
	const head =
		'| | who it is | the keys of its uploads | what an abort of one loses | where that is said |';
	return [head, '|---|---|---|---|---|', ...rows].join('\n');
}
