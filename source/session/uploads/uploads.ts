import {sortColumns} from '../../multipart/index/sort-columns.js';
import type {UploadRow} from '../../multipart/index/upload-index.js';
import {parseQuery} from '../../multipart/query/query.js';
import type {Line} from '../../terminal/line-editor.js';
import {startEmptying} from '../abort-run/empty-dialog.js';
import {startAbortMany} from '../abort-run/many-dialog.js';
import {startAbort} from '../acts/abort-dialog.js';
import {startComplete} from '../acts/complete-dialog.js';
import {openBuckets} from '../buckets/buckets.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type SessionState, type UploadsScreen, withScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {copyItemsOfUpload} from '../dialogs/copy-items.js';
import {type ListCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {openParts} from '../parts/parts.js';
import {listFrom, readBudget} from './open.js';
import {askToReadMore} from './read-more.js';
import {uploadForm} from './upload-form.js';
import {readVisible, uploadsHeight, viewOf, withFilter} from './view.js';

/** The uploads of a bucket, or of a prefix of it. */
export const uploadsScreen: ScreenRecord<UploadsScreen> = {
	rowCount: ({shown}) => shown,
	height: uploadsHeight,
	onCommand: uploadsCommand,
	onBack: stopReading,
	openBelow: openBuckets,
	onFilter: filtered,
	filterProblem(text) {
		const read = parseQuery(text);
		return 'problem' in read ? read.problem : undefined;
	},
	onShown: (state, screen) => [readVisible(state, screen)],
};

/** What a key means on the list of uploads. */
function uploadsCommand(
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
	const cursor = moveCursor(here, command, screen.shown, uploadsHeight(state, screen));
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

/** Esc ends what is read; undefined when nothing is. */
function stopReading(state: SessionState, screen: UploadsScreen): Step | undefined {
	if (screen.listing !== 'running' && screen.pendingReads === 0) return undefined;
	return step(
		withScreen<UploadsScreen>(state, screen.id, 'uploads', () => ({
			...screen,
			listing: screen.listing === 'running' ? 'stopped' : screen.listing,
			pendingReads: 0,
			readBudget: 0,
		})),
		{type: 'stop-reads', screen: screen.id},
	);
}

/** The list with another filter; one that asks for something else goes to the index. */
function filtered(state: SessionState, before: UploadsScreen, filter: Line): Step {
	const screen = withFilter(before, filter);
	const changed = withScreen<UploadsScreen>(state, screen.id, 'uploads', () => screen);
	return screen.query === before.query ? step(changed) : step(changed, viewOf(screen));
}

/**
 * The upload under the cursor as it was drawn, and where it is by now: what is read in the meantime may
 * have moved it, and a key means what was seen.
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

function abortMarkedOrRow(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const {count, first} = rows.marked(screen.id);
	if (count > 1) return startAbortMany(state, screen, count);
	const upload = first ?? underCursor(screen, rows).row?.upload;
	return upload === undefined ? step(state) : startAbort(state, screen.bucket, upload);
}
