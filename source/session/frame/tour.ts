import type {SessionState} from '../core/state.js';

type Hint = {readonly by: readonly string[]; readonly text: string};

/** The hints of the demo, one after the other; each goes when it was followed. */
const hints: readonly Hint[] = [
	{by: ['enter'], text: 'enter opens an upload: its parts, and whether it can be completed'},
	{by: ['complete'], text: 'c completes an upload: it shows what that makes, and asks'},
	{by: ['mark'], text: 'space marks; stalled means that no part landed for 24 hours'},
	{by: ['abort'], text: 'x aborts what is marked, or the row: it asks first'},
	{by: ['filter', 'sort', 'help'], text: '/ filters, s sorts, ? shows all keys, q quits'},
];

/** The hint to show now, with its number; undefined outside the demo and when all were followed. */
export function tourHint({connection, tour}: SessionState): string | undefined {
	if (!connection?.demo) return undefined;
	const at = hints.findIndex((_, index) => !tour.includes(index));
	return at < 0 ? undefined : `tour ${at + 1}/${hints.length}: ${hints[at]?.text}`;
}

/** The tour after the key of a name. */
export function tourAfter({connection, tour}: SessionState, name: string): readonly number[] {
	if (!connection?.demo) return tour;
	const at = hints.findIndex(({by}) => by.includes(name));
	return at < 0 || tour.includes(at) ? tour : [...tour, at];
}
