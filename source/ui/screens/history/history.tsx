import {formatAge, formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import type {PastAct} from '../../../operations/journal/journal.js';
import {bytesOf} from '../../../operations/journal/journal.js';
import type {HistoryScreen, SessionState} from '../../../session/core/state.js';
import {historyHeight} from '../../../session/history/history.js';
import {mostActs} from '../../../session/history/history-reads.js';
import {padEnd, padStart, truncateMiddle} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {standingWords} from '../../../text/outcome-words.js';
import {Lines} from '../../components/lines.js';
import type {Segment} from '../../components/segments.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {outcomeLook} from '../../text/act-words.js';
import type {ScreenProps, ScreenView} from '../screen-view.js';

/** From this width on the connection has a column. */
const wide = 110;

/** Cells in front of the last column. */
const before = 53;
const connectionWidth = 20;

/** The acts of this machine. */
export const historyView: ScreenView<HistoryScreen> = {
	Body: History,
	path: () => ['history'],
	isOfEveryConnection: true,
	counts: ({shown, read, filter}) => ({shown, all: filter.text === '' ? shown : read}),
};

/** Every act on this machine, the newest first. */
function History({state, screen, rows}: ScreenProps<HistoryScreen>) {
	const glyphs = useGlyphs();
	const spinner = useSpinner(screen.isReading, glyphs);
	const {columns: width} = state.size;
	const {top, position} = screen.cursor;
	const lines: Array<readonly Segment[]> = [];
	for (let at = top; at < Math.min(top + historyHeight(state, screen), screen.shown); at++) {
		const act = rows.pastAct(screen.id, at);
		if (act !== undefined) lines.push(actRow(act, at === position, state, screen, glyphs));
	}
	return (
		<Lines
			width={width}
			lines={[
				headLine(screen, spinner, glyphs),
				[],
				[{text: heads(width), role: 'dim'}],
				...(lines.length === 0 ? emptyBody(screen) : lines),
			]}
		/>
	);
}

function headLine(screen: HistoryScreen, spinner: string, glyphs: Glyphs): readonly Segment[] {
	const {read, isReading, isWhole, damaged} = screen;
	const said = isReading
		? `${spinner} reading the journal`
		: !isWhole
			? 'older ones are read as one scrolls, G reads all'
			: read >= mostActs
				? 'older ones: partway history'
				: '';
	return [
		{text: ` ${plural(read, 'operation')}${isWhole ? '' : ' so far'}`, role: 'strong'},
		...(said === '' ? [] : [{text: ` ${glyphs.dot} ${said}`, role: 'dim'} as const]),
		...(damaged === 0
			? []
			: [
					{
						text: ` ${glyphs.dot} ${plural(damaged, 'line')} cannot be understood: partway history names ${damaged === 1 ? 'it' : 'them'}`,
						role: 'warn',
					} as const,
				]),
	];
}

function heads(width: number): string {
	const connection = width >= wide ? `${padEnd('CONNECTION', connectionWidth)}  ` : '';
	return `   ${padStart('SENT', 9)}  ${padEnd('ACT', 8)}  ${padEnd('OUTCOME', 17)}  ${padStart('BYTES', 8)}  ${connection}BUCKET/KEY`;
}

function actRow(
	past: PastAct,
	selected: boolean,
	{size: {columns: width}, here}: SessionState,
	{query}: HistoryScreen,
	glyphs: Glyphs,
): readonly Segment[] {
	const {intent, standing} = past;
	const [sign, look] = outcomeLook(standing, glyphs);
	const bytes = bytesOf(past);
	const role = selected ? 'selected' : 'plain';
	const age = formatAge(Math.max(0, here - Date.parse(intent.time)));
	const cut = (text: string, room: number) =>
		truncateMiddle(escapeInCells(text, room), room, glyphs.ellipsis);
	const hasConnection = width >= wide;
	const room = width - before - (hasConnection ? connectionWidth + 2 : 0) - 1;
	const name = cut(`${intent.bucket}/${intent.key}`, room);
	const found = query.find(name);
	return [
		{text: ` ${selected ? glyphs.cursor : ' '} `, role},
		{text: `${padStart(`${age} ago`, 9)}  `, role: 'dim'},
		{text: `${padEnd(intent.act, 8)}  `, role},
		{text: padEnd(`${sign} ${standingWords(standing)}`, 17), role: look},
		{text: `  ${padStart(bytes === undefined ? glyphs.none : formatBytes(bytes), 8)}  `},
		...(hasConnection
			? [
					{
						text: `${padEnd(cut(intent.connection, connectionWidth), connectionWidth)}  `,
						role: 'dim',
					} as const,
				]
			: []),
		{text: name.slice(0, found?.[0] ?? name.length), role},
		...(found === undefined
			? []
			: [
					{text: name.slice(...found), role: 'match'} as const,
					{text: name.slice(found[1]), role} as const,
				]),
	];
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({isReading, read, filter}: HistoryScreen): ReadonlyArray<readonly Segment[]> {
	if (isReading) return [];
	return filter.text === ''
		? [[{text: '   Nothing was completed or aborted on this machine yet.'}]]
		: [
				[
					{
						text: `   ${read === 1 ? 'The one operation does not fit' : `None of ${formatCount(read)} operations fits`}. esc clears the filter.`,
					},
				],
			];
}
