import {describe, expect, test} from 'vitest';
import {headerTime, isoTime} from '../../../source/s3/answer/written-dates.js';

const time = Date.parse('2026-11-22T10:11:12Z');
const none = [
	'',
	'never',
	'2026-11-22',
	'2026-11-22T10:11:12',
	'2026-11-31T10:11:12Z',
	'2026-02-29T10:11:12Z',
	'2026-02-30T10:11:12Z',
	'2026-13-01T10:11:12Z',
	'2026-11-00T10:11:12Z',
	'2026-11-22T25:11:12Z',
	'12026-11-22T10:11:12Z',
];

describe('a date of an element', () => {
	test.each([
		'2026-11-22T10:11:12Z',
		' 2026-11-22T10:11:12.000Z ',
		'2026-11-22t10:11:12z',
		'2026-11-22 10:11:12 UTC',
		'2026-11-22 10:11:12 +0000 UTC',
		'2026-11-22T12:11:12+02:00',
		'2026-11-22T06:41:12-0330',
	])('is read: %s', text => {
		expect(isoTime(text)).toBe(time);
	});

	test('may be the last of February', () => {
		expect(isoTime('2024-02-29T00:00:00Z')).toBe(Date.parse('2024-02-29T00:00:00Z'));
	});

	test.each([...none, '1795342272'])('is none: %j', text => {
		expect(isoTime(text)).toBeNaN();
	});
});

describe('a date of a header', () => {
	test.each([
		'Sun, 22 Nov 2026 10:11:12 GMT',
		'Sunday, 22-Nov-26 10:11:12 GMT',
		'22 Nov 2026 10:11:12 UTC',
		'Sun, 22 Nov 2026 12:11:12 +0200',
		'Sun Nov 22 10:11:12 2026',
		'2026-11-22T11:11:12+01:00',
		String(time),
		String(time / 1000),
	])('is read: %s', text => {
		expect(headerTime(text)).toBe(time);
	});

	test.each([...none, 'Sun, 31 Nov 2026 10:11:12 GMT', 'Sun, 22 Nev 2026 10:11:12 GMT', '12'])(
		'is none: %j',
		text => {
			expect(headerTime(text)).toBeNaN();
		},
	);
});
