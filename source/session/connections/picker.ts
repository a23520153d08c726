import {textFilter} from '../../multipart/index/text-filter.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import {emptyLine} from '../../terminal/line-editor.js';
import type {Command} from '../core/command.js';
import {type ConnectionsScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {listRows} from '../frame/layout.js';
import {moveCursor, startOfList} from '../frame/list-cursor.js';
import {connectionForm} from './connection-form.js';
import {testNamed} from './connection-tests.js';
import {goToRecent, recentsElsewhere, shownRecents} from './recents.js';

/** Opens the picker of connections. */
export function openConnections(state: SessionState): Step {
	const id = state.nextScreenId;
	const screen: ConnectionsScreen = {
		kind: 'connections',
		id,
		recents: recentsElsewhere(state),
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
	};
	return step(
		{...state, nextScreenId: id + 1, screens: [...state.screens, screen]},
		{type: 'list-connections', screen: id},
	);
}

/** The connections that the filter leaves. */
export function shownConnections({
	entries = [],
	filter,
}: ConnectionsScreen): readonly ConnectionEntry[] {
	const {matches} = textFilter(filter.text);
	return entries.filter(({source, name}) => matches(`${source}:${name}`));
}

/** The connection under the cursor, where that is none of the places over them. */
export function connectionUnderCursor(screen: ConnectionsScreen): ConnectionEntry | undefined {
	return shownConnections(screen)[screen.cursor.position - shownRecents(screen).length];
}

/** Why no other connection can be chosen here; undefined when one can. */
export function whyNoOtherConnection({connection}: SessionState): string | undefined {
	return connection?.demo ? 'the demo stays with its own server' : undefined;
}

/** Why the connection under the cursor cannot be changed here; undefined when it can. */
export function whyNotChanged(state: SessionState): string | undefined {
	const screen = topScreen(state);
	if (screen?.kind !== 'connections') return undefined;
	return connectionUnderCursor(screen)?.profile === undefined
		? 'only connections of your own are changed here; those of AWS stand in its config files'
		: undefined;
}

/** How many rows the picker has. */
export function connectionRows(screen: ConnectionsScreen): number {
	return shownRecents(screen).length + shownConnections(screen).length;
}

/** What a key means on the picker of connections. */
export function connectionsCommand(
	state: SessionState,
	screen: ConnectionsScreen,
	command: Command,
): Step {
	const cursor = moveCursor(screen.cursor, command, connectionRows(screen), listRows(state));
	if (cursor !== undefined)
		return step(
			withScreen<ConnectionsScreen>(state, screen.id, 'connections', () => ({...screen, cursor})),
		);
	const entry = connectionUnderCursor(screen);
	const visited = shownRecents(screen)[screen.cursor.position];
	switch (command) {
		case 'enter':
			if (visited !== undefined) return goToRecent(state, visited);
			return entry === undefined
				? step(state)
				: step(state, {type: 'connect', name: `${entry.source}:${entry.name}`});
		case 'refresh':
			return step(
				withScreen<ConnectionsScreen>(state, screen.id, 'connections', () => ({
					...screen,
					trouble: undefined,
				})),
				{type: 'list-connections', screen: screen.id},
			);
		case 'new-connection':
			return step({...state, dialog: connectionForm(awsNames(screen))});
		case 'edit-connection':
			return entry?.profile === undefined
				? step(state)
				: step({...state, dialog: connectionForm(awsNames(screen), entry.profile)});
		case 'test-connection':
			return entry === undefined ? step(state) : testNamed(state, `${entry.source}:${entry.name}`);
		case 'remove-connection':
			return entry?.profile === undefined
				? step(state)
				: step({
						...state,
						dialog: {kind: 'remove-connection', name: entry.name, focus: 'cancel'},
					});
		default:
			return step(state);
	}
}

/** The names of the profiles in the AWS config. */
function awsNames({entries = []}: ConnectionsScreen): readonly string[] {
	return entries.filter(({source}) => source === 'aws').map(({name}) => name);
}
