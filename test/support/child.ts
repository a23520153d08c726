import {basename, join} from 'node:path';
import {build} from 'esbuild';

/**
 * Bundles a TypeScript file into a program for Node, for what has to happen in a process or a thread of
 * its own. Gives the path of the program, which lies in the folder.
 */
export async function buildChild(entry: string, folder: string): Promise<string> {
	const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
	await build({
		entryPoints: [entry],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		// The program is built in the same way: see scripts/build.mjs.
		mainFields: ['module', 'main'],
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module';const require=createRequireForBundle(import.meta.url);",
		},
		logLevel: 'error',
	});
	return outfile;
}
