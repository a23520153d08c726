import {
	type SortColumn,
	sortColumns,
	type ValueColumn,
} from '../../../multipart/index/sort-columns.js';
import type {UploadRow} from '../../../multipart/index/upload-index.js';
import type {Thresholds} from '../../../multipart/liveness.js';
import {heldByWords, makerOf} from '../../../multipart/makers/makers.js';
import {factsOfService} from '../../../multipart/services/service.js';
import {formatAge, formatBytes, formatCount, sizeCell} from '../../../multipart/text/units.js';
import {
	notReadWords,
	stateOf,
	stateWords,
	stateWordsOf,
	type UploadState,
} from '../../../multipart/upload-state.js';
import type {Movement} from '../../../operations/scan/movement.js';
import type {UploadsScreen} from '../../../session/core/state.js';
import {
	cellsOf,
	padEnd,
	padStart,
	truncateEnd,
	truncateKey,
	truncateMiddle,
} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {type Column, cell, fitColumns, gutter} from '../../components/columns.js';
import {type Drawing, type Segment, withMatch} from '../../components/segments.js';
import {sparkline} from '../../components/sparkline.js';
import type {Glyphs, Role} from '../../frame/theme.js';

type Head = Omit<Column<ValueColumn>, 'name'> & {
	/** In sentences: `sorted by last part`. */
	readonly name: string;
};
type Name = ValueColumn | 'class' | 'initiator' | 'moves';

/** All but the key, which takes what is left. */
const heads: Readonly<Record<ValueColumn, Head>> = {
	initiated: {title: 'INITIATED', name: 'initiation', width: 10, right: true},
	lastPart: {title: 'LAST PART', name: 'last part', width: 11, right: true},
	parts: {title: 'PARTS', name: 'parts', width: 6, right: true},
	size: {title: 'SIZE', name: 'size', width: 8, right: true},
	state: {title: 'STATE', name: 'state', width: 9, right: false},
};

const columns: ReadonlyArray<Column<Name>> = sortColumns
	.filter(name => name !== 'key')
	.map(name => ({...heads[name], name}));

/** What a column is called in a sentence. */
export function columnName(column: SortColumn): string {
	return column === 'key' ? 'key' : heads[column].name;
}

/** Who holds what, where there is room; wider still on a wide terminal. */
const whoColumns: ReadonlyArray<Column<Name>> = [
	{name: 'class', title: 'CLASS', width: 11, right: false},
	{name: 'initiator', title: 'INITIATOR', width: 15, right: false},
];
const roomyWho: Readonly<Partial<Record<Name, number>>> = {class: 19, initiator: 26};
const wide = 120;
const roomy = 160;

/** Whether the service names whoever asks as the initiator of each upload, which tells nothing. */
export function showsCaller({
	service,
	serviceVersion,
}: Pick<UploadsScreen, 'service' | 'serviceVersion'>): boolean {
	return service !== undefined && factsOfService(service, serviceVersion).showsCaller;
}

/** While the list is watched. */
const moves: Column<Name> = {name: 'moves', title: 'MOVES', width: 17, right: false};

/**
 * What goes first when the terminal is narrow, unless the rows are sorted by it. What an upload holds
 * and whether it is dead stay.
 */
const dropOrder: readonly Name[] = ['class', 'initiator', 'initiated', 'parts', 'lastPart'];

const narrowestKey = 32;

/** What the columns follow from. */
type Laid = Pick<UploadsScreen, 'sort' | 'watching' | 'totals' | 'service' | 'serviceVersion'>;

function layoutColumns(width: number, screen: Laid): ReturnType<typeof fitColumns<Name>> {
	const {sort, watching, totals} = screen;
	const dropped = dropOrder.filter(name => name !== sort);
	const state = stateWidth(width, totals.heldBy);
	const all = columns.map(each => (each.name === 'state' ? {...each, width: state} : each));
	if (width >= wide)
		for (const each of whoColumns)
			if (each.name !== 'initiator' || !showsCaller(screen))
				all.push(width < roomy ? each : {...each, width: roomyWho[each.name] ?? each.width});
	return fitColumns(watching ? [...all, moves] : all, width, narrowestKey, dropped);
}

/** By whom uploads are held is longer than any other state; a narrow terminal cuts it before another column goes for it. */
function stateWidth(width: number, heldBy: Readonly<Record<string, number>>): number {
	const longest = Math.max(0, ...Object.keys(heldBy).map(id => heldByWords({id}).length));
	const most = width < 80 ? 13 : width < 110 ? 19 : longest;
	return Math.max(heads.state.width, Math.min(most, longest));
}

/** The heads of the columns; an arrow shows by which one the rows are sorted. */
export function headSegments(
	width: number,
	screen: Laid & Pick<UploadsScreen, 'reverse'>,
	glyphs: Glyphs,
): readonly Segment[] {
	const {name: key, columns: shown} = layoutColumns(width, screen);
	const arrow = (name: Name | 'key') =>
		name !== screen.sort ? '' : screen.reverse ? glyphs.down : glyphs.up;
	const others = shown.map(column => cell(column.title + arrow(column.name), column));
	return [
		{text: ' '.repeat(gutter)},
		{text: padEnd(`KEY${arrow('key')}`, key) + others.join(''), role: 'dim'},
	];
}

/** The colour of a state, in the list and in its totals. */
export const stateRoles: Readonly<Partial<Record<UploadState, Role>>> = {
	active: 'alive',
	stalled: 'warn',
	held: 'alive',
	'not-found': 'danger',
};

const roleOfWords = new Map(
	Object.entries(stateRoles).map(([state, role]) => [stateWords(state as UploadState), role]),
);

/** What is known of an upload besides its row. */
type RowFacts = {
	readonly now: number;
	readonly thresholds: Thresholds | undefined;
	readonly selected: boolean;
	/** In a range that was begun. */
	readonly inRange: boolean;
	/** While the list is watched, once the row was looked at twice. */
	readonly movement: Movement | undefined;
	/** Nothing is changed under its key. */
	readonly isProtected: boolean;
	/** A run has aborted it, and is yet to prove that it is gone. */
	readonly isAborted: boolean;
};

/** In the place of a state, from the answer to its Abort until it leaves the list. */
const abortedWord = 'aborted';

/** One upload as a row. */
export function uploadSegments(
	row: UploadRow,
	facts: RowFacts,
	screen: Laid & Pick<UploadsScreen, 'query'>,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const {upload, marked} = row;
	const {selected} = facts;
	const {name: keyCells, columns: shown} = layoutColumns(width, screen);
	const cells = {
		...cellsOfRow(row, facts, glyphs),
		...whoCells(upload, shown, glyphs),
		...(facts.isAborted ? {state: abortedWord} : {}),
		moves: movesText(facts.movement, glyphs),
	};
	const role = marked || facts.inRange ? 'mark' : selected ? 'strong' : 'plain';
	const prefix =
		(facts.isProtected ? `${glyphs.locked} ` : '') +
		(upload.keyCertain ? '' : `${glyphs.unknown} `);
	const key = truncateKey(prefix + escapeInCells(upload.key, keyCells), keyCells, glyphs.ellipsis);
	return [
		{
			text: selected ? glyphs.cursor : facts.inRange ? glyphs.dot : ' ',
			role: selected ? 'cursor' : role,
		},
		{text: `${marked ? glyphs.mark : ' '} `, role},
		...withMatch(key, screen.query.find(key), role),
		{text: ' '.repeat(Math.max(0, keyCells - cellsOf(key)))},
		...shown.map(
			(column): Segment => ({
				text: cell(truncateEnd(cells[column.name], column.width, glyphs.ellipsis), column),
				role: roleOf(column.name, cells[column.name], selected),
			}),
		),
	];
}

function roleOf(name: Name, text: string, selected: boolean): Role {
	if (name === 'state' && text === abortedWord) return 'dim';
	if (name === 'state')
		return roleOfWords.get(text.startsWith('held by') ? 'held' : text) ?? 'plain';
	if (name === 'moves' && text !== '') return 'alive';
	return selected ? 'strong' : 'plain';
}

/** The storage class, and who began it: by the name, else by the end of the id, which an ARN has for it. */
function whoCells(
	{storageClass, initiator}: UploadRow['upload'],
	shown: ReadonlyArray<Column<Name>>,
	glyphs: Glyphs,
): Readonly<Record<'class' | 'initiator', string>> {
	const fitting = (name: Name, text: string | undefined) => {
		const width = shown.find(column => column.name === name)?.width;
		if (width === undefined) return '';
		if (text === undefined || text === '') return glyphs.none;
		return truncateMiddle(escapeInCells(text, width), width, glyphs.ellipsis);
	};
	const who = initiator?.displayName || initiator?.id?.replace(/^arn:.*:(?=[^:])/, '');
	return {class: fitting('class', storageClass), initiator: fitting('initiator', who)};
}

/** `4.2 MiB/s ▁▃▅▇`; nothing for what stands still. */
function movesText(movement: Movement | undefined, glyphs: Glyphs): string {
	if (movement === undefined || movement.rates.every(rate => rate === 0)) return '';
	return `${padStart(formatBytes(movement.rate), 8)}/s ${sparkline(movement.rates, glyphs)}`;
}

/** What each column says of an upload. */
function cellsOfRow(
	{upload, reading}: UploadRow,
	{now, thresholds}: RowFacts,
	glyphs: Glyphs,
): Readonly<Record<ValueColumn, string>> {
	const ago = (time: number | undefined) =>
		time === undefined ? glyphs.none : `${formatAge(Math.max(0, now - time))} ago`;
	const initiated = ago(upload.initiated);
	const state = stateWordsOf(stateOf(upload, reading, now, thresholds), upload);
	if (reading.kind !== 'read')
		return {
			initiated,
			lastPart: notReadWords[reading.kind],
			parts: '',
			size: '',
			state: reading.kind === 'unread' && makerOf(upload.key) === undefined ? '' : state,
		};
	const {count, bytes, lacksSizes, lastPart} = reading.summary;
	return {
		initiated,
		lastPart: ago(lastPart),
		parts: formatCount(count),
		size: count === 0 ? glyphs.none : sizeCell(bytes, lacksSizes),
		state,
	};
}
