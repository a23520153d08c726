import {createHash} from 'node:crypto';

const digits = (at: number, width: number) => String(at).padStart(width, '0');
const hash = (at: number) => createHash('md5').update(String(at)).digest('hex');
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

function day(at: number): string {
	return new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', '/');
}

const names = [
	...['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'],
	...['mallory', 'niaj', 'olivia', 'peggy', 'rupert', 'sybil', 'trent', 'victor', 'walter', 'zoe'],
];

/** Beyond U+FFFF and below it: their order by UTF-16 is not that of their bytes. */
const scripts = ['é', 'ж', '写', '真', '富', '\uff21', '\uffe6', '🎬', '😀', '𝒳', '𠀀'];

/**
 * Shapes that the keys of a bucket have. Each gives the key of the nth upload of so many; where that is the same for several,
 * they are uploads of one key.
 */
export const keyspaces: Readonly<Record<string, (at: number, count: number) => string>> = {
	'hex names, as even as can be': at => hash(at),
	'base64 names': at => createHash('md5').update(String(at)).digest('base64url'),
	'numbered in one folder': at => `backups/2026/${digits(at, 6)}.tar`,
	'numbers without zeros in front': at => `run-${at}/out`,
	'nested dates': (at, count) =>
		`logs/${day(Math.floor((at * 900) / count))}/host-${at % 7}/${hash(at).slice(0, 6)}.gz`,
	'one prefix with 99 %': at =>
		at % 100 === 0 ? `${pick(names, at / 100)}/${at}` : `media/${hash(at)}.mov`,
	'one prefix with 99 %, last of all': at =>
		at % 100 === 0 ? `${digits(at, 6)}/x` : `zz-archive/${digits(at, 7)}`,
	'one prefix with 99 %, first of all': at =>
		at % 100 === 0 ? `${pick(names, at / 100)}/${at}` : `0/${digits(at, 7)}`,
	'a thousand prefixes': at => `customer-${digits(at % 1000, 4)}/${hash(at).slice(0, 8)}`,
	'a thousand prefixes, all but three of one upload': at =>
		at < 1000
			? `customer-${digits(at, 4)}/only`
			: `customer-${pick(['0100', '0555', '0901'], at)}/${digits(at, 6)}`,
	'names of people': at =>
		`${pick(names, at)}/${pick(['photos', 'docs', 'Music'], at >> 3)}/${digits(at, 5)}`,
	'a deep common prefix': at => `${'very/deep/'.repeat(20)}part-${hash(at).slice(0, 10)}`,
	'one key': () => 'nightly/dump.sql',
	'ten keys': at => `nightly/dump-${at % 10}.sql`,
	'several uploads of each key': (at, count) => `data/${hash(Math.floor((at * 300) / count))}`,
	'many scripts': at => `写真/${pick(scripts, at)}${pick(scripts, at >> 4)}/${at}`,
	'characters beyond U+FFFF beside others': at =>
		`${pick(scripts, at * 7)}${pick(scripts, at)}${digits(at, 5)}`,
	'percent signs, spaces and plus signs': at =>
		`100%/${pick(['%2F', '%', ' ', '+', '%41'], at)}${hash(at).slice(0, 5)} ${at}`,
	'control characters and line breaks': at =>
		`in\n${pick(['\t', '\u0001', '\u007f', '\n'], at)}/${digits(at, 5)}`,
	'keys that are the start of others': at =>
		`a${pick(['', '-', '.', '/', '0', '..', '.2~'], at)}${'b'.repeat(at % 40)}${pick(['', '-', '.'], at >> 5)}${at >> 7}`,
	'letters that join with others': at =>
		`cafe${pick(['', '\u0301', '\u0302'], at)}/${pick(['ᄀ', 'ᅡ', 'ᆨ', '가'], at >> 2)}${digits(at, 5)}`,
	'everything at once': at =>
		(pick(Object.values(keyspaces).slice(0, 12), at) as (at: number, count: number) => string)(
			at,
			5000,
		),
};
