import {queryFields} from '../../multipart/query/query-terms.js';
import type {Line} from '../../terminal/line-editor.js';
import {openBuckets} from '../buckets/buckets.js';
import type {ScreenRecord} from '../core/screen-record.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import type {Keys} from '../keys/binding.js';
import {selectedAt, underCursor, uploadsKeys} from './keys.js';
import {askForFilter} from './read-more.js';
import {goOut, groupSelected, groupUnderCursor, showsTree} from './tree/tree.js';
import {treeKeys} from './tree/tree-keys.js';
import {uploadsHeight} from './uploads-layout.js';
import {asksForMany, queryProblem, readVisible, viewOf, withFilter} from './view.js';

/** The uploads of a bucket, or of a prefix of it. */
export const uploadsScreen: ScreenRecord<UploadsScreen> = {
	keys: uploadsKeys,
	other: {context: 'tree', keys: treeKeys as Keys<UploadsScreen>, shows: showsTree},
	rowCount: screen => (showsTree(screen) ? screen.tree.groups : screen.shown),
	height: uploadsHeight,
	cursorNow: (screen, rows) =>
		(showsTree(screen) ? groupUnderCursor(screen, rows) : underCursor(screen, rows)).cursor,
	onMoved: (state, screen, rows) =>
		showsTree(screen) ? groupSelected(state, screen, rows) : selectedAt(state, screen, rows),
	onBack: (state, screen) => goOut(state, screen) ?? stopped(state, screen),
	openBelow: openBuckets,
	onFilter: filtered,
	onKept: (state, screen) => (asksForMany(screen) ? askForFilter(state, screen) : step(state)),
	language: queryFields,
	filterProblem: queryProblem,
	onShown: (state, screen) => [readVisible(state, screen)],
};

/** Esc ends a range that was begun, then what is read; undefined when there is neither. */
function stopped(state: SessionState, screen: UploadsScreen): Step | undefined {
	const {id, listing, pendingReads, anchor} = screen;
	if (anchor !== undefined) return stepOn(state, {...screen, anchor: undefined});
	if (listing !== 'running' && pendingReads === 0) return undefined;
	return stepOn(
		state,
		{
			...screen,
			listing: listing === 'running' ? 'stopped' : listing,
			pendingReads: 0,
			readBudget: 0,
		},
		{type: 'stop-reads', screen: id},
	);
}

/** The list with another filter; one that asks for something else goes to the index. */
function filtered(state: SessionState, before: UploadsScreen, filter: Line): Step {
	const screen = withFilter(state, before, filter);
	return stepOn(state, screen, ...(screen.query === before.query ? [] : [viewOf(screen)]));
}
