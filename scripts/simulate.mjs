import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';

// Builds the simulation and runs it: see docs/dev/testing.md. What it is given goes to test/simulation/main.ts.
const root = fileURLToPath(new URL('..', import.meta.url));
const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const out = await mkdtemp(join(root, 'node_modules', '.simulation-'));
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
	const given = ['--program', join(out, 'program.cjs'), '--sdk', join(out, 'sdk.cjs')];
	const child = spawn(process.execPath, [...process.execArgv, join(out, 'main.mjs'), ...given, ...process.argv.slice(2)], {stdio: 'inherit'});
	process.exitCode = await new Promise(resolve => child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))));
} finally {
	await rm(out, {recursive: true, force: true});
}
