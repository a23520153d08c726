import type {RulesScreen, SessionState} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';

/** What the rules come to, in two rows; an empty row, the column heads. */
const headRows = 4;

/** An empty row, and what the overdue uploads are. */
const overdueHead = 2;

/** Rows of the list. */
export function rulesHeight(state: SessionState, screen: RulesScreen): number {
	const named = namedOverdue(state, screen);
	return rowsUnder(headRows, state, screen) - (named === 0 ? 0 : overdueHead + named);
}

/** How many overdue uploads are named under the list: what it leaves, at least half of the rows; 0 where they are too few. */
export function namedOverdue(state: SessionState, screen: RulesScreen): number {
	const {rows = [], uploads} = screen.facts ?? {};
	const room = rowsUnder(headRows, state, screen);
	const left = Math.max(room - rows.length, Math.floor(room / 2)) - overdueHead;
	return Math.max(0, Math.min(left, uploads?.overdueUploads?.length ?? 0));
}
