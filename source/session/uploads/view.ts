import {parseQuery, type QueryProblem} from '../../multipart/query/query.js';
import {readableText} from '../../multipart/query/query-words.js';
import type {Effect} from '../core/effect.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {rememberedFilters} from '../frame/remembered.js';
import {detailsPlace, uploadsHeight} from './uploads-layout.js';

/** Reading without being asked stops after this many uploads: a look is one request or more. */
export const readBudget = 2000;

/** Tells the index what the screen filters and sorts by. */
export function viewOf({id, query, sort, reverse, tree}: UploadsScreen): Effect {
	const within = tree?.within;
	return {type: 'set-view', screen: id, view: {query, sort, reverse, ...(within && {within})}};
}

const readQuery = (text: string, state: SessionState) =>
	parseQuery(text, rememberedFilters(state, 'uploads').named);

/** Why a filter cannot be read; undefined where it can. */
export function queryProblem(text: string, state: SessionState): QueryProblem | undefined {
	const read = readQuery(text, state);
	return 'problem' in read ? read.problem : undefined;
}

/** The list with another filter; a word that cannot be read yet asks for nothing. */
export function withFilter(
	state: SessionState,
	screen: UploadsScreen,
	filter: UploadsScreen['filter'],
): UploadsScreen {
	const text = readableText(filter.text, part => queryProblem(part, state));
	// Each letter of such a word would filter the list anew.
	if (text !== filter.text && text === screen.query.text) return {...screen, filter};
	const read = readQuery(text, state);
	if (!('query' in read)) return {...screen, filter};
	const {query} = read;
	// After Esc nothing is read until it is asked for: a query that needs parts does.
	const asked = query.needsParts && query.text !== screen.query.text ? 1 : 0;
	const budget = Math.max(screen.readBudget, asked);
	return {...screen, filter, query, anchor: undefined, readBudget: budget};
}

/** Whether the filter asks for so many reads that they are not sent before somebody agreed. */
export function asksForMany({query, asked = 0, agreed}: UploadsScreen): boolean {
	return query.needsParts && asked > readBudget && agreed !== query.text;
}

/** How many the filter leaves out where all that it shows is marked; 0 where they were chosen one by one. */
export function filteredOut({filter, tree, shown, totals}: UploadsScreen, marked: number): number {
	const isAll = filter.text !== '' && tree?.within === undefined && marked === shown;
	return isAll ? totals.count - shown : 0;
}

/** Asks for the parts of the uploads on the screen. */
export function readVisible(state: SessionState, screen: UploadsScreen, moving = false): Effect {
	// The rows of a tree are no uploads: what is read for it is read down the list.
	const isTree = screen.tree?.mode === 'tree';
	const from = isTree ? 0 : screen.cursor.top;
	return {
		type: 'read-parts',
		screen: screen.id,
		from,
		to: isTree ? 0 : from + uploadsHeight(state, screen),
		// A query that asks for what only parts tell has asked for them, but for thousands.
		budget:
			screen.query.needsParts && !asksForMany(screen)
				? Number.POSITIVE_INFINITY
				: screen.readBudget,
		moving,
		details: detailsPlace(state, screen) && screen.cursor.position,
	};
}
