import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';

// Builds the simulation and runs it: see docs/dev/testing.md. What it is given goes to test/simulation/main.ts.
const root = fileURLToPath(new URL('..', import.meta.url));
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const out = await mkdtemp(join(root, 'node_modules', '.simulation-'));
const given = process.argv.slice(2);
// With `--break RULE` the program is broken on purpose, in the way that breaks that rule.
const at = given.indexOf('--break');
const broken = at < 0 ? undefined : brokenBy(given.splice(at, 2)[1]);
if (broken !== undefined) given.push('--with', broken.with, '--until-found');

function brokenBy(rule) {
	const found = JSON.parse(
		readFileSync(join(root, 'test', 'simulation', 'breaks.json'), 'utf8'),
	).find(each => each.rule === rule);
	if (found === undefined) throw new Error(`no break of ${rule}`);
	return {
		name: 'broken',
		// The troubles in which it shows soonest.
		with: found.with,
		setup(build) {
			const path = join(root, found.file);
			build.onLoad({filter: /[.]ts$/}, args => {
				if (args.path !== path) return undefined;
				const [before, after, ...more] = readFileSync(path, 'utf8').split(found.from);
				if (after === undefined || more.length > 0)
					throw new Error(`${found.file} does not hold once what is to be broken`);
				return {contents: before + found.to + after, loader: 'ts'};
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
try {
	await Promise.all([
		esbuild.build({
			...common,
			format: 'cjs',
			entryPoints: [file('program.ts')],
			outfile: join(out, 'program.cjs'),
			external: ['@aws-sdk/*', '@smithy/*', 'graceful-fs', 'signal-exit'],
			plugins: broken === undefined ? [] : [{name: broken.name, setup: broken.setup}],
		}),
		esbuild.build({
			...common,
			format: 'cjs',
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
	const child = spawn(
		process.execPath,
		[...process.execArgv, join(out, 'main.mjs'), ...files, ...given],
		{stdio: 'inherit'},
	);
	process.exitCode = await new Promise(resolve =>
		child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
	);
} finally {
	await rm(out, {recursive: true, force: true});
}
