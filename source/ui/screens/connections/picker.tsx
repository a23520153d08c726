import {plural} from '../../../multipart/text/units.js';
import type {ConnectionEntry} from '../../../profiles/resolve/resolve.js';
import {pickerHeight, shownConnections} from '../../../session/connections/picker.js';
import {shownRecents} from '../../../session/connections/recents.js';
import type {ConnectionsScreen} from '../../../session/core/state.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {Lines} from '../../components/lines.js';
import type {Segment} from '../../components/segments.js';
import {useSpinner} from '../../components/spinner.js';
import {useGlyphs} from '../../frame/presentation.js';
import type {Glyphs} from '../../frame/theme.js';
import type {ScreenProps, ScreenView} from '../screen-view.js';
import {nameSegments, recentSegments} from './recent-row.js';

/** Cells of a name. */
const nameWidth = 30;

/** The picker of connections. */
export const connectionsView: ScreenView<ConnectionsScreen> = {
	Body: Connections,
	path: () => ['connections'],
	isOfEveryConnection: true,
	counts: screen => ({
		shown: shownConnections(screen).length,
		all: screen.entries?.length ?? 0,
		above: shownRecents(screen).length,
	}),
};

/** The recent locations, then the connections: ours and those of the AWS config. */
function Connections({state, screen}: ScreenProps<ConnectionsScreen>) {
	const glyphs = useGlyphs();
	const spinner = useSpinner(screen.entries === undefined, glyphs);
	const {columns: width} = state.size;
	const {top, position} = screen.cursor;
	const filter = screen.filter.text;
	const lines = [...shownRecents(screen), ...shownConnections(screen)]
		.slice(top, top + pickerHeight(state, screen))
		.map((row, at): readonly Segment[] => {
			const selected = top + at === position;
			return 'bucket' in row
				? recentSegments(row, {width, now: state.here, selected, filter, glyphs})
				: [
						...nameSegments(`${row.source}:${row.name}`, nameWidth, selected, filter, glyphs),
						{text: `  ${escapeInCells(whereTo(row, glyphs), width)}`, role: 'dim'},
					];
		});
	const head =
		screen.entries === undefined
			? ` ${spinner} reading the config`
			: ` ${plural(screen.entries.length, 'connection')}`;
	return (
		<Lines
			width={width}
			lines={[
				[{text: head, role: 'dim'}],
				[],
				[{text: `   ${padEnd('CONNECTION', nameWidth)}  ENDPOINT`, role: 'dim'}],
				...(lines.length === 0 ? emptyBody(screen) : lines),
			]}
		/>
	);
}

/** `https://s3.example.com · eu-west-1` */
function whereTo({endpoint = 'AWS', region}: ConnectionEntry, glyphs: Glyphs): string {
	return region === undefined ? endpoint : `${endpoint} ${glyphs.dot} ${region}`;
}

function emptyBody({entries}: ConnectionsScreen): ReadonlyArray<readonly Segment[]> {
	if (entries === undefined) return [];
	const text =
		entries.length === 0
			? '   No connection is known yet. n adds one; the profiles of ~/.aws/config show up here.'
			: '   No connection holds this text. esc clears the filter.';
	return [[{text}]];
}
