import {chmod, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import {oneFileForEachMoment, sharedModules} from './bundle-chunks.mjs';
import {asCommonJs} from './bundle-commonjs.mjs';
import {leftOut} from './bundle-plugins.mjs';
import {thirdPartyNotices} from './third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const {values} = parseArgs({
	options: {
		outdir: {type: 'string', default: 'dist'},
		quiet: {type: 'boolean', default: false},
		// Maps beside the files, for `npm run stack`.
		maps: {type: 'boolean', default: false},
	},
});
const outdir = resolve(root, values.outdir);
const {version} = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'));

const common = {
	absWorkingDir: root,
	// The names of the files depend on the folder too.
	outdir: resolve(root, 'dist'),
	bundle: true,
	platform: 'node',
	target: 'node20.19',
	format: 'esm',
	minify: true,
	// Many packages hold an ES module beside a CommonJS one; only the first can be shaken.
	mainFields: ['module', 'main'],
	jsx: 'automatic',
	define: {
		PARTWAY_VERSION: JSON.stringify(version),
		// Seen from a chunk: a thread that hashes runs it.
		DIGEST_WORKER: JSON.stringify('../digest-worker.js'),
		// Otherwise React chooses its development build, at run time: twice the size, half the speed.
		'process.env.NODE_ENV': '"production"',
	},
	// The notices hold every licence in full.
	legalComments: 'none',
	// Made in any case, since the names of the files depend on it: a stack is read with a build of the same names.
	sourcemap: 'external',
	sourcesContent: false,
	write: false,
	metafile: true,
	logLevel: 'warning',
};
const program = {
	...common,
	entryPoints: {cli: 'cli.tsx', 'gateway-worker': 'source/s3/thread/gateway-worker.ts'},
	// What is imported late (the screens with Ink and React, the gateway with the SDK) is read only when it is needed.
	splitting: true,
	chunkNames: 'chunks/[name]-[hash]',
	assetNames: 'chunks/[name]-[hash]',
};
const withShared = shared => [oneFileForEachMoment(root, shared), ...leftOut];

// Chunks carry a hash in their names: those of the last build would pile up and be packed.
await rm(outdir, {recursive: true, force: true});

const first = await esbuild.build({...program, plugins: withShared([])});
const main = await esbuild.build({...program, plugins: withShared(sharedModules(first.metafile))});
// Alone, so that a thread reads one file and runs whatever the rest is busy with.
const threads = await esbuild.build({
	...common,
	entryPoints: {
		'watchdog-thread': 'source/terminal/watchdog-thread.ts',
		'digest-worker': 'source/operations/digest/digest-worker.ts',
	},
});
const compiled = await esbuild.build({
	...common,
	entryPoints: {compiled: 'source/terminal/compiled/in-cli.ts'},
	plugins: leftOut,
});
const written = [...main.outputFiles, ...threads.outputFiles];
const textOf = path => written.find(file => file.path === path)?.text;
const inCli = compiled.outputFiles.find(({path}) => path.endsWith('.js'));
const {code: takesCode} = await asCommonJs(inCli.text, {
	target: common.target,
	name: 'compiled.js',
});
// Before all that `cli.js` requires.
const head = `const compiled=(module=>{${takesCode}return module.exports})({});`;
const bytesOf = new Map();
for (const {path, contents, text} of written) {
	if (path.endsWith('.map')) continue;
	const name = relative(common.outdir, path);
	const file = resolve(outdir, name);
	await mkdir(dirname(file), {recursive: true});
	if (!path.endsWith('.js')) {
		await writeFile(file, contents);
		continue;
	}
	const map = values.maps ? textOf(`${path}.map`) : undefined;
	const options = {target: common.target, name: basename(path), map};
	const made = await asCommonJs(text, name === 'cli.js' ? {...options, head} : options);
	await writeFile(file, made.code);
	bytesOf.set(`dist/${name.replaceAll('\\', '/')}`, Buffer.byteLength(made.code));
	if (values.maps) await writeFile(`${file}.map`, made.map);
}
Object.assign(main.metafile.inputs, compiled.metafile.inputs);
const ofCli = main.metafile.outputs['dist/cli.js'];
const ofHead = compiled.metafile.outputs['dist/compiled.js'];
Object.assign(ofCli.inputs, ofHead.inputs);
ofCli.imports.push(...ofHead.imports);
// The package itself holds ES modules.
await writeFile(resolve(outdir, 'package.json'), '{"type": "commonjs"}\n');
const metafile = {
	inputs: {...main.metafile.inputs, ...threads.metafile.inputs},
	outputs: Object.fromEntries(
		[main, threads]
			.flatMap(({metafile}) => Object.entries(metafile.outputs))
			.filter(([path]) => !path.endsWith('.map'))
			.map(([path, output]) => [path, {...output, bytes: bytesOf.get(path) ?? output.bytes}]),
	),
};

await chmod(resolve(outdir, 'cli.js'), 0o755);
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
