import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {UploadIndex, type UploadRow} from '../../../source/multipart/index/upload-index.js';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload} from '../../../source/multipart/query/query.js';
import type {Reading} from '../../../source/multipart/reading.js';
import {groupOfKey} from '../../../source/multipart/rollup/key-groups.js';
import type {GroupOrder, Level, Scope} from '../../../source/multipart/rollup/level.js';
import type {GroupRow, RollUp} from '../../../source/multipart/rollup/roll-up.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {noStates, stateOf} from '../../../source/multipart/upload-state.js';
import {queryOf} from '../../support/queries.js';

const day = 24 * 60 * 60_000;
const now = Date.parse('2026-11-22T12:00:00Z');
const heaviest: GroupOrder = {sort: 'bytes', reverse: true};
const byPrefix = (prefix: string, delimiter = '/'): Level => ({
	by: {kind: 'prefix', delimiter},
	prefix,
});

const upload = (key: string, more: Partial<Upload> = {}): Upload => ({
	...{key, uploadId: `id of ${key}`, initiated: now - 40 * day, keyCertain: true},
	...more,
});

const read = (bytes: number, lastPart = now - 10 * day): Reading => ({
	kind: 'read',
	summary: {count: 1, bytes, lastPart, fingerprint: 1},
});

const empty: Reading = {
	kind: 'read',
	summary: {count: 0, bytes: 0, lastPart: undefined, fingerprint: 1},
};

function indexOf(uploads: ReadonlyArray<readonly [Upload, Reading]>): UploadIndex {
	const index = new UploadIndex();
	index.setClock({now, thresholds: defaultThresholds});
	index.add(uploads.map(([each]) => each));
	for (const [each, reading] of uploads)
		if (reading.kind !== 'unread') index.setReading(each, reading);
	return index;
}

/** The lines of a roll-up once it is worked out. */
function linesOf(index: UploadIndex, rollUp: RollUp): GroupRow[] {
	index.deriveAll();
	while (!rollUp.isCurrent) rollUp.derive(Number.POSITIVE_INFINITY);
	return Array.from({length: rollUp.count}, (_, at) => rollUp.at(at)!);
}

function rolledUp(index: UploadIndex, level: Level, order = heaviest): GroupRow[] {
	const rollUp = index.rollUp();
	rollUp.open(level, order);
	return linesOf(index, rollUp);
}

/** The group of a key of which there is text; undefined where it is not under the prefix. */
function plainGroup(key: string, prefix: string, delimiter: string): string | undefined {
	return key.startsWith(prefix) ? groupOfKey(key, prefix, delimiter) : undefined;
}

/** What some rows add up to, in the plain way. */
function plainSum(rows: readonly UploadRow[]) {
	const byState = noStates();
	for (const {upload, reading} of rows) byState[stateOf(upload, reading, now)]++;
	const summaries = rows.flatMap(({upload, reading}) =>
		reading.kind === 'read' ? [{upload, ...reading.summary}] : [],
	);
	const dates = summaries
		.map(({upload, count, lastPart}) => (count === 0 ? upload.initiated : lastPart))
		.filter(date => date !== undefined);
	return {
		count: rows.length,
		read: summaries.length,
		sized: summaries.filter(({lacksSizes}) => !lacksSizes).length,
		unreadable: rows.filter(({reading}) => !['read', 'unread'].includes(reading.kind)).length,
		bytes: summaries.reduce((sum, {bytes}) => sum + bytes, 0),
		...(dates.length === 0 ? {} : {oldest: Math.min(...dates), youngest: Math.max(...dates)}),
		marked: rows.filter(({marked}) => marked).length,
		byState,
		heldBy: {},
		heldUnread: 0,
	};
}

const letters = ['a', 'b', '/', '//', '-', '_', '.', ':', '--', 'é', '写', '🎬'];
const delimiters = ['/', '-', '_', '.', ':', '--', '写', '🎬'];
const keys = fc.array(fc.constantFrom(...letters), {maxLength: 6}).map(pieces => pieces.join(''));
const readings: fc.Arbitrary<Reading> = fc.oneof(
	fc.constant<Reading>({kind: 'unread'}),
	fc.constantFrom<Reading>({kind: 'denied'}, {kind: 'failed'}, {kind: 'not-found'}),
	fc.nat(1000).map(bytes => read(bytes, now - bytes * 60_000)),
	fc.constant(empty),
	fc.nat(9).map((bytes): Reading => {
		const summary = {count: 2, bytes, lastPart: now, fingerprint: 2, lacksSizes: true as const};
		return {kind: 'read', summary};
	}),
);
const change = fc.record({
	what: fc.constantFrom('add', 'read', 'remove', 'mark', 'level', 'order', 'slice', 'filter'),
	key: keys,
	reading: readings,
	delimiter: fc.constantFrom(...delimiters),
	sort: fc.constantFrom('name', 'bytes', 'uploads', 'oldest'),
	reverse: fc.boolean(),
});

test('is what a plain grouping of the rows is, whatever changes while it is worked out', () => {
	fc.assert(
		fc.property(fc.array(change, {maxLength: 60}), changes => {
			const index = indexOf([]);
			const rollUp = index.rollUp();
			let level = byPrefix('');
			let order: GroupOrder = heaviest;
			rollUp.open(level, order);
			for (const {what, key, reading, delimiter, sort, reverse} of changes) {
				if (what === 'add' || what === 'filter') index.add([upload(key)]);
				if (what === 'filter')
					index.setView({query: queryOf(key.includes('a') ? '-写' : ''), sort: 'size', reverse});
				if (what === 'read') {
					index.add([upload(key)]);
					index.setReading(upload(key), reading);
				}
				if (what === 'remove') index.removeMany([upload(key)]);
				if (what === 'mark') index.toggleMark(index.handleOf(upload(key)) ?? 0);
				if (what === 'order') order = {sort: sort as GroupOrder['sort'], reverse};
				// One goes into a prefix: what stands before the last delimiter.
				if (what === 'level')
					level = byPrefix(key.slice(0, key.lastIndexOf(delimiter) + 1 && key.length), delimiter);
				if (what === 'order' || what === 'level') rollUp.open(level, order);
				if (what === 'slice') {
					index.derive(0);
					rollUp.derive(0);
				}
			}
			const lines = linesOf(index, rollUp);
			const groups = new Map<string, UploadRow[]>();
			for (const row of index.shownRows()) {
				const {delimiter} = level.by as {delimiter: string};
				const group = plainGroup(row.upload.key, level.prefix, delimiter);
				if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), row]);
			}
			expect(new Set(lines.map(({id}) => id))).toEqual(new Set(groups.keys()));
			for (const {id, title, isLeaf, ...sum} of lines) {
				const rows = groups.get(id)!;
				expect(sum).toEqual(plainSum(rows));
				// It is called by the way that all its keys go; those that left the list may have gone another one.
				const way = level.prefix + title;
				expect(way.slice(0, id.length)).toBe(id);
				for (const {upload} of rows) expect(upload.key.slice(0, way.length)).toBe(way);
				const {delimiter} = level.by as {delimiter: string};
				const goesOn = rows.some(({upload}) => upload.key.includes(delimiter, way.length));
				expect(rollUp.positionOf(way)).toBe(rollUp.positionOf(id));
				if (goesOn) expect(isLeaf).toBe(false);
				const under = [...rollUp.rowsIn(id)].toSorted();
				expect(under).toEqual(rows.map(({handle}) => handle).toSorted());
				expect(rollUp.at(rollUp.positionOf(id))?.id).toBe(id);
			}
			expect(rollUp.total).toEqual(plainSum([...groups.values()].flat()));
			expect(lines.map(({id}) => id)).toEqual(plainOrder(lines, order));
		}),
		{numRuns: 300},
	);
});

/** By the order; what is equal by uploads, the most first, then by the code points of the name. */
function plainOrder(lines: readonly GroupRow[], {sort, reverse}: GroupOrder): string[] {
	const turn = reverse ? -1 : 1;
	const byName = (a: GroupRow, b: GroupRow) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
	return lines
		.toSorted((a, b) => {
			if (sort === 'name') return byName(a, b) * turn;
			if (sort === 'uploads') return (a.count - b.count) * turn || byName(a, b);
			const value = ({bytes, oldest}: GroupRow) => (sort === 'bytes' ? bytes : oldest);
			const [left, right] = [value(a), value(b)];
			const equal = b.count - a.count || byName(a, b);
			if (left === undefined || right === undefined)
				return left === right ? equal : left === undefined ? 1 : -1;
			return (left - right) * turn || equal;
		})
		.map(({id}) => id);
}

test.each([
	['raw/a/b', '', '/', 'raw/'],
	['raw/a/b', 'raw/', '/', 'raw/a/'],
	['raw/a', 'raw/', '/', 'raw/'],
	['raw//a', 'raw/', '/', 'raw//'],
	['top', '', '/', ''],
	['a--b-c', '', '--', 'a--'],
])('the group of %s at "%s", by %s, is "%s"', (key, prefix, delimiter, group) => {
	expect(groupOfKey(key, prefix, delimiter)).toBe(group);
});

describe('by prefix', () => {
	const uploads = [
		'top',
		'raw/1',
		'raw/2/a',
		'raw/',
		'raw//x',
		'logs/only/deep',
		'/rooted',
		'写真/富士山',
	].map(key => [upload(key), read(1)] as const);

	test.each<[prefix: string, delimiter: string, groups: Readonly<Record<string, number>>]>([
		['', '/', {'': 1, 'raw/': 4, 'logs/': 1, '/': 1, '写真/': 1}],
		['raw/', '/', {'raw/': 2, 'raw/2/': 1, 'raw//': 1}],
		['raw//', '/', {'raw//': 1}],
		['', 'a', {'': 4, ra: 4}],
		['', '富', {'': 7, '写真/富': 1}],
		['nothing/', '/', {}],
	])('of "%s" at "%s"', (prefix, delimiter, groups) => {
		const lines = rolledUp(indexOf(uploads), byPrefix(prefix, delimiter));
		expect(Object.fromEntries(lines.map(({id, count}) => [id, count]))).toEqual(groups);
	});

	test('what holds no further prefix is a leaf', () => {
		const lines = rolledUp(indexOf(uploads), byPrefix(''));
		const leaves = lines.filter(({isLeaf}) => isLeaf).map(({id}) => id);
		expect(new Set(leaves)).toEqual(new Set(['', '/', '写真/', 'logs/']));
	});

	test.each([
		['one way', ['a/b/c/1', 'a/b/c/2', 'a/b/c/3'], 'a/b/c/', true],
		['ways that part', ['a/b/c/1', 'a/b/d/2', 'a/b/d/3'], 'a/b/', false],
		['ways that part within a name', ['a/bcd/1', 'a/bce/2'], 'a/', false],
		['one that ends before', ['a/b/c/1', 'a/b/2'], 'a/b/', false],
		['one that is the folder itself', ['a/b/c/1', 'a/b/c/'], 'a/b/c/', true],
		['one upload', ['a/b/c'], 'a/b/', true],
		['the longest at last', ['a/b', 'a/b/c/1'], 'a/', false],
	])('prefixes that hold a single one are one line: %s', (_, keys, title, isLeaf) => {
		const lines = rolledUp(indexOf(keys.map(key => [upload(key), read(1)])), byPrefix(''));
		expect(lines).toMatchObject([{id: 'a/', title, isLeaf, count: keys.length}]);
	});
});

test('before anything is read those with the most uploads come first', () => {
	const unread = ['a/1', 'b/1', 'b/2', 'c/1', 'c/2', 'c/3'];
	const index = indexOf(unread.map(key => [upload(key), {kind: 'unread'}]));
	const lines = rolledUp(index, byPrefix(''));
	expect(lines.map(({id, bytes}) => [id, bytes])).toEqual([
		['c/', 0],
		['b/', 0],
		['a/', 0],
	]);
});

test('an upload without parts counts into dates by its initiation, one that is not read not at all', () => {
	const index = indexOf([
		[upload('a/1'), read(5, now - 3 * day)],
		[upload('a/2', {initiated: now - 9 * day}), empty],
		[upload('a/3', {initiated: now - 99 * day}), {kind: 'unread'}],
	]);
	expect(rolledUp(index, byPrefix(''))).toMatchObject([
		{oldest: now - 9 * day, youngest: now - 3 * day, count: 3, read: 2},
	]);
});

describe('by what uploads have in common', () => {
	const ci = {id: 'AIDA1', displayName: 'ci'};
	const index = indexOf([
		[upload('a', {initiator: ci, storageClass: 'GLACIER'}), read(3)],
		[upload('b', {initiator: {...ci, displayName: 'ci'}, initiated: now - 2 * day}), read(4)],
		[
			upload('c', {initiator: {id: 'AIDA2', displayName: 'ci'}, initiated: now - 400 * day}),
			read(5),
		],
		[upload('d', {initiated: undefined}), read(6)],
	]);
	const seen = (kind: 'initiator' | 'class' | 'age') =>
		rolledUp(index, {by: {kind}, prefix: ''}, {sort: 'name', reverse: false}).map(
			({id, title, bytes}) => [id, title, bytes],
		);

	test('by initiator: by the id, called by the name', () => {
		expect(seen('initiator')).toEqual([
			['', '', 6],
			['AIDA1', 'ci', 7],
			['AIDA2', 'ci', 5],
		]);
	});

	test('by storage class', () => {
		expect(seen('class')).toEqual([
			['', '', 15],
			['GLACIER', 'GLACIER', 3],
		]);
	});

	test('by age: by the initiation, one without a date apart', () => {
		expect(seen('age').map(([, title, bytes]) => [title, bytes])).toEqual([
			['1 – 7 d', 4],
			['30 – 90 d', 3],
			['> 365 d', 5],
			['', 6],
		]);
	});
});

describe('a view within a group', () => {
	test.each<[Scope, string[]]>([
		[{kind: 'prefix', prefix: 'a/'}, ['a/1', 'a/b/2']],
		[{kind: 'prefix', prefix: 'a/', delimiter: '/'}, ['a/1']],
		[{kind: 'prefix', prefix: '', delimiter: '/'}, ['top']],
		[{kind: 'class', id: 'GLACIER'}, ['a/1']],
		[{kind: 'class', id: ''}, ['a/b/2', 'top']],
		[{kind: 'age', id: '0'}, ['top']],
	])('%j', (within, keys) => {
		const index = indexOf([
			[upload('a/1', {storageClass: 'GLACIER'}), read(1)],
			[upload('a/b/2'), read(1)],
			[upload('top', {initiated: now}), {kind: 'unread'}],
		]);
		index.setView({query: everyUpload, sort: 'key', reverse: false, within});
		index.deriveAll();
		expect([...index.shownRows()].map(row => row.upload.key)).toEqual(keys);
	});

	test('an age group loses what grows older than it', () => {
		const index = indexOf([[upload('a', {initiated: now}), read(1)]]);
		index.setView({
			query: everyUpload,
			sort: 'key',
			reverse: false,
			within: {kind: 'age', id: '0'},
		});
		index.deriveAll();
		expect(index.shown).toBe(1);
		index.setClock({now: now + 2 * day, thresholds: defaultThresholds});
		index.deriveAll();
		expect(index.shown).toBe(0);
	});

	test('what is asked for is asked of its uploads only', () => {
		const index = indexOf(['a/1', 'b/1'].map(key => [upload(key), {kind: 'unread'}] as const));
		index.setView({
			...{query: queryOf('size>1'), sort: 'key', reverse: false},
			within: {kind: 'prefix', prefix: 'b/'},
		});
		expect(index.candidates(10).uploads.map(({key}) => key)).toEqual(['b/1']);
	});
});

test('states follow the clock', () => {
	const index = indexOf([[upload('a/1', {initiated: now}), read(1, now)]]);
	const rollUp = index.rollUp();
	rollUp.open(byPrefix(''), heaviest);
	expect(linesOf(index, rollUp)[0]!.byState).toMatchObject({active: 1, stalled: 0});
	index.setClock({now: now + 2 * day, thresholds: defaultThresholds});
	expect(linesOf(index, rollUp)[0]!.byState).toMatchObject({active: 0, stalled: 1});
});

test('until the new level is worked out there is nothing to see of it, and a change keeps what was seen', () => {
	const index = indexOf([[upload('a/b/1'), read(1)]]);
	const rollUp = index.rollUp();
	rollUp.open(byPrefix(''), heaviest);
	linesOf(index, rollUp);
	index.add([upload('c/1')]);
	expect(rollUp.isCurrent).toBe(false);
	expect(rollUp.at(0)?.id).toBe('a/');
	rollUp.open(byPrefix('a/'), heaviest);
	expect([rollUp.count, rollUp.at(0), rollUp.total]).toEqual([0, undefined, undefined]);
});

test('what changes while it is worked out does not hold it up, and is seen the next time', () => {
	const many = Array.from({length: 3000}, (_, at) => upload(`a/${at}`));
	const index = indexOf(many.map(each => [each, read(1)] as const));
	index.deriveAll();
	const rollUp = index.rollUp();
	rollUp.open(byPrefix(''), heaviest);
	expect(rollUp.derive(0)).toBe(false);
	index.toggleMark(0);
	while (!rollUp.derive(0)) index.toggleMark(0);
	expect([rollUp.isCurrent, rollUp.total?.count]).toEqual([false, 3000]);
	index.setMarks(rollUp.rowsIn('a/'), true);
	while (!rollUp.isCurrent) rollUp.derive(0);
	expect(rollUp.total?.marked).toBe(3000);
});

test('marks are set and taken away for many at once', () => {
	const index = indexOf(['a/1', 'a/2', 'b'].map(key => [upload(key), read(2)] as const));
	const rollUp = index.rollUp();
	rollUp.open(byPrefix(''), heaviest);
	linesOf(index, rollUp);
	index.setMarks(rollUp.rowsIn('a/'), true);
	expect([...index.markedRows()].map(row => row.upload.key)).toEqual(['a/1', 'a/2']);
	expect(linesOf(index, rollUp).map(({id, marked}) => [id, marked])).toEqual([
		['a/', 2],
		['', 0],
	]);
	index.setMarks(rollUp.rowsIn(), false);
	expect(index.markedCount).toBe(0);
});
