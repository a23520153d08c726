import {formatCount} from '../../multipart/text/units.js';
import type {Screen, SessionState} from '../../session/core/state.js';
import {filterProblem} from '../../session/frame/filtering.js';
import {tourHint} from '../../session/frame/tour.js';
import {isStillSo} from '../../session/keys/keymap.js';
import {cellsOf, padStart} from '../../terminal/cells.js';
import {escapeInCells} from '../../terminal/escape.js';
import {fieldSegments} from '../components/field.js';
import {type Segment, widthOf} from '../components/segments.js';
import {viewOf} from '../screens/views.js';
import type {Glyphs} from './theme.js';

/** One row over the keys: what was said last, or the filter, or what is marked; on the right where the cursor is. */
export function statusLine(
	state: SessionState,
	screen: Screen | undefined,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	const {notice} = state;
	const typing = screen !== undefined && 'editing' in screen && screen.editing;
	// What is typed is seen whatever was remarked; only a failure stands before it.
	if (notice !== undefined && isStillSo(state, notice) && (!typing || notice.tone === 'bad')) {
		const sign: Segment = {
			info: {text: ` ${glyphs.note} `},
			good: {text: ` ${glyphs.good} `, role: 'alive' as const},
			bad: {text: ` ${glyphs.bad} `, role: 'danger' as const},
		}[notice.tone];
		return [sign, {text: escapeInCells(notice.text, width)}];
	}
	if (screen === undefined || state.dialog !== undefined || state.help) return [];
	const isRead = filterProblem(screen, state) === undefined;
	const marked = viewOf(screen).marked?.(screen, glyphs) ?? '';
	const isFiltered = 'filter' in screen && screen.filter.text !== '';
	const tour = typing || isFiltered ? undefined : tourHint(state);
	// What is marked is never hidden: the hint gives way.
	const hint = tour && cellsOf(tour) + cellsOf(marked) + 4 <= width ? tour : undefined;
	const all = [marked, countText(screen)].filter(text => isRead && text !== '').join('   ');
	const isTight = hint !== undefined && cellsOf(hint) + cellsOf(all) + 4 > width;
	const right = isTight ? marked : all;
	const left =
		hint === undefined
			? filterSegments(screen, state, width - right.length - 5, glyphs)
			: [{text: ` ${hint.replace('enter', glyphs.enter)}`, role: 'accent' as const}];
	const room = Math.max(0, width - widthOf(left));
	return [
		...left,
		{
			// A hint that needs the row has it.
			text: padStart(right === '' || right.length + 2 > room ? '' : `${right} `, room),
			role: marked === '' ? 'dim' : 'mark',
		},
	];
}

function filterSegments(
	screen: Screen,
	state: SessionState,
	width: number,
	glyphs: Glyphs,
): readonly Segment[] {
	if (!('editing' in screen) || (!screen.editing && screen.filter.text === '')) return [];
	const wrong = filterProblem(screen, state);
	return [
		{text: ' / ', role: 'accent'},
		...fieldSegments(screen.filter, wrong === undefined ? width : Math.floor(width / 2), glyphs, {
			focused: screen.editing,
			wrong,
		}),
		...(wrong === undefined
			? []
			: [
					{
						text: `  ${glyphs.bad} ${escapeInCells(wrong.sentence, width)}`,
						role: 'warn',
					} as const,
				]),
	];
}

/** `4 of 1,284`; with a filter how many it leaves of all. */
function countText(screen: Screen): string {
	const {shown, all, above = 0} = viewOf(screen).counts(screen);
	if (shown !== all) return `${formatCount(shown)} of ${formatCount(all)}`;
	const {position} = screen.cursor;
	if (all === 0 || position < above) return '';
	return `${formatCount(position + 1 - above)} of ${formatCount(all)}`;
}
