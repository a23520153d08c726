import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {broken} from './lists.mjs';

/** A name, a type or a place that nothing uses any longer: what is broken leaves that behind. */
const unused = new Set([
	'TS6133',
	'TS6192',
	'TS6196',
	'TS6198',
	'TS7027',
	'TS2367',
	'TS2872',
	'TS2873',
]);

/**
 * The mutants that are no program: the compiler notices them, so that a test which fails with them says nothing.
 * One of each file is tried at a time.
 */
export function misfits(copy, mutants) {
	const found = [];
	let left = mutants;
	while (left.length > 0) {
		const round = new Map(left.map(mutant => [mutant.file, mutant]).reverse());
		left = left.filter(mutant => round.get(mutant.file) !== mutant);
		const whole = new Map();
		for (const [file, mutant] of round) {
			const text = readFileSync(join(copy, file), 'utf8');
			whole.set(file, text);
			writeFileSync(join(copy, file), broken(text, mutant));
		}
		const {stdout} = spawnSync(
			join(copy, 'node_modules', '.bin', 'tsc'),
			// What did not change is not looked at again.
			['-p', '.', '--pretty', 'false', '--incremental', '--tsBuildInfoFile', '.tsbuildinfo'],
			{cwd: copy, encoding: 'utf8'},
		);
		for (const [, file, code, why] of stdout.matchAll(
			/^([^(\n]+)\([\d,]+\): error (TS\d+): (.*)$/gm,
		)) {
			const mutant = round.get(file);
			if (mutant === undefined) throw new Error(`${file}: ${code} ${why}`);
			if (!unused.has(code)) found.push({mutant, why: `${code} ${why}`});
		}
		for (const [file, text] of whole) writeFileSync(join(copy, file), text);
	}
	return found;
}
