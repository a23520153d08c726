const head = `# Mutants

Deliberate breaks of the rules that matter, tried one by one in a copy: which test notices. Written by \`npm run mutants\`: see [testing](testing.md#mutants).
`;

/** The document that says of each mutant which test catches it. */
export function table(mutants, results) {
	const states = mutants.map(mutant => stateOf(results[mutant.id]));
	const countOf = state => states.filter(each => each.state === state).length;
	const [caught, survived, left] = ['caught', 'survived', 'untried'].map(countOf);
	const share = ((caught / Math.max(1, caught + survived)) * 100).toFixed(1);
	const counts = [
		`${mutants.length} mutants. Caught: ${caught} (${share} %). Survived: ${survived}.`,
		...(left === 0 ? [] : [`Not tried yet: ${left}.`]),
	].join(' ');
	const survivors = mutants.filter((_, at) => states[at].state === 'survived');
	return [
		head,
		`${counts}\n`,
		...(survivors.length === 0 ? [] : ['## Survivors\n', ...survivors.map(survivorLine), '']),
		...listsOf(mutants).flatMap(list => [
			`## ${list}\n`,
			'| what it breaks | in | caught by |',
			'|---|---|---|',
			...mutants
				.map((mutant, at) => ({mutant, by: states[at].by}))
				.filter(({mutant}) => mutant.list === list)
				.map(({mutant: {rule, file}, by}) => `| ${cell(rule)} | \`${file}\` | ${by} |`),
			'',
		]),
	].join('\n');
}

function stateOf(result) {
	if (result === undefined) return {state: 'untried', by: 'not tried yet'};
	if (result.survived !== undefined) return {state: 'survived', by: 'nothing'};
	const hangs = result.hung ? ', which hangs' : '';
	return {state: 'caught', by: `\`${result.by}\`${hangs}`};
}

function survivorLine({rule, file, survives = 'Not explained yet.'}) {
	return `- ${rule} (\`${file}\`) ${survives}`;
}

function listsOf(mutants) {
	return [...new Set(mutants.map(({list}) => list))];
}

function cell(text) {
	return text.replaceAll('|', '\\|');
}
