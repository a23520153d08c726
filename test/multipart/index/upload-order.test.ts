import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {SortColumn} from '../../../source/multipart/index/sort-columns.js';
import {UploadIndex} from '../../../source/multipart/index/upload-index.js';
import {chooseRows, rowsAtATime, sortRows} from '../../../source/multipart/index/upload-order.js';
import {defaultThresholds} from '../../../source/multipart/liveness.js';
import {everyUpload} from '../../../source/multipart/query/query.js';
import type {Reading} from '../../../source/multipart/reading.js';

const now = Date.parse('2026-11-22T12:00:00Z');

type Facts = {
	readonly key: string;
	readonly id?: string;
	readonly initiated?: number;
	readonly reading?: Reading;
};

function read(count: number, bytes: number, lastPart?: number): Reading {
	return {kind: 'read', summary: {count, bytes, lastPart, fingerprint: count + bytes}};
}

function indexOf(rows: readonly Facts[], sort: SortColumn, reverse = false): UploadIndex {
	const index = new UploadIndex();
	index.setClock({now, thresholds: defaultThresholds});
	index.setView({query: everyUpload, sort, reverse});
	for (const {key, id = 'id', initiated, reading} of rows) {
		index.add([{key, uploadId: id, initiated, keyCertain: true}]);
		if (reading !== undefined) index.setReading({key, uploadId: id}, reading);
	}
	index.deriveAll();
	return index;
}

function sorted(rows: readonly Facts[], column: SortColumn, reverse = false): string[] {
	return Array.from(indexOf(rows, column, reverse).shownRows(), ({upload}) =>
		upload.uploadId === 'id' ? upload.key : `${upload.key}:${upload.uploadId}`,
	);
}

test('by key as S3 sorts it, by code points, then by upload id; reversed both turn', () => {
	const rows = [
		{key: 'b'},
		{key: '😀'},
		{key: '\uffe0'},
		{key: 'a', id: '2'},
		{key: 'ab'},
		{key: 'B'},
		{key: 'a', id: '1'},
	];
	const expected = ['B', 'a:1', 'a:2', 'ab', 'b', '\uffe0', '😀'];
	expect(sorted(rows, 'key')).toEqual(expected);
	expect(sorted(rows, 'key', true)).toEqual(expected.toReversed());
});

describe.each([
	['initiated', (value: number) => ({initiated: value})],
	['lastPart', (value: number) => ({reading: read(1, 1, value)})],
	['parts', (value: number) => ({reading: read(value, 1)})],
	['size', (value: number) => ({reading: read(1, value)})],
] as const)('by %s', (column, facts) => {
	const rows = [
		{key: 'unknown-2'},
		{key: 'ten', ...facts(10)},
		{key: 'unknown-1', reading: {kind: 'denied'} as const},
		{key: 'large', ...facts(2 ** 48 + 1)},
		{key: 'larger', ...facts(2 ** 48 + 2)},
		{key: 'two', ...facts(2)},
		{key: 'also-two', ...facts(2)},
	].filter(({key}) => column !== 'parts' || !key.startsWith('large'));
	const large = column === 'parts' ? [] : ['large', 'larger'];

	test('the smallest first, ties by key, the unknown last', () => {
		expect(sorted(rows, column)).toEqual([
			'also-two',
			'two',
			'ten',
			...large,
			'unknown-1',
			'unknown-2',
		]);
	});

	test('reversed the largest first, ties by key all the same, the unknown still last', () => {
		expect(sorted(rows, column, true)).toEqual([
			...large.toReversed(),
			'ten',
			'also-two',
			'two',
			'unknown-1',
			'unknown-2',
		]);
	});

	test('says how many have no value', () => {
		const index = indexOf(rows, column);
		expect(index.unsorted).toBe(2);
		index.removeMany([{key: 'unknown-1', uploadId: 'id'}]);
		expect(index.unsorted).toBe(1);
		index.removeMany(['unknown-2', 'two'].map(key => ({key, uploadId: 'id'})));
		expect(index.unsorted).toBe(0);
		expect(indexOf(rows, 'key').unsorted).toBe(0);
	});
});

test.each(['lastPart', 'size'] as const)(
	'sorted by %s, an upload that was read and has none stands before those that are not read, and is not one of them',
	column => {
		const lacking: Reading = {
			kind: 'read',
			summary: {count: 2, bytes: 1, fingerprint: 1, lacksSizes: true, lacksDates: true},
		};
		const rows = [
			{key: 'a-unread'},
			{key: 'b-without', reading: column === 'lastPart' ? read(0, 0) : lacking},
			{key: 'c-with', reading: read(1, 1, 1)},
			{key: 'd-lacking', reading: lacking},
			{key: 'e-denied', reading: {kind: 'denied'} as const},
		];
		for (const reverse of [false, true]) {
			const index = indexOf(rows, column, reverse);
			expect(Array.from(index.shownRows(), ({upload}) => upload.key)).toEqual([
				'c-with',
				'b-without',
				'd-lacking',
				'a-unread',
				'e-denied',
			]);
			expect(index.unsorted).toBe(2);
			index.removeMany([{key: 'b-without', uploadId: 'id'}]);
			expect(index.unsorted).toBe(2);
			index.setReading({key: 'a-unread', uploadId: 'id'}, read(0, 0));
			index.deriveAll();
			expect(index.unsorted).toBe(1);
		}
	},
);

test('a date before 1970 is a date', () => {
	const rows = [
		{key: 'new', initiated: 5},
		{key: 'old', initiated: -5},
	];
	expect(sorted(rows, 'initiated')).toEqual(['old', 'new']);
	expect(sorted(rows, 'initiated', true)).toEqual(['new', 'old']);
});

test('an upload without parts counts as none of them and no bytes, not as unknown', () => {
	const rows = [
		{key: 'unread'},
		{key: 'one', reading: read(1, 5)},
		{key: 'empty', reading: read(0, 0)},
	];
	expect(sorted(rows, 'parts')).toEqual(['empty', 'one', 'unread']);
	expect(sorted(rows, 'size', true)).toEqual(['one', 'empty', 'unread']);
});

describe('by state', () => {
	const hour = 60 * 60_000;
	const initiated = now - 1000 * hour;
	const rows = [
		{key: 'unread', initiated},
		{key: 'denied', initiated, reading: {kind: 'denied'} as const},
		{key: 'empty', initiated: now - 3 * hour, reading: read(0, 0)},
		{key: 'stalled', initiated, reading: read(1, 1, now - 100 * hour)},
		{key: 'idle', initiated, reading: read(1, 1, now - 2 * hour)},
		{key: 'active', initiated, reading: read(1, 1, now)},
	];

	test('active, idle, stalled, empty, unknown; what is unread comes last in either direction', () => {
		const states = ['active', 'idle', 'stalled', 'empty', 'denied'];
		expect(sorted(rows, 'state')).toEqual([...states, 'unread']);
		expect(sorted(rows, 'state', true)).toEqual([...states.toReversed(), 'unread']);
	});

	test('follows the clock', () => {
		const index = indexOf(rows, 'state');
		expect(index.derive(0)).toBe(true);
		index.setClock({now: now + 1000 * hour, thresholds: defaultThresholds});
		index.deriveAll();
		expect(Array.from(index.shownRows(), ({upload}) => upload.key)).toEqual([
			// All but one are as old by then.
			'active',
			'empty',
			'idle',
			'stalled',
			'denied',
			'unread',
		]);
	});
});

test('whole numbers of any size are sorted as comparing them would, in either direction, and stay where they are equal', () => {
	const value = fc.oneof(
		fc.nat(3),
		fc.maxSafeInteger().map(each => Math.trunc(each / 2)),
		fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
	);
	fc.assert(
		fc.property(
			fc.array(value, {maxLength: 60}),
			fc.boolean(),
			fc.boolean(),
			(some, reverse, areMany) => {
				// Few are compared, of many the digits are counted.
				const values = areMany ? Array.from({length: 25}, () => some).flat() : some;
				const rows = Uint32Array.from(values.keys());
				const result = toTheEnd(sortRows(rows, row => values[row]!, reverse));
				const valued = [...rows].filter(row => Number.isFinite(values[row]));
				valued.sort((a, b) => (values[a]! - values[b]!) * (reverse ? -1 : 1));
				const valueless = [...rows].filter(row => values[row] === Number.POSITIVE_INFINITY);
				const unknown = [...rows].filter(row => Number.isNaN(values[row]));
				expect([...result.rows]).toEqual([...valued, ...valueless, ...unknown]);
				expect(result.unsorted).toBe(unknown.length);
			},
		),
	);
});

describe('a slice', () => {
	const many = 20 * rowsAtATime + 7;
	const rows = Uint32Array.from({length: many}, (_, row) => row);

	test('of a choice looks at a bounded number of rows', () => {
		const looks = counted();
		const list = {length: many, at: (index: number) => index};
		looks.run(
			chooseRows(list, row => {
				looks.count++;
				return row % 3 === 0;
			}),
		);
		expect(looks.most).toBeLessThanOrEqual(rowsAtATime);
		expect(looks.slices).toBeGreaterThan(20);
	});

	test('of a sort looks at a bounded number of rows', () => {
		const looks = counted();
		const value = (row: number) => {
			looks.count++;
			return (row * 7919) % 100_003;
		};
		const {rows: result} = looks.run(sortRows(rows, value, false));
		expect(looks.most).toBeLessThanOrEqual(rowsAtATime);
		// To gather, twice for each of two digits, to put together.
		expect(looks.slices).toBeGreaterThan(6 * 20);
		expect(result.every((row, at) => at === 0 || value(result[at - 1]!) <= value(row))).toBe(true);
	});
});

function toTheEnd<T>(work: Generator<void, T>): T {
	for (;;) {
		const result = work.next();
		if (result.done) return result.value;
	}
}

/** Runs work slice by slice, and keeps how much the largest one did. */
function counted() {
	const self = {
		count: 0,
		most: 0,
		slices: 0,
		run<T>(work: Generator<void, T>): T {
			for (;;) {
				self.count = 0;
				const result = work.next();
				self.slices++;
				self.most = Math.max(self.most, self.count);
				if (result.done) return result.value;
			}
		},
	};
	return self;
}
