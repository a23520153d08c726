import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';

/**
 * `npm run sandbox -- --help`: serves the sandbox alone. It is bundled in memory, since Node 20 does
 * not read TypeScript, and needs no build of the whole program.
 */
const {outputFiles} = await esbuild.build({
	absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
	entryPoints: ['source/commands/sandbox.ts'],
	bundle: true,
	write: false,
	platform: 'node',
	target: 'node20.19',
	format: 'esm',
	logLevel: 'warning',
});
// Otherwise its helper process is waited for.
await esbuild.stop();
const [{contents}] = outputFiles;
const {runSandbox} = await import(
	`data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`
);
process.exitCode = await runSandbox(process.argv.slice(2), {
	out: text => process.stdout.write(text),
	error: text => process.stderr.write(text),
});
