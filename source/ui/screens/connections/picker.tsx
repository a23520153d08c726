import {plural} from '../../../multipart/text/units.js';
import type {RecentLocation} from '../../../profiles/recents/recent-location.js';
import {shownConnections} from '../../../session/connections/picker.js';
import {shownRecents} from '../../../session/connections/recents.js';
import type {ConnectionsScreen, SessionState} from '../../../session/core/state.js';
import {listRows} from '../../../session/frame/layout.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {Lines} from '../../components/lines.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import {nameSegments, recentSegments} from './recent-row.js';

/** The connections: ours and those of the AWS config. */
export function Connections({state, screen}: {state: SessionState; screen: ConnectionsScreen}) {
	const glyphs = useGlyphs();
	const spinner = useSpinner(screen.entries === undefined, glyphs);
	const shown = shownConnections(screen);
	const head =
		screen.entries === undefined
			? ` ${spinner} reading the config`
			: ` ${plural(screen.entries.length, 'connection')}`;
	return (
		<List
			state={state}
			head={head}
			titles={`   ${padEnd('CONNECTION', 30)}  ENDPOINT`}
			empty={
				screen.entries === undefined
					? []
					: screen.entries.length === 0
						? [
								'   No connection is known yet. n adds one; the profiles of ~/.aws/config show up here.',
							]
						: ['   No connection holds this text. esc clears the filter.']
			}
			cursor={screen.cursor}
			above={shownRecents(screen)}
			rows={shown.map(({source, name, endpoint, region}) => ({
				name: `${source}:${name}`,
				rest: `${endpoint ?? 'AWS'}${region === undefined ? '' : ` ${glyphs.dot} ${region}`}`,
			}))}
			nameWidth={30}
			filter={screen.filter.text}
			glyphs={glyphs}
		/>
	);
}

function List({
	state,
	head,
	titles,
	empty,
	cursor,
	above,
	rows,
	nameWidth,
	filter,
	glyphs,
}: {
	state: SessionState;
	head: string;
	titles: string;
	empty: readonly string[];
	cursor: {readonly position: number; readonly top: number};
	above: readonly RecentLocation[];
	rows: ReadonlyArray<{readonly name: string; readonly rest: string}>;
	nameWidth: number;
	filter: string;
	glyphs: Glyphs;
}) {
	const {columns: width} = state.size;
	const {top, position} = cursor;
	const lines = [...above, ...rows].slice(top, top + listRows(state)).map((row, at) => {
		const selected = top + at === position;
		return 'bucket' in row
			? recentSegments(row, {width, now: state.here, selected, filter, glyphs})
			: [
					...nameSegments(row.name, nameWidth, selected, filter, glyphs),
					{text: `  ${escapeInCells(row.rest, width)}`, role: 'dim'} as const,
				];
	});
	return (
		<Lines
			width={state.size.columns}
			lines={[
				[{text: head, role: 'dim'}],
				[],
				[{text: titles, role: 'dim'}],
				...(lines.length === 0 ? empty.map(text => [{text}]) : lines),
			]}
		/>
	);
}
