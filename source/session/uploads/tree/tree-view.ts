import type {GroupSum} from '../../../multipart/rollup/group-sums.js';
import type {GroupOrder, Level, RollUpBy, Scope} from '../../../multipart/rollup/level.js';

/** The uploads of a screen by groups. It stays while the list shows, so that one comes back to the same place. */
export type TreeView = {
	/** What shows: the groups of the level, the uploads of one group, or all uploads as without a tree. */
	readonly mode: 'tree' | 'group' | 'list';
	readonly level: Level;
	readonly order: GroupOrder;
	/** The prefixes that lead to the one of the level, the outermost first. */
	readonly above: readonly string[];
	/** The group under the cursor; the row of the cursor follows it. */
	readonly selected?: string;
	/** Of which group the uploads show. */
	readonly within?: Scope;
	/** What that group is called. */
	readonly title?: string;
	/** How many groups there are, as last worked out. */
	readonly groups: number;
	/** What they add up to; absent until the level was worked out. */
	readonly total?: GroupSum;
	/** What the heaviest holds. */
	readonly mostBytes: number;
};

/** What of a roll-up the state holds, and of which level it is. */
export type TreeFacts = Pick<TreeView, 'level' | 'groups' | 'total' | 'mostBytes'>;

/** Heaviest first. */
export const heaviestFirst: GroupOrder = {sort: 'bytes', reverse: true};

const notWorkedOut = {groups: 0, total: undefined, mostBytes: 0};

/** The tree at the start of a roll-up: by prefix at the folder of the listed prefix. */
export function treeOf(by: RollUpBy, listed: string, order = heaviestFirst): TreeView {
	const prefix = by.kind === 'prefix' ? listed.slice(0, endOfFolder(listed, by.delimiter)) : '';
	return {mode: 'tree', level: {by, prefix}, order, above: [], ...notWorkedOut};
}

/** The tree that shows first. */
export function firstTree(listed: string): TreeView {
	return treeOf({kind: 'prefix', delimiter: '/'}, listed);
}

function endOfFolder(text: string, delimiter: string): number {
	const at = text.lastIndexOf(delimiter);
	return at < 0 ? 0 : at + delimiter.length;
}

/** One level further in. */
export function deeper(tree: TreeView, prefix: string): TreeView {
	const {level, above} = tree;
	return {
		...tree,
		...notWorkedOut,
		level: {...level, prefix},
		above: [...above, level.prefix],
		selected: undefined,
	};
}

/** One level out, with the cursor on where one was; undefined at the top. */
export function outer(tree: TreeView): TreeView | undefined {
	const {level, above} = tree;
	const prefix = above.at(-1);
	if (prefix === undefined) return undefined;
	return {
		...tree,
		...notWorkedOut,
		level: {...level, prefix},
		above: above.slice(0, -1),
		selected: level.prefix,
	};
}

/** The groups of the same level, after its uploads or the list. */
export function shownAgain(tree: TreeView): TreeView {
	return {...tree, ...notWorkedOut, mode: 'tree', within: undefined, title: undefined};
}
