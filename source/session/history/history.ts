import {
	type HistoryProblem,
	type HistoryQuery,
	parseHistoryQuery,
} from '../../operations/journal/history-query.js';
import {historyRecord} from '../../operations/journal/history-record.js';
import type {OpenAct, PastAct} from '../../operations/journal/journal.js';
import {probablyFailedAfter} from '../../operations/journal/journal-acts.js';
import {terminalJson} from '../../terminal/json.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import {type HistoryScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {isTyped, wordToType} from '../dialogs/choice.js';
import type {CloseActDialog, CopyItem, PastActDialog} from '../dialogs/dialog-state.js';
import {listRows} from '../frame/layout.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';

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
function wanted(state: SessionState, {id, cursor}: HistoryScreen) {
	return {type: 'read-history' as const, screen: id, rows: cursor.top + 2 * listRows(state)};
}

/** Why the filter cannot be read; undefined when it can. */
export function historyProblem(text: string, now: number): HistoryProblem | undefined {
	const read = parseHistoryQuery(text, now);
	return 'problem' in read ? read.problem : undefined;
}

/** The list with another filter; while it cannot be read the rows stay as they were. */
export function historyFiltered(state: SessionState, before: HistoryScreen, filter: Line): Step {
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
): Step {
	const {selectedAt, open, ...known} = facts;
	const changed = withScreen<HistoryScreen>(state, id, 'history', screen => {
		// Who is at the top stays there, where new acts come in.
		const follows = selectedAt !== undefined && selectedAt >= 0 && screen.cursor.position > 0;
		const moved = follows ? selectedAt - screen.cursor.position : 0;
		const {position, top} = screen.cursor;
		const cursor = {position: position + moved, top: top === 0 ? 0 : top + moved};
		return {...screen, ...known, cursor: clampCursor(cursor, known.shown, listRows(state))};
	});
	const {dialog} = changed;
	if (open === undefined || dialog?.kind !== 'past-act') return step(changed);
	return step({...changed, dialog: {...dialog, act: open}});
}

/** What a key means in the history. */
export function historyCommand(
	state: SessionState,
	screen: HistoryScreen,
	command: Command,
	rows: Rows,
): Step {
	const cursor = moveCursor(screen.cursor, command, screen.shown, listRows(state));
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
	if (command === 'copy') return copyMenu(state, act);
	return step(state);
}

function copyMenu(state: SessionState, act: PastAct): Step {
	return step({...state, dialog: {kind: 'copy', items: copyItemsOf(act), cursor: startOfList}});
}

function copyItemsOf(act: PastAct): CopyItem[] {
	const {intent, outcome} = act;
	const {key, uploadId, bucket, endpoint, id} = intent;
	const items: ReadonlyArray<readonly [string, string | undefined]> = [
		['key', key],
		['upload id', uploadId],
		['bucket and key', `s3://${bucket}/${key}`],
		['request id', outcome?.requestId],
		['ETag', outcome?.etag],
		['location', outcome?.location],
		['endpoint', endpoint],
		['id of the act', id],
		['record as JSON', terminalJson(historyRecord(act))],
	];
	return items.flatMap(([title, value]) => (value === undefined ? [] : [{title, value}]));
}

/** What a key means while an act of the history is shown. */
export function pastActCommand(state: SessionState, dialog: PastActDialog, command: Command): Step {
	const {act} = dialog;
	switch (command) {
		case 'back':
		case 'enter':
			return step({...state, dialog: undefined});
		case 'copy':
			return copyMenu(state, act);
		case 'look-again': {
			const open = openActOf(state, act);
			return open === undefined ? step(state) : step(state, {type: 'look-again', acts: [open]});
		}
		case 'close-act': {
			const word = wordToType(act.intent.key, 'type the key to close it');
			return step({...state, dialog: {kind: 'close-act', act, word}});
		}
		default:
			return step(state);
	}
}

/** What a key means while the key of an act is typed that is to be closed by hand. */
export function closeActCommand(
	state: SessionState,
	{act, word}: CloseActDialog,
	command: Command,
): Step {
	const shown: SessionState = {...state, dialog: {kind: 'past-act', act}};
	if (command === 'back') return step(shown);
	if (command !== 'confirm') return step(state);
	return isTyped(word)
		? step(shown, {type: 'close-act', intent: act.intent})
		: withNotice(state, 'That is not the key; esc cancels.');
}

/** The act as the journal holds it open; undefined when it has an end. */
function openActOf({acts}: SessionState, {intent}: PastAct): OpenAct | undefined {
	return acts.unsettled.find(open => open.intent.id === intent.id);
}

/** The act that is shown, as it stands open in the journal. */
function shownOpenAct(state: SessionState): OpenAct | undefined {
	return state.dialog?.kind === 'past-act' ? openActOf(state, state.dialog.act) : undefined;
}

/** Why the act that is shown cannot be looked up; undefined when it can. */
export function nothingToLookUp(state: SessionState): string | undefined {
	const open = shownOpenAct(state);
	if (open === undefined) return 'its outcome is known';
	if (open.state === 'running') return 'it is still under way';
	if (state.connection === undefined) return 'nothing is connected';
	return state.connection.endpoint === open.intent.endpoint
		? undefined
		: `it was sent to ${open.intent.endpoint}: connect there first`;
}

/** Why the act that is shown cannot be closed by hand; undefined when it can. */
export function notToBeClosed(state: SessionState): string | undefined {
	const open = shownOpenAct(state);
	if (open === undefined) return 'it is over';
	if (open.state === 'running') return 'it is still under way';
	// Until then it may be at work, whatever shows.
	return state.here - Date.parse(open.intent.time) < probablyFailedAfter
		? 'only what was sent more than 15 minutes ago may be closed'
		: undefined;
}
