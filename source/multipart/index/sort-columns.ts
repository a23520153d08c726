import {type QueryClock, type QueryFacts, stateOfFacts} from '../query/query-facts.js';
import {uploadStates} from '../upload-state.js';

/** What each column but the key sorts by, a whole number; undefined where an upload has none. In the order of the screen. */
const values = {
	initiated: ({initiated}) => initiated,
	lastPart: ({lastPart}) => lastPart,
	parts: ({partCount}) => partCount,
	size: ({bytes}) => bytes,
	state: (facts, {now, thresholds}) =>
		facts.reading === 'unread' && facts.maker === undefined
			? undefined
			: uploadStates.indexOf(stateOfFacts(facts, {now, thresholds})),
} satisfies Record<string, (facts: QueryFacts, clock: QueryClock) => number | undefined>;

/** The columns that show a value of an upload. */
export type ValueColumn = keyof typeof values;
export type SortColumn = 'key' | ValueColumn;

/** The columns that uploads can be sorted by, in the order that one key walks through. */
export const sortColumns: readonly SortColumn[] = [
	'key',
	...(Object.keys(values) as ValueColumn[]),
];

/** The columns with the digits that sort by them, for a description: `1 key, 2 initiated, 3 last part`. */
export const numberedColumns = sortColumns
	.slice(0, 9)
	.map(
		(column, at) => `${at + 1} ${column.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)}`,
	)
	.join(', ');

/**
 * What an upload is sorted by; NaN where that is not known, infinity where its parts were read and tell none: without
 * parts there is no last one.
 */
export function sortValue(column: ValueColumn, facts: QueryFacts, clock: QueryClock): number {
	const isKnown = facts.reading === 'read' && column !== 'initiated';
	return values[column](facts, clock) ?? (isKnown ? Number.POSITIVE_INFINITY : Number.NaN);
}
