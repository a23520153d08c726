import {
	type HistoryQuery,
	historyFields,
	parseHistoryQuery,
} from '../../operations/journal/history-query.js';
import type {PastAct} from '../../operations/journal/journal.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type HistoryScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {openScreen, type Rows, type Step, step, stepOn} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {rowsUnder} from '../frame/layout.js';
import {clampCursor, type Motion, startOfList} from '../frame/list-cursor.js';
import {rememberedFilters} from '../frame/remembered.js';
import {type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {copyItemsOfPastAct} from './past-act.js';

/** How many acts there are, an empty row, the column heads. */
const headRows = 3;

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
	return openScreen(state, screen, wanted(state, screen));
}

const everything: HistoryQuery = {text: '', matches: () => true, find: () => undefined};

/** As many rows as are seen, and a screen more. */
function wanted(state: SessionState, screen: HistoryScreen) {
	const rows = screen.cursor.top + 2 * historyHeight(state, screen);
	return {type: 'read-history' as const, screen: screen.id, rows};
}

function queryOf(state: SessionState, text: string) {
	return parseHistoryQuery(text, state.here, rememberedFilters(state, 'history').named);
}

/** The list with another filter; while it cannot be read the rows stay as they were. */
function historyFiltered(state: SessionState, before: HistoryScreen, filter: Line): Step {
	const read = queryOf(state, filter.text);
	const query = 'query' in read ? read.query : before.query;
	const isNew = query.text !== before.query.text;
	const screen: HistoryScreen = isNew
		? {...before, filter, query, cursor: startOfList, selected: undefined, isReading: true}
		: {...before, filter};
	if (!isNew) return stepOn(state, screen);
	return stepOn(state, screen, {...wanted(state, screen), type: 'filter-history', query});
}

/** More was read: the cursor stays on its act, and the act that is looked at shows what became of it. */
export function historyChanged(
	state: SessionState,
	{screen: id, facts}: ActionOf<'history-changed'>,
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

/** The cursor was moved: it stays on its act, and what is seen is read; at the end, all there is. */
function moved(state: SessionState, at: HistoryScreen, rows: Rows, motion: Motion): Step {
	const {id, cursor} = at;
	const screen = {...at, selected: rows.pastAct(id, cursor.position)?.intent.id};
	const read = wanted(state, screen);
	return stepOn(
		state,
		screen,
		motion === 'last' ? {...read, rows: Number.POSITIVE_INFINITY} : read,
	);
}

/** What a key does with the act under the cursor; nothing where there is none. */
function onAct(run: (state: SessionState, act: PastAct) => Step) {
	return (state: SessionState, {id, cursor}: HistoryScreen, rows: Rows) => {
		const act = rows.pastAct(id, cursor.position);
		return act === undefined ? step(state) : run(state, act);
	};
}

const historyKeys: Keys<HistoryScreen> = {
	enter: key(
		'enter l right',
		'details',
		'Show all that is known of the operation',
		onAct((state, act) => step({...state, dialog: {kind: 'past-act', act}})),
		{priority: 1},
	),
	filter: filterKey(
		'Filter: text of bucket, key, upload id or request id, operation:abort, outcome:failed,unknown, bucket:, by:, since:7d; - negates',
		2,
	),
	copy: key(
		'y',
		'copy',
		'Copy the key, the ids or the whole record',
		onAct((state, act) => askToCopy(state, copyItemsOfPastAct(act))),
		{priority: 3},
	),
	refresh: key(
		'r',
		'refresh',
		'Read the journal again',
		state => step(state, {type: 'refresh-history'}),
		{priority: 4},
	),
};

/** The acts of this machine. */
export const historyScreen: ScreenRecord<HistoryScreen> = {
	keys: historyKeys,
	rowCount: ({shown}) => shown,
	height: historyHeight,
	onMoved: moved,
	onFilter: historyFiltered,
	language: historyFields,
	filterProblem(text, state) {
		const read = queryOf(state, text);
		return 'problem' in read ? read.problem : undefined;
	},
};
