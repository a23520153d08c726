import {plural} from '../../../multipart/text/units.js';
import type {SessionState, UploadsScreen} from '../../../session/core/state.js';
import type {Rows} from '../../../session/core/step.js';
import type {TreeScreen} from '../../../session/uploads/tree/tree.js';
import type {Drawing, Lined, Segment} from '../../components/segments.js';
import {rollUpWords, titleOfGroup} from './group-words.js';
import {groupSegments} from './tree-columns.js';

/** The groups in sight; until they are worked out, that they are. */
export function treeRows(
	screen: TreeScreen,
	{now, connection}: SessionState,
	on: Drawing,
	{groups}: Rows,
	height: number,
): Lined {
	const {tree, cursor, id, shown} = screen;
	const {total, selected, mostBytes} = tree;
	if (total === undefined)
		return [[], [{text: `   ${on.spinner} grouping ${plural(shown, 'upload')}`, role: 'dim'}]];
	const lines: Array<readonly Segment[]> = [];
	const end = Math.min(cursor.top + height, tree.groups);
	for (let position = cursor.top; position < end; position++) {
		const row = groups.at(id, position);
		if (row === undefined) break;
		const isSelected = selected === undefined ? position === cursor.position : row.id === selected;
		const facts = {now, price: connection?.price, isSelected, allBytes: total.bytes, mostBytes};
		lines.push(groupSegments(row, facts, screen, on));
	}
	return lines;
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
