// Writes what the README takes from the source: keys, options, exit codes, commands. With --check it only says
// whether one of them is stale.
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = resolve(root, 'README.md');
const folder = await mkdtemp(join(tmpdir(), 'partway-docs-'));
try {
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: {keys: 'source/ui/key-table.ts', commands: 'source/commands/command-table.ts'},
		outdir: folder,
		outExtension: {'.js': '.mjs'},
		bundle: true,
		splitting: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module';const require=createRequireForBundle(import.meta.url);",
		},
	});
	const load = name => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
	const {keyTable} = await load('keys');
	const {commandTables} = await load('commands');
	const text = await readFile(readme, 'utf8');
	let wanted = text;
	for (const [name, table] of Object.entries({keys: keyTable(), ...commandTables()})) {
		const place = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
		if (!place.test(wanted)) throw new Error(`README.md has no place for its ${name}.`);
		wanted = wanted.replace(place, (_, start, end) => `${start}\n${table}\n\n${end}`);
	}
	if (process.argv.includes('--check')) {
		if (wanted !== text) {
			console.error(
				'README.md is stale: its tables are not those of the program. Run: npm run docs',
			);
			process.exitCode = 1;
		}
	} else await writeFile(readme, wanted);
} finally {
	await rm(folder, {recursive: true, force: true});
}
