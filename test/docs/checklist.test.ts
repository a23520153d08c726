import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {pageText, tableAfter} from './pages.js';

const root = join(import.meta.dirname, '../..');

type Held = {readonly file: string; readonly titles: readonly string[]};

/** The tests that a cell names: `file` › "title", "title"; `file` › "title". Undefined where it is written otherwise. */
function testsIn(cell: string): readonly Held[] | undefined {
	const one = /`(test\/[\w./-]+\.test\.tsx?)` › ((?:"(?:\\"|[^"])+"(?:, )?)+)/g;
	if (cell.replace(one, '').replace(/^(?:; )*$/, '') !== '') return undefined;
	return [...cell.matchAll(one)].map(([, file = '', titles = '']) => ({
		file,
		titles: [...titles.matchAll(/"((?:\\"|[^"])+)"/g)].map(([, title = '']) =>
			title.replaceAll('\\"', '"'),
		),
	}));
}

/** What of it is not there: a file, or a test or a group of tests with the title; `name` is that of a row of `test.each`. */
function stale({file, titles}: Held): readonly string[] {
	if (!existsSync(join(root, file))) return [`${file} does not exist`];
	const text = pageText(file);
	const isThere = (title: string) =>
		[...text.matchAll(/(?:\(\s*|name: )(['"`])/g)].some(({index, 0: before, 1: quote = ''}) =>
			text.startsWith(title + quote, index + before.length),
		);
	return titles.filter(title => !isThere(title)).map(title => `${file} has no test "${title}"`);
}

describe('docs/checklist.md', () => {
	const rows = tableAfter(pageText('docs/checklist.md'), '# Checklist');

	test('has the 56 lines in their order, each with what holds it', () => {
		expect(rows.map(([number]) => Number(number))).toEqual(
			Array.from({length: 56}, (_, at) => at + 1),
		);
		for (const [number, what, heldBy = ''] of rows) {
			expect(what, number).toMatch(/\w.{20}/);
			expect(testsIn(heldBy)?.length, `${number}: ${heldBy}`).toBeGreaterThan(0);
		}
	});

	test('names tests that are there', () => {
		const named = rows.flatMap(([, , heldBy = '']) => testsIn(heldBy) ?? []);
		expect(named.length).toBeGreaterThanOrEqual(56);
		expect(named.flatMap(stale)).toEqual([]);
	});

	test('the inspector itself finds a file and a title that are not there, and what is written otherwise', () => {
		const cell =
			'`test/docs/checklist.test.ts` › "names tests that are there", "names"; `test/docs.test.ts` › "no \\"such\\" title"';
		expect(testsIn(cell)?.flatMap(stale)).toEqual([
			'test/docs/checklist.test.ts has no test "names"',
			'test/docs.test.ts has no test "no "such" title"',
		]);
		expect(stale({file: 'test/nowhere.test.ts', titles: []})).toHaveLength(1);
		for (const cell of ['measured', '`test/docs/checklist.test.ts`', '`test/docs/pages.ts` › "x"'])
			expect(testsIn(cell), cell).toBeUndefined();
	});
});
