import {describe, test} from 'vitest';
import {compareSeeds} from './differential.js';

/** So many in all, in chunks that end each by itself. 100,000 take ten minutes: more than CI has for them. */
const cases = Number(process.env['CASES'] ?? 20_000);
const chunk = 5_000;

const first = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

describe(`the lean way and the SDK agree on ${cases} drawn answers, from seed ${first}`, () => {
	for (let from = first; from < first + cases; from += chunk)
		test(`${chunk} from seed ${from}`, {timeout: 3_600_000}, () => compareSeeds(from, chunk));
});
