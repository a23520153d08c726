import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {builtinModules} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {Metafile} from 'esbuild';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
let installed: string;
let metafile: Metafile;
let version: string;
let packedBytes: number;

/**
 * Builds and packs a copy of what `npm pack` looks at, so that the build of the checkout, which other
 * tests run at the same time, stays as it is; then installs the tarball the way a person does.
 */
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-package-'));
	const packed = join(folder, 'packed');
	await mkdir(packed);
	for (const name of ['package.json', 'LICENSE', 'README.md'])
		await cp(join(root, name), join(packed, name), {force: true});
	await run('node', ['scripts/build.mjs', '--quiet', '--outdir', join(packed, 'dist')], {
		cwd: root,
	});
	metafile = JSON.parse(await readFile(join(packed, 'dist/meta.json'), 'utf8')) as Metafile;
	({version} = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')) as {
		version: string;
	});
	const {stdout} = await run(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{cwd: packed},
	);
	[{size: packedBytes}] = JSON.parse(stdout) as [{size: number}];
	const consumer = join(folder, 'consumer');
	await mkdir(consumer);
	await run(
		'npm',
		['install', '--offline', '--no-audit', '--no-fund', join(folder, `partway-${version}.tgz`)],
		{cwd: consumer},
	);
	installed = join(consumer, 'node_modules');
});

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

describe('the package', () => {
	test('installs alone: no dependency comes with it', async () => {
		const names = await readdir(installed);
		expect(names.filter(name => !name.startsWith('.'))).toEqual(['partway']);
	});

	test('holds the program, the licences and the README, and nothing else', async () => {
		const names = await readdir(join(installed, 'partway'), {recursive: true});
		const kinds = new Set(names.map(name => name.replace(/^(dist\/chunks\/).+(\.\w+)$/, '$1*$2')));
		expect([...kinds].sort()).toEqual([
			'LICENSE',
			'README.md',
			'dist',
			'dist/THIRD-PARTY-NOTICES.txt',
			'dist/chunks',
			'dist/chunks/*.js',
			// yoga.
			'dist/chunks/*.wasm',
			'dist/cli.js',
			'dist/digest-worker.js',
			'dist/gateway-worker.js',
			'dist/package.json',
			'dist/watchdog-thread.js',
			'package.json',
		]);
	});

	// Rules of buckets, read as documents and changed by commands and in the app, are 22 kB of it: 8 of them their screen and its dialogs.
	// The numbers for Prometheus, and what bounds an abort in a script, are 5 kB more.
	// What reads the files of rclone, s3cmd and mc is 3 kB.
	// What sends parts and hashes ranges of a file is 21 kB: 18 of them the worker, with the WebAssembly of five checksums that Node has not.
	// Finishing an upload from its file is 22 kB more: the comparison and the plan, what is sent, the command, the dialogs, the words.
	// README says what is new in 2 kB; npm on Node 24 packs the same less tightly.
	// A conformance run is 15 kB: its checks with their words, the report, and what of the SDK it sends.
	// Hints for more codes, what the picker says of files it cannot read, and sentences said in full are 8 kB at most.
	test('is a download of 662 kB at most', () => {
		expect(packedBytes).toBeLessThan(662_000);
	});

	test('runs as the command `partway`', async () => {
		const {stdout} = await run(join(installed, '.bin/partway'), ['--version']);
		expect(stdout.trim()).toContain(version);
	});

	test('imports nothing but itself and Node', () => {
		const builtins = new Set(builtinModules.flatMap(name => [name, `node:${name}`]));
		const foreign = Object.values(metafile.outputs)
			.flatMap(output => output.imports)
			.filter(({external, path}) => external && !builtins.has(path));
		expect(foreign).toEqual([]);
	});

	test('runs on every Node that `engines` names, and so says the SDK that is pinned', async () => {
		const {engines, devDependencies} = JSON.parse(
			await readFile(join(root, 'package.json'), 'utf8'),
		);
		expect(engines).toEqual({node: '>=20.19'});
		const pinned = JSON.parse(
			await readFile(join(root, 'node_modules/@aws-sdk/client-s3/package.json'), 'utf8'),
		);
		expect(pinned.version).toBe(devDependencies['@aws-sdk/client-s3']);
		const [, oldest] = /^>=(\d+)\.0\.0$/.exec(pinned.engines.node) ?? [];
		expect(Number(oldest)).toBeLessThanOrEqual(20);
	});

	test('names the licence of each package that is in it', async () => {
		const notices = await readFile(join(installed, 'partway/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
		for (const name of ['ink', 'react', 'react-reconciler', 'yoga-layout', '@aws-sdk/client-s3'])
			expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(\\S.*\\)$`, 'm'));
		expect(notices).toContain('Apache License');
	});
});

describe('starting', () => {
	test('reads neither Ink, the SDK nor the locks before it needs them', () => {
		const packages = packagesIn(staticallyLoaded('cli.js'));
		// The locks come with signal-exit, which changes how the process ends: what `terminal/exit.ts` keeps must be older.
		const late = /^(ink|react|yoga-layout|@aws-sdk|@smithy|proper-lockfile|signal-exit)/;
		expect(packages.filter(name => late.test(name))).toEqual([]);
	});

	test.each(['--version', '--help', 'list --help', '--no-such-option', 'list --no-such-option'])(
		'%s reads two files',
		async typed => {
			const files = await filesReadBy(typed.split(' '));
			expect(files).toContain('cli.js');
			expect(files).toHaveLength(2);
			// A quarter of it is commander.
			// What the help says of the rules of buckets is 3 kB of it, and what takes kept code 3.
			expect(bytesOf(files)).toBeLessThan(118_000);
		},
	);

	test('--help needs four modules of Node, which it has in any case', () => {
		expect(builtinsNeededBy(staticallyLoaded('cli.js'))).toEqual(
			['fs', 'os', 'path', 'vm'].map(name => `node:${name}`),
		);
	});

	test('the first frame needs five files, and no SDK', () => {
		const outputs = loadedAsGroup('app');
		expect(outputs.length).toBeLessThanOrEqual(5);
		// The help of metrics, and of what bounds an abort in a script, is 4 kB of it: it is in the file that reads options.
		// React and Ink are half of it. yoga reads a sixth file, its WebAssembly.
		// How dialogs and the later screens are drawn, 42 kB, is in a file that is read after it.
		// Finishing an upload from a file is 24 kB of it: its keys and dialogs, what it decides and says, its command's help. Its work is loaded late.
		// What a row is for a screen reader is in the file that is read after it; asking for that is 0.5 kB.
		// The help of a conformance run is 1 kB of it, in the file that reads options.
		// The commands of confirmations of many, with what names the same uploads, are 2 kB of it.
		// The details that read whether an upload can be completed, the widths of the tree and what a measured bucket leaves its list are 2 kB.
		// Room on the rules screen for overdue uploads, its r, and what a copied command does otherwise are 1 kB.
		expect(bytesOf(outputs.map(({path}) => path))).toBeLessThan(933_000);
		const packages = packagesIn(outputs).filter(name => /^@(aws-sdk|smithy)/.test(name));
		expect(packages).toEqual([]);
	});

	test('the first frame needs none of the modules of Node that take long to load', () => {
		const needed = builtinsNeededBy(loadedAsGroup('app'));
		expect(needed).toContain('node:tty');
		const slow =
			/^node:(crypto|child_process|process|http|https|tls|zlib|v8|module|fs\/promises|readline\/promises)$/;
		expect(needed.filter(path => slow.test(path))).toEqual([]);
	});

	test('a command that sends requests reads six files, one that sends none five', () => {
		expect(loadedAsGroup('requests').length).toBeLessThanOrEqual(6);
		expect(loadedAsGroup('files').length).toBeLessThanOrEqual(5);
		expect(packagesIn(loadedAsGroup('files')).filter(name => /^@aws-sdk/.test(name))).toEqual([]);
	});
});

type Output = Metafile['outputs'][string] & {path: string};

/** The output and all that its import statements lead to, dynamic imports left out; paths from dist. */
function staticallyLoaded(entry: string): Output[] {
	const byPath = new Map<string, Output>();
	for (const [path, output] of Object.entries(metafile.outputs))
		byPath.set(inDist(path), {...output, path: inDist(path)});
	const found = new Map<string, Output>();
	const queue = [entry];
	for (const path of queue) {
		const output = byPath.get(path);
		if (output === undefined || found.has(path)) continue;
		found.set(path, output);
		for (const {kind, path: imported, external} of output.imports)
			if (kind === 'import-statement' && !external) queue.push(inDist(imported));
	}
	return [...found.values()];
}

function builtinsNeededBy(outputs: Output[]): string[] {
	const paths = outputs
		.flatMap(({imports}) => imports)
		.filter(({external, kind}) => external && kind === 'import-statement')
		.map(({path}) => path);
	return [...new Set(paths)].sort();
}

/** What is read before the group of `scripts/bundle-chunks.mjs` runs. */
function loadedAsGroup(group: string): Output[] {
	const entry = Object.entries(metafile.outputs).find(
		([, {entryPoint}]) => entryPoint === `group:${group}`,
	);
	if (entry === undefined) throw new Error(`There is no group ${group}.`);
	const own = staticallyLoaded(inDist(entry[0]));
	const cli = staticallyLoaded('cli.js');
	return [...cli, ...own.filter(({path}) => !cli.some(loaded => loaded.path === path))];
}

function bytesOf(files: readonly string[]): number {
	const bytes = new Map(
		Object.entries(metafile.outputs).map(([path, output]) => [inDist(path), output.bytes]),
	);
	return files.reduce((sum, file) => sum + (bytes.get(file) ?? Number.NaN), 0);
}

/** `chunks/a.js` of `dist/chunks/a.js`. */
function inDist(path: string): string {
	return path.replace(/^dist\//, '');
}

function packagesIn(outputs: Output[]): string[] {
	const names = outputs
		.flatMap(output => Object.keys(output.inputs))
		.map(input => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1])
		.filter(name => name !== undefined);
	return [...new Set(names)];
}

/** The files of dist that Node reads for a run with these arguments, as its own module loader reports them. */
async function filesReadBy(args: readonly string[]): Promise<string[]> {
	const dist = resolve(installed, 'partway/dist');
	const {stderr} = await run('node', [join(dist, 'cli.js'), ...args], {
		env: {...process.env, NODE_DEBUG: 'module'},
		maxBuffer: 64 * 1024 * 1024,
	}).catch(error => {
		// Wrong usage.
		if (error.code !== 2) throw error;
		return error as {stderr: string};
	});
	const files = new Set<string>();
	for (const [, path] of stderr.matchAll(/load "[^"]*?\/partway\/dist\/([\w./-]+\.js)"/g))
		if (path !== undefined) files.add(path);
	return [...files];
}
