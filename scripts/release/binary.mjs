// Makes the executable that needs no Node: the files of `dist` in a Node, with what V8 made of them, and its download.
import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs, promisify} from 'node:util';
import {nodeForBinary} from './node.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const here = name => join(root, 'scripts/release', name);
const {values} = parseArgs({
	options: {
		outdir: {type: 'string', default: 'release'},
		// The Node that goes into it, where it is there already.
		node: {type: 'string'},
		// Of xz, for who has no time: 0 to 9.
		level: {type: 'string', default: '6'},
		// Without the download, which takes longer than all the rest.
		'no-compress': {type: 'boolean', default: false},
	},
});
const outdir = resolve(values.outdir);
const binary = join(outdir, 'partway');
const work = await mkdtemp(join(tmpdir(), 'partway-binary-'));
try {
	console.log(
		'Making the executable: a bundle, and a Node that npm fetches where it is not here yet.',
	);
	const node = await nodeForBinary(root, values.node);
	const dist = join(work, 'dist');
	await run(process.execPath, [join(root, 'scripts/build.mjs'), '--quiet', '--outdir', dist]);
	const kept = join(work, 'kept');
	const flags = await flagsOfApp();
	await run(node, ['--hash-seed=1', here('compile.cjs'), dist, kept, ...flags]);
	await run(node, [here('taken.cjs'), kept, 'code']);
	await run(node, [here('taken.cjs'), kept, 'late', ...flags]);
	await cp(here('loader.cjs'), join(kept, 'loader'));
	for (const name of await filesIn(dist))
		if (name.endsWith('.wasm')) await cp(join(dist, name), join(kept, name));
	const start = [await readFile(here('loader.cjs')), await readFile(here('main.cjs'))];
	await writeFile(join(work, 'main.cjs'), Buffer.concat(start));
	// The paths are part of what is made: none of this machine.
	const config = {
		main: 'main.cjs',
		output: 'blob',
		disableExperimentalSEAWarning: true,
		assets: Object.fromEntries((await filesIn(kept)).map(name => [name, `kept/${name}`])),
	};
	await writeFile(join(work, 'sea.json'), JSON.stringify(config));
	await run(node, ['--experimental-sea-config', 'sea.json'], {cwd: work});
	await mkdir(outdir, {recursive: true});
	await run('strip', ['-o', binary, node]);
	const postject = join(root, 'node_modules/postject/dist/cli.js');
	const fuse = ['--sentinel-fuse', 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'];
	const blob = join(work, 'blob');
	await run(process.execPath, [postject, binary, 'NODE_SEA_BLOB', blob, ...fuse]);
} finally {
	await rm(work, {recursive: true, force: true});
}
console.log(`${binary}: ${await sizeOf(binary)}`);
if (!values['no-compress']) {
	const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const name = `partway-${version}-linux-x64.xz`;
	const packed = join(outdir, name);
	console.log(
		'Compressing it for download: minutes on a small machine. --no-compress leaves that out.',
	);
	const words = ['xz "-$1" -T0 -c -- "$2" >"$3"', 'sh', values.level, binary, packed];
	await run('sh', ['-c', ...words]);
	const sum = createHash('sha256')
		.update(await readFile(packed))
		.digest('hex');
	await writeFile(`${packed}.sha256`, `${sum}  ${name}\n`);
	console.log(`${packed}: ${await sizeOf(packed)}, sha256 ${sum}`);
}

/** V8's flags that the app sets as it opens, as cli.tsx says. */
async function flagsOfApp() {
	const text = await readFile(join(root, 'cli.tsx'), 'utf8');
	const set = Array.from(text.matchAll(/setV8Flag\('([\w-]+)', (\d+)\)/g));
	if (set.length === 0) throw new Error('cli.tsx sets the flags of V8 elsewhere now.');
	return set.map(([, name, value]) => `--${name}=${value}`);
}

/** The files below a folder, by their paths in it. */
async function filesIn(folder) {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile());
	return files.map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1)).sort();
}

async function sizeOf(path) {
	return `${((await readFile(path)).length / 1e6).toFixed(1)} MB`;
}
