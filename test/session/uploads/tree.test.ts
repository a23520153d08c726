import {describe, expect, test} from 'vitest';
import type {Reading} from '../../../source/multipart/reading.js';
import type {UploadsScreen} from '../../../source/session/core/state.js';
import {bindings} from '../../../source/session/keys/keymap.js';
import {treeOf} from '../../../source/session/uploads/tree/tree-view.js';
import {day, type Listed, type ListStage, listed, listStage, MiB} from '../list-stage.js';
import {bucket, now, upload} from '../stage.js';

const unread: Reading = {kind: 'unread'};

const uploads: readonly Listed[] = [
	listed('backups/db/1', {sizes: [64 * MiB]}),
	listed('backups/db/2', {sizes: [32 * MiB]}),
	listed('backups/web/1', {sizes: [8 * MiB]}),
	listed('backups/top', {sizes: [4 * MiB]}),
	listed('raw/a', {sizes: [512 * MiB], quiet: 90 * day}),
	listed('raw/b', {sizes: [256 * MiB]}),
	[upload('vm/1'), unread],
	listed('loose', {sizes: [MiB], initiator: {id: 'AIDA1', displayName: 'ci'}}),
];

const on = () => listStage(uploads);

/** In the tree of them. */
function inTree(): ListStage {
	const tree = on();
	tree.keys('t');
	return tree;
}

const screenOf = (tree: ListStage) => tree.screen as UploadsScreen;

/** The groups that show, by what names them. */
function groups(tree: ListStage): readonly string[] {
	const {id, tree: view} = screenOf(tree);
	return Array.from({length: view!.groups}, (_, at) => tree.rows.groups.at(id, at)!.id);
}

/** The keys of the uploads that the list shows. */
const listedKeys = (tree: ListStage) => [...tree.index.shownRows()].map(row => row.upload.key);

const markedKeys = (tree: ListStage) =>
	[...tree.index.markedRows()].map(row => row.upload.key).toSorted();

/** What the cursor is on. */
const under = (tree: ListStage) => groups(tree)[screenOf(tree).cursor.position];

describe('the tree', () => {
	test('is what t shows, heaviest first, and t again the list', () => {
		const tree = inTree();
		expect(groups(tree)).toEqual(['raw/', 'backups/', '', 'vm/']);
		expect(screenOf(tree).tree?.total).toMatchObject({count: 8, read: 7});
		tree.keys('t');
		expect(screenOf(tree).tree?.mode).toBe('list');
		expect(screenOf(tree).shown).toBe(8);
	});

	test('comes back where it was left', () => {
		const tree = inTree();
		tree.keys('j', 'enter', 't', 't');
		expect(groups(tree)).toEqual(['backups/db/', 'backups/web/', 'backups/']);
	});

	test('Enter goes in, Esc out, with the cursor on where one was', () => {
		const tree = inTree();
		tree.keys('j', 'enter');
		expect(groups(tree)).toEqual(['backups/db/', 'backups/web/', 'backups/']);
		expect(screenOf(tree)).toMatchObject({cursor: {position: 0}, tree: {above: ['']}});
		tree.keys('esc');
		expect(under(tree)).toBe('backups/');
	});

	test('what holds no further prefix opens as a list, and Esc leads back to the tree', () => {
		const tree = inTree();
		tree.keys('j', 'enter', 'enter');
		expect(listedKeys(tree)).toEqual(['backups/db/1', 'backups/db/2']);
		expect(screenOf(tree)).toMatchObject({shown: 2, tree: {mode: 'group'}});
		tree.keys('esc');
		expect(under(tree)).toBe('backups/db/');
		expect(tree.index.shown).toBe(8);
	});

	test('prefixes that hold a single one are one row: Enter goes to its end, Esc back, marks are of all', () => {
		const tree = listStage([
			listed('team/project/a/1'),
			listed('team/project/b/1', {sizes: [99 * MiB]}),
			listed('ml/only/deep/1', {sizes: [MiB]}),
		]);
		tree.keys('t');
		tree.keys('enter');
		expect(groups(tree)).toEqual(['team/project/b/', 'team/project/a/']);
		tree.keys('esc');
		expect(under(tree)).toBe('team/');
		tree.keys(' ');
		expect(markedKeys(tree)).toEqual(['team/project/a/1', 'team/project/b/1']);
		tree.keys('enter');
		expect(listedKeys(tree)).toEqual(['ml/only/deep/1']);
		tree.keys('esc');
		expect(under(tree)).toBe('ml/');
		expect(screenOf(tree).tree?.level.prefix).toBe('');
	});

	test('what lies directly at a level opens without what lies deeper', () => {
		const tree = inTree();
		tree.keys('j', 'enter', 'G');
		expect(under(tree)).toBe('backups/');
		tree.keys('enter');
		expect(listedKeys(tree)).toEqual(['backups/top']);
		tree.keys('esc', 'esc', 'G', 'k', 'enter');
		expect(listedKeys(tree)).toEqual(['loose']);
	});

	test('at the top Esc does what it does in the list: it clears the filter, then leaves', () => {
		const tree = inTree();
		tree.keys('/', 'raw', 'enter');
		expect(groups(tree)).toEqual(['raw/']);
		tree.keys('esc');
		expect(screenOf(tree)).toMatchObject({filter: {text: ''}, tree: {mode: 'tree'}});
		tree.keys('esc');
		expect(tree.screen.kind).toBe('buckets');
	});

	test('deeper in Esc goes out first, and leaves the filter', () => {
		const tree = inTree();
		tree.keys('j', 'enter', '/', 'db', 'enter');
		expect(groups(tree)).toEqual(['backups/db/']);
		tree.keys('esc');
		expect(groups(tree)).toEqual(['backups/']);
		expect(screenOf(tree)).toMatchObject({filter: {text: 'db'}});
	});

	test('groups what the filter leaves', () => {
		const tree = inTree();
		tree.keys('/', 'size>=64MiB', 'enter');
		expect(groups(tree)).toEqual(['raw/', 'backups/']);
		expect(screenOf(tree).tree?.total).toMatchObject({count: 3});
	});

	test('an unread upload is no zero: the sum is the least', () => {
		const tree = inTree();
		const row = tree.rows.groups.of(tree.screen.id, 'vm/')?.row;
		expect(row).toMatchObject({count: 1, read: 0, sized: 0, bytes: 0});
		expect(screenOf(tree).tree?.total).toMatchObject({count: 8, sized: 7});
	});

	test.each([
		['', '/', ''],
		['backups/d', '/', 'backups/'],
		['backups/db/', '/', 'backups/db/'],
		['backups', '/', ''],
		['a--b', '--', 'a--'],
	])('of the listed prefix "%s" begins at its folder', (listed, delimiter, prefix) => {
		expect(treeOf({kind: 'prefix', delimiter}, listed).level.prefix).toBe(prefix);
	});
});

describe('the cursor', () => {
	test('stays on the first row until it is moved, whatever comes first then', () => {
		const tree = inTree();
		const [, reading] = listed('vm/1', {sizes: [1024 * MiB]});
		tree.index.setReading(upload('vm/1'), reading);
		tree.changed();
		expect([under(tree), screenOf(tree).cursor.position]).toEqual(['vm/', 0]);
	});

	test('that was moved follows its group', () => {
		const tree = inTree();
		tree.keys('j');
		const [, reading] = listed('vm/1', {sizes: [1024 * MiB]});
		tree.index.setReading(upload('vm/1'), reading);
		tree.changed();
		expect([under(tree), screenOf(tree).cursor.position]).toEqual(['backups/', 2]);
	});

	test('whose group is gone is on the one in its place', () => {
		const tree = inTree();
		tree.keys('j');
		tree.index.removeMany(
			uploads.map(([each]) => each).filter(({key}) => key.startsWith('backups/')),
		);
		tree.changed();
		expect(under(tree)).toBe('');
		tree.keys(' ');
		expect(markedKeys(tree)).toEqual(['loose']);
	});

	test('of the list is where it was after the tree', () => {
		const list = on();
		list.keys('G', 't', 'j', 't');
		list.changed();
		expect(screenOf(list).cursor.position).toBe(7);
	});
});

describe('marks', () => {
	test('space marks all of a group and steps down; again it unmarks', () => {
		const tree = inTree();
		tree.keys('j', ' ');
		expect(markedKeys(tree)).toEqual([
			'backups/db/1',
			'backups/db/2',
			'backups/top',
			'backups/web/1',
		]);
		expect(under(tree)).toBe('');
		tree.keys('k', ' ');
		expect(markedKeys(tree)).toEqual([]);
	});

	test('a group of which some are marked is marked as a whole first', () => {
		const list = on();
		list.keys(' ', 't', 'j');
		expect(list.rows.groups.of(list.screen.id, 'backups/')?.row).toMatchObject({
			marked: 1,
			count: 4,
		});
		list.keys(' ');
		expect(markedKeys(list)).toHaveLength(4);
	});

	test('of what the filter hides stay as they are', () => {
		const tree = inTree();
		tree.keys('/', 'db', 'enter', ' ');
		expect(markedKeys(tree)).toEqual(['backups/db/1', 'backups/db/2']);
	});

	test('* marks all of the level, u none', () => {
		const tree = inTree();
		tree.keys('j', 'enter', '*');
		expect(markedKeys(tree)).toHaveLength(4);
		tree.keys('u');
		expect(markedKeys(tree)).toEqual([]);
	});

	test('come along into the list', () => {
		const tree = inTree();
		tree.keys(' ', 't');
		expect(screenOf(tree).totals.marked).toBe(2);
	});
});

describe('x', () => {
	test('names all of the group under the cursor, and marks nothing', () => {
		const tree = inTree();
		tree.keys('j', 'x');
		const named = ['backups/db/1', 'backups/db/2', 'backups/top', 'backups/web/1'];
		const {dialog} = tree.state;
		expect(dialog).toMatchObject({kind: 'abort-many', bucket, named: 4, isEverything: false});
		const source = dialog?.kind === 'abort-many' && dialog.source.kind === 'group' && dialog.source;
		const rows = [...tree.index.rowsOf((source || {handles: []}).handles)];
		expect(rows.map(row => row.upload.key).toSorted()).toEqual(named);
		tree.keys('esc');
		expect(markedKeys(tree)).toEqual([]);
	});

	test('says how many of the group the filter leaves out', () => {
		const tree = inTree();
		tree.keys('/', 'db', 'enter', 'x');
		expect(tree.state.dialog).toMatchObject({kind: 'abort-many', named: 2, filtered: 2});
		tree.keys('esc', 'esc', 'j', 'x');
		expect(tree.state.dialog).toMatchObject({kind: 'abort-many', named: 4, filtered: 0});
	});

	test('says what the filter leaves out of a list where all that it shows is marked', () => {
		const list = on();
		list.keys('/', 'backups', 'enter', '*', 'x');
		expect(list.state.dialog).toMatchObject({kind: 'abort-many', named: 4, filtered: 4});
		list.keys('esc', ' ', 'x');
		expect(list.state.dialog).toMatchObject({kind: 'abort-many', named: 3, filtered: 0});
	});

	test('aborts what is marked where anything is', () => {
		const tree = inTree();
		tree.keys(' ', 'x');
		expect(tree.state.dialog).toMatchObject({
			...{kind: 'abort-many', named: 2},
			source: {kind: 'marked', screen: tree.screen.id},
		});
	});

	test('of a group of one asks as for one', () => {
		const tree = inTree();
		tree.keys('G', 'x');
		expect(tree.state.dialog).toMatchObject({kind: 'abort'});
	});

	test('of a group that is all there is asks for the name of the bucket', () => {
		const all = listStage([listed('raw/a'), listed('raw/b')]);
		all.keys('t', 'x');
		expect(all.state.dialog).toMatchObject({kind: 'abort-many', isEverything: true});
	});
});

describe('the order', () => {
	test.each<[keys: string, order: readonly string[]]>([
		['1', ['', 'backups/', 'raw/', 'vm/']],
		['11', ['vm/', 'raw/', 'backups/', '']],
		['3', ['backups/', 'raw/', '', 'vm/']],
		['4', ['raw/', 'backups/', '', 'vm/']],
		['2', ['vm/', '', 'backups/', 'raw/']],
		['S', ['vm/', '', 'backups/', 'raw/']],
		['s', ['backups/', 'raw/', '', 'vm/']],
	])('%s', (keys, order) => {
		const tree = inTree();
		tree.keys('j', ...keys);
		expect(groups(tree)).toEqual(order);
		expect(screenOf(tree).cursor.position).toBe(0);
	});
});

describe('T', () => {
	test('groups by another delimiter', () => {
		const tree = listStage(['a-1', 'a-2', 'b'].map(key => listed(key)));
		tree.keys('T', 'j', 'enter');
		expect(groups(tree)).toEqual(['a-', '']);
	});

	test('groups by one that is typed', () => {
		const tree = listStage(['a=1', 'a=2', 'b'].map(key => listed(key)));
		tree.keys('T', 'j', 'j', 'j', 'j', 'j', 'enter', 'enter');
		expect(tree.state.dialog).toMatchObject({kind: 'form'});
		tree.keys('=', 'enter');
		expect(tree.state.dialog).toBeUndefined();
		expect(groups(tree)).toEqual(['a=', '']);
	});

	test('groups by initiator, whose uploads open as a list', () => {
		const tree = on();
		tree.keys('T', 'G', 'k', 'k', 'enter');
		expect(groups(tree)).toEqual(['', 'AIDA1']);
		tree.keys('j', 'enter');
		expect(listedKeys(tree)).toEqual(['loose']);
		tree.keys('esc');
		expect(under(tree)).toBe('AIDA1');
	});

	test('opens on what the uploads are grouped by', () => {
		const tree = on();
		tree.keys('T', 'G', 'enter', 'T');
		expect(tree.state.dialog).toMatchObject({kind: 'roll-up', cursor: {position: 8}});
	});

	test('by age tells apart since when', () => {
		const tree = listStage([
			listed('new', {initiated: now - 60_000}),
			listed('old', {quiet: 20 * day}),
			listed('older', {quiet: 200 * day}),
		]);
		tree.keys('T', 'G', 'enter', '1');
		const {id} = tree.screen;
		const titles = [0, 1, 2].map(at => tree.rows.groups.at(id, at)?.title);
		expect(titles).toEqual(['< 1 d', '7 – 30 d', '90 – 365 d']);
	});
});

test('what waits for its level is nothing that a key means', () => {
	const tree = inTree();
	const {tree: view} = screenOf(tree);
	expect(view?.total).toBeDefined();
	const late = {...view!, groups: 3, level: {...view!.level, prefix: 'elsewhere/'}};
	tree.tell({
		...{type: 'index-changed', screen: tree.screen.id},
		facts: {
			...{version: 9, shown: 8, totals: screenOf(tree).totals, pendingReads: 0, unsorted: 0},
			...{canResume: false, dropped: 0, tree: late},
		},
	});
	expect(screenOf(tree).tree?.groups).toBe(4);
});

test('every key of the tree is one that holds in it', () => {
	const tree = inTree();
	const names = bindings.filter(({context}) => context === 'tree').map(({name}) => name);
	expect(names.length).toBeGreaterThan(15);
	for (const name of names) expect(() => tree.press(name)).not.toThrow();
});
