import type {Glyphs} from '../frame/theme.js';
import type {Segment} from './segments.js';

/** A bar of `width` cells for `done` of `total`. */
export function progressBar(
	done: number,
	total: number,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	const [left, right] = glyphs.barEnds;
	const room = Math.max(0, width - left.length - right.length);
	const share = total === 0 ? 1 : Math.min(1, done / total);
	const full = Math.round(room * share);
	return [
		{text: left, role: 'dim'},
		{text: glyphs.barDone.repeat(full), role: 'accent'},
		{text: glyphs.barLeft.repeat(room - full), role: 'dim'},
		{text: right, role: 'dim'},
	];
}
