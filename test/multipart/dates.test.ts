import {describe, expect, test} from 'vitest';
import {dateOrNone, pastDateOrNone} from '../../source/multipart/dates.js';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('a time that stands for "not known" is no date', () => {
	test.each([
		['year 1, as Go writes none', '0001-01-01T00:00:00Z'],
		['1970', '1970-01-01T00:00:00Z'],
		['just before S3 was there', '2006-03-13T23:59:59Z'],
		['the pattern that Go writes dates by', '2006-01-02T15:04:05Z'],
		['what moto names for every upload', '2010-11-10T20:48:33Z'],
	])('%s', (_name, date) => {
		expect(dateOrNone(Date.parse(date))).toBeUndefined();
		expect(pastDateOrNone(Date.parse(date), now)).toBeUndefined();
	});

	test.each([Number.NaN, Number.POSITIVE_INFINITY, 8_640_000_000_000_001, undefined])(
		'%s',
		time => {
			expect(dateOrNone(time)).toBeUndefined();
			expect(pastDateOrNone(time, now)).toBeUndefined();
		},
	);
});

test.each(['2006-03-14T00:00:00Z', '2010-11-09T23:59:59Z', '2010-11-11T00:00:00Z'])(
	'%s is one',
	date => {
		expect(dateOrNone(Date.parse(date))).toBe(Date.parse(date));
	},
);

test('what has happened may be a day ahead of the clock, and no more; what is to come may be years ahead', () => {
	const day = 86_400_000;
	expect(pastDateOrNone(now + day, now)).toBe(now + day);
	expect(pastDateOrNone(now + day + 1, now)).toBeUndefined();
	expect(dateOrNone(now + 3650 * day)).toBe(now + 3650 * day);
});
