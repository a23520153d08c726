import {describe, expect, test} from 'vitest';
import {Columns} from '../../../source/multipart/index/columns.js';
import {UploadIndex, type View} from '../../../source/multipart/index/upload-index.js';
import {rowsAtATime} from '../../../source/multipart/index/upload-order.js';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload, type Query} from '../../../source/multipart/query/query.js';
import type {Reading} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {queryOf} from '../../support/queries.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const day = 24 * 60 * 60_000;

function upload(key: string, uploadId = `id of ${key}`, initiated = now - 90 * day): Upload {
	return {key, uploadId, initiated, keyCertain: true};
}

function read(count: number, bytes: number, lastPart = now - 80 * day): Reading {
	return {kind: 'read', summary: {count, bytes, lastPart, fingerprint: count + bytes}};
}

function indexOf(...uploads: Upload[]): UploadIndex {
	const index = new UploadIndex();
	index.beginListing();
	index.add(uploads);
	return index;
}

function shown(index: UploadIndex): string[] {
	index.deriveAll();
	return Array.from({length: index.shown}, (_, at) => index.at(at)?.upload.key ?? '?');
}

function marked(index: UploadIndex): string[] {
	return Array.from(index.markedRows(), ({upload}) => upload.key);
}

function look(index: UploadIndex, view: View): void {
	index.setView(view);
	index.deriveAll();
}

function refresh(index: UploadIndex, ...uploads: Upload[]): {came: number; went: number} {
	index.beginListing();
	const came = index.add(uploads);
	return {came, went: index.endListing()};
}

describe('adding', () => {
	test('says how many are new; the same key and id come once, the same key with another id is another upload', () => {
		const index = indexOf(upload('b'));
		expect(index.add([upload('a'), upload('b'), upload('a', 'another')])).toBe(2);
		expect(index.count).toBe(3);
		expect(shown(index)).toEqual(['a', 'a', 'b']);
	});

	test('key and id are never mixed up', () => {
		const index = indexOf(upload('ab', 'c'), upload('a', 'bc'));
		expect(index.count).toBe(2);
		expect(index.handleOf({key: 'abc', uploadId: ''})).toBeUndefined();
	});

	test('moves the version, so that what was drawn before is stale; adding nothing does not', () => {
		const index = indexOf();
		const {version} = index;
		index.add([]);
		expect(index.version).toBe(version);
		index.add([upload('a')]);
		expect(index.version).toBeGreaterThan(version);
	});

	test('uploads of one key come in the order of their ids, whatever the order of the pages', () => {
		const index = indexOf(upload('k', '2'), upload('k', '3'));
		index.add([upload('k', '1')]);
		index.deriveAll();
		expect(Array.from(index.shownRows(), row => row.upload.uploadId)).toEqual(['1', '2', '3']);
	});

	test('a key comes before those that begin as it does', () => {
		const index = indexOf(upload('ab'), upload('b'));
		index.add([upload('abc'), upload('a')]);
		expect(shown(index)).toEqual(['a', 'ab', 'abc', 'b']);
	});

	test('pages out of order are put in order', () => {
		const index = indexOf(upload('m'), upload('n'));
		expect(shown(index)).toEqual(['m', 'n']);
		index.add([upload('a'), upload('z')]);
		expect(shown(index)).toEqual(['a', 'm', 'n', 'z']);
	});

	test('rows that come while a filter is on show only when they match', () => {
		const index = indexOf(upload('cam-1'));
		look(index, {query: queryOf('cam'), sort: 'key', reverse: false});
		expect(index.shown).toBe(1);
		index.add([upload('cam-2'), upload('tape')]);
		expect(shown(index)).toEqual(['cam-1', 'cam-2']);
		expect(index.count).toBe(3);
	});
});

describe('a refresh', () => {
	test('says what came and went, keeps marks, readings and handles of what stayed', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		const handle = index.handleOf(upload('b'))!;
		index.toggleMark(handle);
		index.setReading(upload('b'), read(3, 300));
		expect(refresh(index, upload('b'), upload('c'), upload('d'))).toEqual({came: 1, went: 1});
		expect(shown(index)).toEqual(['b', 'c', 'd']);
		expect(index.row(handle)).toMatchObject({marked: true, reading: read(3, 300)});
		expect(index.positionOf(handle)).toBe(0);
	});

	test('that did not come to its end drops nothing', () => {
		const index = indexOf(upload('a'), upload('b'));
		index.beginListing();
		index.add([upload('a')]);
		expect(shown(index)).toEqual(['a', 'b']);
	});

	test('forgets the handle of what went, whatever comes after', () => {
		const index = indexOf(upload('a'));
		const handle = index.handleOf(upload('a'))!;
		refresh(index, upload('b'));
		expect(index.row(handle)).toBeUndefined();
		expect(index.positionOf(handle)).toBe(-1);
		index.toggleMark(handle);
		expect(marked(index)).toEqual([]);
	});

	test('brings new facts of an upload that stayed', () => {
		const index = indexOf(upload('a'));
		refresh(index, {...upload('a'), storageClass: 'GLACIER'});
		expect(index.at(0)?.upload.storageClass).toBe('GLACIER');
	});
});

describe('readings', () => {
	test('a look that failed or was denied never blanks what was known', () => {
		const index = indexOf(upload('a'));
		index.setReading(upload('a'), read(3, 300));
		index.setReading(upload('a'), {kind: 'failed'});
		index.setReading(upload('a'), {kind: 'denied'});
		expect(index.at(0)?.reading).toEqual(read(3, 300));
		index.setReading(upload('a'), read(4, 400));
		expect(index.at(0)?.reading).toEqual(read(4, 400));
		// That the service finds nothing is news.
		index.setReading(upload('a'), {kind: 'not-found'});
		expect(index.at(0)?.reading).toEqual({kind: 'not-found'});
		expect(index.totals(0).byState).toMatchObject({'not-found': 1, unknown: 0});
	});

	test('that differ in one fact alone change the order that follows it', () => {
		for (const [sort, more] of [
			['parts', read(2, 10, 1)],
			['size', read(1, 11, 1)],
			['lastPart', read(1, 10, 2)],
		] as const) {
			const index = indexOf(upload('a'), upload('b'));
			for (const key of ['a', 'b']) index.setReading(upload(key), read(1, 10, 1));
			look(index, {query: everyUpload, sort, reverse: true});
			expect(shown(index)).toEqual(['a', 'b']);
			index.setReading(upload('b'), more);
			expect(shown(index)).toEqual(['b', 'a']);
		}
	});

	test('that bring nothing new leave the order as it is', () => {
		const index = indexOf(upload('a'), upload('b'));
		index.setReading(upload('a'), read(1, 10));
		look(index, {query: everyUpload, sort: 'size', reverse: true});
		const {version} = index;
		index.setReading(upload('a'), read(1, 10));
		index.setReading(upload('a'), {kind: 'failed'});
		expect(index.version).toBeGreaterThan(version);
		const before = index.version;
		expect(index.derive(0)).toBe(true);
		expect(index.version).toBe(before);
	});

	test('change what a filter by them shows, in the order of the keys too', () => {
		const index = indexOf(upload('a'), upload('b'));
		look(index, {query: queryOf('size>50'), sort: 'key', reverse: false});
		index.setReading(upload('b'), read(1, 100));
		expect(shown(index)).toEqual(['b']);
		index.setReading(upload('b'), read(1, 10));
		expect(shown(index)).toEqual([]);
	});

	test('of an upload that is gone are dropped', () => {
		const index = indexOf(upload('a'));
		index.removeMany([upload('a')]);
		index.setReading(upload('a'), read(1, 1));
		expect(index.totals(now)).toMatchObject({count: 0, read: 0, bytes: 0});
	});

	test('change the order where it follows them, and only there', () => {
		const index = indexOf(upload('a'), upload('b'));
		look(index, {query: queryOf(''), sort: 'size', reverse: true});
		index.setReading(upload('b'), read(1, 10));
		expect(shown(index)).toEqual(['b', 'a']);
		index.setReading(upload('a'), read(1, 20));
		expect(shown(index)).toEqual(['a', 'b']);
	});
});

describe('what is still unread', () => {
	const index = () => indexOf(...['a', 'b', 'c', 'd', 'e'].map(key => upload(key)));
	const keys = (uploads: readonly Upload[]) => uploads.map(({key}) => key);

	test('comes in the order of the view, from a position on, up to a limit and before another', () => {
		const five = index();
		expect(keys(five.unread(0, 3))).toEqual(['a', 'b', 'c']);
		expect(keys(five.unread(2, 10))).toEqual(['c', 'd', 'e']);
		expect(keys(five.unread(1, 10, 3))).toEqual(['b', 'c']);
		look(five, {query: queryOf(''), sort: 'key', reverse: true});
		expect(keys(five.unread(0, 2))).toEqual(['e', 'd']);
		look(five, {query: queryOf('c'), sort: 'key', reverse: false});
		expect(keys(five.unread(0, 10))).toEqual(['c']);
	});

	test('leaves out what was looked at, failed looks too, until the next refresh', () => {
		const five = index();
		five.setReading(upload('a'), read(1, 1));
		five.setReading(upload('c'), {kind: 'failed'});
		expect(keys(five.unread(0, 10))).toEqual(['b', 'd', 'e']);
		refresh(five, ...['a', 'b', 'c', 'd', 'e'].map(key => upload(key)));
		expect(keys(five.unread(0, 10))).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	test('stays so when what was looked at is removed', () => {
		const index = indexOf(upload('a'), upload('b'));
		index.deriveAll();
		index.setReading(upload('a'), read(1, 1));
		index.removeMany([upload('a')]);
		expect(index.unread(0, 9).map(({key}) => key)).toEqual(['b']);
		index.setReading(upload('b'), read(1, 1));
		expect(index.unread(0, 9)).toEqual([]);
	});

	test('is found where rows come before those that were looked at', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		look(index, {query: everyUpload, sort: 'key', reverse: true});
		for (const key of ['b', 'c']) index.setReading(upload(key), read(1, 1));
		expect(keys(index.unread(0, 3))).toEqual(['a']);
		index.add([upload('d')]);
		expect(keys(index.unread(0, 3))).toEqual(['d', 'a']);
	});

	test('reaches beyond a run of rows that were looked at', () => {
		const five = index();
		for (const key of ['a', 'b', 'c']) five.setReading(upload(key), read(1, 1));
		expect(keys(five.unread(0, 1))).toEqual(['d']);
	});
});

describe('marks', () => {
	test('all that the filter shows are marked, the hidden ones stay as they are', () => {
		const index = indexOf(upload('cam-1'), upload('cam-2'), upload('tape'));
		look(index, {query: queryOf('cam'), sort: 'key', reverse: false});
		index.markShown();
		look(index, {query: queryOf(''), sort: 'key', reverse: false});
		expect(marked(index)).toEqual(['cam-1', 'cam-2']);
	});

	test('survive sort and filter; hidden ones come after the shown', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		index.toggleMark(index.handleOf(upload('a'))!);
		index.toggleMark(index.handleOf(upload('c'))!);
		look(index, {query: queryOf(''), sort: 'key', reverse: true});
		expect(marked(index)).toEqual(['c', 'a']);
		look(index, {query: queryOf('c'), sort: 'key', reverse: false});
		expect(marked(index)).toEqual(['c', 'a']);
		expect(index.totals(now)).toMatchObject({marked: 2});
	});

	test('of a range go from one end to the other, both with it, as the first of it is not', () => {
		const index = indexOf(...['a', 'b', 'c', 'd'].map(key => upload(key)));
		index.deriveAll();
		const [b, d] = ['b', 'd'].map(key => index.handleOf(upload(key))!);
		index.markRange(d!, b!);
		expect(marked(index)).toEqual(['b', 'c', 'd']);
		index.markRange(b!, b!);
		expect([marked(index), index.markedCount]).toEqual([['c', 'd'], 2]);
	});

	test('are taken off one by one, or all at once, hidden ones too', () => {
		const index = indexOf(upload('a'), upload('b'));
		index.markShown();
		index.toggleMark(index.handleOf(upload('a'))!);
		expect(marked(index)).toEqual(['b']);
		look(index, {query: queryOf('a'), sort: 'key', reverse: false});
		index.clearMarks();
		expect(marked(index)).toEqual([]);
		expect([index.markedCount, index.totals(now).marked]).toEqual([0, 0]);
	});
});

describe('totals', () => {
	test('count into bytes only what was read, and say how many that is', () => {
		const index = indexOf(
			...['active', 'idle', 'stalled', 'denied', 'failed', 'unread', 'ghost'].map(key =>
				upload(key),
			),
			upload('empty'),
		);
		index.setReading(upload('active'), read(1, 1, now - 1));
		index.setReading(upload('idle'), read(2, 20, now - day / 2));
		index.setReading(upload('stalled'), read(3, 300));
		index.setReading(upload('empty'), {
			kind: 'read',
			summary: {count: 0, bytes: 0, fingerprint: 0},
		});
		index.setReading(upload('denied'), {kind: 'denied'});
		index.setReading(upload('failed'), {kind: 'failed'});
		index.setReading(upload('ghost'), {kind: 'not-found'});
		for (const key of ['idle', 'stalled', 'unread']) index.toggleMark(index.handleOf(upload(key))!);
		expect(index.totals(now)).toEqual({
			count: 8,
			read: 4,
			sized: 4,
			unreadable: 3,
			bytes: 321,
			byState: {active: 1, idle: 1, stalled: 2, empty: 0, unknown: 3, held: 0, 'not-found': 1},
			heldBy: {},
			heldUnread: 0,
			heldBytes: 0,
			heldSized: 0,
			marked: 3,
			markedBytes: 320,
			markedSized: 2,
		});
	});

	test('lose what goes, marked or not; what is gone cannot be marked', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		index.setReading(upload('a'), read(1, 100));
		index.setReading(upload('b'), read(2, 20));
		const handles = ['a', 'b', 'c'].map(key => index.handleOf(upload(key))!);
		index.setMarks(handles.slice(0, 2), true);
		expect(index.removeMany([upload('a'), upload('c')])).toBe(2);
		expect(index.totals(now)).toMatchObject({
			...{count: 1, read: 1, sized: 1, bytes: 20},
			...{marked: 1, markedBytes: 20, markedSized: 1},
		});
		index.setMarks(handles, true);
		expect([index.markedCount, index.totals(now).markedBytes]).toEqual([1, 20]);
		expect(marked(index)).toEqual(['b']);
	});

	test('the oldest initiation is one of what is there', () => {
		const index = indexOf(upload('a', 'a', now - 9 * day), upload('b', 'b', now - day));
		expect(index.oldest()).toBe(now - 9 * day);
		index.removeMany([upload('a', 'a')]);
		expect(index.oldest()).toBe(now - day);
		index.removeMany([upload('b', 'b')]);
		expect(index.oldest()).toBeUndefined();
	});

	describe('of what is shown', () => {
		const filtered = (...keys: string[]) => {
			const index = indexOf(...keys.map(key => upload(key)));
			look(index, {query: queryOf('a'), sort: 'key', reverse: false});
			index.setClock({now, thresholds: defaultThresholds});
			return index;
		};

		test('are there only while something is filtered', () => {
			const index = filtered('a', 'b');
			expect(index.shownSums?.count).toBe(1);
			look(index, {query: everyUpload, sort: 'key', reverse: false});
			expect(index.shownSums).toBeUndefined();
		});

		test('hold what is read, unreadable, unread and marked of the rows that the query leaves', () => {
			const index = filtered('a1', 'a2', 'a3', 'a4', 'b');
			index.setReading(upload('a1'), read(1, 1, now - 1));
			index.setReading(upload('a2'), read(2, 20));
			index.setReading(upload('a3'), {kind: 'denied'});
			index.setReading(upload('b'), read(3, 300));
			index.toggleMark(index.handleOf(upload('b'))!);
			index.deriveAll();
			expect(index.shownSums).toEqual({
				...{count: 4, read: 2, sized: 2, unreadable: 1, bytes: 21},
				byState: {active: 1, idle: 0, stalled: 1, empty: 0, unknown: 2, held: 0, 'not-found': 0},
				heldBy: {},
				heldUnread: 0,
			});
		});

		test('follow what is read, added and removed afterwards, though the order stays', () => {
			const index = filtered('a1', 'a2');
			index.deriveAll();
			index.setReading(upload('a1'), read(1, 5));
			index.deriveAll();
			expect(index.shownSums).toMatchObject({count: 2, read: 1, bytes: 5});
			index.add([upload('a0')]);
			index.deriveAll();
			expect(index.shownSums).toMatchObject({count: 3, read: 1});
			index.removeMany([upload('a1')]);
			index.deriveAll();
			expect(index.shownSums).toMatchObject({count: 2, read: 0, bytes: 0});
		});

		test('follow the clock', () => {
			const index = filtered('a');
			index.setReading(upload('a'), read(1, 1, now));
			index.deriveAll();
			expect(index.shownSums?.byState.active).toBe(1);
			index.setClock({now: now + 2 * 60 * 60_000, thresholds: defaultThresholds});
			index.deriveAll();
			expect(index.shownSums?.byState).toMatchObject({active: 0, idle: 1});
		});

		test('are made in slices, and what is removed between two of them is left out', () => {
			const uploads = Array.from({length: 20_000}, (_, at) => upload(`a${at}`));
			const index = indexOf(...uploads);
			index.setView({query: queryOf('a'), sort: 'key', reverse: false});
			while (index.shown === 0) index.derive(0);
			expect(index.shownSums).toBeUndefined();
			index.removeMany(uploads.slice(15_000, 16_000));
			let steps = 0;
			while (!index.derive(0)) steps++;
			expect(steps).toBeGreaterThan(0);
			expect(index.shownSums?.count).toBe(19_000);
		});
	});

	test('what is held is held and nothing else, read or not; by whom is counted', () => {
		const flink = `part-4005733d-a830-4323-8291-8866de98b582-0`;
		const [first, second, third] = [flink, `a/${flink}`, `b/${flink}`].map(key => upload(key));
		const connect = upload('topics/t/partition=0/t+0+0000000000.json');
		const index = indexOf(first!, second!, third!, connect, upload('stalled'), upload('unread'));
		index.setReading(first!, read(2, 20));
		index.setReading(third!, {kind: 'not-found'});
		index.setReading(connect, {kind: 'read', summary: {count: 0, bytes: 0, fingerprint: 0}});
		index.setReading(upload('stalled'), read(1, 1));
		expect(index.totals(now)).toMatchObject({
			bytes: 21,
			byState: {stalled: 1, empty: 0, unknown: 1, held: 3, 'not-found': 1},
			heldBy: {flink: 2, 'kafka-connect': 1},
			heldUnread: 1,
			heldBytes: 20,
			heldSized: 2,
		});
		look(index, {query: queryOf('maker:flink'), sort: 'key', reverse: false});
		expect(index.shownSums).toMatchObject({count: 3, heldBy: {flink: 2}, heldUnread: 1});
		index.removeMany([first!]);
		expect(index.totals(now)).toMatchObject({
			...{bytes: 1, heldBytes: 0, heldSized: 1},
			heldBy: {flink: 1, 'kafka-connect': 1},
		});
	});

	test('know who began an upload', () => {
		const ours = {...upload('a'), initiator: {id: 'backup-job'}};
		const index = indexOf(ours, {...upload('b'), initiator: {id: 'alice'}}, upload('c'));
		for (const [text, count] of [
			['initiator:backup', 1],
			['-initiator:backup', 1],
		] as const) {
			look(index, {query: queryOf(text), sort: 'key', reverse: false});
			expect(index.shownSums?.count).toBe(count);
		}
	});

	test('follow the clock: what was active an hour ago is idle now', () => {
		const index = indexOf(upload('a'));
		index.setReading(upload('a'), read(1, 1, now));
		expect(index.totals(now).byState.active).toBe(1);
		expect(index.totals(now + 60 * 60_000).byState.idle).toBe(1);
	});
});

describe('the order', () => {
	const bySize: View = {query: everyUpload, sort: 'size', reverse: true};
	const known = (index: UploadIndex) => Array.from(index.shownRows(), ({upload: each}) => each.key);

	test('holds until another is worked out; what is removed goes at once', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		index.setReading(upload('b'), read(1, 10));
		index.setView(bySize);
		expect(known(index)).toEqual(['a', 'b', 'c']);
		index.removeMany([upload('a')]);
		expect(known(index)).toEqual(['b', 'c']);
		index.setReading(upload('c'), read(1, 20));
		index.deriveAll();
		expect(known(index)).toEqual(['c', 'b']);
	});

	test('has no row that was removed while it was worked out', () => {
		// More than a slice takes.
		const others = Array.from({length: rowsAtATime}, (_, at) => upload(`other ${at}`));
		const index = indexOf(upload('a'), upload('b'), ...others);
		index.setReading(upload('a'), read(1, 20));
		index.setReading(upload('b'), read(1, 10));
		index.setView(bySize);
		expect(index.derive(0)).toBe(false);
		index.removeMany([upload('a')]);
		index.removeMany([upload('b')]);
		index.deriveAll();
		expect([index.shown, index.unsorted]).toEqual([rowsAtATime, rowsAtATime]);
		expect(known(index).filter(key => !key.startsWith('other '))).toEqual([]);
	});

	test('takes rows in that follow the others at once, in either direction', () => {
		const index = indexOf(upload('a'));
		index.add([upload('c'), upload('b')]);
		expect(known(index)).toEqual(['a', 'b', 'c']);
		look(index, {query: everyUpload, sort: 'key', reverse: true});
		index.add([upload('e'), upload('d')]);
		expect(index.derive(0)).toBe(true);
		expect(known(index)).toEqual(['e', 'd', 'c', 'b', 'a']);
	});

	test('follows the clock only where it depends on it', () => {
		const index = indexOf(upload('a'));
		const clock = {now, thresholds: defaultThresholds};
		const isCurrentAfter = (next: typeof clock) => {
			const {version} = index;
			index.setClock(next);
			return index.derive(0) && index.version === version;
		};
		index.setClock(clock);
		expect(isCurrentAfter({...clock, now: now + 1})).toBe(true);
		look(index, {query: everyUpload, sort: 'state', reverse: false});
		expect(isCurrentAfter({now: now + 1, thresholds: {...defaultThresholds}})).toBe(true);
		expect(isCurrentAfter({...clock, now: now + 2})).toBe(false);
		index.deriveAll();
		const thresholds = {...defaultThresholds, stalledAfter: 1};
		expect(isCurrentAfter({now: now + 2, thresholds})).toBe(false);
		look(index, {query: {...everyUpload, needsTime: true}, sort: 'key', reverse: false});
		expect(isCurrentAfter(clock)).toBe(false);
	});

	test('takes nothing in while another is to be worked out', () => {
		const index = indexOf(upload('cam-1'), upload('tape'));
		index.setView({query: queryOf('t'), sort: 'key', reverse: false});
		index.add([upload('tent')]);
		expect(known(index)).toEqual(['cam-1', 'tape']);
		index.deriveAll();
		expect(known(index)).toEqual(['tape', 'tent']);
	});

	test('follows dates that a refresh brings', () => {
		const index = indexOf(upload('a', 'id', 1), upload('b', 'id', 2));
		look(index, {query: everyUpload, sort: 'initiated', reverse: false});
		refresh(index, upload('a', 'id', 3), upload('b', 'id', 2));
		expect(shown(index)).toEqual(['b', 'a']);
	});

	test('is given up half done when the view changes', () => {
		const index = indexOf(
			...Array.from({length: 4 * rowsAtATime}, (_, at) => upload(`${at + 1e6}`)),
		);
		let asked = 0;
		index.setView({query: queryOf('1'), sort: 'key', reverse: false});
		index.derive(0);
		const matches = () => ++asked > 0;
		index.setView({query: {...everyUpload, matches}, sort: 'key', reverse: false});
		index.deriveAll();
		expect(asked).toBe(4 * rowsAtATime);
	});

	test('moves the version when it shows', () => {
		const index = indexOf(upload('a'));
		index.setView(bySize);
		const {version} = index;
		index.deriveAll();
		expect(index.version).toBeGreaterThan(version);
	});

	test('of 300,000 is worked out in slices of a bounded number of rows, under which rows come, go and are read', () => {
		const index = indexOf();
		const rows = 300_000;
		const page = 1000;
		for (let from = 0; from < rows; from += page)
			index.add(Array.from({length: page}, (_, at) => upload(`${from + at + 1_000_000}`, 'id')));
		let asked = 0;
		const odd: Query = {
			...everyUpload,
			needsParts: true,
			matches({key}) {
				asked++;
				return key.endsWith('1');
			},
		};
		index.setView({query: odd, sort: 'size', reverse: true});
		let most = 0;
		let slices = 0;
		for (let done = false; !done; slices++) {
			asked = 0;
			done = index.derive(0);
			most = Math.max(most, asked);
			if (slices < 5) {
				index.removeMany([upload(`${1_000_001 + 10 * slices}`, 'id')]);
				index.setReading(upload('1250001', 'id'), read(1, slices + 1));
			}
		}
		expect(most).toBeLessThanOrEqual(rowsAtATime);
		expect(slices).toBeGreaterThan(rows / rowsAtATime);
		expect(index.shown).toBe(rows / 10 - 5);
		expect(index.unsorted).toBe(rows / 10 - 6);
		expect(index.at(0)?.upload.key).toBe('1250001');
		expect(index.at(1)?.upload.key).toBe('1000051');
	});

	test.each(['size', 'lastPart', 'parts'] as const)(
		'by %s takes no more slices while parts are read between any two of them, and so do the sums of a filter',
		sort => {
			const names = Array.from({length: 8 * rowsAtATime - 200}, (_, at) => `a${at + 1e6}`);
			const slicesOf = (between: (index: UploadIndex, slice: number) => void) => {
				const index = indexOf(...names.map(name => upload(name)));
				for (const [at, name] of names.entries())
					if (at % 2 === 0) index.setReading(upload(name), read(at + 1, at, now + at));
				index.setView({query: queryOf('a'), sort, reverse: true});
				let slices = 1;
				for (; !index.derive(0); slices++) between(index, slices);
				return {index, slices};
			};
			const {slices} = slicesOf(() => {});
			const disturbed = slicesOf((index, slice) => {
				const at = 2 * slice + 1;
				index.setReading(upload(names[at]!), read(at + 1, at, now + at));
				if (slice > slices) throw new Error('It began anew.');
			});
			expect(disturbed.slices).toBe(slices);
			const {index} = disturbed;
			expect(index.at(0)?.upload.key).toBe(names.at(-2));
			expect(index.unsorted).toBeLessThanOrEqual(names.length / 2);
			expect(index.shownSums?.count).toBe(names.length);
			expect(index.isCurrent).toBe(false);
			index.deriveAll();
			expect(index.isCurrent).toBe(true);
			expect(index.unsorted).toBe(names.length / 2 - slices + 1);
		},
	);
});

describe('rows one by one', () => {
	test('are those of the moment it began, without what is removed before it comes to them', () => {
		const index = indexOf(upload('a'), upload('b'), upload('c'));
		index.markShown();
		const marked = index.markedRows();
		const shownNow = index.shownRows();
		index.removeMany([upload('b')]);
		index.clearMarks();
		index.add([upload('d')]);
		expect(Array.from(marked, row => row.upload.key)).toEqual(['a', 'c']);
		expect(Array.from(shownNow, row => row.upload.key)).toEqual(['a', 'c']);
	});
});

test('all that a filter chooses are marked, although the order of an earlier one still shows', () => {
	const index = indexOf(upload('cam'), upload('tape'));
	index.setView({query: queryOf('cam'), sort: 'key', reverse: false});
	index.markShown();
	expect(marked(index)).toEqual(['cam']);
});

test('what is unread is not looked for among what was read before', () => {
	const rows = 20_000;
	const uploads = Array.from({length: rows}, (_, at) => upload(`${at + rows}`));
	const index = indexOf(...uploads);
	for (const each of uploads.slice(0, rows - 100)) index.setReading(each, read(1, 1));
	expect(index.unread(0, 3)).toEqual(uploads.slice(rows - 100, rows - 97));
	let looks = 0;
	const {readInOf} = Columns.prototype;
	Columns.prototype.readInOf = function (row) {
		looks++;
		return readInOf.call(this, row);
	};
	try {
		index.unread(0, 3);
		index.unread(0, 3);
	} finally {
		Columns.prototype.readInOf = readInOf;
	}
	expect(looks).toBeLessThan(20);
});
