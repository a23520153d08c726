import {sameLevel} from '../../../multipart/rollup/level.js';
import type {GroupRow} from '../../../multipart/rollup/roll-up.js';
import type {Effect} from '../../core/effect.js';
import type {SessionState, UploadsScreen} from '../../core/state.js';
import {type Rows, type Step, step, stepOn} from '../../core/step.js';
import {clampCursor, type ListCursor, startOfList} from '../../frame/list-cursor.js';
import {rememberedView, rememberInView} from '../../frame/remembered.js';
import {uploadsHeight} from '../uploads-layout.js';
import {readVisible, viewOf} from '../view.js';
import {firstTree, outer, shownAgain, type TreeFacts, type TreeView} from './tree-view.js';

/** A screen of uploads that shows its tree. */
export type TreeScreen = UploadsScreen & {readonly tree: TreeView};

/** Whether the groups show, and not the list. */
export function showsTree(screen: UploadsScreen): screen is TreeScreen {
	return screen.tree?.mode === 'tree';
}

/** The screen with another tree, from its first row. */
export function withTree(state: SessionState, screen: UploadsScreen, tree: TreeView): Step {
	const changed = {...screen, tree, cursor: startOfList, anchor: undefined};
	const rollUp: Effect = {
		...{type: 'roll-up', screen: screen.id, order: tree.order},
		level: tree.mode === 'tree' ? tree.level : undefined,
	};
	return stepOn(
		state,
		changed,
		...(tree.within === screen.tree?.within ? [] : [viewOf(changed)]),
		rollUp,
		...(screen.readBudget > 0 ? [readVisible(state, changed)] : []),
	);
}

/** From the list to the tree where one left it, by prefix at first. */
export function showTree(state: SessionState, screen: UploadsScreen): Step {
	const {tree, prefix} = screen;
	const shown = tree === undefined ? firstTree(prefix) : shownAgain(tree);
	return remembering(state, true, on => withTree(on, screen, shown));
}

/** From the tree to all uploads. */
export function showList(state: SessionState, screen: TreeScreen): Step {
	return remembering(state, false, on => withTree(on, screen, {...screen.tree, mode: 'list'}));
}

/** The next list of the connection shows as this one does. */
function remembering(state: SessionState, tree: boolean, show: (on: SessionState) => Step): Step {
	if ((rememberedView(state).tree ?? false) === tree) return show(state);
	const [remembered, effects] = rememberInView(state, {kind: 'shown', tree});
	const [shown, more] = show(remembered);
	return step(shown, ...more, ...effects);
}

/** One level out: from the uploads of a group to the groups, from a prefix to the one before; undefined at the top. */
export function goOut(state: SessionState, screen: UploadsScreen): Step | undefined {
	const {tree, anchor} = screen;
	// A range that was begun ends first.
	if (anchor !== undefined) return undefined;
	if (tree?.mode === 'group') return showTree(state, screen);
	const out = tree?.mode === 'tree' ? outer(tree) : undefined;
	return out && withTree(state, screen, out);
}

/** The roll-up was worked out: the cursor stays on its group. */
export function treeChanged(
	state: SessionState,
	screen: UploadsScreen,
	{level, ...facts}: TreeFacts,
	rows: Rows,
): UploadsScreen {
	const {tree, cursor, id} = screen;
	if (tree?.mode !== 'tree' || !sameLevel(level, tree.level)) return screen;
	const {selected} = tree;
	// Before it is moved the cursor stays on the first row, whichever group that is.
	const found = selected === undefined ? undefined : rows.groups.of(id, selected);
	const position = found?.position ?? cursor.position;
	// One that is gone is no longer what a key means: the group in its place is.
	const inItsPlace = rows.groups.at(id, Math.min(cursor.position, facts.groups - 1))?.id;
	return {
		...screen,
		tree: {...tree, ...facts, selected: selected && (found?.row.id ?? inItsPlace)},
		cursor: clampCursor({...cursor, position}, facts.groups, uploadsHeight(state, screen)),
	};
}

/** The group under the cursor as it was drawn, and where it is by now. */
export function groupUnderCursor(
	screen: TreeScreen,
	rows: Rows,
): {row: GroupRow | undefined; cursor: ListCursor} {
	const {cursor, id, tree} = screen;
	const found = tree.selected === undefined ? undefined : rows.groups.of(id, tree.selected);
	return found === undefined
		? {row: rows.groups.at(id, cursor.position), cursor}
		: {row: found.row, cursor: {...cursor, position: found.position}};
}

/** The cursor was moved: the group under it is what keys mean from now on. */
export function groupSelected(state: SessionState, screen: TreeScreen, rows: Rows): Step {
	const selected = rows.groups.at(screen.id, screen.cursor.position)?.id;
	return stepOn(state, {...screen, tree: {...screen.tree, selected}});
}
