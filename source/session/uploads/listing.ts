import {rememberVisit} from '../connections/recents.js';
import type {ActionOf, IndexFacts} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import type {ScreenId} from '../core/screen-id.js';
import {type SessionState, topScreen, type UploadsScreen, withScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {clampCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {readEffect} from '../rules/open.js';
import {showsTree, treeChanged} from './tree/tree.js';
import {uploadsHeight} from './uploads-layout.js';
import {readVisible} from './view.js';

/** The index changed: new totals, and the cursor stays on its upload. */
export function indexChanged(
	state: SessionState,
	{screen: id, facts}: ActionOf<'index-changed'>,
	rows: Rows,
): Step {
	const {tree, ...ofList} = facts;
	const changed = withScreen<UploadsScreen>(state, id, 'uploads', before => {
		const screen = {...before, ...ofList, readingSince: readingSince(state, before, ofList)};
		if (showsTree(screen)) return tree ? treeChanged(state, screen, tree, rows) : screen;
		const {selected, cursor} = screen;
		const found = selected === undefined ? -1 : (rows.of(id, selected)?.position ?? -1);
		const position = found < 0 ? cursor.position : found;
		// One that is gone or hidden is no longer what a key means: the row in its place is.
		const inItsPlace = rows.at(id, Math.min(cursor.position, facts.shown - 1))?.handle;
		return {
			...screen,
			selected: found < 0 ? inItsPlace : selected,
			cursor: clampCursor({...cursor, position}, facts.shown, uploadsHeight(state, screen)),
		};
	});
	const screen = changed.screens.find(each => each.id === id);
	// After Esc nothing is read until somebody moves or asks.
	const isRead =
		screen?.kind === 'uploads' && screen === topScreen(changed) && screen.readBudget > 0;
	return visited(changed, id, isRead ? [readVisible(changed, screen)] : []);
}

/** Since when parts are read without a pause; undefined while none are. */
function readingSince(
	{here}: SessionState,
	{readingSince: since, totals}: UploadsScreen,
	{pendingReads}: Pick<IndexFacts, 'pendingReads'>,
): UploadsScreen['readingSince'] {
	if (pendingReads === 0) return undefined;
	return since ?? {here, looked: totals.read + totals.unreadable};
}

/** A listing came to its end, or failed. */
export function listingEnded(state: SessionState, action: ActionOf<'listing-ended'>): Step {
	const changed = withScreen<UploadsScreen>(state, action.screen, 'uploads', screen => ({
		...screen,
		listing: action.how,
		trouble: action.trouble ?? screen.trouble,
	}));
	const {came = 0, went = 0} = action;
	const [next, effects] =
		action.came === undefined || changed === state
			? step(changed)
			: withNotice(
					changed,
					came + went === 0 ? 'Nothing came or went.' : `${came} came, ${went} went.`,
				);
	return visited(next, action.screen, [...effects, ...rulesOver(next, action.screen)]);
}

/** The rules of a bucket that are shown over its list count what is listed by now. */
function rulesOver(state: SessionState, list: ScreenId): readonly Effect[] {
	return state.screens.flatMap(screen =>
		screen.kind === 'rules' && screen.uploads === list && screen.listed === undefined
			? [readEffect(state, screen)]
			: [],
	);
}

/** Remembers a list that shows something, or is known to be empty. */
function visited(state: SessionState, id: ScreenId, effects: readonly Effect[]): Step {
	const screen = state.screens.find(each => each.id === id);
	if (screen?.kind !== 'uploads' || screen.isRemembered) return [state, effects];
	if (screen.totals.count === 0 && screen.listing !== 'ended') return [state, effects];
	const [remembered, more] = rememberVisit(state, screen);
	return step(remembered, ...effects, ...more);
}
