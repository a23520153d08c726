import type {GroupRow} from '../../../multipart/rollup/roll-up.js';
import {plural} from '../../../multipart/text/units.js';
import type {SessionState, UploadsScreen} from '../../../session/core/state.js';
import type {Rows} from '../../../session/core/step.js';
import type {TreeScreen} from '../../../session/uploads/tree/tree.js';
import type {Drawing, Lined, Segment} from '../../components/segments.js';
import {rollUpWords, titleOfGroup} from './group-words.js';
import {groupSegments, treeHeads, treeLayout} from './tree-columns.js';

/** The heads and the groups in sight; until they are worked out, that they are. */
export function treeTable(
	screen: TreeScreen,
	{now, connection}: SessionState,
	on: Drawing,
	{groups}: Rows,
	height: number,
): readonly [heads: readonly Segment[], ...body: Lined] {
	const {tree, cursor, id, shown} = screen;
	const {total, selected, mostBytes} = tree;
	const inSight: GroupRow[] = [];
	const end = total === undefined ? 0 : Math.min(cursor.top + height, tree.groups);
	for (let position = cursor.top; position < end; position++) {
		const row = groups.at(id, position);
		if (row === undefined) break;
		inSight.push(row);
	}
	const price = connection?.price;
	const layout = treeLayout(inSight, screen, price, on.width);
	const heads = treeHeads(screen, layout, on);
	if (total === undefined)
		return [
			heads,
			[],
			[{text: `   ${on.spinner} grouping ${plural(shown, 'upload')}`, role: 'dim'}],
		];
	const rows = inSight.map((row, at) => {
		const isSelected =
			selected === undefined ? cursor.top + at === cursor.position : row.id === selected;
		const facts = {now, price, isSelected, allBytes: total.bytes, mostBytes};
		return groupSegments(row, facts, screen, layout, on);
	});
	return [heads, ...rows];
}

/** What the header sums: what is under the prefix that was gone into. */
export function treeHeader(screen: TreeScreen): UploadsScreen {
	const {total, above} = screen.tree;
	return above.length === 0 || total === undefined ? screen : {...screen, shownSums: total};
}

/** Where in the bucket the list or the tree is. */
export function treePath({prefix, tree}: UploadsScreen): readonly string[] {
	const listed = prefix === '' ? [] : [prefix];
	if (tree === undefined || tree.mode === 'list') return listed;
	const {level, within, title = ''} = tree;
	if (level.by.kind !== 'prefix') {
		const by = [...listed, rollUpWords(level.by)];
		return tree.mode === 'tree' ? by : [...by, titleOfGroup({id: '', title}, level)];
	}
	if (tree.mode === 'tree') return level.prefix === '' ? listed : [level.prefix];
	const isHere = within?.kind === 'prefix' && within.delimiter !== undefined;
	const here = isHere ? [titleOfGroup({id: level.prefix, title: ''}, level)] : [];
	return [...(title === '' ? [] : [title]), ...here];
}
