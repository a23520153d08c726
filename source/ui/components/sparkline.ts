import type {Glyphs} from '../frame/theme.js';

/** A small curve of numbers, as high as the largest of them; one cell each. */
export function sparkline(values: readonly number[], {levels}: Pick<Glyphs, 'levels'>): string {
	const most = Math.max(...values, 0);
	return values
		.map(value => {
			const level = most === 0 ? 0 : Math.ceil((value / most) * (levels.length - 1));
			return levels[level] ?? '';
		})
		.join('');
}
