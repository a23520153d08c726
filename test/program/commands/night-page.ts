import {readFileSync} from 'node:fs';
import {join} from 'node:path';

export const page = readFileSync(join(import.meta.dirname, '../../../docs/cleaning-up.md'), 'utf8');

/** A row of the table of "Every night". */
export type NightEnd = {readonly code: number; readonly isAlert: boolean};

/** What the page says of a night in whose row these words stand, and in no other. */
export function pageSays(words: string): NightEnd {
	const section = page.slice(page.indexOf('## Every night'), page.indexOf('### cron'));
	const rows = section
		.split('\n')
		.filter(line => /^\| \d/.test(line))
		.map(line => line.split(' | '));
	const [row, another] = rows.filter(([, when = '']) => when.includes(words));
	if (row === undefined || another !== undefined)
		throw new Error(`the page has not one row for "${words}"`);
	const [ends = '', , todo = ''] = row;
	return {code: Number(/\d+/.exec(ends)), isAlert: todo.startsWith('alert')};
}

const nightly = (name: string) =>
	readFileSync(join(import.meta.dirname, '../../../docs/nightly', name), 'utf8');

/** What cron gives to the shell: all behind the five fields. */
export const cronLines = (crontab = nightly('crontab')): readonly string[] =>
	crontab
		.split('\n')
		.filter(line => /^\d/.test(line))
		.map(line => line.replace(/^(?:\S+\s+){5}/, ''));

/** What a line gives to partway, but for the connection: the shell's part is left out. */
export const argumentsOf = (line: string): readonly string[] =>
	line
		.replace(/ \d?>>.*$/, '')
		.replace(/ -p \S+/, '')
		.split(/\s+/)
		.slice(1);
