import {type HistoryQuery, parseHistoryQuery} from '../../operations/journal/history-query.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type HistoryScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {copyPastAct} from './past-act.js';

/** How many acts there are, an empty row, the column heads. */
const headRows = 3;

/** The acts of this machine. */
export const historyScreen: ScreenRecord<HistoryScreen> = {
	rowCount: ({shown}) => shown,
	height: historyHeight,
	onCommand: historyCommand,
	onFilter: historyFiltered,
	filterProblem(text, now) {
		const read = parseHistoryQuery(text, now);
		return 'problem' in read ? read.problem : undefined;
	},
};

/** Rows of the list. */
export function historyHeight(state: SessionState, screen: HistoryScreen): number {
	return rowsUnder(headRows, state, screen);
}

/** Opens the history of acts. */
export function openHistory(state: SessionState): Step {
	if (topScreen(state)?.kind === 'history') return step(state);
	const id = state.nextScreenId;
	const screen: HistoryScreen = {
		kind: 'history',
		id,
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
		query: everything,
		shown: 0,
		read: 0,
		damaged: 0,
		isReading: true,
		isWhole: false,
		version: 0,
	};
	const opened = {...state, nextScreenId: id + 1, screens: [...state.screens, screen]};
	return step(opened, wanted(opened, screen));
}

const everything: HistoryQuery = {text: '', matches: () => true, find: () => undefined};

/** As many rows as are seen, and a screen more. */
function wanted(state: SessionState, screen: HistoryScreen) {
	const rows = screen.cursor.top + 2 * historyHeight(state, screen);
	return {type: 'read-history' as const, screen: screen.id, rows};
}

/** The list with another filter; while it cannot be read the rows stay as they were. */
function historyFiltered(state: SessionState, before: HistoryScreen, filter: Line): Step {
	const read = parseHistoryQuery(filter.text, state.here);
	const query = 'query' in read ? read.query : before.query;
	const isNew = query.text !== before.query.text;
	const screen: HistoryScreen = isNew
		? {...before, filter, query, cursor: startOfList, selected: undefined, isReading: true}
		: {...before, filter};
	const changed = withScreen<HistoryScreen>(state, screen.id, 'history', () => screen);
	if (!isNew) return step(changed);
	return step(changed, {...wanted(changed, screen), type: 'filter-history', query});
}

/** More was read: the cursor stays on its act, and the act that is looked at shows what became of it. */
export function historyChanged(
	state: SessionState,
	{screen: id, facts}: Extract<Action, {type: 'history-changed'}>,
	rows: Rows,
): Step {
	const changed = withScreen<HistoryScreen>(state, id, 'history', screen => {
		const {position, top} = screen.cursor;
		const found =
			screen.selected === undefined ? -1 : (rows.pastActOf(id, screen.selected)?.position ?? -1);
		// Who is at the top stays there, where new acts come in.
		const moved = found >= 0 && position > 0 ? found - position : 0;
		const cursor = {position: position + moved, top: top === 0 ? 0 : top + moved};
		const height = historyHeight(state, screen);
		return {...screen, ...facts, cursor: clampCursor(cursor, facts.shown, height)};
	});
	const {dialog} = changed;
	if (dialog?.kind !== 'past-act') return step(changed);
	const act = rows.pastActOf(id, dialog.act.intent.id)?.act;
	return step(act === undefined ? changed : {...changed, dialog: {...dialog, act}});
}

/** What a key means in the history. */
function historyCommand(
	state: SessionState,
	screen: HistoryScreen,
	command: Command,
	rows: Rows,
): Step {
	const cursor = moveCursor(screen.cursor, command, screen.shown, historyHeight(state, screen));
	if (cursor !== undefined) {
		const selected = rows.pastAct(screen.id, cursor.position)?.intent.id;
		const moved = {...screen, cursor, selected};
		const changed = withScreen<HistoryScreen>(state, screen.id, 'history', () => moved);
		return step(
			changed,
			command === 'last'
				? {type: 'read-history', screen: screen.id, rows: Number.POSITIVE_INFINITY}
				: wanted(changed, moved),
		);
	}
	const act = rows.pastAct(screen.id, screen.cursor.position);
	if (command === 'refresh') return step(state, {type: 'refresh-history'});
	if (act === undefined) return step(state);
	if (command === 'enter') return step({...state, dialog: {kind: 'past-act', act}});
	if (command === 'copy') return copyPastAct(state, act);
	return step(state);
}
