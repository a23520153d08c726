import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	exactBytes,
	formatAge,
	formatBytes,
	formatCount,
	formatElapsed,
	formatTime,
	heldWords,
	plural,
	sizeCell,
} from '../../../source/multipart/text/units.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('bytes that are the least', () => {
	test.each([
		[0, '?', 'unknown size'],
		[999, '999 B+', 'at least 999 B'],
		[5 * 1024 ** 2, '5.0 MiB+', 'at least 5.0 MiB'],
		[50 * 1024 ** 2, '50 MiB+', 'at least 50.0 MiB'],
		[500 * 1024 ** 2, '500 MiB+', 'at least 500 MiB'],
	])('%d', (bytes, cell, words) => {
		expect([sizeCell(bytes, true), heldWords(bytes, true)]).toEqual([cell, words]);
		expect(cell.length).toBeLessThanOrEqual(8);
		expect([sizeCell(bytes, false), heldWords(bytes, false)]).toEqual([
			formatBytes(bytes),
			formatBytes(bytes),
		]);
	});
});

describe('bytes', () => {
	test.each([
		[0, '0 B'],
		[1, '1 B'],
		[999, '999 B'],
		[1000, '1.0 KiB'],
		[1024, '1.0 KiB'],
		[1536, '1.5 KiB'],
		[99.9 * 1024, '99.9 KiB'],
		[99.96 * 1024, '100 KiB'],
		[999 * 1024, '999 KiB'],
		[999.5 * 1024, '1.0 MiB'],
		[5 * 1024 ** 2, '5.0 MiB'],
		[58.8 * 1024 ** 3, '58.8 GiB'],
		[3.4 * 1024 ** 4, '3.4 TiB'],
		[1024 ** 5, '1.0 PiB'],
		[1024 ** 6, '1.0 EiB'],
	])('%d is %s', (bytes, text) => {
		expect(formatBytes(bytes)).toBe(text);
	});

	test('three digits at most, ten cells at most, and never more than it is by half a step', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 2 ** 53 - 1}), bytes => {
				const text = formatBytes(bytes);
				expect(text).toMatch(/^(\d{1,3}|\d{1,2}\.\d) ([KMGTPE]i)?B$/);
				expect(text.length).toBeLessThanOrEqual(10);
				const [value, unit = 'B'] = text.split(' ');
				const size = 1024 ** ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'].indexOf(unit);
				expect(Math.abs(Number(value) * size - bytes)).toBeLessThanOrEqual(
					unit === 'B' ? 0 : (text.includes('.') ? 0.0501 : 0.501) * size,
				);
			}),
		);
	});
});

test.each([
	[0, '0'],
	[999, '999'],
	[1000, '1,000'],
	[31_000, '31,000'],
	[1_234_567, '1,234,567'],
	[1.9, '1'],
])('%d is counted as %s', (count, text) => {
	expect(formatCount(count)).toBe(text);
});

test('one byte is no bytes', () => {
	expect([1, 2].map(exactBytes)).toEqual(['1 byte', '2 bytes']);
});

test('one is singular, none and many are plural', () => {
	expect([0, 1, 2, 1284].map(count => plural(count, 'upload'))).toEqual([
		'0 uploads',
		'1 upload',
		'2 uploads',
		'1,284 uploads',
	]);
	expect(plural(2, 'entry', 'entries')).toBe('2 entries');
});

test.each([
	[0, '0 s'],
	[999, '0 s'],
	[1000, '1 s'],
	[minute - 1, '59 s'],
	[minute, '1 m'],
	[hour - 1, '59 m'],
	[hour, '1 h'],
	[day, '24 h'],
	[2 * day - 1, '47 h'],
	[2 * day, '2 d'],
	[412 * day, '412 d'],
	[4000 * day, '4,000 d'],
])('an age of %d ms is %s', (age, text) => {
	expect(formatAge(age)).toBe(text);
});

test.each([
	[0, '0 s'],
	[59_999, '59 s'],
	[minute, '1 m 00 s'],
	[72_000, '1 m 12 s'],
	[hour - 1, '59 m 59 s'],
	[2 * hour + 5 * minute, '2 h 05 m'],
])('waiting for %d ms is %s', (time, text) => {
	expect(formatElapsed(time)).toBe(text);
});

test('a time is absolute, in UTC, to the second', () => {
	expect(formatTime(Date.parse('2026-09-14T02:11:07.999Z'))).toBe('2026-09-14 02:11:07Z');
});
