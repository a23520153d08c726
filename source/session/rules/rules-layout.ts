import type {RulesScreen, SessionState} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';

/** What the rules come to, in two rows; an empty row, the column heads. */
const headRows = 4;

/** Rows of the list. */
export function rulesHeight(state: SessionState, screen: RulesScreen): number {
	return rowsUnder(headRows, state, screen);
}
