import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {broken, root} from './lists.mjs';

/** What is stale in the lists of mutants, a sentence each; without trying any. */
export function staleness(mutants, results) {
	const ids = new Set();
	return mutants.flatMap(mutant => {
		const {id, rule, file, tests, survives} = mutant;
		const result = results[id];
		const found = [];
		if (ids.has(id)) found.push('is listed twice');
		ids.add(id);
		try {
			broken(readFileSync(join(root, file), 'utf8'), mutant);
		} catch (error) {
			found.push(error.message);
		}
		const missing = tests.filter(test => !existsSync(join(root, test)));
		if (missing.length > 0) found.push(`names tests that are not there: ${missing.join(', ')}`);
		if (result === undefined) found.push('was not tried: npm run mutants');
		else if (result.survived !== undefined && survives === undefined)
			found.push('survives, and nothing says why');
		return found.map(what => `${file}: “${rule}” ${what}`);
	});
}
