import {readdir, readFile} from 'node:fs/promises';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From the ground up: a floor imports only the floors before it in this list. */
const floors = [
	'terminal',
	'multipart',
	's3',
	'profiles',
	'operations',
	'text',
	'commands',
	'session',
	'ui',
	'cli',
];

/** Which floors may import a package; one that is not named here is free. */
const keepers: ReadonlyArray<{packages: RegExp; floors: readonly string[]}> = [
	{packages: /^(@aws-sdk|@smithy)\//, floors: ['s3']},
	{packages: /^(ink|react)(\/|$)/, floors: ['ui', 'cli']},
];

type Import = {readonly from: string; readonly to: string};

/** Static and dynamic imports and re-exports, types included: a type that points up is a dependency too. */
const importPattern =
	/(?:^|[\s;])(?:import|export)\s(?:type\s)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, code: string): Import[] {
	return [...code.matchAll(importPattern)].map(([, fixed, dynamic]) => ({
		from: path,
		to: resolved(path, fixed ?? dynamic ?? ''),
	}));
}

/** A path from the root for a file of ours, the specifier itself for a package. */
function resolved(path: string, specifier: string): string {
	if (!specifier.startsWith('.')) return specifier;
	return relative('/', resolve('/', dirname(path), specifier)).replace(/\.jsx?$/, '');
}

/** `s3` of `source/s3/answer/wire.ts`, `cli` of `cli.tsx`; undefined outside both. */
function floorOf(path: string): string | undefined {
	if (/^cli(\.tsx)?$/.test(path)) return 'cli';
	return /^source\/([^/]+)/.exec(path)?.[1];
}

/** What the import breaks, in words; undefined when it may stay. */
function offence({from, to}: Import): string | undefined {
	const here = floorOf(from) ?? '';
	const there = floorOf(to);
	if (there === undefined) {
		if (/^(test|bench|scripts)\//.test(to)) return `${from} imports ${to}, which is not shipped`;
		const keeper = keepers.find(({packages}) => packages.test(to));
		return keeper === undefined || keeper.floors.includes(here)
			? undefined
			: `${from} imports ${to}, which is for ${keeper.floors.join(' and ')}`;
	}
	if (there === here) return undefined;
	if (here === 'sandbox') return `${from} imports ${to}: the sandbox is an independent witness`;
	if (there === 'sandbox')
		return here === 'commands' || here === 'cli'
			? undefined
			: `${from} imports ${to}: the sandbox is for commands and cli`;
	return floors.indexOf(there) < floors.indexOf(here) ? undefined : `${from} imports up: ${to}`;
}

/** One circle of files that import each other, as a chain of paths; undefined when there is none. */
function circle(imports: readonly Import[]): string[] | undefined {
	const next = new Map<string, string[]>();
	for (const {from, to} of imports) {
		const file = from.replace(/\.tsx?$/, '');
		next.set(file, [...(next.get(file) ?? []), to]);
	}
	const done = new Set<string>();
	const visit = (file: string, path: readonly string[]): string[] | undefined => {
		if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
		if (done.has(file)) return undefined;
		for (const to of next.get(file) ?? []) {
			const found = visit(to, [...path, file]);
			if (found !== undefined) return found;
		}
		done.add(file);
		return undefined;
	};
	for (const file of next.keys()) {
		const found = visit(file, []);
		if (found !== undefined) return found;
	}
	return undefined;
}

async function sourceFiles(): Promise<string[]> {
	const names = await readdir(join(root, 'source'), {recursive: true});
	return ['cli.tsx', ...names.filter(name => /\.tsx?$/.test(name)).map(name => `source/${name}`)];
}

async function sourceImports(): Promise<Import[]> {
	const files = await sourceFiles();
	const found = await Promise.all(
		files.map(async path => importsOf(path, await readFile(join(root, path), 'utf8'))),
	);
	return found.flat();
}

describe('the floors of the house', () => {
	test('each folder of source is a floor, or the sandbox', async () => {
		const folders = new Set((await sourceFiles()).map(floorOf));
		expect([...folders].filter(name => ![...floors, 'sandbox'].includes(name ?? ''))).toEqual([]);
	});

	test('nothing imports up, past the sandbox walls or a package of another floor', async () => {
		const imports = await sourceImports();
		expect(imports.length).toBeGreaterThan(20);
		expect(imports.map(offence).filter(words => words !== undefined)).toEqual([]);
	});

	test('no file imports itself around a corner', async () => {
		expect(circle(await sourceImports())).toBeUndefined();
	});
});

/** The sandbox is laid out by operation, and has one for each. */
const isOurs = (path: string) => !path.startsWith('source/sandbox/');

describe('the rooms of the house', () => {
	test('no folder has more than twenty files at its top', async () => {
		const counts = new Map<string, number>();
		for (const path of (await sourceFiles()).filter(isOurs))
			counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
		expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
	});

	test('no file has more than 300 lines, but for the table of services, which is data', async () => {
		const long: string[] = [];
		for (const path of (await sourceFiles()).filter(isOurs)) {
			if (path.endsWith('/service-table.ts')) continue;
			const lines = (await readFile(join(root, path), 'utf8')).split('\n').length;
			if (lines > 301) long.push(`${path}: ${lines}`);
		}
		expect(long).toEqual([]);
	});

	test('what the screens show has a folder of the same name in session', async () => {
		const folders = async (name: string) =>
			(await readdir(join(root, 'source', name), {withFileTypes: true}))
				.filter(entry => entry.isDirectory())
				.map(entry => entry.name);
		const session = await folders('session');
		expect(session).toContain('uploads');
		expect((await folders('ui/screens')).filter(name => !session.includes(name))).toEqual([]);
	});
});

describe('the inspector itself', () => {
	test('sees every form of import', () => {
		const code = `
import a from './a.js';
import type {
	B,
} from '../multipart/b.js';
import './c.js';
export {d} from './d.js';
export * from './e.js';
const f = await import('ink');
const g = () => import(
	'../ui/app.js'
);
export const notOne = "from 'nowhere'";
`;
		expect(importsOf('source/s3/x.ts', code).map(({to}) => to)).toEqual([
			'source/s3/a',
			'source/multipart/b',
			'source/s3/c',
			'source/s3/d',
			'source/s3/e',
			'ink',
			'source/ui/app',
		]);
	});

	test.each([
		['source/multipart/x.ts', 'source/s3/gateway', /imports up/],
		['source/operations/x.ts', 'source/session/state', /imports up/],
		['source/ui/app.tsx', 'cli', /imports up/],
		['source/sandbox/x.ts', 'source/multipart/etag', /independent witness/],
		['source/ui/app.tsx', 'source/sandbox/server', /for commands and cli/],
		['source/operations/x.ts', '@aws-sdk/client-s3', /for s3/],
		['source/profiles/x.ts', '@smithy/types', /for s3/],
		['source/session/x.ts', 'react', /for ui and cli/],
		['source/commands/x.ts', 'ink', /for ui and cli/],
		['source/s3/x.ts', 'test/support/server', /not shipped/],
	])('%s may not import %s', (from, to, words) => {
		expect(offence({from, to})).toMatch(words);
	});

	test.each([
		['source/s3/x.ts', 'source/multipart/part'],
		['source/s3/x.ts', 'source/s3/failure'],
		['source/s3/x.ts', '@aws-sdk/client-s3'],
		['source/commands/demo.ts', 'source/sandbox/server'],
		['source/ui/app.tsx', 'ink'],
		['cli.tsx', 'source/ui/app'],
	])('%s may import %s', (from, to) => {
		expect(offence({from, to})).toBeUndefined();
	});

	test('finds a circle', () => {
		const imports = [
			{from: 'source/s3/a.ts', to: 'source/s3/b'},
			{from: 'source/s3/b.ts', to: 'source/s3/c'},
			{from: 'source/s3/c.tsx', to: 'source/s3/b'},
		];
		expect(circle(imports)).toEqual(['source/s3/b', 'source/s3/c', 'source/s3/b']);
		expect(circle(imports.slice(0, 2))).toBeUndefined();
	});
});
