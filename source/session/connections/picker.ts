import {textFilter} from '../../multipart/index/text-filter.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {
	type ConnectionsScreen,
	type SessionState,
	topScreen,
	withAnyScreen,
	withScreen,
} from '../core/state.js';
import {openScreen, type Step, step, stepOn} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor, startOfList} from '../frame/list-cursor.js';
import {type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {connectionForm} from './connection-form.js';
import {testNamed} from './connection-tests.js';
import {goToRecent, recentsElsewhere, shownRecents} from './recents.js';

/** How many there are, and the column heads. */
const headRows = 2;

/** The most rows for connections that cannot be used. */
const mostNotes = 3;

/** What is not offered, a row each; an empty row where all is. */
export function notesShown({notes = []}: ConnectionsScreen): readonly string[] {
	if (notes.length === 0) return [''];
	if (notes.length <= mostNotes) return notes;
	const shown = notes.slice(0, mostNotes - 1);
	return [...shown, `${notes.length - shown.length} more: partway profiles list`];
}

/** Rows of the list. */
export function pickerHeight(state: SessionState, screen: ConnectionsScreen): number {
	return rowsUnder(headRows + notesShown(screen).length, state, screen);
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
	return openScreen(state, screen, {type: 'list-connections', screen: id});
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

/** How many rows the picker has. */
function connectionRows(screen: ConnectionsScreen): number {
	return shownRecents(screen).length + shownConnections(screen).length;
}

/** What can be connected to was read. */
export function connectionsListed(
	state: SessionState,
	{screen: id, entries, trouble, notes}: ActionOf<'connections-listed'>,
): Step {
	return step(
		withScreen<ConnectionsScreen>(state, id, 'connections', screen => ({
			...screen,
			entries,
			notes,
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
	return stepOn(state, {...screen, cursor});
}

/** The names of the profiles in the AWS config. */
function awsNames({entries = []}: ConnectionsScreen): readonly string[] {
	return entries.filter(({source}) => source === 'aws').map(({name}) => name);
}

/** What a key does with the connection under the cursor; nothing where there is none. */
function onEntry(
	run: (state: SessionState, entry: ConnectionEntry, screen: ConnectionsScreen) => Step,
) {
	return (state: SessionState, screen: ConnectionsScreen) => {
		const entry = connectionUnderCursor(screen);
		return entry === undefined ? step(state) : run(state, entry, screen);
	};
}

/** Why the connection under the cursor cannot be changed here; undefined when it can. */
function whyNotChanged(_: SessionState, screen: ConnectionsScreen): string | undefined {
	return connectionUnderCursor(screen)?.profile === undefined
		? "only partway's own connections can be changed here"
		: undefined;
}

const connectToEntry = onEntry((state, {source, name}) =>
	step(state, {type: 'connect', name: `${source}:${name}`}),
);

const connectionsKeys: Keys<ConnectionsScreen> = {
	enter: key(
		'enter l right',
		'connect',
		'Connect',
		(state, screen) => {
			const visited = shownRecents(screen)[screen.cursor.position];
			if (visited !== undefined) return goToRecent(state, visited);
			return connectToEntry(state, screen);
		},
		{priority: 1},
	),
	'new-connection': key(
		'n',
		'new',
		'Add a connection',
		(state, screen) => step({...state, dialog: connectionForm(awsNames(screen))}),
		{priority: 2},
	),
	'edit-connection': key(
		'e',
		'edit',
		'Edit a connection of your own',
		onEntry((state, {profile}, screen) =>
			step({...state, dialog: connectionForm(awsNames(screen), profile)}),
		),
		{priority: 3, rare: true, disabled: whyNotChanged},
	),
	'remove-connection': key(
		'x',
		'remove',
		'Remove a connection of your own: asks first',
		onEntry((state, {name}) =>
			step({...state, dialog: {kind: 'remove-connection', name, focus: 'cancel'}}),
		),
		{priority: 4, rare: true, needsOwnKeypress: true, disabled: whyNotChanged},
	),
	'test-connection': key(
		't',
		'test',
		'Test the connection; nothing is changed',
		onEntry((state, {source, name}) => testNamed(state, `${source}:${name}`)),
		{priority: 4},
	),
	filter: filterKey('Filter by text in the name', 5),
	refresh: key(
		'r',
		'refresh',
		'Read the config files again',
		(state, screen) =>
			stepOn(state, {...screen, trouble: undefined}, {type: 'list-connections', screen: screen.id}),
		{priority: 6, needsOwnKeypress: true},
	),
};

/** The picker of connections. */
export const connectionsScreen: ScreenRecord<ConnectionsScreen> = {
	keys: connectionsKeys,
	rowCount: connectionRows,
	height: pickerHeight,
	onFilter: filtered,
};
