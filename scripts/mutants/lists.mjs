import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'test', 'mutants');
export const resultsPath = join(folder, 'results.json');

/** All mutants, by list and in its order: each is a change of one file that breaks a rule. */
export function readMutants() {
	return readdirSync(folder)
		.filter(name => name.endsWith('.json') && join(folder, name) !== resultsPath)
		.sort()
		.flatMap(name =>
			JSON.parse(readFileSync(join(folder, name), 'utf8')).map(mutant => ({
				...mutant,
				list: name.replace(/[.]json$/, ''),
				id: idOf(mutant),
			})),
		);
}

/** The same as long as the change is the same: what was found out about another change does not count. */
function idOf({file, from, to}) {
	return createHash('sha1').update(`${file}\n${from}\n${to}`).digest('hex').slice(0, 10);
}

/** The text with the change in it. Throws unless the text holds once what is to be changed. */
export function broken(text, {file, from, to}) {
	const [before, after, ...more] = text.split(from);
	if (after === undefined || more.length > 0)
		throw new Error(`${file} holds ${more.length + (after === undefined ? 0 : 1)} times: ${from}`);
	return before + to + after;
}
