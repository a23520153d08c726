import {chmod, readFile, rm, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import {inkWithoutDevtools, yogaWithoutFetch} from './bundle-plugins.mjs';
import {thirdPartyNotices} from './third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {values} = parseArgs({
	options: {outdir: {type: 'string', default: 'dist'}, quiet: {type: 'boolean', default: false}},
});
const outdir = resolve(root, values.outdir);
const {version} = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

// Chunks carry a hash in their names: those of the last build would pile up and be packed.
await rm(outdir, {recursive: true, force: true});

const {metafile} = await esbuild.build({
	absWorkingDir: root,
	entryPoints: {
		cli: 'cli.tsx',
		'gateway-worker': 'source/s3/thread/gateway-worker.ts',
		'watchdog-thread': 'source/terminal/watchdog-thread.ts',
	},
	outdir,
	bundle: true,
	platform: 'node',
	target: 'node20.19',
	format: 'esm',
	// What cli.tsx imports dynamically (the screens with Ink and React, the gateway with the SDK) becomes
	// chunks of their own, read only when they are needed.
	splitting: true,
	chunkNames: 'chunks/[name]-[hash]',
	minify: true,
	// A stack that a user sends must be readable, and some packages look at the names of classes.
	keepNames: true,
	// Many packages hold an ES module beside a CommonJS one; only the first can be shaken.
	mainFields: ['module', 'main'],
	jsx: 'automatic',
	define: {
		PARTWAY_VERSION: JSON.stringify(version),
		// Otherwise React chooses its development build, at run time: twice the size, half the speed.
		'process.env.NODE_ENV': '"production"',
	},
	banner: {
		// CommonJS packages require Node's own modules; an ES module has no require of its own.
		js: "import {createRequire as createRequireForBundle} from 'node:module';const require=createRequireForBundle(import.meta.url);",
	},
	// The notices hold every licence in full.
	legalComments: 'none',
	metafile: true,
	plugins: [inkWithoutDevtools, yogaWithoutFetch],
	logLevel: 'warning',
});

const program = resolve(outdir, 'cli.js');
const code = await readFile(program, 'utf8');
if (!code.startsWith('#!')) await writeFile(program, `#!/usr/bin/env node\n${code}`);
await chmod(program, 0o755);
await writeFile(
	resolve(outdir, 'THIRD-PARTY-NOTICES.txt'),
	await thirdPartyNotices(metafile, root),
);
// What went where: read by the tests, not shipped.
await writeFile(resolve(outdir, 'meta.json'), JSON.stringify(metafile));

if (!values.quiet) {
	const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
	const count = Object.keys(metafile.outputs).length;
	console.log(`${values.outdir}: ${count} files, ${Math.round(bytes / 1024)} KiB`);
}
