import {readableText} from '../../multipart/query/query-words.js';
import {
	type HistoryQuery,
	historyFields,
	parseHistoryQuery,
} from '../../operations/journal/history-query.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type HistoryScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {openScreen, type Rows, type Step, step, stepOn} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {clampCursor, type Motion, startOfList} from '../frame/list-cursor.js';
import {rememberedFilters} from '../frame/remembered.js';
import {type Binding, type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {historyHeight} from './history-layout.js';
import type {HistoryRow} from './history-rows.js';
import {copyItemsOfPastAct} from './past-act.js';

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

function problemOf(text: string, state: SessionState) {
	const read = queryOf(state, text);
	return 'problem' in read ? read.problem : undefined;
}

/** The list with another filter; a word that cannot be read yet asks for nothing. */
function historyFiltered(state: SessionState, before: HistoryScreen, filter: Line): Step {
	const read = queryOf(
		state,
		readableText(filter.text, part => problemOf(part, state)),
	);
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
		const found = screen.selected === undefined ? -1 : rows.historyPlace(id, screen.selected);
		// Who is at the top stays there, where new acts come in.
		const moved = found >= 0 && position > 0 ? found - position : 0;
		const cursor = {position: position + moved, top: top === 0 ? 0 : top + moved};
		const height = historyHeight(state, screen);
		return {...screen, ...facts, cursor: clampCursor(cursor, facts.shown, height)};
	});
	const {dialog} = changed;
	if (dialog?.kind !== 'past-act') return step(changed);
	const act = rows.pastActOf(id, dialog.act.intent.id);
	return step(act === undefined ? changed : {...changed, dialog: {...dialog, act}});
}

/** The cursor was moved: it stays on its act, and what is seen is read; at the end, all there is. */
function moved(state: SessionState, at: HistoryScreen, rows: Rows, motion: Motion): Step {
	const {id, cursor} = at;
	const screen = {...at, selected: selectedId(rows.historyRow(id, cursor.position))};
	const read = wanted(state, screen);
	return stepOn(
		state,
		screen,
		motion === 'last' ? {...read, rows: Number.POSITIVE_INFINITY} : read,
	);
}

/** The id by which the cursor stays on a row. */
function selectedId(row: HistoryRow | undefined): string | undefined {
	if (row === undefined) return undefined;
	return 'run' in row ? row.run.id : row.act.intent.id;
}

/** What a key does with the row under the cursor; nothing where there is none. */
function onRow(
	run: (state: SessionState, row: HistoryRow, screen: HistoryScreen) => Step,
): Binding<HistoryScreen>['run'] {
	return (state, screen, rows) => {
		const row = rows.historyRow(screen.id, screen.cursor.position);
		return row === undefined ? step(state) : run(state, row, screen);
	};
}

/** A run opens where it stands, and closes again; of an operation all is shown. */
function enter(state: SessionState, row: HistoryRow, screen: HistoryScreen): Step {
	if ('act' in row) return step({...state, dialog: {kind: 'past-act', act: row.act}});
	const {id} = row.run;
	const onRun = {...screen, selected: id};
	return stepOn(state, onRun, {type: 'toggle-run', screen: screen.id, run: id});
}

const historyKeys: Keys<HistoryScreen> = {
	enter: key(
		'enter l right',
		'details',
		'Show details of the operation; open or close an abort of many',
		onRow(enter),
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
		onRow((state, row) =>
			askToCopy(
				state,
				'act' in row ? copyItemsOfPastAct(row.act) : [{title: 'run id', value: row.run.id}],
			),
		),
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
	filterProblem: problemOf,
};
