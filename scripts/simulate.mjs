import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {broken as brokenText, readMutants} from './mutants/lists.mjs';

const usage = `usage: npm run simulate -- [--seeds N] [--seconds S] [--from SEED] [--workers W] [--with TROUBLES]
       npm run simulate -- --seed SEED [--json]
       npm run simulate -- --plan JSON [--json]
       npm run simulate -- --break RULE [--seconds S]

Lives through sessions in a simulated world and judges what is said in them: see docs/dev/testing.md.
Ends with 1 where something that is said is not so.

  --seeds N        as many sessions, each of a seed of its own (100)
  --seconds S      as many as begin in this time, if they are fewer (60)
  --from SEED      the first of the seeds (1)
  --workers W      processes that share the seeds (1)
  --with TROUBLES  what goes wrong in each session, with commas between them, in place of what its seed says
  --seed SEED      one session, told line by line
  --plan JSON      one session, as what a failing one was shortened to
  --json           all that happens in it, a line each
  --break RULE     breaks the program in the way that breaks the rule (test/simulation/breaks.json), or as the
                   mutant of that id does (test/mutants), and ends with the first session that shows it
  --until-found    ends with the first session in which something is not so
`;
if (process.argv.includes('--help')) {
	process.stdout.write(usage);
	process.exit(0);
}

// Builds the simulation and runs it. What it is given goes to test/simulation/main.ts.
const root = fileURLToPath(new URL('..', import.meta.url));
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const out = await mkdtemp(join(root, 'node_modules', '.simulation-'));
const given = process.argv.slice(2);
// With `--break RULE` the program is broken on purpose, in the way that breaks that rule.
const at = given.indexOf('--break');
const broken = at < 0 ? undefined : brokenBy(given.splice(at, 2)[1]);
if (broken !== undefined)
	given.push(...(broken.with === undefined ? [] : ['--with', broken.with]), '--until-found');
const workersAt = given.indexOf('--workers');
const isOne = given.some(each => each === '--seed' || each === '--plan');
const asked = workersAt < 0 ? 1 : Number(given.splice(workersAt, 2)[1]);
const workers = isOne ? 1 : asked;

function brokenBy(rule) {
	const breaks = JSON.parse(readFileSync(join(root, 'test', 'simulation', 'breaks.json'), 'utf8'));
	const found =
		breaks.find(each => each.rule === rule) ?? readMutants().find(({id}) => id === rule);
	if (found === undefined) throw new Error(`no break of ${rule}`);
	return {
		name: 'broken',
		// The troubles in which it shows soonest.
		with: found.with,
		setup(build) {
			const path = join(root, found.file);
			build.onLoad({filter: /[.]ts$/}, args => {
				if (args.path !== path) return undefined;
				return {contents: brokenText(readFileSync(path, 'utf8'), found), loader: 'ts'};
			});
		},
	};
}

const file = name => join(root, 'test', 'simulation', name);
const common = {
	bundle: true,
	platform: 'node',
	target: 'node20.19',
	define: {PARTWAY_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"'},
	// Nothing is imported that was not given.
	supported: {'dynamic-import': false},
	logLevel: 'warning',
	logOverride: {'empty-import-meta': 'silent'},
};
// What a simulated process finds in place of Node's: test/simulation/process.ts.
const simulated = {
	format: 'cjs',
	define: {...common.define, 'Math.random': 'givenRandom'},
};
try {
	await Promise.all([
		esbuild.build({
			...common,
			...simulated,
			entryPoints: [file('program.ts')],
			outfile: join(out, 'program.cjs'),
			external: ['@aws-sdk/*', '@smithy/*', 'graceful-fs', 'signal-exit'],
			plugins: broken === undefined ? [] : [{name: broken.name, setup: broken.setup}],
		}),
		esbuild.build({
			...common,
			...simulated,
			mainFields: ['module', 'main'],
			entryPoints: [file('sdk.ts')],
			outfile: join(out, 'sdk.cjs'),
		}),
		esbuild.build({
			...common,
			format: 'esm',
			entryPoints: [file('main.ts')],
			outfile: join(out, 'main.mjs'),
			packages: 'external',
		}),
	]);
	const files = ['--program', join(out, 'program.cjs'), '--sdk', join(out, 'sdk.cjs')];
	const counts = Array.from({length: workers}, () => undefined);
	const began = performance.now();
	let printed = 0;
	const children = counts.map((_, nth) => {
		const child = spawn(
			process.execPath,
			[
				// Most of what a session makes is soon forgotten.
				'--max-semi-space-size=64',
				...process.execArgv,
				join(out, 'main.mjs'),
				...files,
				...given,
				...(isOne ? [] : ['--share', `${nth}/${workers}`]),
			],
			{stdio: ['ignore', 'inherit', 'inherit', 'ipc']},
		);
		child.on('message', each => {
			counts[nth] = each;
			const {sessions} = sumOf(counts);
			if (sessions - printed < 1000) return;
			printed = sessions;
			console.log(words(counts, began));
		});
		return child;
	});
	const codes = await Promise.all(
		children.map(
			child =>
				new Promise(resolve =>
					child.once('exit', (code, signal) => {
						// One that found what was looked for is enough.
						if (code !== 0 && given.includes('--until-found'))
							for (const other of children) other.kill();
						resolve(code ?? (signal ? 1 : 0));
					}),
				),
		),
	);
	if (!isOne) console.log(words(counts, began));
	process.exitCode = Math.max(...codes);
} finally {
	await rm(out, {recursive: true, force: true});
}

function sumOf(counts) {
	const sum = {sessions: 0, happenings: 0, failures: 0, busy: 0, memory: 0};
	for (const each of counts)
		for (const [name, value] of Object.entries(each ?? {})) sum[name] += value;
	return sum;
}

/** How far it is: sessions, their rate in all and for a processor, what happened in them, and what failed. */
function words(counts, began) {
	const {sessions, happenings, failures, busy, memory} = sumOf(counts);
	const took = (performance.now() - began) / 1000;
	return `${sessions} sessions in ${took.toFixed(1)} s: ${(sessions / took).toFixed(1)} a second, ${(sessions / busy).toFixed(1)} a second of processor; ${happenings} happenings, ${Math.round(memory / 2 ** 20)} MiB, ${failures} with a violation`;
}
