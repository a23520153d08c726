import {type PartRow, partRows} from '../../multipart/part-rows.js';
import {rememberLast} from '../core/remember.js';
import type {PartsScreen} from '../core/state.js';

// Ten thousand parts are looked through once, not at each key.
const rowsOfParts = rememberLast(partRows);

/** The rows of the table: the parts, and a row for each gap; none before they are read. */
export function rowsOf({plan}: PartsScreen): readonly PartRow[] {
	return rowsOfParts(plan?.listed ?? noParts);
}

const noParts: readonly [] = [];

/** The rows that a choice is about: from the anchor to the cursor, or the cursor's alone. */
export function rangeOf({cursor, anchor}: PartsScreen): readonly [from: number, to: number] {
	const other = anchor ?? cursor.position;
	return [Math.min(other, cursor.position), Math.max(other, cursor.position)];
}
