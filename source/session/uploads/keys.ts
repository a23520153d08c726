import {numberedColumns, type SortColumn, sortColumns} from '../../multipart/index/sort-columns.js';
import type {UploadRow} from '../../multipart/index/upload-index.js';
import {askToEmpty} from '../abort-run/empty-dialog.js';
import {startAbortMany} from '../abort-run/many-dialog.js';
import {startAbort} from '../acts/abort-dialog.js';
import {startComplete} from '../acts/complete-dialog.js';
import {whyNoActsHere} from '../acts/rights.js';
import {bucketsKey} from '../buckets/buckets.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Rows, type Step, step, stepOn} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import {copyItemsOfUpload} from '../dialogs/copy-items.js';
import {type ListCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {rememberInView} from '../frame/remembered.js';
import {type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {openParts} from '../parts/open.js';
import {startRescue} from '../rescue/file-dialog.js';
import {openRules, rulesKey} from '../rules/open.js';
import {detailsKey} from './details.js';
import {listFrom} from './open.js';
import {askToReadMore, whyNothingToRead} from './read-more.js';
import {askHowToRollUp} from './tree/roll-up-dialog.js';
import {showTree} from './tree/tree.js';
import {uploadForm} from './upload-form.js';
import {uploadsHeight} from './uploads-layout.js';
import {filteredOut, readBudget, readVisible, viewOf} from './view.js';

/** What an act has in common wherever its key is. */
export const act = {needsOwnKeypress: true, dangerous: true, disabled: whyNoActsHere};

/** The keys of a list of uploads. */
export const uploadsKeys: Keys<UploadsScreen> = {
	enter: key(
		'enter l right',
		'parts',
		'Open the parts of the upload',
		onRow((state, screen, {upload}) => openParts(state, targetOf(screen, upload), upload)),
		{priority: 1},
	),
	complete: key(
		'c',
		'complete',
		'Complete the upload: shows what it makes, then asks',
		onRow((state, {bucket}, {upload}) => startComplete(state, bucket, upload)),
		{...act, priority: 2},
	),
	abort: key(
		'x',
		'abort',
		'Abort the marked uploads, or the one under the cursor: asks first',
		abortMarkedOrRow,
		{...act, priority: 2},
	),
	rescue: key(
		'R',
		'rescue',
		'Finish the upload from a local file: compares what is there, sends what is missing, asks first',
		onRow((state, {bucket}, {upload}) => startRescue(state, bucket, upload)),
		{...act, priority: 6},
	),
	'empty-bucket': key(
		'X',
		'empty',
		'Abort every upload in the bucket, active ones too, until none is left: asks first',
		(state, {bucket, prefix}) => askToEmpty(state, {bucket, prefix}),
		{...act, priority: 11},
	),
	mark: key('space', 'mark', 'Mark or unmark the upload, or the range, and step down', mark, {
		priority: 3,
	}),
	'mark-range': key('v', 'range', 'Begin a range of marks here, or end it', rangeEnd, {
		priority: 9,
	}),
	'mark-shown': key(
		'*',
		'mark all',
		'Mark all that the filter shows',
		(state, screen) => step(state, {type: 'mark-shown', screen: screen.id}),
		{priority: 7},
	),
	'clear-marks': key(
		'u',
		'unmark',
		'Clear all marks',
		(state, screen) => step(state, {type: 'clear-marks', screen: screen.id}),
		{priority: 9},
	),
	filter: filterKey(
		'Filter: text of the key, state:stalled, age>30d, idle>7d, size>=1GiB, parts:0, prefix:, key:*.iso, id:; - negates',
		4,
	),
	tree: key('t', 'tree', 'The tree of prefixes, heaviest first; again: the list', showTree, {
		priority: 4,
	}),
	'roll-up': key(
		'T',
		'group by',
		'Group by prefix with another delimiter, by initiator, storage class or age',
		(state, {id, tree}) => askHowToRollUp(state, id, tree?.level.by),
		{priority: 10},
	),
	sort: key('s', 'sort', 'Sort by the next column', sortByNext, {priority: 5}),
	reverse: key(
		'S',
		'reverse',
		'Reverse the order',
		(state, screen) => sorted(state, screen, screen.sort, !screen.reverse),
		{priority: 10},
	),
	'sort-by': key(
		'1 2 3 4 5 6 7 8 9',
		'sort by',
		`Sort by a column, again reverses: ${numberedColumns}`,
		sortByNumber,
	),
	refresh: key('r', 'refresh', 'List again; marks stay', listAgain, {
		priority: 5,
		needsOwnKeypress: true,
	}),
	'read-more': key(
		'm',
		'read all',
		'Continue an interrupted list; else read the parts of all uploads: says first how many requests that takes',
		(state, screen) => (screen.canResume ? goOn : askToReadMore)(state, screen),
		{priority: 8, needsOwnKeypress: true, disabled: whyNothingToRead},
	),
	details: detailsKey,
	watch: key(
		'w',
		'watch',
		'Refresh what is on the screen every 5 seconds: shows which uploads move, and how fast',
		watch,
		{priority: 8},
	),
	copy: key(
		'y',
		'copy',
		'Copy the key, the upload id, the address or a command',
		onRow((state, screen, {upload}) =>
			askToCopy(state, copyItemsOfUpload(state, targetOf(screen, upload))),
		),
		{priority: 7},
	),
	'open-by-id': key(
		'o',
		'open',
		'Open an upload by key and id, where listing is not possible',
		(state, {bucket}) => step({...state, dialog: uploadForm(bucket)}),
		{priority: 8},
	),
	rules: rulesKey((state, {bucket, id}) => openRules(state, bucket, id), 9),
	buckets: bucketsKey,
};

function targetOf({bucket}: UploadsScreen, {key, uploadId}: UploadRow['upload']) {
	return {bucket, key, uploadId};
}

/** What a key does to the upload under the cursor; nothing where there is none. */
function onRow(run: (state: SessionState, screen: UploadsScreen, row: UploadRow) => Step) {
	return (state: SessionState, screen: UploadsScreen, rows: Rows): Step => {
		const {row} = underCursor(screen, rows);
		return row === undefined ? step(state) : run(state, screen, row);
	};
}

function abortMarkedOrRow(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const marked = abortMarked(state, screen, rows);
	const upload = underCursor(screen, rows).row?.upload;
	if (marked !== undefined || upload === undefined) return marked ?? step(state);
	return startAbort(state, screen.bucket, upload);
}

/** Asks whether what is marked is to be aborted; undefined where nothing is. */
export function abortMarked(
	state: SessionState,
	screen: UploadsScreen,
	rows: Rows,
): Step | undefined {
	const {count, first} = rows.marked(screen.id);
	if (count > 1)
		return startAbortMany(state, screen, {named: count, filtered: filteredOut(screen, count)});
	return first && startAbort(state, screen.bucket, first);
}

function mark(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const {row, cursor: at} = underCursor(screen, rows);
	if (row === undefined) return step(state);
	const {id, anchor} = screen;
	if (anchor !== undefined && (rows.of(id, anchor)?.position ?? -1) >= 0)
		return stepOn(
			state,
			{...screen, anchor: undefined},
			{type: 'mark-range', screen: id, from: anchor, to: row.handle},
		);
	const cursor = moveCursor(at, 'down', screen.shown, uploadsHeight(state, screen));
	const [moved, effects] = selectedAt(state, {...screen, cursor}, rows);
	return step(moved, {type: 'mark', screen: id, handle: row.handle}, ...effects);
}

/** Begins a range under the cursor, or forgets it. */
function rangeEnd(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const anchor = screen.anchor === undefined ? underCursor(screen, rows).row?.handle : undefined;
	const [changed, effects] = stepOn(state, {...screen, anchor});
	return anchor === undefined
		? [changed, effects]
		: withNotice(
				changed,
				'Move to the other end, then space marks or unmarks the range; esc ends it.',
			);
}

/** In another order the first rows are what one asked for, and a range holds others than were seen. */
function sorted(
	state: SessionState,
	before: UploadsScreen,
	sort: SortColumn,
	reverse: boolean,
): Step {
	const top = {cursor: startOfList, selected: undefined, anchor: undefined};
	const screen = {...before, ...top, sort, reverse};
	const [remembered, effects] = rememberInView(state, {kind: 'shown', sort, reverse});
	return stepOn(remembered, screen, viewOf(screen), ...effects);
}

/** The newest and the largest are what one looks for first. */
const isReversedFirst = (column: SortColumn) => column !== 'key';

function sortByNext(state: SessionState, screen: UploadsScreen): Step {
	const next = sortColumns[(sortColumns.indexOf(screen.sort) + 1) % sortColumns.length] ?? 'key';
	return sorted(state, screen, next, isReversedFirst(next));
}

function sortByNumber(state: SessionState, screen: UploadsScreen, _: Rows, pressed: string): Step {
	const column = sortColumns[Number(pressed) - 1];
	if (column === undefined) return withNotice(state, `The columns are ${numberedColumns}.`);
	const reverse = column === screen.sort ? !screen.reverse : isReversedFirst(column);
	return sorted(state, screen, column, reverse);
}

/** Lists the uploads once more, from the start or where the credentials were lost. */
export function listAgain(state: SessionState, screen: UploadsScreen): Step {
	return screen.awaitingCredentials ? goOn(state, screen) : list(state, screen, 'start', 'running');
}

/** The list goes on where it was stopped or failed, or where its credentials were lost. */
function goOn(state: SessionState, screen: UploadsScreen): Step {
	const {listing, canResume, awaitingCredentials} = screen;
	const isListed = canResume || (awaitingCredentials && listing === 'failed');
	const going = {...screen, canResume: false, awaitingCredentials: false};
	return list(state, going, 'resume', isListed ? 'running' : listing);
}

function list(
	state: SessionState,
	screen: UploadsScreen,
	from: 'start' | 'resume',
	listing: UploadsScreen['listing'],
): Step {
	const budget = Math.max(screen.readBudget, readBudget);
	const listed = {...screen, listing, trouble: undefined, readBudget: budget};
	return stepOn(state, listed, listFrom(from, screen));
}

function watch(state: SessionState, screen: UploadsScreen): Step {
	const watching = !screen.watching;
	const changed = {...screen, watching, readBudget: Math.max(screen.readBudget, 1)};
	return stepOn(state, changed, readVisible(state, changed), {
		type: 'watch',
		screen: screen.id,
		wanted: watching,
	});
}

/**
 * The upload under the cursor as it was drawn, and where it is by now: what is read in the meantime may
 * have moved it, and a key means what was seen.
 */
export function underCursor(
	screen: UploadsScreen,
	rows: Rows,
): {row: UploadRow | undefined; cursor: ListCursor} {
	const {cursor, selected} = screen;
	const found = selected === undefined ? undefined : rows.of(screen.id, selected);
	return found !== undefined && found.position >= 0
		? {row: found.row, cursor: {...cursor, position: found.position}}
		: {row: rows.at(screen.id, cursor.position), cursor};
}

/** The cursor was moved: the upload under it is what keys mean from now on, and what is seen is read. */
export function selectedAt(state: SessionState, screen: UploadsScreen, rows: Rows): Step {
	const selected = rows.at(screen.id, screen.cursor.position)?.handle;
	const moved = {...screen, selected};
	return stepOn(state, moved, readVisible(state, moved, true));
}
