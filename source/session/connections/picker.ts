import {textFilter} from '../../multipart/index/text-filter.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {
	type ConnectionsScreen,
	type SessionState,
	topScreen,
	withAnyScreen,
	withScreen,
} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {connectionForm} from './connection-form.js';
import {testNamed} from './connection-tests.js';
import {goToRecent, recentsElsewhere, shownRecents} from './recents.js';

/** How many there are, an empty row, the column heads. */
const headRows = 3;

/** The picker of connections. */
export const connectionsScreen: ScreenRecord<ConnectionsScreen> = {
	rowCount: connectionRows,
	height: pickerHeight,
	onCommand: connectionsCommand,
	onFilter: filtered,
};

/** Rows of the list. */
export function pickerHeight(state: SessionState, screen: ConnectionsScreen): number {
	return rowsUnder(headRows, state, screen);
}

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

/** The connection under the cursor, where that is none of the recent locations above them. */
function connectionUnderCursor(screen: ConnectionsScreen): ConnectionEntry | undefined {
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
function connectionRows(screen: ConnectionsScreen): number {
	return shownRecents(screen).length + shownConnections(screen).length;
}

/** What can be connected to was read. */
export function connectionsListed(
	state: SessionState,
	{screen: id, entries, trouble}: Extract<Action, {type: 'connections-listed'}>,
): Step {
	return step(
		withScreen<ConnectionsScreen>(state, id, 'connections', screen => ({
			...screen,
			entries,
			trouble: trouble ?? screen.trouble,
		})),
	);
}

/** Nothing could be connected to: the screen that shows says why, or else the picker does. */
export function notConnected(state: SessionState, trouble: Trouble): Step {
	const [shown, effects] = topScreen(state) === undefined ? openConnections(state) : step(state);
	const id = topScreen(shown)?.id;
	return [id === undefined ? shown : withAnyScreen(shown, id, top => ({...top, trouble})), effects];
}

function filtered(state: SessionState, before: ConnectionsScreen, filter: Line): Step {
	const screen = {...before, filter};
	const cursor = clampCursor(screen.cursor, connectionRows(screen), pickerHeight(state, screen));
	return step(
		withScreen<ConnectionsScreen>(state, screen.id, 'connections', () => ({...screen, cursor})),
	);
}

/** What a key means on the picker of connections. */
function connectionsCommand(
	state: SessionState,
	screen: ConnectionsScreen,
	command: Command,
): Step {
	const cursor = moveCursor(
		screen.cursor,
		command,
		connectionRows(screen),
		pickerHeight(state, screen),
	);
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
