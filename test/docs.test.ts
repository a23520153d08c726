import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Command} from 'commander';
import {beforeAll, describe, expect, test} from 'vitest';
import {commandTables, documentedProgram} from '../source/commands/command-table.js';
import {keyTable} from '../source/ui/keys/key-table.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Text of each document, by its path from the root. */
const documents = new Map<string, string>();

beforeAll(async () => {
	const names = (await readdir(join(root, 'docs'), {recursive: true})).filter(name =>
		name.endsWith('.md'),
	);
	const atTop = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];
	for (const path of [...atTop, ...names.map(name => `docs/${name}`)])
		if (existsSync(join(root, path))) documents.set(path, await readFile(join(root, path), 'utf8'));
});

/** Without the blocks of code, in which nothing is a link or a heading. */
function prose(text: string): string {
	return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(text: string): Set<string> {
	const seen = new Map<string, number>();
	const anchors = new Set<string>();
	for (const [, heading = ''] of prose(text).matchAll(/^#{1,6} (.+)$/gm)) {
		const slug = heading
			.toLowerCase()
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replaceAll(' ', '-');
		const count = seen.get(slug) ?? 0;
		seen.set(slug, count + 1);
		anchors.add(count === 0 ? slug : `${slug}-${count}`);
	}
	return anchors;
}

/** Why a link leads nowhere; undefined where it leads somewhere, or out of the repository. */
function brokenLink(from: string, link: string): string | undefined {
	if (/^[a-z]+:/.test(link)) return undefined;
	const [path = '', anchor] = link.split('#');
	const to = path === '' ? from : relative(root, resolve(root, dirname(from), path));
	if (!existsSync(join(root, to))) return `${from} links to ${to}, which does not exist`;
	if (anchor === undefined) return undefined;
	const text = documents.get(to);
	if (text !== undefined && anchorsOf(text).has(anchor)) return undefined;
	return `${from} links to ${to}#${anchor}, which is no heading there`;
}

function brokenLinks(from: string, text: string): string[] {
	return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link = '']) => brokenLink(from, link))
		.filter(words => words !== undefined);
}

/** Files and folders of the repository that a document names in code and that do not exist. Floors stand without `source/`. */
function missingPaths(from: string, text: string): string[] {
	return [...text.matchAll(/`([\w./-]+)`/g)]
		.map(([, name = '']) => name)
		.filter(name => /^(source|test|scripts|bench|docs)\/|\/[\w.-]+\.(tsx?|mjs|md)$/.test(name))
		.filter(name => ![name, `source/${name}`].some(path => existsSync(join(root, path))))
		.map(name => `${from} names ${name}, which does not exist`);
}

/** Every long option of a command and of those below it. */
function optionsOf(command: Command): string[] {
	const own = command.createHelp().visibleOptions(command);
	return [
		...own.map(({long}) => long ?? ''),
		...command.commands.flatMap(below => optionsOf(below)),
	];
}

describe('the documents', () => {
	test('README fits into 8 kB', () => {
		expect(Buffer.byteLength(documents.get('README.md') ?? '')).toBeLessThanOrEqual(8192);
	});

	test('every link and anchor leads somewhere', () => {
		expect(documents.size).toBeGreaterThan(12);
		expect([...documents].flatMap(([from, text]) => brokenLinks(from, text))).toEqual([]);
	});

	test('every picture that they show is there for dark and for light terminals, and has words for who cannot see it', () => {
		const shown = [...documents].flatMap(([from, text]) =>
			[...text.matchAll(/<picture>.*?<\/picture>/gs)].map(([element]) => ({
				folder: dirname(join(root, from)),
				parts: /dark\)" srcset="(.+)\.dark\.svg">\n\s*<img src="(.+)\.light\.svg" alt="(.+)">/.exec(
					element,
				),
			})),
		);
		expect(shown.length).toBeGreaterThan(5);
		for (const {folder, parts} of shown) {
			const [, dark = '', light = '', words = ''] = parts ?? [];
			expect(dark).toBe(light);
			expect(words.length).toBeGreaterThan(40);
			for (const ground of ['dark', 'light'])
				expect(existsSync(join(folder, `${light}.${ground}.svg`))).toBe(true);
		}
	});

	test('every picture that is taken is shown by one of them', async () => {
		const pages = [...documents.values()].join('\n');
		const names = await readdir(join(root, 'docs/pictures'));
		expect(names.filter(name => !pages.includes(`pictures/${name}"`))).toEqual([]);
	});

	test('every document is linked from the README or CONTRIBUTING, or from one that is', () => {
		const reached = new Set(['README.md', 'CONTRIBUTING.md']);
		for (const from of reached)
			for (const [, link = ''] of (documents.get(from) ?? '').matchAll(/\]\(([^)#\s]+)/g)) {
				const to = relative(root, resolve(root, dirname(from), link));
				if (documents.has(to)) reached.add(to);
			}
		expect([...documents.keys()].filter(path => !reached.has(path))).toEqual([]);
	});

	test('every file and folder that they name exists', () => {
		expect([...documents].flatMap(([from, text]) => missingPaths(from, text))).toEqual([]);
	});

	test('every page says in held-sentences by what it is held', () => {
		const [, held = ''] = (documents.get('docs/dev/held-sentences.md') ?? '').split('\n## docs\n');
		const rows = [...held.matchAll(/^\| ([^|]+) \| \S.* \|$/gm)].map(([, page = '']) => page);
		const named = rows.flatMap(row => [...row.matchAll(/`([\w-]+)`/g)].map(([, page]) => page));
		const pages = [...documents.keys()].filter(path => /^docs\/[\w-]+\.md$/.test(path));
		expect(named.sort()).toEqual(pages.map(path => path.slice(5, -3)).sort());
	});

	test('every option in their command lines is one of the program', () => {
		const known = new Set(optionsOf(documentedProgram()));
		const unknown = [...documents].flatMap(([from, text]) =>
			[...text.matchAll(/^(?:[\d*\s]* )?(partway [^|>\n]*)/gm)].flatMap(([, line = '']) =>
				[...line.matchAll(/(?<= )--[a-z-]+/g)]
					.filter(([option]) => !known.has(option))
					.map(([option]) => `${from}: ${option} in "${line}"`),
			),
		);
		expect(unknown).toEqual([]);
	});

	test('hold the keys, options, exit codes and commands of the program', () => {
		const commands = documents.get('docs/commands.md');
		for (const table of Object.values(commandTables())) expect(commands).toContain(table);
		expect(documents.get('docs/keys.md')).toContain(keyTable());
	});
});

describe('the inspector itself', () => {
	test('finds a file, an anchor and a path that are not there', () => {
		expect(brokenLinks('README.md', '[a](docs/nowhere.md) [b](#nowhere)')).toEqual([
			'README.md links to docs/nowhere.md, which does not exist',
			'README.md links to README.md#nowhere, which is no heading there',
		]);
		expect(missingPaths('README.md', '`source/nowhere/a.ts`, `s3/nowhere.ts`, `s3/`')).toHaveLength(
			2,
		);
	});

	test('makes anchors as GitHub does', () => {
		const headings =
			'# Rows with a `?`\n## Every night, from cron\n## Again\n## Again\n```\n# none\n```';
		expect([...anchorsOf(headings)]).toEqual([
			'rows-with-a-',
			'every-night-from-cron',
			'again',
			'again-1',
		]);
	});
});
