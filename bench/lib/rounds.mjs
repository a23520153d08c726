/** The median, between the two in the middle where there is none. */
export function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs each in turn, A B C A B C …, so that a machine that grows slower does so for all of them; first a round that does
 * not count, unless there is time for no other. Another client that fails is left out from then on, and named; `most`
 * says how often a slow one runs.
 *
 * @param {ReadonlyArray<{name: string, most?: number, run(round: number): Promise<Record<string, number>>}>} runners
 * @param {{rounds: number, warmUp?: number, until: number}} terms no round begins that would not end `until` then, by performance.now()
 * @returns {Promise<{rows: object[], notes: string[]}>} the rows in the order of the runners; what was left out
 */
export async function inTurn(runners, {rounds, warmUp = 1, until}) {
	const left = new Map(runners.map(runner => [runner.name, {...runner, warm: [], results: []}]));
	const notes = [];
	let longest = 0;
	for (let round = -warmUp; round < rounds; round++) {
		const begun = performance.now();
		if (round > -warmUp && begun + longest > until) {
			const did = Math.max(1, round);
			notes.push(`${did} of ${rounds} rounds: then the time for this work was up.`);
			break;
		}
		for (const {name, most = rounds, run, warm, results} of left.values()) {
			if (results.length >= most) continue;
			try {
				(round < 0 ? warm : results).push(await run(round));
				process.stderr.write('.');
			} catch (error) {
				if (name === 'partway') throw error;
				left.delete(name);
				notes.push(`${name} is left out: ${error.message.split('\n', 2).join(' ')}`);
				process.stderr.write('x');
			}
		}
		longest = Math.max(longest, performance.now() - begun);
	}
	const rows = [...left.values()].map(({name, warm, results}) =>
		summed(name, results.length > 0 ? results : warm),
	);
	return {rows, notes};
}

/** A row of the report: min, median and max of each figure. */
function summed(name, runs) {
	const measured = Object.keys(runs[0] ?? {}).filter(figure => runs[0][figure] !== undefined);
	const figures = measured.map(figure => [figure, spreadOf(runs.map(run => run[figure]))]);
	return {name, runs: runs.length, ...Object.fromEntries(figures)};
}

/** @param {readonly number[]} values */
export function spreadOf(values) {
	return {min: Math.min(...values), median: median(values), max: Math.max(...values)};
}
