import {formatAge, formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import type {PastAct} from '../../../operations/journal/journal.js';
import {bytesOf} from '../../../operations/journal/journal.js';
import type {Standing} from '../../../operations/journal/journal-history.js';
import type {HistoryScreen} from '../../../session/core/state.js';
import {historyHeight, mostActs} from '../../../session/history/history-layout.js';
import type {HistoryRow, PastRun} from '../../../session/history/history-rows.js';
import {padEnd, padStart, truncateKey} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {standingWords} from '../../../text/outcome-words.js';
import {
	cursorSegment,
	type Drawing,
	type Lined,
	type Segment,
	withMatch,
} from '../../components/segments.js';
import {changeNames} from '../../dialogs/rules/rule-lines.js';
import type {Glyphs} from '../../frame/theme.js';
import {outcomeLook} from '../../text/act-words.js';
import type {ScreenView} from '../screen-view.js';

/** From this width on the connection has a column. */
const wide = 110;

/** Cells in front of the last column. */
const before = 54;
const connectionWidth = 20;

/** Every act on this machine, the newest first. */
export const historyView: ScreenView<HistoryScreen> = {
	turns: ({isReading}) => isReading,
	draw(screen, state, on, rows) {
		const {top, position} = screen.cursor;
		const lines: Array<readonly Segment[]> = [];
		for (let at = top; at < Math.min(top + historyHeight(state, screen), screen.shown); at++) {
			const row = rows.historyRow(screen.id, at);
			if (row !== undefined) lines.push(rowOf(row, at === position, state.here, screen, on));
		}
		return [
			[headLine(screen, on), [], [{text: heads(on.width), role: 'dim'}]],
			lines.length === 0 ? emptyBody(screen) : lines,
		];
	},
	path: () => ['history'],
	isOfEveryConnection: true,
	counts: ({shown, read, filter}) => ({shown, all: filter.text === '' ? shown : read}),
};

function headLine(
	{read, isReading, isWhole, damaged}: HistoryScreen,
	{spinner, glyphs}: Drawing,
): readonly Segment[] {
	const said = isReading
		? `${spinner} reading the journal`
		: !isWhole && read > 0
			? 'older ones are read as you scroll, G reads all'
			: read >= mostActs
				? 'older ones: partway history'
				: '';
	return [
		{text: ` ${plural(read, 'operation')}${isWhole ? '' : ' so far'}`, role: 'strong'},
		{text: said === '' ? '' : ` ${glyphs.dot} ${said}`, role: 'dim'},
		{
			text:
				damaged === 0
					? ''
					: ` ${glyphs.dot} ${plural(damaged, 'line')} cannot be understood: partway history names ${damaged === 1 ? 'it' : 'them'}`,
			role: 'warn',
		},
	];
}

function heads(width: number): string {
	const connection = width >= wide ? `${padEnd('CONNECTION', connectionWidth)}  ` : '';
	return `   ${padStart('SENT', 9)}  ${padEnd('OPERATION', 9)}  ${padEnd('OUTCOME', 17)}  ${padStart('BYTES', 8)}  ${connection}BUCKET/KEY`;
}

/** What the columns of a row say. */
type Cells = {
	/** Whose time, operation and connection it has. */
	readonly of: PastAct;
	readonly standing: Standing;
	readonly outcome: string;
	readonly bytes: number | undefined;
	readonly name: string;
	/** Before the name: an operation of a run stands under it. */
	readonly indent?: string;
};

function cellsOfRow(row: HistoryRow, glyphs: Glyphs): Cells {
	if ('run' in row) return cellsOfRun(row.run, glyphs);
	const {act, isOfRun} = row;
	const {bucket, key, rules} = act.intent;
	return {
		of: act,
		standing: act.standing,
		outcome: standingWords(act.standing),
		bytes: bytesOf(act),
		name:
			rules === undefined
				? `${bucket}/${key}`
				: `${bucket}: ${changeNames[rules.change]} "${rules.id}"`,
		indent: isOfRun ? '  ' : '',
	};
}

/** An abort of many: its worst outcome and of how many, what they held, how many there are. */
function cellsOfRun({acts, isOpen}: PastRun, glyphs: Glyphs): Cells {
	const of = acts[0]!;
	const counts = new Map<Standing, number>();
	let bytes = 0;
	for (const act of acts) {
		counts.set(act.standing, (counts.get(act.standing) ?? 0) + 1);
		bytes += bytesOf(act) ?? 0;
	}
	const standing = worstFirst.find(each => counts.has(each)) ?? of.standing;
	const count = counts.get(standing) ?? 0;
	const words = standingWords(standing);
	return {
		of,
		standing,
		outcome: count === acts.length ? words : `${formatCount(count)} ${words}`,
		bytes,
		name: `${isOpen ? glyphs.down : glyphs.cursor} ${of.intent.bucket}: ${plural(acts.length, 'upload')}`,
	};
}

/** What an operator has to know of a run comes before what went well. */
const worstFirst: readonly Standing[] = [
	...(['failed', 'unknown', 'probably-failed', 'running', 'accepted'] as const),
	...(['not-sent', 'closed', 'resolved', 'gone', 'done'] as const),
];

function rowOf(
	row: HistoryRow,
	selected: boolean,
	here: number,
	{query}: HistoryScreen,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const {of, standing, outcome, bytes, name: whole, indent = ''} = cellsOfRow(row, glyphs);
	const {intent} = of;
	const [sign, look] = outcomeLook(standing, glyphs);
	const role = selected ? 'strong' : 'plain';
	const age = formatAge(Math.max(0, here - Date.parse(intent.time)));
	const cut = (text: string, room: number) =>
		truncateKey(escapeInCells(text, room), room, glyphs.ellipsis);
	const hasConnection = width >= wide;
	const room = width - before - (hasConnection ? connectionWidth + 2 : 0) - 1;
	const name = indent + cut(whole, room - indent.length);
	return [
		cursorSegment(selected, glyphs),
		{text: `${padStart(`${age} ago`, 9)}  `, role: 'dim'},
		{text: `${padEnd(intent.act, 9)}  `, role},
		{text: padEnd(`${sign} ${outcome}`, 17), role: look},
		{text: `  ${padStart(bytes === undefined ? glyphs.none : formatBytes(bytes), 8)}  `},
		{
			text: hasConnection
				? `${padEnd(cut(intent.connection, connectionWidth), connectionWidth)}  `
				: '',
			role: 'dim',
		},
		...withMatch(name, query.find(name), role),
	];
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({isReading, isWhole, read, filter}: HistoryScreen): Lined {
	if (isReading || !isWhole) return [];
	const left =
		read === 1
			? 'The one operation does not match'
			: `None of ${formatCount(read)} operations matches`;
	const text =
		filter.text === ''
			? 'Nothing was completed or aborted on this machine yet.'
			: `${left}. esc clears the filter.`;
	return [[{text: `   ${text}`}]];
}
