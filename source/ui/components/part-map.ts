import type {PartState, PartStates} from '../../multipart/part-state.js';
import type {Glyphs, Role} from '../frame/theme.js';
import type {Segment} from './segments.js';

/** How many part numbers one cell of a map stands for, so that `rows` rows of `width` cells hold them all. */
export function partsPerCell(end: number, width: number, rows: number): number {
	return Math.max(1, Math.ceil(end / Math.max(1, width * rows)));
}

/**
 * One row of the map: a cell shows the worst of the part numbers that it stands for, so that a single
 * missing part of ten thousand is seen.
 *
 * @param from the first part number of the row, from 1.
 */
export function mapRow(
	{worstIn, end}: Pick<PartStates, 'worstIn' | 'end'>,
	{from, width, perCell}: {from: number; width: number; perCell: number},
	cursor: number | undefined,
	glyphs: Glyphs,
): readonly Segment[] {
	const signs: Record<PartState, readonly [string, Role]> = {
		present: [glyphs.present, 'dim'],
		small: [glyphs.small, 'danger'],
		missing: [glyphs.missing, 'warn'],
		'left-out': [glyphs.leftOut, 'warn'],
	};
	const segments: Segment[] = [];
	for (let cell = 0; cell < width; cell++) {
		const first = from + cell * perCell;
		if (first > end) break;
		const last = Math.min(end, first + perCell - 1);
		const here = cursor !== undefined && cursor >= first && cursor <= last;
		const [text, role] = signs[worstIn(first, last)];
		const before = segments.at(-1);
		if (here && text === glyphs.present) segments.push({text: glyphs.mapCursor, role: 'accent'});
		else if (here) segments.push({text, role: 'selected'});
		else if (before?.role === role)
			segments[segments.length - 1] = {text: before.text + text, role};
		else segments.push({text, role});
	}
	return segments;
}
