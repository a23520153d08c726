import type {PartState} from '../../multipart/part-state.js';
import type {Glyphs, Role} from '../theme.js';
import type {Segment} from './segments.js';

/** How many part numbers one cell of a map stands for, so that `rows` rows of `width` cells hold them all. */
export function partsPerCell(highest: number, width: number, rows: number): number {
	return Math.max(1, Math.ceil(highest / Math.max(1, width * rows)));
}

/** Of the part numbers in one cell the worst is shown. */
const severity: readonly PartState[] = ['present', 'left-out', 'missing', 'small'];

/**
 * One row of the map: a cell shows the worst of the part numbers that it stands for, so that a single
 * missing part of ten thousand is seen.
 *
 * @param from the first part number of the row, from 1.
 */
export function mapRow(
	states: (partNumber: number) => PartState,
	{from, highest, width, perCell}: {from: number; highest: number; width: number; perCell: number},
	cursor: number | undefined,
	glyphs: Glyphs,
): readonly Segment[] {
	const signs: Record<PartState, readonly [string, Role]> = {
		present: [glyphs.present, 'accent'],
		small: [glyphs.small, 'danger'],
		missing: [glyphs.missing, 'warn'],
		'left-out': [glyphs.leftOut, 'warn'],
	};
	const segments: Segment[] = [];
	for (let cell = 0; cell < width; cell++) {
		const first = from + cell * perCell;
		if (first > highest) break;
		const last = Math.min(highest, first + perCell - 1);
		let worst: PartState = 'present';
		let here = false;
		for (let number = first; number <= last; number++) {
			const state = states(number);
			if (severity.indexOf(state) > severity.indexOf(worst)) worst = state;
			if (number === cursor) here = true;
		}
		const [text, role] = signs[worst];
		const before = segments.at(-1);
		if (here) segments.push({text: glyphs.mapCursor, role: 'selected'});
		else if (before?.role === role)
			segments[segments.length - 1] = {text: before.text + text, role};
		else segments.push({text, role});
	}
	return segments;
}
