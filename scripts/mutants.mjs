// Breaks the program in each way of test/mutants, one after the other and in a copy, and says which test
// notices: see docs/dev/testing.md.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {staleness} from './mutants/check.mjs';
import {readMutants, resultsPath, root} from './mutants/lists.mjs';
import {table} from './mutants/table.mjs';
import {inCopy, Trial} from './mutants/try.mjs';
import {misfits} from './mutants/types.mjs';

const {values: given} = parseArgs({
	options: {
		/** Only mutants whose list, file or id holds this text, or another one that is given so. */
		only: {type: 'string', multiple: true, default: ['']},
		/** Those too that have a result. */
		again: {type: 'boolean', default: false},
		/** Those that survived. */
		survivors: {type: 'boolean', default: false},
		/** Whether the compiler notices, instead of whether a test does. */
		types: {type: 'boolean', default: false},
		/** Whether the lists and the table are up to date, instead of trying anything. */
		check: {type: 'boolean', default: false},
	},
});

const all = readMutants();
const results = readResults();
const wanted = all.filter(({id, list, file}) => {
	const isNamed = given.only.some(only => [id, list, file].some(text => text.includes(only)));
	if (!isNamed) return false;
	if (given.survivors) return results[id]?.survived !== undefined;
	return given.again || given.types || results[id] === undefined;
});

// The first of each file, then the second: what is tried in a piece is of all rules.
const place = ({file}, at) => wanted.slice(0, at).filter(other => other.file === file).length;
const inTurn = wanted
	.map((mutant, at) => ({mutant, place: place(mutant, at)}))
	.sort((one, other) => one.place - other.place)
	.map(({mutant}) => mutant);

const document = join(root, 'docs', 'dev', 'mutants.md');
if (given.check) check();
else {
	if (wanted.length > 0) await inCopy(given.types ? tryTypes : tryAll);
	keepResults();
	writeFileSync(document, table(all, results));
}

function check() {
	const stale = staleness(all, results);
	if (stale.length === 0 && readFileSync(document, 'utf8') !== table(all, results))
		stale.push('docs/dev/mutants.md is not the table of test/mutants: npm run mutants');
	for (const sentence of stale) console.log(sentence);
	if (stale.length > 0) process.exitCode = 1;
}

async function tryTypes(copy) {
	for (const {mutant, why} of misfits(copy, wanted)) {
		console.log(`${mutant.id} is no program: ${mutant.file}: ${mutant.rule}\n  ${why}`);
		process.exitCode = 1;
	}
}

async function tryAll(copy) {
	const trial = new Trial(copy);
	try {
		for (const [at, mutant] of inTurn.entries()) {
			const start = performance.now();
			const said = await trial.try(mutant).catch(error => error);
			const seconds = ((performance.now() - start) / 1000).toFixed(1);
			console.log(
				`${at + 1}/${wanted.length} ${mutant.id} ${wordsOf(said)} (${seconds} s): ${mutant.file}: ${mutant.rule}`,
			);
			if (said instanceof Error || (said.survived && !mutant.survives)) process.exitCode = 1;
			if (said instanceof Error) continue;
			// Others may be at work on other mutants.
			Object.assign(results, readResults(), {[mutant.id]: said});
			keepResults();
		}
	} finally {
		trial.close();
	}
}

function wordsOf(said) {
	if (said instanceof Error) return `CANNOT BE TRIED, ${said.message}`;
	return said.survived === undefined
		? `caught by ${said.by}${said.hung ? ', which hangs' : ''}`
		: 'SURVIVED';
}

function readResults() {
	return existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, 'utf8')) : {};
}

/** In the order of the lists; what is of none comes last: others may be at work on lists that are not these. */
function keepResults() {
	const known = all.flatMap(({id}) => (id in results ? [[id, results[id]]] : []));
	const kept = {...Object.fromEntries(known), ...results};
	writeFileSync(resultsPath, `${JSON.stringify(kept, undefined, '\t')}\n`);
}
