/** The median, between the two in the middle where there is none. */
export function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs each in turn, A B C A B C …, so that a machine that grows slower does so for all of them; first a round that does
 * not count.
 *
 * @param {ReadonlyArray<{name: string, run(round: number): Promise<Record<string, number>>}>} runners
 * @param {number} rounds
 * @returns {Promise<Map<string, Array<Record<string, number>>>>} by name, in the order of the runners
 */
export async function inTurn(runners, rounds, warmUp = 1) {
	const results = new Map(runners.map(({name}) => [name, []]));
	for (let round = -warmUp; round < rounds; round++)
		for (const {name, run} of runners) {
			const result = await run(round);
			if (round >= 0) results.get(name).push(result);
			process.stderr.write('.');
		}
	process.stderr.write('\n');
	return results;
}

/** The rows of one work, for the report: min, median and max of each figure. */
export function summed(results) {
	return [...results].map(([name, runs]) => {
		const measured = Object.keys(runs[0] ?? {}).filter(figure => runs[0][figure] !== undefined);
		const figures = measured.map(figure => {
			const values = runs.map(run => run[figure]);
			const [min, max] = [Math.min(...values), Math.max(...values)];
			return [figure, {min, median: median(values), max}];
		});
		return {name, runs: runs.length, ...Object.fromEntries(figures)};
	});
}
