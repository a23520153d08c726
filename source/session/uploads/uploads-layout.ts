import type {SessionState, UploadsScreen} from '../core/state.js';
import {rowsUnder} from '../frame/layout.js';

/** Three rows of header, the column heads, and an empty row at the end. */
const headRows = 5;

/** Where the details of the upload under the cursor stand: so many cells beside the list, or so many rows below it. */
export type DetailsPlace =
	| {readonly kind: 'beside'; readonly cells: number}
	| {readonly kind: 'below'; readonly rows: number};

/** From so many columns on they stand beside the list. */
const wide = 140;
const mostCells = 80;
const mostRows = 12;
/** So many rows of the list stay in sight, where there are as many for the details. */
const leastListed = 4;

/** Undefined while they are not asked for, and in the tree, whose rows are no uploads. */
export function detailsPlace(state: SessionState, screen: UploadsScreen): DetailsPlace | undefined {
	if (!screen.details || screen.tree?.mode === 'tree') return undefined;
	const {columns} = state.size;
	if (columns >= wide)
		return {kind: 'beside', cells: Math.min(mostCells, Math.floor(columns * 0.4))};
	const rows = rowsUnder(headRows, state, screen);
	return {
		kind: 'below',
		rows: Math.min(mostRows, Math.max(Math.floor(rows / 2), rows - leastListed)),
	};
}

/** Rows of the list. */
export function uploadsHeight(state: SessionState, screen: UploadsScreen): number {
	const place = detailsPlace(state, screen);
	const below = place?.kind === 'below' ? place.rows : 0;
	return Math.max(1, rowsUnder(headRows, state, screen) - below);
}
