import type {HistoryScreen, SessionState} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';

/** How many acts there are, an empty row, the column heads. */
const headRows = 3;

/** Rows of the list. */
export function historyHeight(state: SessionState, screen: HistoryScreen): number {
	return rowsUnder(headRows, state, screen);
}

/** Acts that are held at most: half a kilobyte each. Older ones are shown by the command. */
export const mostActs = 200_000;
