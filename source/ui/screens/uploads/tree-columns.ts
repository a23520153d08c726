import {heldByWords} from '../../../multipart/makers/makers.js';
import type {Price} from '../../../multipart/price.js';
import type {GroupOrder} from '../../../multipart/rollup/level.js';
import type {GroupRow} from '../../../multipart/rollup/roll-up.js';
import {formatAge, formatBytes, formatCount} from '../../../multipart/text/units.js';
import {stateWords, uploadStates} from '../../../multipart/upload-state.js';
import type {TreeScreen} from '../../../session/uploads/tree/tree.js';
import {cellsOf, padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {monthlyCostCell} from '../../../text/price-words.js';
import {type Column, cell, gutter} from '../../components/columns.js';
import {type Drawing, type Segment, widthOf} from '../../components/segments.js';
import type {Glyphs, Role} from '../../frame/theme.js';
import {shareWords} from '../../text/words.js';
import {groupKinds, titleOfGroup} from './group-words.js';
import {stateRoles} from './upload-columns.js';

type Name = 'holds' | 'cost' | 'share' | 'uploads' | 'oldest' | 'youngest';

const heads: Readonly<Record<Name, Omit<Column<Name>, 'name'>>> = {
	holds: {title: 'HOLDS', width: 10, right: true},
	cost: {title: 'A MONTH', width: 11, right: true},
	share: {title: '', width: 0, right: false},
	uploads: {title: 'UPLOADS', width: 7, right: true},
	oldest: {title: 'OLDEST', width: 6, right: true},
	youngest: {title: 'YOUNGEST', width: 8, right: true},
};

const narrowestName = 16;
const widestName = 44;
/** Room for `24 stalled 3 active +2`. */
const narrowestStates = 22;
/** Room for `24 stalled · 3 active · 2 idle`, and a bit more. */
const roomForLong = 34;
/** From this width on there is room for what only some look for. */
const wide = 132;

/** The columns of the groups in sight, and the cells of the name, of the bar and of the states. */
export type TreeLayout = {
	readonly columns: ReadonlyArray<Column<Name>>;
	readonly name: number;
	readonly bar: number;
	/** A narrow terminal has the bar alone: the states say more than a percentage. */
	readonly hasPercent: boolean;
	readonly states: number;
};

/** The names take what the longest of them needs, and leave the states what they need. */
export function treeLayout(
	inSight: readonly GroupRow[],
	{tree: {level, order}}: TreeScreen,
	price: Price | undefined,
	width: number,
): TreeLayout {
	const bar = width < 90 ? 4 : width < wide ? 10 : 14;
	const hasPercent = width >= 90;
	const counted = Math.max(0, ...inSight.map(({count}) => formatCount(count).length));
	const widths: Readonly<Partial<Record<Name, number>>> = {
		share: bar + (hasPercent ? 8 : 0),
		uploads: Math.max(heads.uploads.width, counted),
	};
	const columns = (Object.keys(heads) as Name[])
		.filter(
			name =>
				(name !== 'youngest' || width >= wide) &&
				(name !== 'cost' || (price !== undefined && width >= wide)),
		)
		.map((name): Column<Name> => {
			const least = widths[name] ?? heads[name].width;
			// The arrow behind the head of the column that sorts.
			const sorted = sortOf[name] === order.sort ? heads[name].title.length + 1 : 0;
			return {...heads[name], name, width: Math.max(least, sorted)};
		});
	const taken = columns.reduce((sum, column) => sum + column.width + 2, gutter + 1);
	const left = width - taken - 2;
	const longest = Math.max(
		narrowestName,
		...inSight.map(row => cellsOf(escapeForTerminal(titleOfGroup(row, level)))),
	);
	const most = Math.max(narrowestName, Math.min(widestName, left - narrowestStates));
	const name = Math.min(most, longest);
	return {columns, bar, hasPercent, name, states: Math.max(0, left - name)};
}

const sortOf: Readonly<Partial<Record<Name, GroupOrder['sort']>>> = {
	holds: 'bytes',
	uploads: 'uploads',
	oldest: 'oldest',
};

/** The heads of the columns; an arrow shows by which one the groups are sorted. */
export function treeHeads(
	{tree: {level, order}}: TreeScreen,
	{columns, name}: TreeLayout,
	{glyphs}: Drawing,
): readonly Segment[] {
	const arrow = (sort: GroupOrder['sort'] | undefined) =>
		sort !== order.sort ? '' : order.reverse ? glyphs.down : glyphs.up;
	const others = columns.map(column => cell(column.title + arrow(sortOf[column.name]), column));
	return [
		{text: ' '.repeat(gutter)},
		{
			text: padEnd(groupKinds[level.by.kind].head + arrow('name'), name) + others.join(''),
			role: 'dim',
		},
		{text: '  STATES', role: 'dim'},
	];
}

type Facts = {
	readonly now: number;
	readonly price: Price | undefined;
	readonly isSelected: boolean;
	/** What all groups hold, and the heaviest. */
	readonly allBytes: number;
	readonly mostBytes: number;
};

/** One group as a row. */
export function groupSegments(
	row: GroupRow,
	facts: Facts,
	{tree: {level}}: TreeScreen,
	layout: TreeLayout,
	{glyphs}: Drawing,
): readonly Segment[] {
	const {columns, name, states} = layout;
	const {isSelected} = facts;
	const title = titleOfGroup(row, level);
	const isNamed = title === row.title;
	const text = truncateMiddle(escapeInCells(title, name), name, glyphs.ellipsis);
	const marks = row.marked === 0 ? ' ' : row.marked === row.count ? glyphs.mark : glyphs.markedSome;
	const role: Role = row.marked > 0 ? 'mark' : isSelected ? 'strong' : isNamed ? 'plain' : 'dim';
	const cells = cellsOfGroup(row, facts, glyphs);
	return [
		{text: isSelected ? glyphs.cursor : ' ', role: isSelected ? 'cursor' : 'plain'},
		{text: `${marks} `, role},
		{text: text + ' '.repeat(Math.max(0, name - cellsOf(text))), role},
		...columns.flatMap((column): readonly Segment[] =>
			column.name === 'share'
				? shareSegments(row, facts, layout, glyphs)
				: [
						{
							text: cell(cells[column.name], column),
							role: column.name === 'holds' ? 'strong' : 'plain',
						},
					],
		),
		{text: '  '},
		...stateSegments(row, states, glyphs),
	];
}

/** Whether more may be held than is known: a part has no size, or parts are not read. */
const isLeast = ({sized, count}: GroupRow) => sized < count;

function cellsOfGroup(
	row: GroupRow,
	{now, price}: Facts,
	glyphs: Glyphs,
): Readonly<Record<Exclude<Name, 'share'>, string>> {
	const {bytes, read, oldest, youngest, count, unreadable} = row;
	const ago = (time: number | undefined) =>
		time === undefined ? (read === 0 ? '' : glyphs.none) : formatAge(Math.max(0, now - time));
	return {
		holds: read + unreadable === 0 ? '' : heldCell(row, glyphs),
		cost: monthlyCostCell(bytes, price, glyphs, isLeast(row)) ?? '',
		uploads: formatCount(count),
		oldest: ago(oldest),
		youngest: ago(youngest),
	};
}

/** `2.1 TiB`; `≥ 2.1 TiB` where it may be more, `?` where nothing is known. */
function heldCell(row: GroupRow, glyphs: Glyphs): string {
	const {bytes} = row;
	if (!isLeast(row)) return bytes === 0 ? glyphs.none : formatBytes(bytes);
	if (bytes === 0) return '?';
	// Words are longer than the column.
	return glyphs.atLeast.length > 1
		? `${formatBytes(bytes)}+`
		: `${glyphs.atLeast} ${formatBytes(bytes)}`;
}

/** A bar against the heaviest, and the share of all in percent. */
function shareSegments(
	row: GroupRow,
	{allBytes, mostBytes}: Facts,
	{bar, hasPercent}: TreeLayout,
	{share, shareEnds: [left, right]}: Glyphs,
): readonly Segment[] {
	const {bytes} = row;
	const part = mostBytes === 0 ? 0 : bytes / mostBytes;
	const steps = share.length - 1;
	const filled = Math.round(part * bar * steps);
	const full = share[steps]!.repeat(Math.floor(filled / steps));
	const rest = filled % steps === 0 ? '' : share[filled % steps]!;
	const drawn: Segment = {text: padEnd(full + rest, bar), role: 'accent'};
	if (!hasPercent) return [{text: '  '}, drawn];
	// What is not known is not nothing.
	const isKnown = allBytes > 0 && (bytes > 0 || !isLeast(row));
	const words = isKnown ? shareWords(bytes, allBytes) : '';
	return [
		{text: `  ${left}`, role: 'dim'},
		drawn,
		{text: right, role: 'dim'},
		{text: ` ${words.padStart(5)}`},
	];
}

/** `held`, where there is no room for by whom. */
const shortWords = (words: string) => words.replace(/ by .*/, '');

/**
 * `790 stalled · 12 active`, the most first and then what is still sent, as far as there is room: `790 stalled · 22 other`;
 * `all stalled` where no other is. A narrow column has `24 stalled 3 active +2`, `24 stalled +5`.
 */
function stateSegments(row: GroupRow, width: number, {dot}: Glyphs): readonly Segment[] {
	const {count, read, unreadable, byState, heldBy, heldUnread} = row;
	// Whom a maker holds is known before its parts are.
	const unread = count - read - unreadable - heldUnread;
	const counts: ReadonlyArray<readonly [count: number, words: string, role: Role]> = [
		...uploadStates
			.filter(state => state !== 'held')
			.map(
				state =>
					[
						byState[state] - (state === 'unknown' ? unread : 0),
						stateWords(state),
						stateRoles[state] ?? 'plain',
					] as const,
			),
		...Object.entries(heldBy).map(
			([id, held]) => [held, heldByWords({id}), stateRoles.held ?? 'plain'] as const,
		),
		[unread, 'not read', 'dim'] as const,
	];
	const [first, ...others] = counts
		.filter(([of]) => of > 0)
		.toSorted(([one], [other]) => other - one);
	if (first === undefined) return [];
	if (others.length === 0) {
		const all = count === 1 ? '' : 'all ';
		const words = all.length + first[1].length > width ? shortWords(first[1]) : first[1];
		return [{text: all + words, role: first[2]}];
	}
	const isActive = ([, words]: (typeof others)[number]) => words === stateWords('active');
	const there = [first, ...others.filter(isActive), ...others.filter(of => !isActive(of))];
	const summed = (upTo: number, isShort: boolean): readonly Segment[] => {
		const rest = there.slice(upTo).reduce((sum, [of]) => sum + of, 0);
		const between = isShort ? ' ' : ` ${dot} `;
		return [
			...there.slice(0, upTo).flatMap(([of, words, role], at): readonly Segment[] => [
				{text: at === 0 ? '' : between, role: 'dim'},
				{text: `${formatCount(of)} ${isShort ? shortWords(words) : words}`, role},
			]),
			...(rest === 0
				? []
				: [
						{
							text: `${between}${isShort ? '+' : ''}${formatCount(rest)}${isShort ? '' : ' other'}`,
							role: 'dim',
						} as const,
					]),
		];
	};
	// One form in all rows.
	const isShort = width < roomForLong;
	for (let upTo = there.length; upTo > 0; upTo--)
		if (widthOf(summed(upTo, isShort)) <= width) return summed(upTo, isShort);
	return summed(1, true);
}
