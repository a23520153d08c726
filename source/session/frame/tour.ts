import {type Screen, type SessionState, topScreen} from '../core/state.js';

/** A screen; the uploads as a tree have other keys than the list. */
type Place = Screen['kind'] | 'tree';

type Hint = {
	/** Where the key means this: nothing is said of it elsewhere. */
	readonly on: Place;
	/** The names of the keys by any of which it was followed. */
	readonly by: readonly string[];
	readonly text: string;
};

/** The hints of the demo, for each screen one after the other; each goes when it was followed. */
const hints: readonly Hint[] = [
	{on: 'uploads', by: ['enter'], text: 'enter opens this upload: can it be completed?'},
	{on: 'parts', by: ['complete'], text: 'c completes it: shows what that makes, and asks'},
	{on: 'parts', by: ['back'], text: 'esc goes back to the list'},
	{on: 'uploads', by: ['tree'], text: 't shows which prefix holds the most'},
	{on: 'tree', by: ['enter'], text: 'enter goes into the prefix, esc out of it'},
	{on: 'tree', by: ['list'], text: 't is the list again'},
	{on: 'uploads', by: ['mark'], text: 'space marks; stalled: no part for 24 hours'},
	{on: 'uploads', by: ['abort'], text: 'x aborts what is marked: it asks first'},
	{on: 'uploads', by: ['filter', 'sort', 'help'], text: '/ filters, s sorts, ? shows all keys'},
	{on: 'uploads', by: ['rescue'], text: 'R sends what is missing from its file: try / gap'},
	{on: 'uploads', by: ['buckets'], text: 'b shows the buckets'},
	{
		on: 'buckets',
		by: ['read-more', 'measure', 'measure-all'],
		text: 'm counts all that a bucket holds',
	},
	{on: 'uploads', by: ['connections'], text: 'p shows the connections of the demo'},
	{on: 'connections', by: ['new-connection'], text: 'n adds a connection: here it is only tried'},
];

/** The hint for the screen that shows, with how many were followed; undefined outside the demo, and where none is left. */
export function tourHint(state: SessionState): string | undefined {
	const at = hintHere(state);
	const hint = at === undefined ? undefined : hints[at];
	return hint && `tour ${state.tour.length + 1}/${hints.length}: ${hint.text}`;
}

/** The tour after the key of a name. */
export function tourAfter(state: SessionState, name: string): readonly number[] {
	const {connection, tour, dialog, help} = state;
	if (!connection?.demo || dialog !== undefined || help) return tour;
	const place = placeOf(state);
	const at = hints.findIndex(({on, by}) => on === place && by.includes(name));
	return at < 0 || tour.includes(at) ? tour : [...tour, at];
}

function hintHere(state: SessionState): number | undefined {
	if (!state.connection?.demo) return undefined;
	const place = placeOf(state);
	const at = hints.findIndex(({on}, index) => on === place && !state.tour.includes(index));
	return at < 0 ? undefined : at;
}

function placeOf(state: SessionState): Place | undefined {
	const screen = topScreen(state);
	return screen?.kind === 'uploads' && screen.tree?.mode === 'tree' ? 'tree' : screen?.kind;
}
