// Writes the man pages, in mdoc: partway(1) and one for each command, from the same tree as the help.
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import {manPages} from './man-pages.mjs';
import {sourceDate} from './source-date.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {values} = parseArgs({options: {outdir: {type: 'string', default: 'release/man'}}});
const outdir = resolve(values.outdir, 'man1');
const folder = await mkdtemp(join(tmpdir(), 'partway-man-'));
try {
	// Bundled, since Node 20 does not read TypeScript.
	const outfile = join(folder, 'commands.mjs');
	await esbuild.build({
		absWorkingDir: root,
		stdin: {
			contents: [
				"export {documentedProgram} from './source/commands/command-table.ts';",
				"export {exitMeanings} from './source/commands/base/exit.ts';",
			].join('\n'),
			resolveDir: root,
		},
		...{outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning'},
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module';const require=createRequireForBundle(import.meta.url);",
		},
	});
	const {documentedProgram, exitMeanings} = await import(pathToFileURL(outfile).href);
	await rm(outdir, {recursive: true, force: true});
	await mkdir(outdir, {recursive: true});
	const security = await readFile(join(root, 'SECURITY.md'), 'utf8');
	const pages = manPages(documentedProgram(), exitMeanings, security, await sourceDate(root));
	for (const [name, text] of pages) await writeFile(join(outdir, `${name}.1`), text);
} finally {
	await rm(folder, {recursive: true, force: true});
}
