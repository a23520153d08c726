import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Reading} from '../../source/multipart/reading.js';
import {compareRows, type SortColumn, sortColumns} from '../../source/multipart/upload-order.js';

type Facts = {
	readonly key: string;
	readonly id?: string;
	readonly initiated?: number;
	readonly reading?: Reading;
};

function row({key, id = 'id', initiated, reading = {kind: 'unread'}}: Facts) {
	return {upload: {key, uploadId: id, initiated, keyCertain: true}, reading};
}

function read(count: number, bytes: number, lastPart?: number): Reading {
	return {kind: 'read', summary: {count, bytes, lastPart, fingerprint: count + bytes}};
}

function sorted(rows: ReturnType<typeof row>[], column: SortColumn, reverse = false): string[] {
	return rows
		.toSorted((a, b) => compareRows(a, b, column, reverse))
		.map(({upload}) => upload.key + (upload.uploadId === 'id' ? '' : `:${upload.uploadId}`));
}

test('by key as the bytes order ASCII, then by upload id; reversed both turn', () => {
	const rows = [
		row({key: 'b'}),
		row({key: 'a', id: '2'}),
		row({key: 'B'}),
		row({key: 'a', id: '1'}),
	];
	expect(sorted(rows, 'key')).toEqual(['B', 'a:1', 'a:2', 'b']);
	expect(sorted(rows, 'key', true)).toEqual(['b', 'a:2', 'a:1', 'B']);
});

describe.each([
	['initiated', (value: number) => ({initiated: value})],
	['lastPart', (value: number) => ({reading: read(1, 1, value)})],
	['parts', (value: number) => ({reading: read(value, 1)})],
	['size', (value: number) => ({reading: read(1, value)})],
] as const)('by %s', (column, facts) => {
	const rows = [
		row({key: 'unknown-2'}),
		row({key: 'ten', ...facts(10)}),
		row({key: 'unknown-1', reading: {kind: 'denied'}}),
		row({key: 'two', ...facts(2)}),
		row({key: 'also-two', ...facts(2)}),
	];

	test('the smallest first, ties by key, the unknown last', () => {
		expect(sorted(rows, column)).toEqual(['also-two', 'two', 'ten', 'unknown-1', 'unknown-2']);
	});

	test('reversed the largest first, ties by key all the same, the unknown still last', () => {
		expect(sorted(rows, column, true)).toEqual([
			'ten',
			'also-two',
			'two',
			'unknown-1',
			'unknown-2',
		]);
	});
});

test('an upload without parts counts as none of them and no bytes, not as unknown', () => {
	const rows = [
		row({key: 'unread'}),
		row({key: 'one', reading: read(1, 5)}),
		row({key: 'empty', reading: read(0, 0)}),
	];
	expect(sorted(rows, 'parts')).toEqual(['empty', 'one', 'unread']);
	expect(sorted(rows, 'size', true)).toEqual(['one', 'empty', 'unread']);
});

test('an order by chance is impossible: any two rows are told apart, in either direction, and alike from both sides', () => {
	const anyRow = fc
		.record({
			key: fc.constantFrom('a', 'b'),
			id: fc.constantFrom('1', '2'),
			initiated: fc.option(fc.nat(2), {nil: undefined}),
			reading: fc.oneof(
				fc.constant({kind: 'unread'} as const),
				fc.tuple(fc.nat(2), fc.nat(2)).map(([count, last]) => read(count, count, last)),
			),
		})
		.map(row);
	fc.assert(
		fc.property(
			anyRow,
			anyRow,
			anyRow,
			fc.constantFrom(...sortColumns),
			fc.boolean(),
			(a, b, c, column, reverse) => {
				const compare = (x: typeof a, y: typeof a) => Math.sign(compareRows(x, y, column, reverse));
				const same = a.upload.key === b.upload.key && a.upload.uploadId === b.upload.uploadId;
				expect(compare(a, b) === -compare(b, a)).toBe(true);
				if (!same) expect(compare(a, b)).not.toBe(0);
				if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
			},
		),
	);
});
