import {createHash} from 'node:crypto';

const padded = (at: number) => String(at).padStart(6, '0');

const odd: ReadonlyArray<(at: number) => string> = [
	at => `写真/富士山-${at}`,
	at => `100%/${at}`,
	at => `%2F%0A${at}`,
	at => `a+b ${at}`,
	at => ` leading and trailing ${at} `,
	at => `two\nlines ${at}`,
	at => `&lt;<${at}>"&'`,
	at => `🎬${at}`,
];

/** Kinds of keys that listings get wrong; each makes the key of the nth upload. */
export const keyShapes: Readonly<Record<string, (at: number) => string>> = {
	'one prefix': at => `backups/2026/${padded(at)}.tar`,
	'random prefixes': at => `${createHash('md5').update(String(at)).digest('hex').slice(0, 12)}/x`,
	'one key': () => 'nightly/dump.sql',
	'odd characters': at => (odd[at % odd.length] as (at: number) => string)(at),
	// `a-` sorts before `a.` and `a/` after it, which is what Ceph's order turns on; each key twice.
	'keys that begin alike': at => {
		const half = Math.floor(at / 2);
		return `a${['', '-', '.', '/', '0'][half % 5]}${half < 5 ? '' : Math.floor(half / 5)}`;
	},
};

/** All shapes by turns. */
export function mixedKey(at: number): string {
	const shapes = Object.values(keyShapes);
	return (shapes[at % shapes.length] as (at: number) => string)(Math.floor(at / shapes.length));
}
