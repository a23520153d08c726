import {type GroupOrder, groupSorts} from '../../../multipart/rollup/level.js';
import type {GroupRow} from '../../../multipart/rollup/roll-up.js';
import {startAbortMany} from '../../abort-run/many-dialog.js';
import {startAbort} from '../../acts/abort-dialog.js';
import type {SessionState} from '../../core/state.js';
import {type Rows, type Step, step} from '../../core/step.js';
import {commandOfSums} from '../../dialogs/commands-of-many.js';
import {askToCopy} from '../../dialogs/copy.js';
import {moveCursor} from '../../frame/list-cursor.js';
import {type Binding, type Keys, key} from '../../keys/binding.js';
import {abortMarked, act, uploadsKeys} from '../keys.js';
import {uploadsHeight} from '../uploads-layout.js';
import {askHowToRollUp} from './roll-up-dialog.js';
import {groupSelected, groupUnderCursor, showList, type TreeScreen, withTree} from './tree.js';
import {deeper, type TreeView} from './tree-view.js';

type Run = Binding<TreeScreen>['run'];

/** What the keys of the list mean in the tree too. */
function asInList(name: string): Binding<TreeScreen> {
	return uploadsKeys[name]!;
}

/** The keys of the tree of a list of uploads. */
export const treeKeys: Keys<TreeScreen> = {
	enter: key(
		'enter l right',
		'go in',
		'Open the prefix, or its uploads if it has no prefixes',
		onGroup(goIn),
		{
			priority: 1,
		},
	),
	list: key('t', 'list', 'Back to the list of all uploads', showList, {priority: 3}),
	'roll-up': key(
		'T',
		'group by',
		'Group by prefix with another delimiter, by initiator, storage class or age',
		(state, {id, tree}) => askHowToRollUp(state, id, tree.level.by),
		{priority: 4},
	),
	abort: key(
		'x',
		'abort',
		'Abort the marked uploads, or all of the group under the cursor: asks first',
		abortMarkedOrGroup,
		{...act, priority: 2},
	),
	'empty-bucket': asInList('empty-bucket'),
	mark: key(
		'space',
		'mark',
		'Mark all uploads of the group, or unmark them where all are, and step down',
		onGroup(mark),
		{priority: 3},
	),
	'mark-shown': key(
		'*',
		'mark all',
		'Mark all uploads of all groups that show',
		(state, screen) => step(state, {type: 'mark-group', screen: screen.id, marked: true}),
		{priority: 7},
	),
	'clear-marks': asInList('clear-marks'),
	filter: asInList('filter'),
	sort: key('s', 'sort', 'Sort by the next column: name, bytes, uploads, oldest part', sortByNext, {
		priority: 5,
	}),
	'sort-by': key(
		'1 2 3 4',
		'sort by',
		'Sort by a column, again reverses: 1 name, 2 bytes, 3 uploads, 4 oldest part',
		sortByNumber,
	),
	reverse: key(
		'S',
		'reverse',
		'Reverse the order',
		(state, screen) =>
			ordered(state, screen, {...screen.tree.order, reverse: !screen.tree.order.reverse}),
		{priority: 10},
	),
	refresh: asInList('refresh'),
	'read-more': asInList('read-more'),
	copy: key(
		'y',
		'copy',
		'Copy the prefix, or a command that tells the sums',
		onGroup((state, {bucket, query, tree: {level}}, {id, title}) =>
			askToCopy(
				state,
				level.by.kind === 'prefix'
					? [
							{title: 'prefix', value: level.prefix + title},
							{title: 'bucket and prefix', value: `s3://${bucket}/${level.prefix}${title}`},
							...commandOfSums(state, {bucket, prefix: level.prefix + title, query: query.text}),
						]
					: [{title: 'name', value: id === '' ? title : id}],
			),
		),
		{priority: 7},
	),
	'open-by-id': asInList('open-by-id'),
	rules: asInList('rules'),
	buckets: asInList('buckets'),
};

/** What a key does to the group under the cursor; nothing where there is none. */
function onGroup(
	run: (state: SessionState, screen: TreeScreen, row: GroupRow, rows: Rows) => Step,
): Run {
	return (state, screen, rows) => {
		const {row, cursor} = groupUnderCursor(screen, rows);
		return row === undefined ? step(state) : run(state, {...screen, cursor}, row, rows);
	};
}

/** Into a prefix, as far as all its keys go; the uploads that lie here, or under a prefix without others, show as a list. */
function goIn(state: SessionState, screen: TreeScreen, {id, title, isLeaf}: GroupRow): Step {
	const {tree} = screen;
	const {by, prefix} = tree.level;
	const left: TreeView = {...tree, selected: id};
	const way = prefix + title;
	if (by.kind !== 'prefix')
		return withTree(state, screen, {...left, mode: 'group', title, within: {kind: by.kind, id}});
	if (!isLeaf) return withTree(state, screen, deeper(tree, way));
	const within = id === prefix ? {delimiter: by.delimiter} : {};
	return withTree(state, screen, {
		...{...left, mode: 'group', title: way},
		within: {kind: 'prefix', prefix: way, ...within},
	});
}

/** What is marked counts, wherever it is; without marks the group under the cursor, whose uploads a confirmation names. */
function abortMarkedOrGroup(state: SessionState, screen: TreeScreen, rows: Rows): Step {
	const marked = abortMarked(state, screen, rows);
	const {row} = groupUnderCursor(screen, rows);
	if (marked !== undefined || row === undefined) return marked ?? step(state);
	const handles = rows.groups.handles(screen.id, row.id);
	const only = handles.length === 1 ? rows.of(screen.id, handles[0]!)?.row.upload : undefined;
	if (only !== undefined) return startAbort(state, screen.bucket, only);
	return handles.length === 0
		? step(state)
		: startAbortMany(state, screen, {
				named: handles.length,
				handles,
				filtered: rows.groups.hidden(screen.id, row.id),
			});
}

function mark(state: SessionState, screen: TreeScreen, row: GroupRow, rows: Rows): Step {
	const height = uploadsHeight(state, screen);
	const cursor = moveCursor(screen.cursor, 'down', screen.tree.groups, height);
	const [moved, effects] = groupSelected(state, {...screen, cursor}, rows);
	const marked = row.marked < row.count;
	return step(moved, {type: 'mark-group', screen: screen.id, group: row.id, marked}, ...effects);
}

/** In another order the first rows are what one asked for. */
function ordered(state: SessionState, screen: TreeScreen, order: GroupOrder): Step {
	return withTree(state, screen, {...screen.tree, order, selected: undefined});
}

/** The heaviest and the most come first, and what is oldest. */
const isReversedFirst = (sort: GroupOrder['sort']) => sort === 'bytes' || sort === 'uploads';

function sortByNext(state: SessionState, screen: TreeScreen): Step {
	const at = groupSorts.indexOf(screen.tree.order.sort);
	const sort = groupSorts[(at + 1) % groupSorts.length] ?? 'bytes';
	return ordered(state, screen, {sort, reverse: isReversedFirst(sort)});
}

function sortByNumber(state: SessionState, screen: TreeScreen, _: Rows, pressed: string): Step {
	const {order} = screen.tree;
	const sort = groupSorts[Number(pressed) - 1] ?? order.sort;
	const reverse = sort === order.sort ? !order.reverse : isReversedFirst(sort);
	return ordered(state, screen, {sort, reverse});
}
