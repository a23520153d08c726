import type {SessionState} from '../../session/core/state.js';
import {suggestionsFor} from '../../session/frame/filter-prompt.js';
import type {FilteredScreen} from '../../session/frame/filtering.js';
import {truncateEnd} from '../../terminal/cells.js';
import {type Segment, widthOf} from '../components/segments.js';
import type {Glyphs} from './theme.js';

/** What can follow what is typed into the filter, in so many cells at most; the one that keys came to stands out, and is in sight. */
export function suggestionSegments(
	state: SessionState,
	screen: FilteredScreen,
	width: number,
	{ellipsis}: Glyphs,
): readonly Segment[] {
	const {options = [], hint} = suggestionsFor(state, screen) ?? {};
	if (hint !== undefined)
		return [{text: ` ${truncateEnd(hint, width - 2, ellipsis)}`, role: 'dim'}];
	const at = screen.walk?.through === 'suggestions' ? screen.walk.at : -1;
	const draw = (from: number, to: number): readonly Segment[] => [
		...(from > 0 ? [{text: ` ${ellipsis}`, role: 'dim'} as const] : []),
		...options.slice(from, to).map(
			(option, index): Segment => ({
				text: ` ${option}`,
				role: from + index === at ? 'selected' : 'accent',
			}),
		),
		...(to < options.length ? [{text: ` ${ellipsis}`, role: 'dim'} as const] : []),
	];
	let [from, to] = [0, options.length];
	while (to > from && widthOf(draw(from, to)) > width)
		if (to - 1 > at) to--;
		else from++;
	return draw(from, to);
}
