import {formatAge, formatCount} from '../../../multipart/text/units.js';
import {whyNoActsHere} from '../../../session/acts/rights.js';
import type {RulesScreen, SessionState} from '../../../session/core/state.js';
import type {RuleRow} from '../../../session/rules/rules-facts.js';
import {namedOverdue, rulesHeight} from '../../../session/rules/rules-layout.js';
import {padEnd, padStart, truncateEnd, truncateKey} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {actionWords, rangeWords, ruleDays} from '../../../text/rule-words.js';
import {cursorSegment, type Drawing, type Lined, type Segment} from '../../components/segments.js';
import type {ScreenView} from '../screen-view.js';
import {rulesHeader} from './rules-header.js';

/** Cells of the columns before what a rule is for: after how long, uploads, due, overdue, whether it is enabled. */
const columns = [6, 8, 7, 7, 8] as const;
const before = columns.reduce((sum, width) => sum + width + 2, 3);

/** Overdue uploads are rare, and have a column where there are any. */
const hasOverdue = ({facts}: RulesScreen) => (facts?.uploads?.overdue ?? 0) > 0;

/** The rules of a bucket: what they do to the uploads that are there. */
export const rulesView: ScreenView<RulesScreen> = {
	path: ({bucket}) => [bucket, 'rules'],
	turns: ({loading}) => loading,
	counts: ({facts}) => ({shown: facts?.rows.length ?? 0, all: facts?.rows.length ?? 0}),
	draw(screen, state, on) {
		const {facts, cursor} = screen;
		const rows = (facts?.rows ?? [])
			.slice(cursor.top, cursor.top + rulesHeight(state, screen))
			.map((row, at) => rowSegments(row, cursor.top + at === cursor.position, screen, on));
		return [
			[...rulesHeader(screen, state, on), [], facts?.rows.length ? heads(screen, on) : []],
			rows.length === 0 ? emptyBody(screen, state) : rows,
			overdueRows(screen, state, on),
		];
	},
};

function widths(screen: RulesScreen, {width}: Drawing): readonly [number, number] {
	const taken = before - (hasOverdue(screen) ? 0 : columns[3] + 2);
	const room = Math.max(20, width - taken - 3);
	const id = Math.min(40, Math.floor(room / 2));
	return [room - id, id];
}

function heads(screen: RulesScreen, on: Drawing): readonly Segment[] {
	const [after, uploads, due, overdue, state] = columns;
	const [range] = widths(screen, on);
	const texts = [
		padStart('AFTER', after),
		padStart('UPLOADS', uploads),
		padStart('DUE', due),
		...(hasOverdue(screen) ? [padStart('OVERDUE', overdue)] : []),
		padEnd('', state),
		padEnd('FOR', range),
		'ID',
	];
	return [{text: `   ${texts.join('  ')}`, role: 'dim'}];
}

function rowSegments(
	{rule, counts}: RuleRow,
	selected: boolean,
	screen: RulesScreen,
	on: Drawing,
): readonly Segment[] {
	const {glyphs} = on;
	const {abort, enabled, actions, range, id} = rule;
	const [after, uploads, due, overdue, state] = columns;
	const [rangeWidth, idWidth] = widths(screen, on);
	const role = selected ? 'strong' : 'plain';
	const isListed = screen.facts?.uploads !== undefined;
	const number = (count: number | undefined) =>
		count === undefined
			? isListed || abort === undefined
				? glyphs.none
				: '?'
			: formatCount(count);
	const does = abort === undefined ? `: ${actions.map(actionWords).join(', ')}` : '';
	const cut = (text: string, cells: number) =>
		padEnd(truncateEnd(escapeInCells(text, cells), cells, glyphs.ellipsis), cells);
	return [
		cursorSegment(selected, glyphs),
		{text: `${padStart(abort === undefined ? '' : ruleDays(abort.days), after)}  `, role},
		{text: `${padStart(number(counts?.covered), uploads)}  `, role},
		{text: `${padStart(number(counts?.due), due)}  `, role},
		{
			text: hasOverdue(screen) ? `${padStart(number(counts?.overdue), overdue)}  ` : '',
			role: (counts?.overdue ?? 0) > 0 ? 'danger' : role,
		},
		{text: `${padEnd(enabled ? 'enabled' : 'disabled', state)}  `, role: enabled ? 'dim' : 'warn'},
		{
			text: `${cut(`${rangeWords(range).replace(/^keys that begin with /, '')}${does}`, rangeWidth)}  `,
			role,
		},
		{text: cut(id === '' ? glyphs.none : id, idWidth), role: 'dim'},
	];
}

/** Which uploads should be gone: the oldest, as many as fit. */
function overdueRows(screen: RulesScreen, state: SessionState, {width, glyphs}: Drawing): Lined {
	const named = namedOverdue(state, screen);
	const {overdue = 0, overdueUploads = []} = screen.facts?.uploads ?? {};
	if (named === 0) return [];
	const which =
		named === overdue
			? 'the oldest first'
			: `the ${formatCount(named)} oldest of ${formatCount(overdue)}`;
	return [
		[],
		[{text: ` ${glyphs.warn} `, role: 'danger'}, {text: `these should be gone, ${which}:`}],
		...overdueUploads
			.slice(0, named)
			.map(({key, initiated}): readonly Segment[] => [
				{text: `   ${padStart(formatAge(state.now - initiated), columns[0])}  `, role: 'dim'},
				{text: truncateKey(escapeInCells(key, width - 12), width - 12, glyphs.ellipsis)},
			]),
	];
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({facts}: RulesScreen, state: SessionState): Lined {
	if (facts === undefined) return [];
	const add = whyNoActsHere(state) === undefined ? ' a adds one that aborts old uploads.' : '';
	return [[{text: `   The bucket has no rules.${add}`}]];
}
