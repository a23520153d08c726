import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {exitMeanings} from '../../source/commands/base/exit.js';
import {parseQuery} from '../../source/multipart/query/query.js';
import {stateWords, uploadStates} from '../../source/multipart/upload-state.js';
import {codeLines, codeWords, pages, pageText, tableAfter} from './pages.js';

const page = (path: string) => pages.get(path) ?? '';

/** All of `source/`, and the program's first file. */
const source = [
	...readdirSync(join(import.meta.dirname, '../../source'), {recursive: true, encoding: 'utf8'})
		.filter(name => /\.tsx?$/.test(name))
		.map(name => pageText(`source/${name}`)),
	pageText('cli.tsx'),
].join('\n');

describe('the words that the documents use', () => {
	test('docs/states.md: every state, and no other', () => {
		const states = tableAfter(page('docs/states.md'), '# States').map(([state]) => state);
		expect(new Set(states)).toEqual(new Set(uploadStates.map(stateWords)));
	});

	test('CHANGELOG.md: the newest version is that of package.json, and has its day', () => {
		const {version} = JSON.parse(pageText('package.json')) as {version: string};
		const [first] = /^## .*$/m.exec(pageText('CHANGELOG.md')) ?? [];
		expect(first).toMatch(/^## \d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/);
		expect(first).toContain(`## ${version} - `);
	});

	test('docs/query.md: every example is a query', () => {
		const rows = tableAfter(page('docs/query.md'), '# Query');
		expect(rows.length).toBeGreaterThan(10);
		const saved = [{name: 'big', text: 'size>1GiB'}] as const;
		for (const [words = ''] of rows)
			for (const text of codeWords(words))
				expect([text, parseQuery(text, saved)]).toEqual([text, {query: expect.anything()}]);
		expect(parseQuery('sise>1GiB', saved)).toHaveProperty('problem');
	});

	test('every query that is typed in a sentence or given to an option is one', () => {
		const queries = [...pages].flatMap(([path, text]) => [
			...codeWords(text)
				.filter(word => /^\/(?:state|size|age|idle|prefix|initiator|maker):/.test(word))
				.map(word => [path, word.slice(1)] as const),
			...codeLines(text).flatMap(line =>
				[...line.matchAll(/(?:--query|-q) (?:'([^']*)'|([\w:>@]+))/g)].map(
					([, quoted, bare]) => [path, quoted ?? bare ?? ''] as const,
				),
			),
		]);
		expect(queries.length).toBeGreaterThan(3);
		expect(queries.filter(([, text]) => 'problem' in parseQuery(text))).toEqual([]);
	});

	test('docs/cleaning-up.md: every exit code, beside those of a kill', () => {
		const codes = tableAfter(page('docs/cleaning-up.md'), '| it ends with |').map(([code]) => code);
		expect(codes.filter(code => code !== '137, or another')).toEqual(Object.keys(exitMeanings));
	});

	test('every variable of partway is read by the program', () => {
		const named = [...pages].flatMap(([path, text]) =>
			[...text.matchAll(/\bPARTWAY_\w+/g)].map(([name]) => [path, name] as const),
		);
		expect(named.length).toBeGreaterThan(4);
		expect(named.filter(([, name]) => !source.includes(name))).toEqual([]);
	});

	test('every script of npm is one', () => {
		const {scripts} = JSON.parse(pageText('package.json'));
		const named = [...pages, ['CONTRIBUTING.md', pageText('CONTRIBUTING.md')] as const].flatMap(
			([path, text]) =>
				[...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:]*)/g)].map(
					([, name = '']) => [path, name] as const,
				),
		);
		expect(named.length).toBeGreaterThan(5);
		expect(named.filter(([, name]) => !(name in scripts))).toEqual([]);
	});

	test('README and docs/installing.md: the Node that package.json asks for', () => {
		const {engines} = JSON.parse(pageText('package.json'));
		const least = /^>=([\d.]+)$/.exec(engines.node)?.[1];
		expect(page('README.md')).toContain(`Node.js ${least} or newer`);
		const first = tableAfter(page('docs/installing.md'), '## Which Node')[0]?.[0];
		expect(first).toBe(`${least} and later`);
	});

	test('docs/comparison.md: every mark leads to a source, every source is used, and every cell says something', () => {
		const text = page('docs/comparison.md');
		const [body = '', ...sources] = text.split(/^(?=\[\^[\w-]+\]: )/m);
		const given = sources.map(source => /^\[\^([\w-]+)\]/.exec(source)?.[1]);
		const used = new Set([...body.matchAll(/\[\^([\w-]+)\]/g)].map(([, name]) => name));
		expect(new Set(given)).toEqual(used);
		const rows = tableAfter(text, '## Question by question');
		expect(rows.length).toBeGreaterThan(9);
		for (const row of rows) {
			expect(row).toHaveLength(8);
			expect(row.filter(cell => cell === '')).toEqual([]);
		}
	});
});
