import nodeFs from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import type {Command} from 'commander';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {documentedProgram} from '../source/commands/command-table.js';

/*
 * What the build changes in packages (scripts/bundle-plugins.mjs): that what is left out is never reached, and that
 * what is changed does the same.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
let inputs: ReadonlyMap<string, string>;
let width: typeof stringWidth;
let folder: string;
let leftOut: esbuild.Plugin[];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-build-'));
	({leftOut} = await import(pathToFileURL(join(root, 'scripts/bundle-plugins.mjs')).href));
	const {metafile} = await esbuild.build({
		absWorkingDir: root,
		entryPoints: ['cli.tsx', 'source/s3/thread/gateway-worker.ts'],
		...{bundle: true, write: false, metafile: true, outdir: folder, splitting: true},
		...{platform: 'node', format: 'esm', mainFields: ['module', 'main'], jsx: 'automatic'},
		plugins: leftOut,
	});
	const names = Object.keys(metafile.inputs).filter(name => /^(node_modules|source)\//.test(name));
	const texts = names.map(async name => [name, await readFile(join(root, name), 'utf8')] as const);
	inputs = new Map(await Promise.all(texts));

	const {outputFiles} = await esbuild.build({
		entryPoints: [fileURLToPath(import.meta.resolve('string-width'))],
		...{bundle: true, write: false, minify: true, target: 'node20.19', format: 'esm'},
		plugins: leftOut,
	});
	await writeFile(join(folder, 'width.mjs'), outputFiles[0]!.contents);
	({default: width} = await import(pathToFileURL(join(folder, 'width.mjs')).href));
});

afterAll(() => rm(folder, {recursive: true}));

/** The files of the bundle in which a word stands, those that define it or hand it on left out. */
function usersOf(word: string): string[] {
	const whole = new RegExp(`\\b${word}\\b`);
	return [...inputs]
		.filter(([, text]) =>
			whole.test(text.replace(/^export .*$|^ +.* = await import.*$|^ +return _.*$/gm, '')),
		)
		.map(([name]) => name);
}

describe('what is left out is asked for by nobody', () => {
	test.each([
		// bowser
		'createUserAgentStringParsingProvider',
		'fromCognitoIdentity',
		'fromCognitoIdentityPool',
	])('%s', word => {
		expect([...inputs.values()].some(text => text.includes(`export const ${word} `))).toBe(true);
		expect(usersOf(word)).toEqual([]);
	});

	test('commander starts no program: each command is a function', () => {
		const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
		const commands = all(documentedProgram()) as Array<Command & {_executableHandler?: boolean}>;
		expect(commands.length).toBeGreaterThan(10);
		expect(commands.filter(each => each._executableHandler)).toEqual([]);
	});

	test('conf is given neither schemas nor versions', () => {
		const users = [...inputs].filter(
			([name, text]) => /\bnew Conf\b/.test(text) && name.startsWith('source/'),
		);
		const options = users.map(([, text]) => /\bnew Conf\(\{([\s\S]*?)\n\t+\}\)/.exec(text)?.[1]);
		expect(options).toHaveLength(1);
		const named = [...options[0]!.matchAll(/^\t+(\w+)(?::.*)?,$/gm)].map(([, name]) => name);
		expect(named).toEqual(['cwd', 'configFileMode', 'serialize']);
	});

	test('where it runs is asked by one package, and only whether it is in a browser', () => {
		const asked = [...inputs].flatMap(([name, text]) =>
			Array.from(text.matchAll(/^import (.*) from 'environment';$/gm), ([, names]) => [
				name,
				names,
			]),
		);
		expect(asked).toEqual([['node_modules/ansi-escapes/base.js', '{isBrowser}']]);
	});

	test('the demo asks for no service but the one that it is like by itself', () => {
		const asking = [...inputs].filter(
			([name, text]) => /\bstartSandbox\(/.test(text) && !name.startsWith('source/sandbox/'),
		);
		expect(asking.map(([name]) => name)).toEqual(['source/commands/demo.ts']);
		for (const [, text] of asking) expect(text).not.toMatch(/\blike\b *:/);
	});

	test('who takes locks calls of graceful-fs only what Node has itself', async () => {
		const graceful = createRequire(import.meta.url)('graceful-fs');
		const called = [...inputs]
			.filter(([name]) => name.startsWith('node_modules/proper-lockfile/'))
			.flatMap(([, text]) => Array.from(text.matchAll(/\bfs\.(\w+)/g), ([, name]) => name!));
		expect(new Set(called).size).toBeGreaterThan(5);
		// Of a stat it changes an owner below zero, which no lock looks at.
		for (const name of called.filter(each => each !== 'stat'))
			expect([name, graceful[name]]).toEqual([name, nodeFs[name as keyof typeof nodeFs]]);
	});
});

test('the schemas of the SDK are the same with their keys written out', async () => {
	const path = fileURLToPath(
		new URL('dist-es/schemas/schemas_0.js', import.meta.resolve('@aws-sdk/client-s3/package.json')),
	);
	const schemasWith = async (name: string, plugins: esbuild.Plugin[]) => {
		const {outputFiles} = await esbuild.build({
			entryPoints: [path],
			...{bundle: true, write: false, platform: 'node', format: 'esm'},
			...{mainFields: ['module', 'main'], plugins},
		});
		const file = join(folder, name);
		await writeFile(file, outputFiles[0]!.contents);
		const {errorTypeRegistries, ...schemas} = await import(pathToFileURL(file).href);
		// A schema names others by a function.
		const text = (_: string, value: unknown) =>
			typeof value === 'function' ? String(value) : value;
		return {
			schemas: Object.entries(schemas).map(([key, value]) => [key, JSON.stringify(value, text)]),
			errors: JSON.stringify(errorTypeRegistries, text),
		};
	};
	const shipped = await schemasWith('schemas-shipped.mjs', leftOut);
	expect(shipped).toEqual(await schemasWith('schemas.mjs', []));
	expect(shipped.schemas.length).toBeGreaterThan(400);
});

describe('string-width with its segmenter made late measures the same', () => {
	const variation = '\uFE0F';
	const texts = Array.from({length: 0x11_0000}, (_, point) => String.fromCodePoint(point));
	// Each that may be an emoji, and some of all others.
	const some = texts.filter((text, point) => /\p{Emoji}/u.test(text) || point % 149 === 0);

	test('for each character, alone and as an emoji', () => {
		const other = some
			.flatMap(text => [text, text + variation, `${text}\u{1F3FD}`])
			.filter(text => width(text) !== stringWidth(text));
		expect(other).toEqual([]);
	});

	test('for sequences: keycaps, flags, families', () => {
		const pieces = [
			'1',
			'#',
			'\uFE0F',
			'\u20E3',
			'\u200D',
			'\u{1F1E9}',
			'\u{1F1EA}',
			'\u{1F468}',
			'\u{1F469}',
			'\u{1F467}',
			'\u{1F3F4}',
			'\u{E0067}',
			'\u{E007F}',
			'\u2764',
			'\u2640',
			'é',
			'の',
			'a',
		];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...pieces), {maxLength: 8}), parts => {
				expect(width(parts.join(''))).toBe(stringWidth(parts.join('')));
			}),
			{numRuns: 20_000},
		);
	});
});

test('tokens of a text that is plain ASCII are the same without a segmenter', async () => {
	const bundle = async (name: string, plugins: esbuild.Plugin[]) => {
		const {outputFiles} = await esbuild.build({
			stdin: {contents: "export {tokenize} from '@alcalzone/ansi-tokenize';", resolveDir: root},
			...{bundle: true, write: false, target: 'node20.19', format: 'esm', plugins},
		});
		const file = join(folder, name);
		await writeFile(file, outputFiles[0]!.contents);
		return import(pathToFileURL(file).href) as Promise<{tokenize(text: string): unknown}>;
	};
	const [shipped, theirs] = await Promise.all([
		bundle('tokens-shipped.mjs', leftOut),
		bundle('tokens.mjs', []),
	]);
	const pieces = [
		'\r',
		'\n',
		'\t',
		'\u001b[1m',
		'\u001b[38;5;243m',
		'\u001b]8;;x\u0007',
		'é',
		'e\u0301',
	];
	const text = fc.array(
		fc.oneof(fc.constantFrom(...pieces), fc.integer({min: 0, max: 127}).map(String.fromCharCode)),
		{maxLength: 12},
	);
	fc.assert(
		fc.property(text, parts => {
			expect(shipped.tokenize(parts.join(''))).toEqual(theirs.tokenize(parts.join('')));
		}),
		{numRuns: 5000},
	);
});
