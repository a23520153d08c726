import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The text of a file of the repository. */
export function pageText(path: string): string {
	return readFileSync(join(root, path), 'utf8');
}

/** What people who use partway read, by path: README and docs without those for developers. */
export const pages: ReadonlyMap<string, string> = new Map(
	[
		'README.md',
		'SECURITY.md',
		...readdirSync(join(root, 'docs'))
			.filter(name => name.endsWith('.md'))
			.map(name => `docs/${name}`),
	].map(path => [path, pageText(path)]),
);

/** The lines that stand in a block of code. */
export function codeLines(text: string): string[] {
	return [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
		block.split('\n'),
	);
}

/** What stands in code within a sentence or a cell. */
export function codeWords(text: string): string[] {
	return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
		([, word = '']) => word,
	);
}

/** The lines of a table's rows below its head, from the heading or words that stand before it, cell by cell. */
export function tableAfter(text: string, before: string): string[][] {
	const from = text.indexOf(before);
	if (from < 0) throw new Error(`not there: ${before}`);
	const [, rows = ''] = /\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(text.slice(from)) ?? [];
	return rows
		.trimEnd()
		.split('\n')
		.map(row =>
			row
				.slice(1, -1)
				.split(/(?<!\\)\|/)
				.map(cell => cell.trim()),
		);
}
