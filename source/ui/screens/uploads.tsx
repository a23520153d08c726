import {livenessStates} from '../../multipart/liveness.js';
import {formatBytes, formatCount, plural} from '../../multipart/units.js';
import {listRows} from '../../session/layout.js';
import type {SessionState, UploadsScreen} from '../../session/state.js';
import type {Rows} from '../../session/step.js';
import {Lines} from '../components/lines.js';
import {progressBar} from '../components/progress-bar.js';
import {type Segment, widthOf} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs} from '../theme.js';
import {headSegments, stateRoles, uploadSegments} from '../upload-columns.js';

/** What is held and what is dead first; then the uploads, of which only the visible ones are mounted. */
export function Uploads({
	state,
	screen,
	rows,
}: {
	state: SessionState;
	screen: UploadsScreen;
	rows: Rows;
}) {
	const glyphs = useGlyphs();
	const spinner = useSpinner(screen.listing === 'running' || screen.pendingReads > 0, glyphs);
	const {columns: width} = state.size;
	const height = listRows(state);
	const list: Array<readonly Segment[]> = [];
	// The index may be ahead of what the session knows of it: what cannot be reached is not shown.
	const end = Math.min(screen.place.top + height, screen.shown);
	for (let position = screen.place.top; position < end; position++) {
		const row = rows.at(screen.id, position);
		if (row === undefined) break;
		list.push(
			uploadSegments(row, {
				width,
				now: state.now,
				selected:
					screen.selected === undefined
						? position === screen.place.position
						: row.handle === screen.selected,
				filter: screen.filter.text,
				sort: screen.sort,
				glyphs,
			}),
		);
	}
	const body = list.length > 0 ? list : emptyBody(screen);
	return (
		<Lines
			width={width}
			lines={[
				totalsLine(screen, glyphs),
				progressLine(screen, width, spinner, glyphs),
				[],
				headSegments(width, screen.sort, screen.reverse, glyphs),
				...body.slice(0, height),
				...Array.from({length: Math.max(0, height - body.length)}, () => []),
			]}
		/>
	);
}

/** `1,284 uploads hold at least 3.4 TiB · 12 active · 1,190 stalled` */
function totalsLine({totals, listing}: UploadsScreen, glyphs: Glyphs): readonly Segment[] {
	const {count, read, bytes, byState} = totals;
	if (count === 0 && listing !== 'ended') return [];
	const partial = read < count || listing !== 'ended';
	const held =
		bytes === 0 ? '' : `${count === 1 ? ' holds' : ' hold'}${partial ? ' at least' : ''} `;
	const unread = count - read - totals.unreadable;
	return [
		{text: ` ${plural(count, 'upload')}`, role: 'strong'},
		{text: held},
		{text: bytes === 0 ? '' : formatBytes(bytes), role: 'strong'},
		...livenessStates.flatMap((state): Segment[] => {
			const known = state === 'unknown' ? Math.max(0, byState.unknown - unread) : byState[state];
			return known === 0
				? []
				: [
						{text: ` ${glyphs.dot} `, role: 'dim'},
						{text: `${formatCount(known)} ${state}`, role: stateRoles[state]},
					];
		}),
		...(unread > 0 && count > 0
			? [
					{text: ` ${glyphs.dot} `, role: 'dim'} as const,
					{text: `${formatCount(unread)} not read yet`},
				]
			: []),
	];
}

function progressLine(
	screen: UploadsScreen,
	width: number,
	spinner: string,
	glyphs: Glyphs,
): readonly Segment[] {
	const {listing, totals, pendingReads, readBudget} = screen;
	const looked = totals.read + totals.unreadable;
	if (listing === 'running')
		return [
			{text: ` ${spinner} `, role: 'accent'},
			{text: `listing, ${formatCount(totals.count)} so far`, role: 'dim'},
			...(looked > 0
				? [{text: ` ${glyphs.dot} parts of ${formatCount(looked)} read`, role: 'dim'} as const]
				: []),
		];
	const incomplete: Segment[] =
		listing === 'ended' || totals.count === 0
			? []
			: [{text: ` ${incompleteWords[listing]}`, role: listing === 'stopped' ? 'dim' : 'warn'}];
	if (pendingReads > 0) {
		const goal = Math.min(totals.count, Math.max(readBudget, looked + pendingReads));
		const text = ` ${spinner} reading parts ${formatCount(looked)} of ${formatCount(goal)} `;
		const room = width - text.length - widthOf(incomplete) - 1;
		return [
			{text, role: 'dim'},
			...(room < 8 ? [] : progressBar(looked, goal, Math.min(40, room), glyphs)),
			...incomplete,
		];
	}
	if (incomplete.length > 0) return incomplete;
	const left = totals.count - looked;
	return left > 0 && listing === 'ended'
		? [{text: ` parts of ${plural(left, 'upload')} not read: m reads them`, role: 'dim'}]
		: [];
}

/** Why there may be more uploads than the list holds, and what to do. */
const incompleteWords = {
	stopped: 'stopped, there may be more: r lists again',
	stuck: 'the server stopped in the middle of its list: uploads may be missing',
	failed: 'the list is not complete: r lists again',
} as const;

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({listing, filter, totals, prefix}: UploadsScreen): Array<readonly Segment[]> {
	if (totals.count > 0 && filter.text !== '')
		return [[], [{text: '   No key holds this text. esc clears the filter.'}]];
	if (listing === 'running') return [];
	if (listing === 'failed')
		return [
			[],
			[{text: '   Nothing could be listed. r tries again, o opens an upload by key and id.'}],
		];
	if (listing === 'stopped')
		return [[], [{text: '   Stopped before anything came. r lists again.'}]];
	return [
		[],
		[
			{
				text:
					prefix === ''
						? '   No multipart upload is in progress in this bucket.'
						: '   No multipart upload is in progress under this prefix.',
			},
		],
		[{text: '   esc goes to the buckets, r lists again.', role: 'dim'}],
	];
}
