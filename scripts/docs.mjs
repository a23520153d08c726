// Writes what the README takes from the source: the key table. With --check it only says whether that is stale.
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = resolve(root, 'README.md');
const folder = await mkdtemp(join(tmpdir(), 'partway-docs-'));
try {
	const outfile = join(folder, 'key-table.mjs');
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['source/ui/key-table.ts'],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
	});
	const {keyTable} = await import(pathToFileURL(outfile).href);
	const text = await readFile(readme, 'utf8');
	const wanted = text.replace(
		/(<!-- keys -->\n)[\s\S]*?(<!-- \/keys -->)/,
		(_, start, end) => `${start}\n${keyTable()}\n\n${end}`,
	);
	if (process.argv.includes('--check')) {
		if (wanted !== text) {
			console.error(
				'README.md is stale: its key table is not that of the program. Run: npm run docs',
			);
			process.exitCode = 1;
		}
	} else await writeFile(readme, wanted);
} finally {
	await rm(folder, {recursive: true, force: true});
}
