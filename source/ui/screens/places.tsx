import {textFilter} from '../../multipart/text-filter.js';
import {plural} from '../../multipart/units.js';
import {listRows} from '../../session/layout.js';
import {shownConnections} from '../../session/places.js';
import type {ConnectionsScreen, SessionState} from '../../session/state.js';
import {padEnd, truncateMiddle} from '../../terminal/cells.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {Lines} from '../components/lines.js';
import type {Segment} from '../components/segments.js';
import {useSpinner} from '../components/spinner.js';
import {useGlyphs} from '../presentation.js';
import type {Glyphs} from '../theme.js';

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
			place={screen.place}
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
	place,
	rows,
	nameWidth,
	filter,
	glyphs,
}: {
	state: SessionState;
	head: string;
	titles: string;
	empty: readonly string[];
	place: {readonly position: number; readonly top: number};
	rows: ReadonlyArray<{readonly name: string; readonly rest: string}>;
	nameWidth: number;
	filter: string;
	glyphs: Glyphs;
}) {
	const {find} = textFilter(filter);
	const lines = rows.slice(place.top, place.top + listRows(state)).map(({name, rest}, at) => {
		const selected = place.top + at === place.position;
		const shown = padEnd(
			truncateMiddle(escapeForTerminal(name), nameWidth, glyphs.ellipsis),
			nameWidth,
		);
		const found = find(shown);
		const role = selected ? 'selected' : 'plain';
		return [
			{text: ` ${selected ? glyphs.cursor : ' '} `, role},
			{text: shown.slice(0, found?.[0] ?? shown.length), role},
			...(found === undefined
				? []
				: [
						{text: shown.slice(...found), role: 'match'},
						{text: shown.slice(found[1]), role},
					]),
			{text: `  ${escapeForTerminal(rest)}`, role: 'dim'},
		] as readonly Segment[];
	});
	return (
		<Lines
			width={state.size.columns}
			lines={[
				[{text: head, role: 'dim'}],
				[],
				[{text: titles, role: 'dim'}],
				...(rows.length === 0 ? empty.map(text => [{text}]) : lines),
			]}
		/>
	);
}
