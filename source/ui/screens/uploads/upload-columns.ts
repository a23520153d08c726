import {
	type SortColumn,
	sortColumns,
	type ValueColumn,
} from '../../../multipart/index/sort-columns.js';
import type {UploadRow} from '../../../multipart/index/upload-index.js';
import type {Thresholds} from '../../../multipart/liveness.js';
import type {Query} from '../../../multipart/query/query.js';
import {formatAge, formatBytes, formatCount, sizeCell} from '../../../multipart/text/units.js';
import {stateOf, stateWords, type UploadState} from '../../../multipart/upload-state.js';
import type {Movement} from '../../../operations/scan/movement.js';
import type {UploadsScreen} from '../../../session/core/state.js';
import {cellsOf, padEnd, padStart, truncateMiddle} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import type {Segment} from '../../components/segments.js';
import {sparkline} from '../../components/sparkline.js';
import type {Glyphs, Role} from '../../frame/theme.js';

type Head = {
	readonly title: string;
	/** In sentences: `sorted by last part`. */
	readonly name: string;
	readonly width: number;
	readonly right: boolean;
};
type Column = Omit<Head, 'name'> & {readonly name: ValueColumn | 'moves'};

/** All but the key, which takes what is left. */
const heads: Readonly<Record<ValueColumn, Head>> = {
	initiated: {title: 'INITIATED', name: 'initiation', width: 10, right: true},
	lastPart: {title: 'LAST PART', name: 'last part', width: 11, right: true},
	parts: {title: 'PARTS', name: 'parts', width: 6, right: true},
	size: {title: 'SIZE', name: 'size', width: 8, right: true},
	state: {title: 'STATE', name: 'state', width: 9, right: false},
};

const columns: readonly Column[] = sortColumns
	.filter(name => name !== 'key')
	.map(name => ({...heads[name], name}));

/** What a column is called in a sentence. */
export function columnName(column: SortColumn): string {
	return column === 'key' ? 'key' : heads[column].name;
}

/** While the list is watched. */
const moves: Column = {name: 'moves', title: 'MOVES', width: 17, right: false};

/**
 * What goes first when the terminal is narrow, unless the rows are sorted by it. What an upload holds
 * and whether it is dead stay.
 */
const dropOrder: ReadonlyArray<Column['name']> = ['initiated', 'parts', 'lastPart'];

const narrowestKey = 32;
const gutter = 3;
const gap = 2;

/** The columns that fit, and the cells that the key gets. */
function layoutColumns(
	width: number,
	sort: SortColumn,
	watching: boolean,
): {key: number; columns: readonly Column[]} {
	let shown = watching ? [...columns, moves] : columns;
	const keyWidth = () =>
		width - gutter - 1 - shown.reduce((sum, column) => sum + column.width + gap, 0);
	for (const name of dropOrder) {
		if (keyWidth() >= narrowestKey) break;
		if (name !== sort) shown = shown.filter(column => column.name !== name);
	}
	return {key: Math.max(1, keyWidth()), columns: shown};
}

/** The heads of the columns; an arrow shows by which one the rows are sorted. */
export function headSegments(
	width: number,
	{sort, reverse, watching}: Pick<UploadsScreen, 'sort' | 'reverse' | 'watching'>,
	glyphs: Glyphs,
): readonly Segment[] {
	const {key, columns: shown} = layoutColumns(width, sort, watching);
	const arrow = reverse ? glyphs.down : glyphs.up;
	const head = (name: Column['name'] | 'key', title: string) =>
		name === sort ? title + arrow : title;
	return [
		{text: ' '.repeat(gutter)},
		{text: padEnd(head('key', 'KEY'), key), role: 'dim'},
		...shown.map(({name, title, width: cells, right}): Segment => {
			const text = head(name, title);
			return {
				text: ' '.repeat(gap) + (right ? padStart(text, cells) : padEnd(text, cells)),
				role: 'dim',
			};
		}),
	];
}

/** The colour of a state, in the list and in its totals. */
export const stateRoles: Readonly<Partial<Record<UploadState, Role>>> = {
	active: 'alive',
	stalled: 'warn',
	'not-found': 'danger',
};

const roleOfWords = new Map(
	Object.entries(stateRoles).map(([state, role]) => [stateWords(state as UploadState), role]),
);

/** One upload as a row. */
export function uploadSegments(
	row: UploadRow,
	{
		width,
		now,
		thresholds,
		selected,
		movement,
		isProtected,
		screen,
		glyphs,
	}: {
		width: number;
		now: number;
		thresholds: Thresholds | undefined;
		selected: boolean;
		/** While the list is watched, once the row was looked at twice. */
		movement: Movement | undefined;
		/** Nothing is changed under its key. */
		isProtected: boolean;
		screen: Pick<UploadsScreen, 'query' | 'sort' | 'watching'>;
		glyphs: Glyphs;
	},
): readonly Segment[] {
	const {key, columns: shown} = layoutColumns(width, screen.sort, screen.watching);
	const cells = {...cellsOfRow(row, now, thresholds, glyphs), moves: movesText(movement, glyphs)};
	return [
		{
			text: `${selected ? glyphs.cursor : ' '}${row.marked ? glyphs.mark : ' '} `,
			role: selected || row.marked ? 'selected' : 'plain',
		},
		...keySegments(row, key, {selected, isProtected}, screen.query, glyphs),
		...shown.map(({name, width: columnWidth, right}): Segment => {
			const text = cells[name];
			return {
				text: ' '.repeat(gap) + (right ? padStart(text, columnWidth) : padEnd(text, columnWidth)),
				role: roleOf(name, text, selected),
			};
		}),
	];
}

function keySegments(
	{upload, marked}: UploadRow,
	width: number,
	{selected, isProtected}: {selected: boolean; isProtected: boolean},
	query: Query,
	glyphs: Glyphs,
): readonly Segment[] {
	const role: Role = selected || marked ? 'selected' : 'plain';
	const prefix =
		(isProtected ? `${glyphs.locked} ` : '') + (upload.keyCertain ? '' : `${glyphs.unknown} `);
	const shown = truncateMiddle(prefix + escapeInCells(upload.key, width), width, glyphs.ellipsis);
	const padding = {text: ' '.repeat(Math.max(0, width - cellsOf(shown)))};
	const found = query.find(shown);
	if (found === undefined) return [{text: shown, role}, padding];
	return [
		{text: shown.slice(0, found[0]), role},
		{text: shown.slice(...found), role: 'match'},
		{text: shown.slice(found[1]), role},
		padding,
	];
}

function roleOf(name: Column['name'], text: string, selected: boolean): Role {
	if (name === 'state') return roleOfWords.get(text) ?? 'plain';
	if (name === 'moves' && text !== '') return 'alive';
	return selected ? 'strong' : 'plain';
}

/** `4.2 MiB/s ▁▃▅▇`; nothing for what stands still. */
function movesText(movement: Movement | undefined, glyphs: Glyphs): string {
	if (movement === undefined || movement.rates.every(rate => rate === 0)) return '';
	return `${padStart(formatBytes(movement.rate), 8)}/s ${sparkline(movement.rates, glyphs)}`;
}

/** What stands in the place of a last part where the parts are not read. */
const notRead = {
	unread: '',
	denied: 'not allowed',
	failed: 'not read',
	'not-found': '',
	gone: 'gone',
} as const;

/** What each column says of an upload. */
function cellsOfRow(
	{upload, reading}: UploadRow,
	now: number,
	thresholds: Thresholds | undefined,
	glyphs: Glyphs,
): Readonly<Record<ValueColumn, string>> {
	const ago = (time: number | undefined) =>
		time === undefined ? glyphs.none : `${formatAge(Math.max(0, now - time))} ago`;
	const initiated = ago(upload.initiated);
	const state = stateWords(stateOf(upload.initiated, reading, now, thresholds));
	if (reading.kind !== 'read')
		return {
			initiated,
			lastPart: notRead[reading.kind],
			parts: '',
			size: '',
			state: reading.kind === 'unread' ? '' : state,
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
