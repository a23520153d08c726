import {plural} from '../../../multipart/text/units.js';
import type {ConnectionEntry} from '../../../profiles/resolve/resolve.js';
import {notesShown, pickerHeight, shownConnections} from '../../../session/connections/picker.js';
import {locationText, shownRecents} from '../../../session/connections/recents.js';
import type {ConnectionsScreen} from '../../../session/core/state.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import type {Lined, Segment} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';
import type {ScreenView} from '../screen-view.js';
import {nameSegments, recentSegments} from './recent-row.js';

/** Cells of a name. */
const nameWidth = 30;

/** The picker: the recent locations, then the connections: ours, those of the AWS config, those of other tools. */
export const connectionsView: ScreenView<ConnectionsScreen> = {
	path: () => ['connections'],
	isOfEveryConnection: true,
	counts: screen => ({
		shown: shownConnections(screen).length,
		all: screen.entries?.length ?? 0,
		above: shownRecents(screen).length,
	}),
	turns: ({entries}) => entries === undefined,
	draw(screen, state, on) {
		const {cursor, filter, entries} = screen;
		const lines = [...shownRecents(screen), ...shownConnections(screen)]
			.slice(cursor.top, cursor.top + pickerHeight(state, screen))
			.map((row, at): readonly Segment[] => {
				const selected = cursor.top + at === cursor.position;
				if ('bucket' in row)
					return recentSegments(locationText(row), row, state.here, selected, filter.text, on);
				const name = `${row.source}:${row.name}`;
				return [
					...nameSegments(name, nameWidth, selected, filter.text, on.glyphs),
					{text: `  ${escapeInCells(whereTo(row, on.glyphs), on.width)}`, role: 'dim'},
				];
			});
		const head =
			entries === undefined
				? ` ${on.spinner} reading the config`
				: ` ${plural(entries.length, 'connection')}`;
		return [
			[
				[{text: head, role: 'dim'}],
				...notesShown(screen).map((note): readonly Segment[] => [
					{text: ` ${escapeInCells(note, on.width)}`, role: 'dim'},
				]),
				[{text: `   ${padEnd('CONNECTION', nameWidth)}  ENDPOINT`, role: 'dim'}],
			],
			lines.length === 0 ? emptyBody(screen) : lines,
		];
	},
};

/** `https://s3.example.com · eu-west-1` */
function whereTo({endpoint = 'AWS', region}: ConnectionEntry, glyphs: Glyphs): string {
	return region === undefined ? endpoint : `${endpoint} ${glyphs.dot} ${region}`;
}

function emptyBody({entries}: ConnectionsScreen): Lined {
	if (entries === undefined) return [];
	const text =
		entries.length === 0
			? '   None is known yet: n adds one. Profiles of ~/.aws/config show up here.'
			: '   No connection has this text. esc clears the filter.';
	return [[{text}]];
}
