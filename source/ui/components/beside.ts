import type {Glyphs} from '../frame/theme.js';
import {fitted, type Lined} from './segments.js';

/** Rows of a list of so many cells, and others to the right of them behind a line: as many as the list has. */
export function beside(list: Lined, right: Lined, cells: number, glyphs: Glyphs): Lined {
	return list.map((row, at) => [
		...fitted(row, cells, glyphs.ellipsis),
		{text: ` ${glyphs.divider} `, role: 'dim', isBeside: true},
		...(right[at] ?? []).map(segment => ({...segment, isBeside: true}) as const),
	]);
}
