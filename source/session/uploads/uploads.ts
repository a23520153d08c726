import {sortColumns} from '../../multipart/index/sort-columns.js';
import type {UploadRow} from '../../multipart/index/upload-index.js';
import {everyUpload, parseQuery} from '../../multipart/query/query.js';
import {noStates} from '../../multipart/upload-state.js';
import {emptyLine} from '../../terminal/line-editor.js';
import {startEmptying} from '../abort-run/empty-dialog.js';
import {startAbortMany} from '../abort-run/many-dialog.js';
import {startAbort} from '../acts/abort-dialog.js';
import {startComplete} from '../acts/complete-dialog.js';
import type {Action, IndexFacts} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import {type SessionState, type UploadsScreen, withScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {copyItemsOfUpload} from '../dialogs/copy-items.js';
import {listRows} from '../frame/layout.js';
import {clampCursor, type ListCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {openParts} from '../parts/parts.js';
import {uploadForm} from './upload-form.js';

/** Reading without being asked stops after this many uploads: a look is one request or more. */
export const readBudget = 2000;

/** Opens the uploads of a bucket and starts to list them. */
export function openUploads(state: SessionState, bucket: string, prefix: string): Step {
	const id = state.nextScreenId;
	const screen: UploadsScreen = {
		kind: 'uploads',
		id,
		bucket,
		prefix,
		listing: 'running',
		pendingReads: 0,
		readBudget,
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
		query: everyUpload,
		unsorted: 0,
		dropped: 0,
		canResume: false,
		watching: false,
		sort: 'key',
		reverse: false,
		version: 0,
		shown: 0,
		totals: noTotals,
	};
	return step(
		{...state, nextScreenId: id + 1, screens: [...state.screens, screen]},
		{type: 'list-uploads', screen: id, bucket, prefix, from: 'start'},
		{type: 'read-cleanup', screen: id, bucket},
	);
}

export const noTotals: UploadsScreen['totals'] = {
	count: 0,
	read: 0,
	sized: 0,
	unreadable: 0,
	bytes: 0,
	byState: noStates(),
	oldStalled: 0,
	marked: 0,
	markedBytes: 0,
	markedSized: 0,
};

/** What a key means on the list of uploads. */
export function uploadsCommand(
	state: SessionState,
	screen: UploadsScreen,
	command: Command,
	rows: Rows,
): Step {
	const replace = (changed: UploadsScreen, ...effects: Effect[]): Step => [
		withScreen<UploadsScreen>(state, screen.id, 'uploads', () => changed),
		effects,
	];
	const {row, cursor: here} = underCursor(screen, rows);
	const cursor = moveCursor(here, command, screen.shown, listRows(state));
	if (cursor !== undefined) {
		const selected = rows.at(screen.id, cursor.position)?.handle;
		const moved = {...screen, cursor, selected};
		return replace(moved, readVisible(state, moved, true));
	}
	switch (command) {
		case 'enter':
			return row === undefined
				? step(state)
				: openParts(
						state,
						{bucket: screen.bucket, key: row.upload.key, uploadId: row.upload.uploadId},
						row.upload,
					);
		case 'mark': {
			if (row === undefined) return step(state);
			const [moved, effects] = uploadsCommand(state, screen, 'down', rows);
			return [moved, [{type: 'mark', screen: screen.id, handle: row.handle}, ...effects]];
		}
		case 'mark-shown':
			return step(state, {type: 'mark-shown', screen: screen.id});
		case 'clear-marks':
			return step(state, {type: 'clear-marks', screen: screen.id});
		case 'sort':
		case 'reverse':
			return sorted(screen, command, replace);
		case 'refresh':
			if (screen.awaitingCredentials) return goOn(screen, replace);
			return replace(
				{
					...screen,
					listing: 'running',
					trouble: undefined,
					readBudget: Math.max(screen.readBudget, readBudget),
				},
				listFrom('start', screen),
			);
		case 'read-more':
			return screen.canResume ? goOn(screen, replace) : askToReadMore(state, screen);
		case 'watch':
			return watched(state, screen, replace);
		case 'complete':
			return row === undefined ? step(state) : startComplete(state, screen.bucket, row.upload);
		case 'abort':
			return abortMarkedOrRow(state, screen, rows);
		case 'open-by-id':
			return step({...state, dialog: uploadForm(screen.bucket)});
		case 'empty-bucket':
			return startEmptying(state, screen);
		case 'copy':
			return row === undefined
				? step(state)
				: step({
						...state,
						dialog: {
							kind: 'copy',
							items: copyItemsOfUpload(state, screen.bucket, row),
							cursor: startOfList,
						},
					});
		default:
			return step(state);
	}
}

/**
 * The upload under the cursor as it was drawn, and where it is by now: what is read in the meantime may
 * have moved it, and a key means what the person saw.
 */
function underCursor(
	screen: UploadsScreen,
	rows: Rows,
): {row: UploadRow | undefined; cursor: ListCursor} {
	const {cursor, selected} = screen;
	const found = selected === undefined ? undefined : rows.of(screen.id, selected);
	return found !== undefined && found.position >= 0
		? {row: found.row, cursor: {...cursor, position: found.position}}
		: {row: rows.at(screen.id, cursor.position), cursor};
}

function sorted(screen: UploadsScreen, command: 'sort' | 'reverse', replace: Replace): Step {
	const next = sortColumns[(sortColumns.indexOf(screen.sort) + 1) % sortColumns.length] ?? 'key';
	const changed =
		command === 'reverse'
			? {...screen, reverse: !screen.reverse}
			: // The newest and the largest are what one looks for first.
				{...screen, sort: next, reverse: next !== 'key'};
	return replace(changed, viewOf(changed));
}

/** Tells the index what the screen filters and sorts by. */
export function viewOf({id, query, sort, reverse}: UploadsScreen): Effect {
	return {type: 'set-view', screen: id, view: {query, sort, reverse}};
}

function listFrom(from: 'start' | 'resume', {id, bucket, prefix}: UploadsScreen): Effect {
	return {type: 'list-uploads', screen: id, bucket, prefix, from};
}

type Replace = (changed: UploadsScreen, ...effects: Effect[]) => Step;

/** The list goes on where it was stopped or failed, or where its credentials were lost. */
function goOn(screen: UploadsScreen, replace: Replace): Step {
	const {listing, canResume, awaitingCredentials} = screen;
	return replace(
		{
			...screen,
			listing: canResume || (awaitingCredentials && listing === 'failed') ? 'running' : listing,
			canResume: false,
			awaitingCredentials: false,
			trouble: undefined,
			readBudget: Math.max(screen.readBudget, readBudget),
		},
		listFrom('resume', screen),
	);
}

function watched(state: SessionState, screen: UploadsScreen, replace: Replace): Step {
	const watching = !screen.watching;
	const changed = {...screen, watching, readBudget: Math.max(screen.readBudget, 1)};
	return replace(changed, readVisible(state, changed), {
		type: 'watch',
		screen: screen.id,
		wanted: watching,
	});
}

/** The list with another filter; one that cannot be read yet leaves what is shown. */
export function withFilter(screen: UploadsScreen, filter: UploadsScreen['filter']): UploadsScreen {
	const read = parseQuery(filter.text);
	if (!('query' in read)) return {...screen, filter};
	const {query} = read;
	// After Esc nothing is read until the person asks: a query that needs parts does.
	const asked = query.needsParts && query.text !== screen.query.text ? 1 : 0;
	return {...screen, filter, query, readBudget: Math.max(screen.readBudget, asked)};
}

function askToReadMore(state: SessionState, screen: UploadsScreen): Step {
	const uploads = screen.totals.count - screen.totals.read;
	if (uploads === 0) return withNotice(state, 'The parts of every upload are read.');
	return step({...state, dialog: {kind: 'read-more', uploads, focus: 'cancel'}});
}

function abortMarkedOrRow(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const {count, first} = rows.marked(screen.id);
	if (count > 1) return startAbortMany(state, screen, count);
	const upload = first ?? underCursor(screen, rows).row?.upload;
	return upload === undefined ? step(state) : startAbort(state, screen.bucket, upload);
}

/** Esc: a running load first, then the filter; undefined when neither is there and the screen itself is left. */
export function backOutOfUploads(state: SessionState, screen: UploadsScreen): Step | undefined {
	if (screen.listing === 'running' || screen.pendingReads > 0)
		return step(
			withScreen<UploadsScreen>(state, screen.id, 'uploads', changed => ({
				...changed,
				listing: changed.listing === 'running' ? 'stopped' : changed.listing,
				pendingReads: 0,
				readBudget: 0,
			})),
			{type: 'stop-reads', screen: screen.id},
		);
	if (screen.filter.text === '') return undefined;
	const cleared = {...withFilter(screen, emptyLine), editing: false};
	return step(
		withScreen<UploadsScreen>(state, screen.id, 'uploads', () => cleared),
		viewOf(cleared),
	);
}

/** The index changed: new totals, and the cursor stays on its upload. */
export function indexChanged(state: SessionState, id: number, facts: IndexFacts): Step {
	const changed = withScreen<UploadsScreen>(state, id, 'uploads', screen => {
		const {selectedAt = -1, under, ...known} = facts;
		const position = selectedAt < 0 ? screen.cursor.position : selectedAt;
		return {
			...screen,
			...known,
			// One that is gone or hidden is no longer what a key means: the row in its place is.
			selected: selectedAt < 0 ? under : screen.selected,
			cursor: clampCursor({...screen.cursor, position}, facts.shown, listRows(state)),
		};
	});
	const screen = changed.screens.find(each => each.id === id);
	// After Esc nothing is read until the person moves or asks.
	return screen?.kind === 'uploads' && screen === changed.screens.at(-1) && screen.readBudget > 0
		? step(changed, readVisible(changed, screen))
		: step(changed);
}

/** A listing came to an end, whichever. */
export function listingEnded(
	state: SessionState,
	action: Extract<Action, {type: 'listing-ended'}>,
): Step {
	const changed = withScreen<UploadsScreen>(state, action.screen, 'uploads', screen => ({
		...screen,
		listing: action.how,
		trouble: action.trouble ?? screen.trouble,
	}));
	const {came = 0, went = 0} = action;
	return action.came === undefined || changed === state
		? step(changed)
		: withNotice(
				changed,
				came + went === 0 ? 'Nothing came or went.' : `${came} came, ${went} went.`,
			);
}

/** Asks for the parts of what the person sees. */
export function readVisible(state: SessionState, screen: UploadsScreen, moving = false): Effect {
	return {
		type: 'read-parts',
		screen: screen.id,
		from: screen.cursor.top,
		to: screen.cursor.top + listRows(state),
		// A query that asks for what only parts tell has asked for them.
		budget: screen.query.needsParts ? Number.POSITIVE_INFINITY : screen.readBudget,
		moving,
	};
}
